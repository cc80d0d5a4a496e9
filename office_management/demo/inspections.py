"""A year of inspections by checklist: the kitchen and the fire safety walk every quarter, the workplaces under way.

Everything goes through the doors that people use; what lies in the past is dated back afterwards.
"""

from datetime import date, datetime, time, timedelta

import frappe

from office_management.demo.audits import acting, date_back, date_finding, user_of
from office_management.demo.data import inspections as data
from office_management.demo.plan.shapes import Plan, Scale
from office_management.domain import checklists
from office_management.facilities import api as facilities
from office_management.office_audits import audits, checklist_audits, findings, inspecting, sign_off

AUDIT, FINDING = "Office Audit", "Audit Finding"
BEGINS = time(10, 0)
RATING = "4"
NOTHING_TO_SAY = "Nothing in particular."


def make_inspections(plan: Plan, scale: Scale, company: str, spaces: dict[str, str]) -> None:
	"""Make a year of inspections.

	Args:
		spaces: a space's key -> Office Space.
	"""
	for checklist, title, room, ago, bad in data.SIGNED:
		if ago < scale.history_days:
			space = spaces.get(room) or spaces[""]
			make_signed(plan, company, (checklist, title, space), ago, bad)
	make_running(plan, company, spaces)


def new_inspection(company: str, checklist: str, title: str, space: str, day: date, **more) -> str:
	"""An inspection that has begun, led by the auditor."""
	doc = frappe.get_doc(
		{
			"doctype": AUDIT,
			"audit_type": inspecting.CHECKLIST,
			"title": title,
			"company": company,
			"space": space,
			"checklist_template": checklist,
			"from_date": day,
			"to_date": day,
			"lead_auditor": user_of("Office Auditor"),
			**more,
		}
	)
	doc.insert(ignore_permissions=True)  # create() is for System Managers only
	audits.start(doc.name)
	return doc.name


def answer(audit: str, rows: list[frappe._dict], bad: dict[int, tuple[str, str]]) -> None:
	"""Answer these questions: what is bad as it was found, everything else well."""
	for row in rows:
		said, note = bad.get(row.number) or (good_answer(row), None)
		checklist_audits.answer(audit, row.line_key, said, note)


def good_answer(row: frappe._dict) -> str:
	"""An answer that passes."""
	if row.answer_type == checklists.NUMBER:
		question = facilities.question_of(row)
		limits = [limit for limit in (question.lowest, question.highest) if limit is not None]
		return str(sum(limits) / len(limits)) if limits else "1"
	if row.answer_type == checklists.CHOICE:
		return next(choice for choice, passes in checklists.choices_of(row.choices).items() if passes)
	return {checklists.RATING: RATING, checklists.TEXT: NOTHING_TO_SAY}.get(row.answer_type, checklists.YES)


def make_signed(
	plan: Plan, company: str, what: tuple[str, str, str], ago: int, bad: dict[int, tuple[str, str]]
) -> None:
	"""An inspection from its start to the signature; what failed was mended since."""
	day = plan.day(-ago)
	begin = datetime.combine(day, BEGINS)
	audit = new_inspection(company, *what, day)
	with acting("Office Auditor"):
		answer(audit, inspecting.answers_of(audit), bad)
		audits.end_counting(audit)
	with acting("Office Manager"):
		sign_off.sign_off(audit)
	date_back(audit, begin, begin + timedelta(minutes=50), begin + timedelta(days=1))
	moment = begin + timedelta(minutes=30)
	frappe.db.set_value(
		inspecting.ANSWER, {"audit": audit}, {"answered_on": moment, "creation": begin}, update_modified=False
	)
	mend(plan, audit, ago)


def mend(plan: Plan, audit: str, ago: int) -> None:
	"""What was found is mended and verified."""
	found = frappe.get_all(FINDING, {"office_audit": audit}, ["name", "severity"], order_by="name")
	for finding in found:
		with acting("Facility Technician"):
			findings.finish(finding.name, data.MEASURE)
		with acting("Office Auditor"):
			findings.verify(finding.name)
		date_finding(finding.name, plan, ago, finding.severity)


def make_running(plan: Plan, company: str, spaces: dict[str, str]) -> None:
	"""An inspection that has come half way: two people, each on their sections."""
	checklist, title, room, bad = data.RUNNING
	named = [{"user": user_of(role), "section": section} for section, role in data.SECTIONS.items()]
	audit = new_inspection(
		company, checklist, title, spaces.get(room) or spaces[""], plan.today, auditors=named
	)
	rows = inspecting.answers_of(audit)
	with acting("Office Auditor"):
		answer(audit, rows[: len(rows) // 2], bad)
	with acting("Facility Technician"):
		answer(audit, [row for row in rows if row.section in data.SECTIONS][:2], {})
