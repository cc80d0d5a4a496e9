"""The page behind the link of an invitation: a visitor says whether they come, and prepares the visit.

A link opens one visit, for its visitor. It shows when, where and with whom, and the name that the invitation was sent
to; what is known of that person otherwise is never shown, as a link may be passed on. A link that is unknown, forged,
expired, of a visit that has begun, is over or was cancelled: all lead to the same words.
"""

import functools
from collections.abc import Callable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.rate_limiter import rate_limit
from frappe.utils import get_build_version, get_datetime
from frappe.utils.html_utils import sanitize_html
from werkzeug.wrappers import Response

from office_management import public_pages
from office_management.domain import problem_texts
from office_management.domain.visit_states import COMING
from office_management.front_desk import agreements, answers, invitation_mails, tokens, visit_letters, visits
from office_management.office_administration import api as administration
from office_management.office_space import api as office_space
from office_management.savepoints import undone_on_error

LOG, VISITOR, INVITEE = "Visitor Log", "Visitor", "Visit Invitee"
TEMPLATE = "www/visit.html"
ROUTE = "/visit"
FORM, COMES, DECLINED, NO_LINK, BUSY = "form", "comes", "declined", "no_link", "busy"
SHOWN = ("state", "title", "message", "error", "code")
PER_NETWORK, PER_LINK = 120, 30
"""Requests in an hour: pages opened from one network, and answers sent by one link from wherever."""
TOO_MANY = 429
LONGEST = 140
ASKED = {"organisation": "ask_organisation", "phone": "ask_phone", "vehicle_plate": "ask_vehicle"}
"""What a visitor may tell -> the rule of their type that asks for it."""
LARGEST_SIGNATURE = 400_000
"""Characters of a signature's data: address; a drawn name takes a tenth."""


# --- the page -------------------------------------------------------------------------------------------------


def friendly_when_limited(method: Callable) -> Callable:
	"""Answer who meets a rate limit with the page, not with an error."""
	return public_pages.when_limited(method, lambda: answer(values_of(BUSY), TOO_MANY))


def page_values(token: object) -> dict:
	"""What the page shows when it is opened with a token."""
	try:
		return limited_page(token)
	except frappe.RateLimitExceededError:
		frappe.clear_messages()
		frappe.local.response["http_status_code"] = TOO_MANY
		return values_of(BUSY)


@rate_limit(limit=PER_NETWORK, seconds=60 * 60)
def limited_page(token: object) -> dict:
	"""The page, for so many openings from one network in an hour; so tokens are not guessed by trying."""
	log = visit_of(token)
	if not log:
		return values_of(NO_LINK)
	tokens.note_use(token)
	return form_values(log, token)


def visit_of(token: object) -> Document | None:
	"""The visit that a link opens now: expected still; None for anything else, whatever it is."""
	if not administration.uses("front_desk"):
		return None
	name = tokens.find(token, tokens.VISIT_PAGE)
	log = name and frappe.get_doc(LOG, name)
	if not log or log.status not in COMING or log.arrived_on or log.anonymised_on:
		return None
	speak(log)
	return log


def speak(log: Document) -> None:
	"""From here on this request speaks the language that was chosen on the page, or else the visitor's."""
	chosen = frappe.form_dict.get("_lang")
	if chosen not in visit_letters.LANGUAGES:
		chosen = visit_letters.visitor_facts(log.name).language
	frappe.local.lang = chosen


def language_of_request() -> str:
	"""The language of the page: one of ours."""
	return visit_letters.language_of(frappe.local.lang)


def form_values(log: Document, token: str, typed: dict | None = None, error: str = "") -> dict:
	"""The form for one visit, with what was typed before."""
	visit = visit_letters.visitor_facts(log.name)
	rules = frappe.get_cached_doc("Visitor Type", log.visitor_type)
	return values_of(
		FORM,
		token=token,
		error=error,
		typed=typed or {},
		visitor=log.visitor_name,
		about=log.purpose or "",
		when=visit_letters.when_text(visit.starts_at, visit.ends_at),
		place=visit_letters.place_text(log.space, log.company),
		host=visit_letters.name_of(log.host),
		note=visit.message or "",
		said=answer_of(log.name),
		fields=[name for name, rule in ASKED.items() if (rules.get(rule) or "Off") != "Off"],
		questions=open_questions(log),
		agreement=agreement_of(log),
	)


