"""What a block rule found, who is told of it, and what a manager decides.

Only managers read matches. Each is told at the desk and by mail, in words that name neither the visitor nor the rule:
they open the match to see both. The row itself is the intent (`told_on`, `mailed_on` empty), a sweep does what was
not done. Who looks after security at the place is told as well that a visit is under review; only who may read the
match is told where it is.
"""

from datetime import timedelta

import frappe
from frappe import _
from frappe.translate import print_language
from frappe.utils import escape_html, get_link_to_form, now_datetime

from office_management import desk_notices, mails
from office_management.batches import run_in_batches, run_soon
from office_management.domain import block_rules as domain
from office_management.domain import visit_states
from office_management.front_desk import telling
from office_management.front_desk.permissions import is_manager
from office_management.office_administration import api as administration
from office_management.savepoints import undone_on_error

LOG = "Visitor Log"
RULE = "Visitor Block Rule"
MATCH = "Visitor Block Match"
TOPICS = ("Security", "Reception")
SWEEP_LIMIT = 200
MAIL_AGAIN_FOR = timedelta(days=1)


class MailRefused(Exception):
	"""A mail of several could not be put into the queue."""


class RuleHoldsVisitError(frappe.ValidationError):
	"""A rule was to be deleted because of which somebody waits for a decision."""


# --- keeping what was found -----------------------------------------------------------------------------------


def matches_of(log: str) -> list[frappe._dict]:
	"""The matches of a visit, as they are now, under lock."""
	table = frappe.qb.DocType(MATCH)
	return (
		frappe.qb.from_(table)
		.select(table.name, table.rule, table.stage, table.action, table.decision)
		.where(table.visitor_log == log)
		.orderby(table.creation)
		.for_update()
		.run(as_dict=True)
	)


def note(visit: frappe._dict, rule: domain.Rule, grounds: list[str], stage: str, decided: set[str]) -> None:
	"""Keep that a rule means the visitor of a visit. `decided`: what was decided of both before."""
	known = domain.LET_IN in decided
	waits = domain.must_wait(rule.action, decided)
	now = now_datetime()
	frappe.get_doc(
		{
			"doctype": MATCH,
			"visitor_log": visit.name,
			"visit_invitation": visit.visit_invitation,
			"rule": rule.name,
			"found_in": ", ".join(grounds),
			"matched_on": now,
			"stage": stage,
			"action": rule.action,
			"space": visit.space,
			"company": visit.company,
			"decision": domain.OPEN if waits else domain.NOT_NEEDED,
			"told_on": now if known else None,
			"mailed_on": now if known else None,
			"match_key": f"{visit.name}:{rule.name}:{stage}",
		}
	).insert(ignore_permissions=True)  # nobody makes a match; examining does
	if not known:
		frappe.db.after_commit.add(hasten)


def hasten() -> None:
	"""Ask a worker to tell now. Without a queue the next sweep does it."""
	run_soon("office_management.front_desk.block_matches.tell_managers")


# --- decided together with the visit --------------------------------------------------------------------------


def settle(log: str, decision: str, note: str | None = None, rule: str | None = None) -> None:
	"""Write down what the current user has decided about the open matches of a visit, or of one rule with it.

	Called with the visit locked, after the right to decide was checked.
	"""
	values = {
		"decision": decision,
		"decided_by": frappe.session.user,
		"decided_on": now_datetime(),
		"note": note,
	}
	for match in matches_of(log):
		if match.decision == domain.OPEN and rule in (None, match.rule):
			frappe.db.set_value(MATCH, match.name, values)


def follow_visit(log: str, act: str | None) -> None:
	"""Called when a visit was approved, turned away or closed by other ways: its open matches are decided with it."""
	ways = {
		visit_states.APPROVE: domain.LET_IN,
		visit_states.DENY: domain.REFUSED,
		visit_states.CANCEL: domain.NOT_NEEDED,
		visit_states.MISS: domain.NOT_NEEDED,
	}
	if act in ways:
		settle(log, ways[act])


def let_go_of_rule(rule: str) -> None:
	"""A rule is being deleted: what was decided because of it stays on record. Raises RuleHoldsVisitError."""
	table = frappe.qb.DocType(MATCH)
	mine = table.rule == rule
	is_open = mine & (table.decision == domain.OPEN)
	held = frappe.qb.from_(table).select(table.name).where(is_open).limit(1).run(pluck=True)
	if held:
		frappe.throw(
			_("This rule holds a visit. Decide first: {0}.", context=RULE).format(
				frappe.bold(get_link_to_form(MATCH, held[0], _("Open", context=MATCH)))
			),
			RuleHoldsVisitError,
			title=_("Visit Under Review", context=RULE),
		)
	frappe.qb.update(table).set(table.rule, None).where(mine).run()


