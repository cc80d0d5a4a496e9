"""What a station asks of a visitor, and reading what came back: named fields alone, cleaned, checked.

What is asked of somebody who typed a name hangs on the type that the station is for, never on whether we know the
name: nobody learns here who is expected.
"""

import json
import re
from dataclasses import dataclass, field

import frappe
from frappe.utils import validate_email_address, validate_phone_number

from office_management.domain.problem_texts import clean_line, is_key
from office_management.front_desk import agreements, answers
from office_management.front_desk.kiosk_texts import LANGUAGES

TYPE, VISITOR = "Visitor Type", "Visitor"
LONGEST_LINE, LONGEST_PLATE, LONGEST_ANSWER, MOST_ANSWERS = 140, 20, 500, 50
LONGEST_PICTURE = 6_000_000
"""Characters of a picture as the page sends it: far more than its own photos have."""
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
WEB_ADDRESS = re.compile(r"://|\bwww\.", re.IGNORECASE)
DETAILS = ("organisation", "email", "phone", "vehicle_plate")
OFF, REQUIRED = "Off", "Required"


@dataclass(frozen=True)
class Arrival:
	"""What a visitor told a station. `attempt`: made by the page, the same however often it is sent."""

	attempt: str
	language: str
	details: dict[str, str]
	answers: dict[str, str] = field(default_factory=dict)
	agreement: str = ""
	signature: str = ""
	photo: str = ""


# --- what is asked --------------------------------------------------------------------------------------------


def form_of_type(visitor_type: str, language: str, takes_photo: bool) -> dict:
	"""What somebody is asked who is not known: by the type alone."""
	rules = frappe.get_cached_doc(TYPE, visitor_type)
	return {
		"fields": [
			{"name": "full_name", "required": True},
			*fields_of(rules, {}),
			{"name": "host", "required": bool(rules.host_required)},
		],
		"questions": answers.questions_for(rules, language),
		"agreement": agreement_text(agreements.required(visitor_type), language),
		"photo": photo_rule(rules, takes_photo),
		"escort": bool(rules.needs_escort),
	}


def form_of_visit(log, language: str, takes_photo: bool) -> dict:
	"""What is still open for a visit whose code was shown: details, questions, agreement, photo."""
	rules = frappe.get_cached_doc(TYPE, log.visitor_type)
	known = frappe.db.get_value(VISITOR, log.visitor, ["organisation", "email", "phone"], as_dict=True) or {}
	known["vehicle_plate"] = log.vehicle_plate
	missing = set(answers.missing(log))
	return {
		"fields": fields_of(rules, known),
		"questions": [row for row in answers.questions_for(rules, language) if row["line_key"] in missing],
		"agreement": agreement_text(agreements.needed(log), language),
		"photo": photo_rule(rules, takes_photo and not log.photo),
		"escort": bool(rules.needs_escort),
	}


def fields_of(rules, known: dict) -> list[dict]:
	"""The details that the type asks for and nobody has told yet."""
	asked = {name: rules.get(f"ask_{name.removesuffix('_plate')}") or OFF for name in DETAILS}
	return [
		{"name": name, "required": rule == REQUIRED}
		for name, rule in asked.items()
		if rule != OFF and not known.get(name)
	]


def photo_rule(rules, takes_photo: bool) -> str:
	"""Off, Optional or Required."""
	return (rules.photo_rule or OFF) if takes_photo else OFF


def agreement_text(agreement: str | None, language: str) -> dict | None:
	"""What is to be read and signed."""
	if not agreement:
		return None
	text = agreements.text_of(agreement, language)
	return {"name": agreement, **{part: text[part] for part in ("title", "version", "body")}}


# --- what came ------------------------------------------------------------------------------------------------


def read_arrival(sent: dict, form: dict) -> tuple[Arrival, dict[str, str]]:
	"""What was sent for a form, cleaned; and which fields can't be taken, each with the key of a text.

	Args:
		sent: attempt, language, visitor, answers, agreement, signature, photo, as they came.
		form: as form_of_type or form_of_visit gives it; what it does not ask for is left out.
	"""
	details = read_details(sent.get("visitor"), form)
	asked = {row["line_key"] for row in form["questions"]}
	arrival = Arrival(
		attempt=sent["attempt"] if is_key(sent.get("attempt")) else frappe.generate_hash(length=48),
		language=read_language(sent.get("language")),
		details=details,
		answers={key: text for key, text in read_answers(sent.get("answers")).items() if key in asked},
		agreement=read_agreement(sent.get("agreement"), form),
		signature=read_picture(sent.get("signature")),
		photo=read_picture(sent.get("photo")) if form["photo"] != OFF else "",
	)
	return arrival, problems_of(arrival, form)


def read_details(sent: object, form: dict) -> dict[str, str]:
	"""The lines that the form asks for."""
	given = as_dict(sent)
	names = [row["name"] for row in form["fields"]]
	longest = {"vehicle_plate": LONGEST_PLATE}
	return {name: clean_line(given.get(name), longest.get(name, LONGEST_LINE)) for name in names}


def read_answers(sent: object) -> dict[str, str]:
	"""Answers by line_key."""
	given = list(as_dict(sent).items())[:MOST_ANSWERS]
	return {str(key)[:LONGEST_LINE]: clean_line(text, LONGEST_ANSWER) for key, text in given}


def read_agreement(sent: object, form: dict) -> str:
	"""The agreement that was shown, if it is the one that was signed."""
	shown = form["agreement"]
	return shown["name"] if shown and sent == shown["name"] else ""


def read_picture(sent: object) -> str:
	"""A picture as the page sends it; what it holds is looked at when it is kept."""
	return sent if isinstance(sent, str) and len(sent) <= LONGEST_PICTURE else ""


def read_language(sent: object) -> str:
	"""One of the languages of the page."""
	return sent if isinstance(sent, str) and sent in LANGUAGES else "en"


def read_code(sent: object) -> str:
	"""The token in what was scanned or typed: alone, or at the end of an address; "" if there is none."""
	found = TOKEN.findall(sent) if isinstance(sent, str) and len(sent) <= 500 else []
	return found[-1] if found else ""


def as_dict(sent: object) -> dict:
	"""A dict that came as JSON, or inside a JSON body; an empty one for anything else."""
	if isinstance(sent, str):
		try:
			sent = json.loads(sent)
		except (ValueError, RecursionError):
			return {}
	return sent if isinstance(sent, dict) else {}


def problems_of(arrival: Arrival, form: dict) -> dict[str, str]:
	"""Which fields can't be taken, by the key of the text that says so."""
	found = {}
	for row in form["fields"]:
		text = arrival.details[row["name"]]
		if row["required"] and not text:
			found[row["name"]] = "required"
		elif text and (problem := problem_of(row["name"], text)):
			found[row["name"]] = problem
	return found


def problem_of(name: str, text: str) -> str:
	"""What is wrong with one line; "" if nothing is."""
	if name == "full_name" and sum(character.isalpha() for character in text) < 2:
		return "too_short"
	if name in ("full_name", "organisation") and WEB_ADDRESS.search(text):
		return "no_address"  # it stands in the mail that the host gets
	if name == "email" and not validate_email_address(text):
		return "wrong_email"
	if name == "phone" and not validate_phone_number(text):
		return "wrong_phone"
	return ""
