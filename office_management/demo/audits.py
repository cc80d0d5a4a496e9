"""Audits: counts of earlier quarters, one that was just signed with every kind of difference, one under way, findings.

Everything goes through the doors that people use; what lies in the past is dated back afterwards. What signing makes
in ERPNext is of today: ERPNext takes no movement into the past.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta

import frappe
from frappe.utils import now_datetime

from office_management.demo.data import audits as data
from office_management.demo.data import firm
from office_management.demo.plan.people import ascii_name
from office_management.demo.plan.shapes import Plan, Scale
from office_management.domain import finding_states as states
from office_management.office_audits import audits, decisions, finding_sources, findings, scans, sign_off

AUDIT, LINE, SCAN, FINDING = "Office Audit", "Audit Asset Line", "Audit Scan", "Audit Finding"
BEGINS = time(9, 15)
SECONDS_PER_SCAN = 95
CASES = {
	data.MISPLACED: "Transfer Here",
	data.REPAIR: "Repair",
	data.TASK: "Facility Task",
	data.OTHER_HANDS: "Change Custodian",
}
"""What is decided on what was seen."""


def make_audits(
	plan: Plan, scale: Scale, company: str, spaces: dict[str, str], people: dict[str, str]
) -> None:
	"""Make a year of audits.

	Args:
		spaces: a space's key -> Office Space.
		people: employee number -> Employee.
	"""
	name_accounts(company)
	for ago, lost in zip(data.EARLIER, data.LOST, strict=True):
		if ago < scale.history_days:
			make_earlier(plan, company, ago, lost)
	make_signed(plan, company, spaces, people)
	make_running(plan, company, spaces)
	make_findings(plan, company, spaces, people)


def user_of(role: str) -> str:
	"""The login that the demo has made for a role."""
	first, last = next((first, last) for label, _d, _p, first, last, *_more in firm.LOGINS if label == role)
	return f"{ascii_name(first)}.{ascii_name(last)}@{firm.DOMAIN}"


@contextmanager
def acting(role: str) -> Iterator[None]:
	"""What happens inside is done by the demo's user of this role."""
	before = frappe.session.user
	frappe.set_user(user_of(role))
	try:
		yield
	finally:
		frappe.set_user(before)


def name_accounts(company: str) -> None:
	"""What ERPNext asks for before anything is scrapped."""
	wanted = {
		"disposal_account": {"company": company, "account_name": "Gain/Loss on Asset Disposal"},
		"depreciation_cost_center": None,
	}
	for field, filters in wanted.items():
		if frappe.db.get_value("Company", company, field):
			continue
		value = (
			frappe.db.get_value("Account", {**filters, "is_group": 0})
			if filters
			else frappe.get_cached_value("Company", company, "cost_center")
		)
		frappe.db.set_value("Company", company, field, value)
	frappe.clear_document_cache("Company", company)


# --- counts ---------------------------------------------------------------------------------------------------


def new_count(title: str, company: str, day, **scope):
	"""A count that has begun, led by the auditor, with the technician beside her."""
	doc = frappe.get_doc(
		{
			"doctype": AUDIT,
			"audit_type": "Asset Count",
			"title": title,
			"company": company,
			"from_date": day,
			"to_date": day,
			"lead_auditor": user_of("Office Auditor"),
			"auditors": [{"user": user_of(role)} for role in COUNTERS],
			**scope,
		}
	)
	doc.insert(ignore_permissions=True)  # create() is for System Managers only
	audits.start(doc.name)
	return doc


COUNTERS = ("Office Auditor", "Facility Technician")


def things_of(company: str, **filters) -> list[frappe._dict]:
	"""The assets of the firm, in the order in which they were made."""
	return frappe.get_all(
		"Asset",
		{"company": company, "docstatus": 1, "status": ("!=", "Scrapped"), **filters},
		["name", "item_code", "asset_name", "location", "custodian"],
		order_by="creation, name",
	)


def scan_all(audit: str, seen: list[dict], begin: datetime) -> None:
	"""Take scans one after the other from a moment on, by two counters in turn."""
	for number, values in enumerate(seen):
		shown = begin + timedelta(seconds=SECONDS_PER_SCAN * number)
		values.update(scan_id=f"{audit}-{number}", device_time=str(shown), way="Phone")
	for turn, role in enumerate(COUNTERS):
		if own := seen[turn :: len(COUNTERS)]:
			with acting(role):
				scans.take_scans(audit, own, device=f"Phone {turn + 1}", device_now=str(now_datetime()))


