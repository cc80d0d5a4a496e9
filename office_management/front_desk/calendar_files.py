"""Calendar files (.ics) of visits: RFC 5545 for the entry, RFC 5546 for what a calendar does with it.

Everybody has an entry of their own: its UID names the visit (or, for hosts, the invitation) and stays the same for
good; SEQUENCE grows with each change, so that a calendar knows which of two mails is the later one, in whatever
order they come. Moments are written in UTC, which is right in every calendar, whatever zone its owner is in and on
which side of summer time the visit lies.
"""

from dataclasses import dataclass
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import icalendar
from frappe.utils import get_system_timezone

REQUEST, PUBLISH, CANCEL = "REQUEST", "PUBLISH", "CANCEL"
PRODUCT = "-//Office Management//Front Desk//EN"
FILE_NAME = "visit.ics"


@dataclass(frozen=True)
class Entry:
	"""What stands in a calendar. Moments are naive, in the site's time zone; texts are plain.

	`organizer` and `attendee` are (name, e-mail address) or None; nobody learns who else is invited.
	"""

	uid: str
	sequence: int
	summary: str
	starts_at: datetime
	ends_at: datetime
	location: str = ""
	description: str = ""
	url: str = ""
	organizer: tuple[str, str] | None = None
	attendee: tuple[str, str] | None = None


def as_file(entry: Entry, method: str, now: datetime) -> str:
	"""The text of the calendar file.

	Args:
		method: REQUEST (please note this), PUBLISH (for who knows already), CANCEL (take it out again).
		now: when it is written, naive, in the site's time zone.
	"""
	calendar = icalendar.Calendar()
	calendar.add("prodid", PRODUCT)
	calendar.add("version", "2.0")
	calendar.add("calscale", "GREGORIAN")
	calendar.add("method", method)
	calendar.add_component(as_event(entry, method, now))
	return calendar.to_ical().decode()


def as_event(entry: Entry, method: str, now: datetime) -> icalendar.Event:
	"""The entry itself."""
	event = icalendar.Event()
	event.add("uid", entry.uid)
	event.add("sequence", entry.sequence)
	event.add("dtstamp", in_utc(now))
	event.add("dtstart", in_utc(entry.starts_at))
	event.add("dtend", in_utc(entry.ends_at))
	event.add("summary", entry.summary)
	event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
	for name in ("location", "description", "url"):
		if value := getattr(entry, name):
			event.add(name, value)
	add_people(event, entry)
	return event


def add_people(event: icalendar.Event, entry: Entry) -> None:
	"""Who invites, and who is invited; a calendar that knows its owner among them files the entry by itself."""
	if entry.organizer:
		event.add("organizer", person(*entry.organizer))
	if entry.attendee:
		attendee = person(*entry.attendee)
		attendee.params["ROLE"] = "REQ-PARTICIPANT"
		attendee.params["RSVP"] = "FALSE"
		event.add("attendee", attendee)


def person(name: str, address: str) -> icalendar.vCalAddress:
	"""Somebody with a mail address; quotation marks cannot stand in a parameter (RFC 5545, 3.2)."""
	who = icalendar.vCalAddress(f"mailto:{address}")
	who.params["CN"] = name.replace('"', "'") or address
	return who


def in_utc(moment: datetime) -> datetime:
	"""A naive moment of the site as one of UTC; of an hour that comes twice the first is meant."""
	return moment.replace(tzinfo=ZoneInfo(get_system_timezone())).astimezone(timezone.utc)


def attachment(text: str, method: str) -> dict:
	"""The file as frappe.sendmail attaches it; the method stands in its type, too (RFC 6047, 2.4)."""
	return {
		"fname": FILE_NAME,
		"fcontent": text,
		"content_type": f"text/calendar; method={method}",
	}
