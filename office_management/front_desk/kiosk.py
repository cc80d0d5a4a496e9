"""Checking in and out at a station: a tablet at the door, or the visitor's own phone and the sign there.

Whoever stands before it is unknown, so it tells nothing that they do not know already. A host or a visitor is found
by an exact name alone, and the answer is the same whether there is one: who was typed in is taken as they say, and
reception sees whom they asked for. Somebody whom a rule names, who must be approved, or of whom something is missing,
is asked to wait at reception, for no reason that could be read here.
"""

import functools
import hashlib
import secrets
import traceback
from collections.abc import Callable

import frappe
from frappe import _
from frappe.utils import cint, get_build_version, getdate, now_datetime
from werkzeug.wrappers import Response

from office_management.domain import visit_states as states
from office_management.domain.person_keys import name_key
from office_management.front_desk import (
	agreements,
	answers,
	arrivals,
	invitations,
	kiosk_forms,
	kiosk_texts,
	pictures,
	retention,
	stations,
	tokens,
	visitors,
	visits,
)
from office_management.front_desk.kiosk_hosts import find_host
from office_management.front_desk.places import root_of
from office_management.office_administration import api as administration
from office_management.office_space import api as office_space
from office_management.retries import LOST_RACES, with_retries
from office_management.savepoints import undone_on_error

LOG, TYPE, BADGE = "Visitor Log", "Visitor Type", "Access Badge"
PATH = "/front-desk"
READY, CLOSED, UNKNOWN, BUSY, SAME = "ready", "closed", "unknown", "busy", "same"
FORM, THANKS, WAIT, BYE, FOUND, ON_SITE = "form", "thanks", "wait", "bye", "found", "on_site"
WRONG_KEYS_PER_HOUR = 60
"""Keys that open nothing, from one address."""
BADGE_HOURS_LEFT = 23, 59, 59


class KioskTroubleError(frappe.ValidationError):
	"""Something went wrong that a visitor can do nothing about; they write their name on paper."""


# --- the page -------------------------------------------------------------------------------------------------


def page_values() -> dict:
	"""What the page /front-desk is made of: its words in every language, the same for everybody."""
	texts = kiosk_texts.all_texts()
	language = (frappe.local.lang or "en").split("-")[0]
	words = {"languages": kiosk_texts.LANGUAGES, "texts": texts}
	return {
		"language": language if language in texts else "en",
		"title": texts["en"]["title"],
		# inside a script element nothing may end it
		"texts": frappe.as_json(words, indent=None).replace("<", "\\u003c"),
		"without_script": [{"language": code, "text": texts[code]["paper"]} for code in texts],
		"build_version": get_build_version(),
	}


def keep_out_of_caches(response: Response, request) -> None:
	"""After a request (hook): no copy of the page is kept, also not for going back to it, and no other site frames it."""
	if request.path.rstrip("/") == PATH:
		response.headers["Cache-Control"] = "no-store"
		response.headers["Referrer-Policy"] = "no-referrer"
		response.headers["X-Frame-Options"] = "DENY"
		response.headers["X-Content-Type-Options"] = "nosniff"


# --- answering honestly ---------------------------------------------------------------------------------------


def honest(method: Callable) -> Callable:
	"""Answer who asks too often in words; and let nothing of what went wrong out, nor into a log, but where it did.

	What a visitor typed stands in the variables of a traceback, so ours names functions and lines alone.
	"""

	@functools.wraps(method)
	def wrapper(*args, **kwargs):
		try:
			return method(*args, **kwargs)
		except (frappe.RateLimitExceededError, stations.StationBusyError):
			frappe.clear_messages()
			frappe.local.response["http_status_code"] = 429
			return {"state": BUSY}
		except Exception as error:
			frappe.clear_messages()
			frappe.local.flags.disable_traceback = True
			frames = "".join(traceback.format_tb(error.__traceback__))
			frappe.logger("front_desk").error(f"{type(error).__name__} at a station\n{frames}")
			raise KioskTroubleError from None

	return wrapper


def at_station(key: str, act: Callable[[frappe._dict], dict]) -> dict:
	"""Do what the station with this key asks for; every key that opens nothing gets the same answer."""
	station = stations.station_of_key(key)
	if not station:
		stations.check_limit(f"wrong key {frappe.local.request_ip}", WRONG_KEYS_PER_HOUR)
		return {"state": UNKNOWN}
	if not administration.uses("front_desk") or not retention.is_confirmed():
		return {"state": CLOSED}
	return act(station)


# --- starting -------------------------------------------------------------------------------------------------