def open_questions(log: Document) -> list[dict]:
	"""The questions of the visitor's type; what was answered before is not shown again."""
	return answers.questions_for(log, language_of_request())


def agreement_of(log: Document) -> dict | None:
	"""What is to be signed: name, title and text in the visitor's language; None when nothing is (any more)."""
	name = agreements.needed(log)
	if not name:
		return None
	text = agreements.text_of(name, language_of_request())
	return {
		"name": name,
		"title": text["title"],
		"version": text["version"],
		"body": sanitize_html(text["body"] or "", always_sanitize=True),
	}


def answer_of(log: str) -> str:
	"""What the visitor has said: Accepted, Declined or nothing."""
	return frappe.db.get_value(INVITEE, {"visitor_log": log}, "answer") or ""


def values_of(state: str, **more) -> dict:
	"""The values of the template in one of its states."""
	title, message = words_of(state)
	return {
		"state": state,
		"title": title,
		"message": message,
		"error": "",
		"code": "",
		"token": "",
		"typed": {},
		"language": language_of_request(),
		"languages": visit_letters.LANGUAGES,
		"csrf_token": public_pages.csrf_token(),
		"build_version": get_build_version(),
		**more,
	}


def words_of(state: str) -> tuple[str, str]:
	"""Title and message of each state of the page."""
	return {
		FORM: (
			_("Your Visit", context="Visit Page"),
			_(
				"Please tell us whether you come. What you do here takes no time at the desk.",
				context="Visit Page",
			),
		),
		COMES: (
			_("See you then", context="Visit Page"),
			_("We are expecting you. Show this code at the desk, or say your name.", context="Visit Page"),
		),
		DECLINED: (
			_("Thank you for telling us", context="Visit Page"),
			_("This visit is off. Your host knows.", context="Visit Page"),
		),
		NO_LINK: (
			_("This link can't be used", context="Visit Page"),
			_("Perhaps it is out of date. Your host or reception will gladly help.", context="Visit Page"),
		),
		BUSY: (
			_("One moment, please", context="Visit Page"),
			_("This page was used very often just now. Try again in an hour.", context="Visit Page"),
		),
	}[state]


# --- what was sent --------------------------------------------------------------------------------------------


def take(token: object, coming: bool, given: dict) -> dict | Response:
	"""Take what a visitor sent and answer with the page's next state.

	Args:
		coming: they come; False = they can't.
		given: what else the form sent, see `keep`.
	"""
	log = visit_of(token)
	if not log:
		return answer(values_of(NO_LINK))
	return limited_take(log, token, coming, given)


@rate_limit(key="t", limit=PER_LINK, seconds=60 * 60, ip_based=False)
def limited_take(log: Document, token: str, coming: bool, given: dict) -> dict | Response:
	"""The same for a link that is good, so many times in an hour from wherever.

	Raises frappe.RateLimitExceededError.
	"""
	tokens.note_use(token)
	if not coming:
		decline(log)
		return answer(values_of(DECLINED))
	try:
		with undone_on_error():
			keep(log, given)
	except (frappe.ValidationError, frappe.QueryDeadlockError) as problem:
		frappe.clear_messages()
		fresh = frappe.get_doc(LOG, log.name)
		return answer(
			form_values(fresh, token, typed=given["details"], error=plain(problem.__cause__ or problem))
		)
	until = visit_letters.good_until(log)
	code = office_space.qr_code(tokens.issue(log.name, tokens.ARRIVAL, until))
	return answer(values_of(COMES, code=code, when=when_of(log)))


def when_of(log: Document) -> str:
	"""When they are expected, in words."""
	starts, ends = get_datetime(log.expected_on), get_datetime(log.expected_until_on)
	return visit_letters.when_text(starts, ends or starts) if starts else ""


def plain(problem: Exception) -> str:
	"""What an exception says, without HTML."""
	return frappe.utils.strip_html(str(problem)) or _(
		"Something was not right. Please check what you filled in.", context="Visit Page"
	)


