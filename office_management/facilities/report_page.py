"""The page behind the QR code of a room's sign: anybody says what is wrong there, without logging in.

It knows one place, that of its token, and shows its name and nothing else. A token that is wrong, forged, replaced or
of a closed place all lead to the same words. So does every report that was taken, whatever became of it.
"""

from collections.abc import Callable

import frappe
from frappe import _
from frappe.utils import get_build_version
from werkzeug.wrappers import Response

from office_management import public_pages
from office_management.erp.people import employee_of
from office_management.facilities import problem_reports
from office_management.photos import LARGEST_FILE

TEMPLATE = "www/report-a-problem.html"
FORM, THANKS, ASK_RECEPTION, SWITCHED_OFF, BUSY = "form", "thanks", "ask_reception", "switched_off", "busy"


def page_values(token: object) -> dict:
	"""What the page shows when it is opened with a token."""
	if not problem_reports.takes_problem_reports():
		return values_of(SWITCHED_OFF)
	place = problem_reports.place_of_token(token)
	if not place:
		return values_of(ASK_RECEPTION)
	return values_of(FORM, place=place.space_name, token=token, key=frappe.generate_hash(length=32))


def values_of(state: str, **form) -> dict:
	"""The values of the template. `form`: place, token, key and what was typed, for the form itself."""
	title, message = words_of(state)
	token = form.get("token") or ""
	return {
		"state": state,
		"title": title,
		"message": message,
		"language": problem_reports.language_of_request(),
		"languages": problem_reports.LANGUAGES,
		"csrf_token": public_pages.csrf_token(),
		"build_version": get_build_version(),
		"typed": {},
		"error": "",
		"place": "",
		"key": "",
		**form,
		"token": token,
	}


def words_of(state: str) -> tuple[str, str]:
	"""Title and message of each state of the page."""
	return {
		FORM: (
			_("Report a Problem", context="Problem Report"),
			_("Tell us, and we will look after it.", context="Problem Report"),
		),
		THANKS: (
			_("Thank you", context="Problem Report"),
			_("We have your report and will look at it.", context="Problem Report"),
		),
		ASK_RECEPTION: (
			_("Please ask at reception", context="Problem Report"),
			_("This code can't be used. Reception will gladly take your report.", context="Problem Report"),
		),
		SWITCHED_OFF: (
			_("Please ask at reception", context="Problem Report"),
			_(
				"Problems can't be reported on this page. Reception will gladly take your report.",
				context="Problem Report",
			),
		),
		BUSY: (
			_("Please ask at reception", context="Problem Report"),
			_(
				"A lot was reported just now, so this page takes a break. In a hurry? Reception will gladly help.",
				context="Problem Report",
			),
		),
	}[state]


# --- what was sent --------------------------------------------------------------------------------------------


def friendly_when_limited(method: Callable) -> Callable:
	"""Answer who meets a rate limit with the page, not with an error."""
	return public_pages.when_limited(method, lambda: answer(values_of(BUSY), 429))


def take(token: str, typed: dict, photo: bytes | None, looks_like_a_robot: bool) -> dict | Response:
	"""Take what the form sent and answer with the page's next state."""
	if not problem_reports.takes_problem_reports():
		return answer(values_of(SWITCHED_OFF))
	place = problem_reports.place_of_token(token)
	if not place:
		return answer(values_of(ASK_RECEPTION))
	if looks_like_a_robot:
		return answer(values_of(THANKS))
	try:
		report = read(typed, photo)
	except (problem_reports.ReportTextError, problem_reports.ReportPhotoError) as problem:
		frappe.clear_messages()
		key = typed.get("key") or frappe.generate_hash(length=32)
		return answer(
			values_of(FORM, place=place.space_name, token=token, key=key, typed=typed, error=str(problem))
		)
	problem_reports.take_from_sign(place, report)
	return answer(values_of(THANKS))


def read(typed: dict, photo: bytes | None) -> problem_reports.Report:
	"""What was typed, checked; an employee who happens to be logged in is remembered as the one who asked."""
	user = frappe.session.user
	return problem_reports.read_report(
		typed["text"],
		typed["key"],
		photo,
		language=problem_reports.language_of_request(),
		employee=employee_of(user) if user != "Guest" else None,
		**problem_reports.read_person(typed["name"], typed["email"]),
	)


def uploaded_photo() -> bytes | None:
	"""The content of the file that came with the request, one byte more than is taken at the most."""
	files = getattr(frappe.request, "files", None) if frappe.request else None
	file = files.get("photo") if files else None
	return file.stream.read(LARGEST_FILE + 1) if file else None


def answer(values: dict, status: int = 200) -> dict | Response:
	"""To our own script three words; to a browser without script the page."""
	if public_pages.wants_page():
		html = frappe.get_template(TEMPLATE).render(values)
		return Response(html, status=status, mimetype="text/html", headers={"Cache-Control": "no-store"})
	if status != 200:
		frappe.local.response["http_status_code"] = status
	return {key: values[key] for key in ("state", "title", "message", "error")}


def keep_out_of_caches(response: Response, request) -> None:
	"""After a request (hook): the page holds a token, so nothing on the way keeps it, and no other site frames it."""
	if request.path.rstrip("/") == "/report-a-problem":
		response.headers["Cache-Control"] = "no-store"
		response.headers["X-Frame-Options"] = "DENY"
		response.headers["X-Content-Type-Options"] = "nosniff"