def start(station: frappe._dict, revision: str) -> dict:
	"""What a station shows and asks; `same` when it has this revision already."""
	stations.note_seen(station)
	shown = {
		"kind": station.kind,
		"place": station.place,
		"welcome": station.welcome_text or "",
		"language": station.language or "",
		"idle_seconds": cint(station.idle_seconds),
		"walk_ins": bool(station.accept_walk_ins),
		"forms": {language: form_of(station, language) for language in kiosk_texts.LANGUAGES},
	}
	current = hashlib.sha256(frappe.as_json(shown).encode()).hexdigest()[:16]
	return {"state": SAME} if revision == current else {"state": READY, "revision": current, **shown}


def form_of(station: frappe._dict, language: str) -> dict:
	"""What somebody is asked there whose code we have not seen."""
	return kiosk_forms.form_of_type(type_of(station), language, bool(station.take_photo))


def type_of(station: frappe._dict) -> str:
	"""The type of who comes without a code."""
	chosen = station.visitor_type
	if chosen and not frappe.get_cached_value(TYPE, chosen, "disabled"):
		return chosen
	return invitations.default_type()


# --- a code that was shown ------------------------------------------------------------------------------------


def read_code(station: frappe._dict, code: str, language: str) -> dict:
	"""What is still asked of the visitor whose code this is, and their name: who holds the code got it by mail."""
	stations.check_station_limit(station, "code")
	log = visit_of_code(station, code)
	if not log:
		return {"state": UNKNOWN}
	if log.status in states.ON_SITE:
		return {"state": ON_SITE, "name": log.visitor_name, "is_out": log.status == states.STEPPED_OUT}
	form = kiosk_forms.form_of_visit(log, kiosk_forms.read_language(language), bool(station.take_photo))
	return {"state": FOUND, "name": log.visitor_name, "form": form}


def visit_of_code(station: frappe._dict, code: str):
	"""The visit of a code, if it is going on or expected now at the site of the station; else None."""
	name = tokens.find(kiosk_forms.read_code(code), tokens.ARRIVAL)
	log = frappe.get_doc(LOG, name) if name else None
	if not log or root_of(log.space) != root_of(station.space):
		return None
	return log if log.status in states.ON_SITE or is_awaited(log) else None


def is_awaited(log) -> bool:
	"""Whether the visitor may come now."""
	if log.status not in states.COMING:
		return False
	early = cint(administration.setting("early_arrival_hours"))
	now = now_datetime()
	return states.is_awaited(log.expected_on or now, log.expected_until_on, now, early)


# --- checking in ----------------------------------------------------------------------------------------------


def check_in(station: frappe._dict, code: str, sent: dict) -> dict:
	"""Take who arrives; sent again with the same `attempt`, it is the same visit and the same answer."""
	stations.check_station_limit(station, "check_in")
	if code:
		return in_turn(station, lambda: check_in_by_code(station, code, sent))
	return in_turn(station, lambda: check_in_by_name(station, sent))


def in_turn(station: frappe._dict, act: Callable[[], dict]) -> dict:
	"""Let one arrival at a site at a time be taken, from its first read on.

	The lock comes before anything is read plainly: so all that follows sees the visit that the same attempt, sent
	twice, has made in the meantime. Frappe looks up links by plain reads.
	"""
	site = root_of(station.space)

	def turn() -> dict:
		frappe.db.get_value("Office Space", site, "name", for_update=True)
		return act()

	return with_retries(turn)


def check_in_by_code(station: frappe._dict, code: str, sent: dict) -> dict:
	"""Somebody expected, whose code was shown."""
	log = visit_of_code(station, code)
	if not log:
		return {"state": UNKNOWN}
	if log.status in states.ON_SITE:
		return come_back(station, log)
	language = kiosk_forms.read_language(sent.get("language"))
	form = kiosk_forms.form_of_visit(log, language, bool(station.take_photo))
	arrival, problems = kiosk_forms.read_arrival(sent, form)
	if problems:
		return {"state": FORM, "errors": problems}
	add_details(log.name, {**arrival.details, "language": arrival.language})
	tokens.note_use(kiosk_forms.read_code(code))
	return let_in(station, log.name, arrival, told_by_code(log))


def come_back(station: frappe._dict, log) -> dict:
	"""Somebody who is in already, or stepped out and is back."""
	visits.check_in(log.name, station=station.name, method="Kiosk")
	return {"state": THANKS, "badge": badge_of(log.name, told_by_code(log))}


