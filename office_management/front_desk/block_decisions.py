"""Deciding about a visitor whom a block rule names: a manager, once, on record."""

import frappe
from frappe import _, bold
from frappe.utils import format_datetime, get_fullname

from office_management.domain import block_rules as domain
from office_management.domain import visit_states as states
from office_management.front_desk import block_matches, live, visits

LOG = "Visitor Log"
MATCH = "Visitor Block Match"
RULE = "Visitor Block Rule"


class MatchDecidedError(frappe.ValidationError):
	"""Somebody has decided already, and otherwise; or there is nothing to decide."""


class DecisionNoteError(frappe.ValidationError):
	"""A visitor was to be refused, and nobody says why."""


def decide(match: str, decision: str, note: str | None = None) -> str:
	"""Let the visitor in or refuse them, for this visit and this rule; answers the decision that stands.

	Of two managers at once one decides; who decides the same is told so, who decides otherwise is refused. When no
	rule holds the visit any more, it is approved. Checks no permission.

	Args:
		match: a Visitor Block Match.
		decision: Let In or Refused.
		note: why; needed to refuse.

	Raises:
		MatchDecidedError, DecisionNoteError.
	"""
	note = (note or "").strip() or None
	log = frappe.db.get_value(MATCH, match, "visitor_log")
	status = frappe.db.get_value(LOG, log, "status", for_update=True)
	row = frappe.db.get_value(
		MATCH, match, ["rule", "decision", "decided_by", "decided_on"], as_dict=True, for_update=True
	)
	if row.decision == decision:
		return decision
	if row.decision != domain.OPEN:
		refuse_second(row)
	if decision == domain.REFUSED and not note:
		ask_why()
	block_matches.settle(log, decision, note, row.rule)
	follow(log, status, decision)
	return decision


def facts(match: str) -> dict:
	"""What a manager decides on, and nothing else. Checks no permission."""
	row = frappe.db.get_value(MATCH, match, ["visitor_log", "rule", "found_in", "space"], as_dict=True)
	fields = ["visitor_name", "organisation", "host_name", "expected_on", "arrived_on"]
	visit = frappe.db.get_value(LOG, row.visitor_log, fields, as_dict=True) or frappe._dict()
	rule = frappe.db.get_value(RULE, row.rule, ["rule_title", "reason"], as_dict=True) or frappe._dict()
	return {
		"visitor": visit.visitor_name,
		"organisation": visit.organisation,
		"host": visit.host_name,
		"place": row.space and frappe.db.get_value("Office Space", row.space, "space_name"),
		"expected_on": visit.expected_on,
		"arrived_on": visit.arrived_on,
		"rule": rule.rule_title,
		"found_in": ground_labels(row.found_in),
		"reason": rule.reason,
	}


def ground_labels(found_in: str | None) -> str:
	"""What of the visitor a rule names, in the reader's language."""
	labels = {
		domain.NAME: _("Name", context=MATCH),
		domain.E_MAIL: _("E-Mail", context=MATCH),
		domain.PHONE: _("Phone", context=MATCH),
		domain.ORGANISATION: _("Organisation", context=MATCH),
		domain.KEYWORD: _("Keyword", context=MATCH),
	}
	return ", ".join(labels.get(ground, ground) for ground in (found_in or "").split(", "))


def follow(log: str, status: str, decision: str) -> None:
	"""What the decision means for the visit, if that is still to come. The note stays with the match."""
	if status not in states.COMING:
		return
	if decision == domain.REFUSED:
		visits.deny(log, _("Not admitted", context=LOG), decided=True)
	elif status == states.AWAITING_APPROVAL and not still_held(log):
		visits.approve(log, decided=True)
	else:
		live.changed(log)


def still_held(log: str) -> bool:
	"""Whether another rule still holds the visit."""
	return any(match.decision == domain.OPEN for match in block_matches.matches_of(log))


def refuse_second(row: frappe._dict) -> None:
	"""Somebody has decided before. Raises MatchDecidedError."""
	if row.decision == domain.NOT_NEEDED or not row.decided_by:
		text = _("There is nothing to decide here any more.", context=MATCH)
	else:
		text = _("{0} decided on {1}: {2}.", context=MATCH).format(
			bold(get_fullname(row.decided_by)),
			bold(format_datetime(row.decided_on)),
			bold(_(row.decision, context=MATCH)),
		)
	frappe.throw(text, MatchDecidedError, title=_("Decided", context=MATCH))


def ask_why() -> None:
	frappe.throw(
		_("Write in the note why this visitor is refused.", context=MATCH),
		DecisionNoteError,
		title=_("Note Needed", context=MATCH),
	)
