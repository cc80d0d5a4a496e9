"""The stations where visitors check themselves in: a tablet at the door, or a printed code that a phone scans.

A station is known by its key: 256 random bits that leave this site once, in the address that sets the station up or in
the code that is printed. The database holds the SHA-256 alone. The key stands behind the # of that address, a part that
browsers send to no server and name in no referrer, and every request carries it in its body. Disabling a station takes
its key away, so the next request finds nothing; enabling it again needs a new key.
"""

import hashlib
import re
import secrets
from datetime import timedelta

import frappe
from frappe import _
from frappe.utils import get_link_to_form, get_url, now_datetime

from office_management.domain.space_states import CLOSED
from office_management.front_desk import permissions
from office_management.office_space import api as office_space

STATION = "Front Desk Station"
KIOSK, DOOR_SIGN = "Kiosk", "Door Sign"
ENABLED, DISABLED = "Enabled", "Disabled"
SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")
PAGE = "/front-desk#"
SIGN = "templates/front_desk/door_sign.html"
SEEN_EVERY = timedelta(minutes=5)
HOUR = 3600
LIMITS = {
	KIOSK: {"check_in": 400, "code": 400, "check_out": 400},
	DOOR_SIGN: {"check_in": 120, "code": 120, "check_out": 60},
}
"""What one station may ask for in an hour, from whatever addresses."""


class StationDisabledError(frappe.ValidationError):
	"""A disabled station gets no key."""


class StationBusyError(frappe.ValidationError):
	"""More was asked by one station in an hour than people can do at a door."""


def new_key(station: str) -> dict:
	"""Give a station a new key, and return what is shown of it this once; the one before opens nothing any more.

	Checks no permission: the caller has.

	Returns:
		address: opens the page as this station. qr: the same as an image (a data: address). sign: for a station of
		the kind Door Sign, the sign to print, as HTML; else "".

	Raises:
		StationDisabledError: the station is disabled.
	"""
	row = frappe.get_doc(STATION, station, for_update=True)
	if row.status != ENABLED:
		frappe.throw(
			_(
				"{0} is disabled. Enable it, save, and make the key then.", context="Front Desk Station"
			).format(get_link_to_form(STATION, row.name)),
			StationDisabledError,
		)
	key = secrets.token_urlsafe(32)
	row.key_hash, row.key_made_on = hash_of(key), now_datetime()
	row.flags.key_is_ours = True
	row.save()
	return shown_once(row, key)


def hash_of(key: str) -> str:
	"""What is stored of a key."""
	return hashlib.sha256(key.encode()).hexdigest()


def shown_once(row, key: str) -> dict:
	"""The address of a station, its code, and the sign that carries it."""
	address = get_url(PAGE + key)
	qr = office_space.qr_code(address)
	return {"address": address, "qr": qr, "sign": sign_of(row, qr) if row.kind == DOOR_SIGN else ""}


def sign_of(row, qr: str) -> str:
	"""The sign for the door, in every language of the page, as HTML that needs nothing else."""
	place = frappe.db.get_value("Office Space", row.space, "space_name")
	return frappe.get_template(SIGN).render(
		{"place": place, "qr": qr, "lines": [sign_words(language) for language in ("en", "nl", "da")]}
	)


def sign_words(language: str) -> dict:
	"""What the sign says in one language."""
	return {
		"language": language,
		"title": _("Visitors: check in here", lang=language, context="Front Desk Station"),
		"text": _(
			"Scan the code with the camera of your phone.", lang=language, context="Front Desk Station"
		),
	}


def station_of_key(key: object) -> frappe._dict | None:
	"""The enabled station with this key; None for anything else, whatever it is and whyever it opens nothing."""
	if not isinstance(key, str) or not SHAPE.fullmatch(key):
		return None
	table, space = frappe.qb.DocType(STATION), frappe.qb.DocType("Office Space")
	found = (
		frappe.qb.from_(table)
		.join(space)
		.on(space.name == table.space)
		.select(
			*(table[field] for field in FIELDS),
			space.space_name.as_("place"),
		)
		.where((table.key_hash == hash_of(key)) & (table.status == ENABLED) & (space.status != CLOSED))
		.run(as_dict=True)
	)
	return found[0] if found else None


FIELDS = (
	"name",
	"kind",
	"space",
	"company",
	"visitor_type",
	"accept_walk_ins",
	"take_photo",
	"language",
	"idle_seconds",
	"welcome_text",
	"last_contact_on",
)


def note_seen(station: frappe._dict) -> None:
	"""Remember that a station is alive, at most every five minutes: it asks far more often than that."""
	now = now_datetime()
	if station.last_contact_on and station.last_contact_on > now - SEEN_EVERY:
		return
	table = frappe.qb.DocType(STATION)
	frappe.qb.update(table).set(table.last_contact_on, now).where(table.name == station.name).run()


def check_station_limit(station: frappe._dict, act: str) -> None:
	"""Count one more act of a station in this hour: by the station, which who asks can't choose, unlike an address.

	Raises:
		StationBusyError: too many.
	"""
	check_limit(f"{station.name}:{act}", LIMITS[station.kind][act])


def check_limit(what: str, limit: int) -> None:
	"""Count one more of something in this hour.

	Raises:
		StationBusyError: it was more than `limit` times.
	"""
	name = hashlib.sha256(what.encode()).hexdigest()[:32]
	key = frappe.cache.make_key(f"front_desk_limit:{name}")
	count = frappe.cache.incrby(key, 1)
	if count == 1:
		frappe.cache.expire(key, HOUR)
	if count > limit:
		raise StationBusyError


# --- who may see them at the desk -----------------------------------------------------------------------------


def station_criterion(table, user: str | None = None):
	"""Return what limits the user's view of Front Desk Station, for a pypika `table`; None when nothing does."""
	return permissions.limits(table, STATION, user)


def front_desk_station_query(user: str | None = None, doctype: str = STATION) -> str:
	"""permission_query_conditions of Front Desk Station."""
	return office_space.as_sql(station_criterion(frappe.qb.DocType(STATION), user))


def front_desk_station_has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""has_permission of Front Desk Station: the saved row is asked; a new one goes by its place."""
	return permissions.has_permission(STATION, station_criterion, doc, ptype, user)