def told_by_code(log) -> dict:
	"""What the badge says of a visit whose code was shown."""
	until = getdate(log.expected_until_on) if log.expected_until_on else getdate()
	return {
		"name": log.visitor_name,
		"organisation": log.organisation or "",
		"host": log.host_name or "",
		"until": str(max(until, getdate())),
		"visitor_type": log.visitor_type,
		"may_leave": True,
	}


def add_details(log: str, details: dict[str, str]) -> None:
	"""What we did not know yet of a visitor; never what differs from what we know."""
	visitor, plate = frappe.db.get_value(LOG, log, ["visitor", "vehicle_plate"])
	visitors.complete(visitor, details)
	if details.get("vehicle_plate") and not plate:
		frappe.db.set_value(LOG, log, "vehicle_plate", details["vehicle_plate"], update_modified=False)


def check_in_by_name(station: frappe._dict, sent: dict) -> dict:
	"""Somebody who typed who they are: expected, or not. What they are told does not say which."""
	form = form_of(station, "en")
	arrival, problems = kiosk_forms.read_arrival(sent, form)
	if problems:
		return {"state": FORM, "errors": problems}
	visitor_type, attempt = type_of(station), key_of(station, arrival.attempt)
	log = visit_of_name(station, arrival, visitor_type, attempt)
	if not log:
		return {"state": WAIT}
	if frappe.db.get_value(LOG, log, "status") in states.COMING:
		required = [row["name"] for row in form["fields"] if row["required"]]
		add_details(log, {name: arrival.details[name] for name in required})
	told = {
		"name": arrival.details["full_name"],
		"organisation": arrival.details.get("organisation") or "",
		"host": arrival.details.get("host") or "",
		"until": str(getdate()),
		"visitor_type": visitor_type,
		"may_leave": station.kind == stations.KIOSK
		or frappe.db.get_value(LOG, log, "arrival_key") == attempt,
	}
	answer = let_in(station, log, arrival, told)
	return answer if may_tell(station, visitor_type) else {"state": WAIT}


def may_tell(station: frappe._dict, visitor_type: str) -> bool:
	"""Whether "Thank you" would not give away that a name is known, of a visitor or of a host."""
	rules = frappe.get_cached_doc(TYPE, visitor_type)
	return bool(station.accept_walk_ins) and rules.approval == "Never" and not rules.host_required


def visit_of_name(
	station: frappe._dict, arrival: kiosk_forms.Arrival, visitor_type: str, attempt: str
) -> str | None:
	"""The visit of who typed a name: the expected one, or where people may come without invitation a new one."""
	asked_for = arrival.details.get("host") or ""
	host = find_host(asked_for)
	values = {
		**{name: text for name, text in arrival.details.items() if name != "host" and text},
		"language": arrival.language,
		"visitor_type": visitor_type,
		"space": station.space,
		"host": host,
		"reception_note": note_for_reception(asked_for) if asked_for and not host else None,
		"arrival_key": attempt,
	}
	found = visit_with_name(values)
	if found or not station.accept_walk_ins:
		return found
	return visits.new_visit({**values, "visitor": visitor_of_name(values), "is_another": True}, "Kiosk")


def visit_with_name(values: dict) -> str | None:
	"""The visit that is expected or going on under the very name that was typed, noted as that of this attempt.

	Elsewhere an e-mail address is enough to know somebody by. Here a stranger types it: under another's address they
	would come in as that other, past the rule that names them.
	"""
	without_address = {**values, "email": None}
	for known in (values, without_address):
		log = visits.existing_visit(known, "Kiosk")
		name, status, key = (
			frappe.db.get_value(LOG, log, ["visitor_name", "status", "arrival_key"]) if log else [""] * 3
		)
		if not log or (key != values["arrival_key"] and name_key(name) != name_key(values["full_name"])):
			continue
		if status in states.COMING and not key:
			frappe.db.set_value(LOG, log, "arrival_key", values["arrival_key"], update_modified=False)
		return log
	return None


def visitor_of_name(values: dict) -> str:
	"""The visitor with the very name that was typed, made if there is none."""
	details = {part: values.get(part) for part in visits.PERSON if part != "email"}
	known = visitors.find(details)
	if known:
		return known
	made = visitors.find_or_make(details)
	visitors.complete(made, {"email": values.get("email")})
	return made


def note_for_reception(asked_for: str) -> str:
	"""Whom a visitor asked for whose host was not found, in the language of the office, not of the visitor."""
	language = frappe.get_system_settings("language") or "en"
	return _("Asked for: {0}", lang=language, context="Visitor Log").format(asked_for)


def key_of(station: frappe._dict, attempt: str) -> str:
	"""By what an attempt is known: a hash, so that who may read it can't send it."""
	return hashlib.sha256(f"{station.name}\0{attempt}".encode()).hexdigest()