def decline(log: Document) -> None:
	"""They can't come: the visit is cancelled, its links are void, and the hosts hear of it."""
	say(log.name, "Declined")
	visits.cancel(log.name)
	invitation_mails.visit_changed(log.name)


def keep(log: Document, given: dict) -> None:
	"""They come; keep what they told us.

	Args:
		given: `details` (organisation, phone, vehicle_plate), `answers` ({line_key: text}), and of the agreement
			`agreement` (which one was read) and `signature` (a data: address of a picture).

	Raises a frappe.ValidationError that says what is wrong.
	"""
	keep_details(log, given["details"])
	asked = {question["line_key"] for question in answers.questions_for(log)}
	told = {key: text for key, text in given["answers"].items() if key in asked and text}
	if told:
		answers.store(log.name, told)
	if given["signature"] and agreements.needed(log):
		agreements.sign(log.name, given["agreement"], given["signature"], language_of_request())
	say(log.name, "Accepted")


def keep_details(log: Document, details: dict) -> None:
	"""Write down what the type asks for and was told; a field that was left empty changes nothing."""
	rules = frappe.get_cached_doc("Visitor Type", log.visitor_type)
	told = {
		name: details[name]
		for name, rule in ASKED.items()
		if details.get(name) and (rules.get(rule) or "Off") != "Off"
	}
	plate = told.pop("vehicle_plate", None)
	if plate:
		visit = frappe.get_doc(LOG, log.name, for_update=True)
		visit.vehicle_plate = plate
		# allowed: the token of this very visit was checked
		visit.save(ignore_permissions=True)
	if told:
		person = frappe.get_doc(VISITOR, log.visitor, for_update=True)
		person.update(told)
		# allowed: the token of a visit of this very person was checked
		person.save(ignore_permissions=True)


def say(log: str, said: str) -> None:
	"""Store in the person's row of the invitation what they answered."""
	row = frappe.db.get_value(INVITEE, {"visitor_log": log}, "name")
	if row:
		frappe.db.set_value(INVITEE, row, "answer", said, update_modified=False)


def read_given(organisation: str, phone: str, vehicle_plate: str, agreement: str, signature: str) -> dict:
	"""What the form sent, cleaned; the answers to questions come under names of their own (`q_` and the key)."""
	clean = functools.partial(problem_texts.clean_line, longest=LONGEST)
	prefix = "q_"
	told = {
		key.removeprefix(prefix): problem_texts.clean_line(text, answers.LONGEST_ANSWER)
		for key, text in frappe.form_dict.items()
		if key.startswith(prefix) and isinstance(text, str)
	}
	return {
		"details": {
			"organisation": clean(organisation),
			"phone": clean(phone),
			"vehicle_plate": clean(vehicle_plate),
		},
		"answers": told,
		"agreement": agreement,
		"signature": signature if len(signature) <= LARGEST_SIGNATURE else "",
	}


def answer(values: dict, status: int = 200) -> dict | Response:
	"""To our own script a few words; to a browser without script the page."""
	if public_pages.wants_page():
		html = frappe.get_template(TEMPLATE).render(values)
		response = Response(html, status=status, mimetype="text/html")
		guard(response)
		return response
	if status != 200:
		frappe.local.response["http_status_code"] = status
	return {key: values[key] for key in SHOWN}


def keep_out_of_caches(response: Response, request) -> None:
	"""After a request (hook): the page holds a token, so nothing on the way keeps it, and nobody learns of it."""
	if request.path.rstrip("/") == ROUTE:
		guard(response)
		if frappe.local.response.get("http_status_code") == TOO_MANY:
			response.status_code = TOO_MANY  # a page of the website is otherwise always well


def guard(response: Response) -> None:
	"""Kept by no cache, framed by nobody, named to no other site as where somebody came from."""
	response.headers["Cache-Control"] = "no-store"
	response.headers["Referrer-Policy"] = "no-referrer"
	response.headers["X-Frame-Options"] = "DENY"
	response.headers["X-Content-Type-Options"] = "nosniff"
	response.headers["X-Robots-Tag"] = "noindex, nofollow"