def as_seen(asset: frappe._dict, **more) -> dict:
	"""A scan of a thing where the books have it."""
	return {"tag": asset.name, "space": asset.location, "condition": "Good", **more}


def date_back(audit: str, begin: datetime, ended: datetime, signed: datetime | None = None) -> None:
	"""The audit was when its scans were."""
	values = {"creation": begin, "started_on": begin, "counting_ended_on": ended}
	frappe.db.set_value(
		AUDIT, audit, values | ({"signed_on": signed} if signed else {}), update_modified=False
	)
	comment = frappe.qb.DocType("Comment")
	of_audit = (comment.reference_doctype == AUDIT) & (comment.reference_name == audit)
	frappe.qb.update(comment).set(comment.creation, ended).where(of_audit).run()


def make_earlier(plan: Plan, company: str, ago: int, lost: int) -> None:
	"""A count of the same things that was signed long ago: a few were away, and came back."""
	day = plan.day(-ago)
	begin = datetime.combine(day, BEGINS)
	audit = new_count(f"{data.TITLE}, {day:%B %Y}", company, day, asset_category=data.CATEGORY)
	things = things_of(company, asset_category=data.CATEGORY)
	away = {asset.name for asset in things[lost :: max(len(things) // 4, 2)][:lost]}
	scan_all(audit.name, [as_seen(asset) for asset in things if asset.name not in away], begin)
	audits.end_counting(audit.name)
	lines = frappe.get_all(LINE, {"audit": audit.name, "result": "Missing"}, pluck="name", order_by="name")
	with acting("Office Manager"):
		decisions.decide(audit.name, lines, "Explain", data.TURNED_UP)
		sign_off.sign_off(audit.name)
	date_back(audit.name, begin, begin + timedelta(hours=4), begin + timedelta(days=2))


def make_signed(plan: Plan, company: str, spaces: dict[str, str], people: dict[str, str]) -> None:
	"""The last count: something of every kind, decided and signed."""
	day = plan.day(-data.DAYS_AGO)
	begin = datetime.combine(day, BEGINS)
	audit = new_count(f"{data.TITLE}, {day:%B %Y}", company, day, asset_category=data.CATEGORY)
	things = things_of(company, asset_category=data.CATEGORY)
	cases = cases_of(things)
	seen = [scan_of(asset, cases.get(asset.name), spaces, people) for asset in things]
	outside = next(iter(things_of(company, item_code=data.OUTSIDE[0])), None)
	seen.append(as_seen(outside) if outside else None)
	seen.append({"tag": data.UNKNOWN[0], "space": spaces[data.NEW_ROOM], "note": data.UNKNOWN[1]})
	scan_all(audit.name, [scan for scan in seen if scan], begin)
	audits.end_counting(audit.name)
	decide(audit.name, cases, outside)
	sign_off.sign_off(audit.name)
	date_back(audit.name, begin, begin + timedelta(hours=4))


def cases_of(things: list[frappe._dict]) -> dict[str, tuple[str, str]]:
	"""{asset: (what is the matter with it, the counter's note)}."""
	found = {}
	for item, number, case, note in data.FOUND:
		own = [asset.name for asset in things if asset.item_code == item]
		if number < len(own):
			found[own[number]] = case, note
	return found


def scan_of(asset: frappe._dict, case: tuple[str, str] | None, spaces: dict, people: dict) -> dict | None:
	"""How it was seen; nothing where nobody saw it."""
	what, note = case or ("", "")
	if what in (data.GONE, data.EXPLAINED):
		return None
	more = {"note": note, "condition": data.CONDITIONS.get(what, "Good")}
	if what == data.MISPLACED:
		more["space"] = spaces[data.NEW_ROOM]
	if what == data.OTHER_HANDS:
		more["custodian"] = next(name for name in reversed(people.values()) if name != asset.custodian)
	return as_seen(asset, **more)


def decide(audit: str, cases: dict[str, tuple[str, str]], outside: frappe._dict | None) -> None:
	"""An answer to every difference; what is gone was looked for a second time by the manager."""
	rows = frappe.get_all(LINE, {"audit": audit}, ["name", "asset", "asset_tag"], order_by="name")
	lines = {row.asset or row.asset_tag: row.name for row in rows}
	for asset, (case, _note) in cases.items():
		line = lines[asset]
		if case == data.GONE:
			with acting("Office Manager"):
				decisions.still_missing(audit, [line])
			decisions.decide(audit, [line], "Write Off", data.GONE_REASON)
			raise_of_line(line)
		elif case == data.EXPLAINED:
			decisions.decide(audit, [line], "Explain", data.EXPLAINED_REASON)
		else:
			decisions.decide(audit, [line], CASES[case])
	if outside:
		decisions.decide(audit, [lines[outside.name]], "Explain", data.OUTSIDE[1])
	decisions.decide(audit, [lines[data.UNKNOWN[0]]], "Explain", data.UNKNOWN[2])


def raise_of_line(line: str) -> None:
	"""What is gone is a finding, too."""
	values = {"title": "Equipment is gone from a meeting room", "severity": "High"}
	with acting("Office Auditor"):
		finding_sources.from_line(frappe.get_doc(LINE, line), values)


def make_running(plan: Plan, company: str, spaces: dict[str, str]) -> None:
	"""A count of everything that has come half way this morning."""
	audit = new_count(data.EVERYTHING, company, plan.today, space=spaces[""])
	things = things_of(company)
	half = things[: len(things) * 3 // 5]
	begin = now_datetime() - timedelta(seconds=SECONDS_PER_SCAN * (len(half) + 1))
	scan_all(audit.name, [as_seen(asset) for asset in half], begin)
	frappe.db.set_value(AUDIT, audit.name, {"creation": begin, "started_on": begin}, update_modified=False)


# --- findings -------------------------------------------------------------------------------------------------


def make_findings(plan: Plan, company: str, spaces: dict[str, str], people: dict[str, str]) -> None:
	"""What was found on rounds, in every status and of every age; each step by those who do it."""
	technician = frappe.db.get_value("Employee", {"user_id": user_of("Facility Technician")})
	with acting("Office Auditor"):
		found = {raise_by_hand(finding, company, spaces, technician): finding for finding in data.FINDINGS}
	with acting("Facility Technician"):
		for name, (_title, _severity, status, _ago, _room, _description, measure) in found.items():
			if status == states.IN_PROGRESS:
				findings.take(name)
			elif status != states.OPEN:
				findings.finish(name, measure)
	with acting("Office Auditor"):
		for name, finding in found.items():
			if finding[2] == states.VERIFIED:
				findings.verify(name)
			elif finding[2] == states.REJECTED:
				findings.reject(name, data.REJECTED_REASON)
	for name, (_title, severity, _status, ago, *_more) in found.items():
		date_finding(name, plan, ago, severity)


def raise_by_hand(finding: tuple, company: str, spaces: dict[str, str], technician: str) -> str:
	"""Raise it at its room, or at the site where this scale has no such room."""
	title, severity, status, _ago, room, description, measure = finding
	return findings.raise_finding(
		{
			"title": title,
			"severity": severity,
			"space": spaces.get(room) or spaces[""],
			"company": company,
			"description": description,
			"measure": measure if status == states.IN_PROGRESS else "",
			"responsible": technician,
		}
	)


def date_finding(name: str, plan: Plan, ago: int, severity: str) -> None:
	"""It was found so many days ago; what followed came within its time, and nobody is told of it now."""
	found = datetime.combine(plan.day(-ago), time(10, 40))
	kept = frappe.db.get_value(FINDING, name, ["done_on", "verified_on"], as_dict=True)
	days = max(min(states.DAYS_TO_MEND[severity], ago) - 1, 1)
	values = {
		"creation": found,
		"found_on": found,
		"due_date": states.mend_by(found.date(), severity),
		"done_on": kept.done_on and min(found + timedelta(days=days), now_datetime()),
		"verified_on": kept.verified_on and min(found + timedelta(days=days, hours=20), now_datetime()),
		"notice_due_on": None,
	}
	frappe.db.set_value(FINDING, name, values, update_modified=False)