# --- telling --------------------------------------------------------------------------------------------------


def tell_managers() -> None:
	"""Tell of every match that nobody was told of, and mail what could not be mailed. Fit to run twice and late."""
	run_in_batches(owed("told_on"), tell, size=1)
	run_in_batches(owed("mailed_on", now_datetime() - MAIL_AGAIN_FOR), mail_again, size=1)


def owed(field: str, since=None) -> list[str]:
	"""Matches without this time; of those told of since then only."""
	filters = {field: ("is", "not set")}
	if since:
		filters["told_on"] = (">", since)
	return frappe.get_all(MATCH, filters=filters, pluck="name", order_by="matched_on", limit=SWEEP_LIMIT)


def locked(match: str) -> frappe._dict:
	"""A match as it is now; nobody else tells of it until this transaction ends."""
	fields = ["name", "visitor_log", "stage", "action", "decision", "space", "told_on", "mailed_on"]
	return frappe.db.get_value(MATCH, match, fields, as_dict=True, for_update=True)


def tell(name: str) -> None:
	"""Tell managers at the desk and by mail, once."""
	match = locked(name)
	if not match or match.told_on:
		return
	people = whom_to_tell(match)
	for person in people:
		with print_language(person.language):
			desk_notices.add(person.user, sentence(match, person), record_for(match, person))
	now = now_datetime()
	mailed = mail_all(match, people)
	values = {"told_on": now, "mailed_on": now if mailed else None}
	frappe.db.set_value(MATCH, name, values, update_modified=False)


def mail_again(name: str) -> None:
	"""Try once more to mail what was told at the desk."""
	match = locked(name)
	if match and match.told_on and not match.mailed_on and mail_all(match, whom_to_tell(match)):
		frappe.db.set_value(MATCH, name, "mailed_on", now_datetime(), update_modified=False)


def mail_all(match: frappe._dict, people: list[frappe._dict]) -> bool:
	"""Mail everybody, or nobody: False when it could not be done."""
	try:
		with undone_on_error():
			for person in people:
				if not mail(match, person):
					raise MailRefused
	except MailRefused:
		return False
	return True


def mail(match: frappe._dict, person: frappe._dict) -> bool:
	"""Mail one person; False when that has to wait."""
	with print_language(person.language):
		text = sentence(match, person)
		label = _("Open", context=MATCH) if person.decides else None
		return telling.mail(person.address, text, [text], *record_for(match, person), label)


def record_for(match: frappe._dict, person: frappe._dict) -> tuple[str | None, str | None]:
	"""What a notice leads to: only managers may open a match, or know that there is one."""
	return (MATCH, match.name) if person.decides else (None, None)


def whom_to_tell(match: frappe._dict) -> list[frappe._dict]:
	"""Managers who may see the place; at the desk also the first who look after security, or else reception, there.

	Each has user, address, language, and `decides`: whether they may open the match.
	"""
	people = {}
	for topic in TOPICS:
		found = administration.whom_to_tell(topic, match.space)
		managers = [person for person in found if person.user and is_manager(person.user)]
		guards = [person for person in found if person not in managers]
		first = [person for person in guards if person.step == guards[0].step]
		for person in managers + (first if match.stage == domain.CHECK_IN else []):
			people.setdefault(person.user or person.employee, as_recipient(person))
		if first:
			break
	return list(people.values())


def as_recipient(person: frappe._dict) -> frappe._dict:
	"""How a person is reached, and what they may know."""
	reached = mails.reach(person.user, person.employee)
	return frappe._dict(reached, decides=bool(reached.user and is_manager(reached.user)))


def sentence(match: frappe._dict, person: frappe._dict) -> str:
	"""What is told, in one line; neither who nor why is in it."""
	texts = {
		domain.BLOCK: _("A visitor at {0} is under review. Please decide.", context=MATCH),
		domain.ALERT: _("A rule names a visitor at {0}.", context=MATCH),
	}
	if match.stage == domain.INVITATION:
		texts = {
			domain.BLOCK: _(
				"A visitor who is expected at {0} is under review. Please decide.", context=MATCH
			),
			domain.ALERT: _("A rule names a visitor who is expected at {0}.", context=MATCH),
		}
	text = texts[match.action]
	if not person.decides:
		text = _("A visitor at {0} is under review. Please be there; a manager decides.", context=MATCH)
		if match.action == domain.ALERT:
			text = _("Please be at {0}: a visitor needs attention.", context=MATCH)
	place = match.space and frappe.db.get_value("Office Space", match.space, "space_name")
	return text.format(frappe.bold(escape_html(place or _("reception", context=MATCH))))