def let_in(station: frappe._dict, log: str, arrival: kiosk_forms.Arrival, told: dict) -> dict:
	"""Keep what the visitor gave, check them in if nothing stands against it, and say how it went."""
	if frappe.db.get_value(LOG, log, "status") in states.COMING:
		problems = keep(log, arrival)
		if problems:
			return {"state": FORM, "errors": problems}
	if checked_in(station, log):
		return {"state": THANKS, "badge": badge_of(log, told)}
	return {"state": WAIT}


def keep(log: str, arrival: kiosk_forms.Arrival) -> dict[str, str]:
	"""Answers, signature and photo, each made anew from what came; what is no picture comes back as a problem."""
	answers.store(log, arrival.answers)
	asked = agreements.required(frappe.db.get_value(LOG, log, "visitor_type"))
	try:
		if arrival.signature and arrival.agreement and arrival.agreement == asked:
			agreements.sign(log, arrival.agreement, arrival.signature, arrival.language)
	except pictures.PictureError:
		frappe.clear_messages()
		return {"signature": "sign_first"}
	try:
		if arrival.photo:
			pictures.keep_picture(arrival.photo, log, "photo")
	except pictures.PictureError:
		frappe.clear_messages()
		return {"photo": "photo_wrong"}
	return {}


def checked_in(station: frappe._dict, log: str) -> bool:
	"""Check somebody in; where something stands against it, they wait, and reception sees them."""
	try:
		with undone_on_error():
			return visits.check_in(log, station=station.name, method="Kiosk") == states.CHECKED_IN
	except (retention.RetentionNotConfirmedError, *LOST_RACES):
		raise
	except frappe.ValidationError:
		frappe.clear_messages()
		arrivals.waits(visits.locked(log))
		return False


def badge_of(log: str, told: dict) -> dict | None:
	"""What the badge shows: what the visitor knows already, and a code to leave with.

	At the sign of the door, who typed the name of somebody who is in already gets a code that opens nothing: a name
	alone checks nobody out there.
	"""
	rules = frappe.get_cached_doc(TYPE, told["visitor_type"])
	if not rules.gives_badge:
		return None
	hour, minute, second = BADGE_HOURS_LEFT
	ends = now_datetime().replace(hour=hour, minute=minute, second=second)
	shown = {part: told[part] for part in ("name", "organisation", "host", "until")}
	code = tokens.issue(log, tokens.ARRIVAL, ends) if told["may_leave"] else secrets.token_urlsafe(32)
	return {**shown, "escort": bool(rules.needs_escort), "code": code, "qr": office_space.qr_code(code)}


# --- leaving ----------------------------------------------------------------------------------------------------


def check_out(station: frappe._dict, text: str) -> dict:
	"""Let somebody leave, by a code; on a tablet by the number of a badge or an exact name, too. Always the same answer.

	By the sign at the door names count for nothing: its code can be photographed, and used from anywhere.
	"""
	stations.check_station_limit(station, "check_out")
	log = visit_that_leaves(station, text)
	if log:
		with_retries(lambda: visits.check_out(log, method="Kiosk", station=station.name))
	return {"state": BYE}


def visit_that_leaves(station: frappe._dict, text: str) -> str | None:
	"""The one visit at the site of the station that the text means."""
	by_code = tokens.find(kiosk_forms.read_code(text), tokens.ARRIVAL)
	names = [by_code] if by_code else []
	if not names and station.kind == stations.KIOSK:
		names = visits_by_badge(text) or visits_by_name(text)
	root = root_of(station.space)
	found = [
		row.name
		for row in frappe.get_all(
			LOG,
			filters={"name": ("in", names), "status": ("in", states.ON_SITE)},
			fields=["name", "space"],
			order_by="name",
		)
		if root_of(row.space) == root
	]
	return found[0] if len(found) == 1 else None


def visits_by_badge(text: str) -> list[str]:
	"""The visit that has the badge with this number."""
	number = kiosk_forms.clean_line(text, kiosk_forms.LONGEST_LINE)
	filters = {"badge_number": number, "visitor_log": ("is", "set")}
	return frappe.get_all(BADGE, filters=filters, pluck="visitor_log", order_by="name") if number else []


def visits_by_name(text: str) -> list[str]:
	"""Visits that are going on under exactly this name."""
	key = name_key(kiosk_forms.clean_line(text, kiosk_forms.LONGEST_LINE))
	filters = {"name_key": key, "status": ("in", states.ON_SITE)}
	return frappe.get_all(LOG, filters=filters, pluck="name", order_by="name", limit=20) if key else []
