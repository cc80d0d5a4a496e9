import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, cint, cstr, escape_html, formatdate, get_link_to_form, get_time, getdate

from office_management.domain import recurrence
from office_management.erp import assets, contracts
from office_management.facilities import plan_dates, plan_targets, task_rows
from office_management.facilities.permissions import plan_criterion
from office_management.facilities.plan_chains import chains_of, next_dates
from office_management.facilities.plan_dates import AFTER_COMPLETION, Dates, day_or_none, make_on, rule_of
from office_management.facilities.plan_targets import ASSETS_BELOW, ONE_ASSET, ONE_SPACE, SPACES_BELOW
from office_management.office_administration import api as administration
from office_management.office_space import api as office_space

ACTIVE, PAUSED, ENDED = "Active", "Paused", "Ended"

OF_SCOPE = {
	ONE_SPACE: ("space",),
	SPACES_BELOW: ("space", "space_type"),
	ONE_ASSET: ("asset",),
	ASSETS_BELOW: ("space", "asset_category"),
}
"""Which fields say what a plan is for; the others of these are emptied."""

OF_RULE = (
	"frequency", "every", "weekdays", "month_rule", "month_day", "nth", "nth_weekday", "month",
	"start_date", "end_date", "end_after", "season_from_month", "season_to_month", "basis", "holiday_rule", "holiday_list",
)  # fmt: skip
"""A change of one of these, or of what the plan is for, may change which tasks there should be."""

WRITTEN_BY_JOBS = ("generated_until_date", "generated_count", "last_generated_on", "generation_error")
"""What the form sends of these is never right: a run may have been on since it was opened."""

MOST_EVERY = {"Daily": 730, "Weekly": 104, "Monthly": 120, "Yearly": 50}


class PlanScopeError(frappe.ValidationError):
	"""What the plan is for is not all said."""


class PlanTargetError(frappe.ValidationError):
	"""The place is closed, or the asset cannot be kept up."""


class PlanRuleError(frappe.ValidationError):
	"""The fields of the rule make no sense."""


class PlanSeasonError(frappe.ValidationError):
	"""A season needs its first and its last month."""


class PlanDatesError(frappe.ValidationError):
	"""The last day lies before the first, or is no day."""


class PlanNeverError(frappe.ValidationError):
	"""The rule names no day at all."""


class PlanLeadError(frappe.ValidationError):
	"""Tasks would be made before the one before is due."""


class PlanHolidayError(frappe.ValidationError):
	"""Holidays are to count, but nobody said which days they are, or skipping one would end the plan."""


class PlanSupplierError(frappe.ValidationError):
	"""Nothing may be bought from the supplier."""


class PlanContractError(frappe.ValidationError):
	"""The contract is with somebody else, or was never signed off."""


class PlanAssigneeError(frappe.ValidationError):
	"""Somebody named twice, or who cannot see tasks."""


class PlanStatusError(frappe.ValidationError):
	"""A plan without dates left cannot be active."""


class PlanInUseError(frappe.ValidationError):
	"""A plan with tasks is ended, not deleted."""


class FacilityPlan(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.facilities.doctype.facility_plan_assignee.facility_plan_assignee import (
			FacilityPlanAssignee,
		)
		from office_management.facilities.doctype.facility_plan_skip.facility_plan_skip import (
			FacilityPlanSkip,
		)

		asset: DF.Link | None
		asset_category: DF.Link | None
		assignees: DF.Table[FacilityPlanAssignee]
		basis: DF.Literal["Fixed", "After Completion"]
		catch_up: DF.Literal["Skip Missed", "Latest Only", "All"]
		category: DF.Link | None
		checklist_template: DF.Link | None
		company: DF.Link | None
		contract: DF.Link | None
		contract_end_date: DF.Date | None
		description: DF.Text | None
		due_time: DF.Time | None
		end_after: DF.Int
		end_date: DF.Date | None
		every: DF.Int
		expected_cost: DF.Currency
		frequency: DF.Literal["Daily", "Weekly", "Monthly", "Yearly"]
		generated_count: DF.Int
		generated_until_date: DF.Date | None
		generation_error: DF.SmallText | None
		holiday_list: DF.Link | None
		holiday_rule: DF.Literal["Keep", "Skip", "Previous Working Day", "Next Working Day"]
		last_generated_on: DF.Datetime | None
		lead_days: DF.Int
		make_on_date: DF.Date | None
		month: DF.Literal[
			"",
			"January",
			"February",
			"March",
			"April",
			"May",
			"June",
			"July",
			"August",
			"September",
			"October",
			"November",
			"December",
		]
		month_day: DF.Int
		month_rule: DF.Literal["Day of the Month", "Last Day", "Nth Weekday"]
		next_due_date: DF.Date | None
		nth: DF.Literal["First", "Second", "Third", "Fourth", "Last"]
		nth_weekday: DF.Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
		scope: DF.Literal["One Space", "Spaces of a Type Below", "One Asset", "Assets of a Category Below"]
		season_from_month: DF.Literal[
			"",
			"January",
			"February",
			"March",
			"April",
			"May",
			"June",
			"July",
			"August",
			"September",
			"October",
			"November",
			"December",
		]
		season_to_month: DF.Literal[
			"",
			"January",
			"February",
			"March",
			"April",
			"May",
			"June",
			"July",
			"August",
			"September",
			"October",
			"November",
			"December",
		]
		service_item: DF.Link | None
		skipped_dates: DF.Table[FacilityPlanSkip]
		space: DF.Link | None
		space_type: DF.Literal[
			"", "Site", "Building", "Floor", "Zone", "Room", "Meeting Room", "Desk", "Parking", "Storage"
		]
		start_date: DF.Date
		status: DF.Literal["Active", "Paused", "Ended"]
		status_reason: DF.SmallText | None
		supplier: DF.Link | None
		title: DF.Data
		urgency: DF.Literal["Low", "Normal", "High"]
		weekdays: DF.Int
	# end: auto-generated types

	def onload(self):
		self.set_onload("contract_state", self.contract_state())
		self.set_onload("may_act", bool(self.has_permission("write")))

	def validate(self):
		self.guard_fields()
		self.tidy()
		self.check_scope()
		self.check_are_dates()
		self.check_rule()
		self.check_season()
		self.check_dates()
		self.check_happens()
		self.set_company()
		self.check_target()
		self.check_holidays()
		self.check_lead_days()
		self.check_supplier()
		self.check_contract()
		self.check_assignees()
		self.set_status()
		self.set_next_dates()
		self.check_goes_on()
		administration.clean_texts(self)

	def on_update(self):
		self.check_place_permitted()

	def prepare_preview(self):
		"""Everything that the dates depend on, for a plan on a form that may be half filled in."""
		self.tidy()
		self.check_scope()
		self.check_are_dates()
		self.check_rule()
		self.check_season()
		self.check_dates()
		self.check_happens()
		self.set_company()
		self.check_holidays()

	def after_rename(self, old: str, new: str, merge: bool = False):
		"""Frappe lets whoever reads a document rename it without its own checks (Document.rename)."""
		self.check_permission("write")
		task_rows.follow_rename("plan", new)

	def on_trash(self):
		self.check_unused()

	# --- fields of our own ------------------------------------------------------------------------------------

	def guard_fields(self):
		"""What jobs write is read again, locked: a run may have been on since the form was opened."""
		stored = None
		if not self.is_new():
			stored = frappe.db.get_value(
				self.doctype, self.name, WRITTEN_BY_JOBS, as_dict=True, for_update=True
			)
		for field in WRITTEN_BY_JOBS:
			self.set(field, stored[field] if stored else self.meta.get_field(field).default)
		if not self.flags.acting:
			before = self.get_doc_before_save()
			self.status = before.status if before else ACTIVE
			self.status_reason = before.status_reason if before else None
			self.set("skipped_dates", before.skipped_dates if before else [])

	def tidy(self):
		"""One form for each value, and nothing in fields that do not count."""
		self.title = cstr(self.title).strip()
		for field in {name for names in OF_SCOPE.values() for name in names} - set(
			OF_SCOPE.get(self.scope, ())
		):
			self.set(field, None)
		for field in ("every", "weekdays", "month_day", "end_after", "lead_days"):
			self.set(field, cint(self.get(field)))
		self.tidy_time()
		if self.frequency != recurrence.WEEKLY:
			self.weekdays = 0
		if self.frequency != recurrence.YEARLY:
			self.month = None
		if not self.supplier:
			self.contract = None

	def tidy_time(self):
		"""Frappe fills a Time that nobody gave with this very moment, down to the microsecond. It means: as usual."""
		given = get_time(cstr(self.due_time)) if self.due_time else plan_dates.DEFAULT_TIME
		if self.is_new() and given.microsecond:
			given = plan_dates.DEFAULT_TIME
		self.due_time = f"{given:%H:%M:%S}"

	def set_company(self):
		"""The place or the asset decides."""
		if self.scope == ONE_ASSET:
			self.company = frappe.db.get_value("Asset", self.asset, "company")
		else:
			self.company = frappe.db.get_value("Office Space", self.space, "company") or self.company

	def set_status(self):
		"""A plan that was paused or ended goes on with today: what passed meanwhile was not missed."""
		before = self.get_doc_before_save()
		if self.status != ACTIVE or (before and before.status == ACTIVE and self.generated_until_date):
			return
		yesterday = getdate(add_days(frappe.utils.today(), -1))
		self.generated_until_date = max(yesterday, getdate(self.generated_until_date or yesterday))

	def set_next_dates(self):
		"""When something is due next, and on which day the hourly job has work with this plan."""
		today, dates = getdate(), Dates()
		self.next_due_date = self.make_on_date = None
		if self.status == ENDED:
			return
		if self.basis == AFTER_COMPLETION:
			self.set_next_of_chains(today, dates)
			return
		self.next_due_date = dates.next_due(self, today)
		following = dates.next_to_decide(self, today)
		self.make_on_date = make_on(self, following.due if following else None)

	def set_next_of_chains(self, today, dates):
		links = chains_of([self.name]).get(self.name, {}) if not self.is_new() else {}
		following = [
			one.due for _target, one in next_dates(self, links, plan_targets.Targets().of(self), dates, today)
		]
		self.next_due_date = min(following, default=None)
		self.make_on_date = make_on(self, self.next_due_date)

	def check_goes_on(self):
		"""An active plan has a date to come. One whose dates have passed by themselves is ended by the nightly job."""
		before = self.get_doc_before_save()
		begins = self.status == ACTIVE and (not before or before.status != ACTIVE)
		if begins and self.basis != AFTER_COMPLETION and not (self.next_due_date or self.make_on_date):
			frappe.throw(
				_(
					"This plan has no date left. Change {0}, or when it ends, first.",
					context="Facility Plan",
				).format(frappe.bold(_("Until", context="Facility Plan"))),
				PlanStatusError,
			)

	def changes_tasks(self) -> bool:
		"""Does this save change which dates and targets the plan has?"""
		before = self.get_doc_before_save()
		fields = {*OF_RULE, "scope", *(name for names in OF_SCOPE.values() for name in names)}
		return bool(before) and any(cstr(before.get(field)) != cstr(self.get(field)) for field in fields)

	# --- rules ------------------------------------------------------------------------------------------------

	def check_scope(self):
		missing = [field for field in OF_SCOPE.get(self.scope, ("scope",)) if not self.get(field)]
		if missing:
			labels = ", ".join(
				frappe.bold(_(self.meta.get_label(field), context=self.doctype)) for field in missing
			)
			frappe.throw(
				_("Say what the plan is for: {0} is missing.", context="Facility Plan").format(labels),
				PlanScopeError,
			)

	def check_target(self):
		"""Only what is newly chosen: a plan whose room was closed since can still be ended or changed."""
		if self.scope == ONE_ASSET:
			if self.has_value_changed("asset") and not assets.assets_to_keep_up(names=[self.asset]):
				self.throw_target(get_link_to_form("Asset", self.asset, escape_html(self.asset)))
		elif self.has_value_changed("space") and not office_space.places_to_keep_up(names=[self.space]):
			label = frappe.db.get_value("Office Space", self.space, "space_name") or self.space
			self.throw_target(get_link_to_form("Office Space", self.space, escape_html(label)))

	def throw_target(self, link: str):
		frappe.throw(
			_(
				"{0} needs no upkeep: it is closed, a draft, scrapped or sold. Choose another.",
				context="Facility Plan",
			).format(link),
			PlanTargetError,
		)

	def check_are_dates(self):
		"""Frappe takes the year 1, and what is no text, for no date at all. From here on they are dates, not text."""
		for field in ("start_date", "end_date"):
			given = self.get(field) or None
			self.set(field, day_or_none(given))
			if (given or field == "start_date") and not self.get(field):
				frappe.throw(
					_("{0} is not a day that can be used.", context="Facility Plan").format(
						frappe.bold(escape_html(cstr(given)))
					),
					PlanDatesError,
				)

	def check_rule(self):
		most = MOST_EVERY.get(self.frequency)
		if not most or not 1 <= self.every <= most:
			self.throw_rule(_("{0} must lie between 1 and {1}.", context="Facility Plan"), "every", most or 1)
		if not 0 <= self.weekdays <= 127:
			self.throw_rule(_("{0} are a sum of Mon=1, Tue=2 … Sun=64.", context="Facility Plan"), "weekdays")
		if not 0 <= self.month_day <= 31:
			self.throw_rule(_("{0} must lie between 1 and {1}.", context="Facility Plan"), "month_day", 31)

	def throw_rule(self, text: str, field: str, *values):
		label = frappe.bold(_(self.meta.get_label(field), context=self.doctype))
		frappe.throw(text.format(label, *(frappe.bold(value) for value in values)), PlanRuleError)

	def check_season(self):
		if bool(self.season_from_month) != bool(self.season_to_month):
			frappe.throw(
				_("A season needs its first and its last month.", context="Facility Plan"), PlanSeasonError
			)

	def check_dates(self):
		if self.end_date and self.end_date < self.start_date:
			frappe.throw(
				_(
					"The last day {0} lies before the first day {1}. Change one of them.",
					context="Facility Plan",
				).format(frappe.bold(formatdate(self.end_date)), frappe.bold(formatdate(self.start_date))),
				PlanDatesError,
			)

	def check_happens(self):
		if self.basis != AFTER_COMPLETION and recurrence.never_happens(rule_of(self)):
			frappe.throw(
				_(
					"This rule names no day at all. Look at the day, the month, the season and the last day.",
					context="Facility Plan",
				),
				PlanNeverError,
			)

	def check_holidays(self):
		if self.holiday_rule == recurrence.KEEP:
			return
		if self.basis == AFTER_COMPLETION and self.holiday_rule == recurrence.SKIP:
			message = _(
				"A plan that counts from completion cannot skip a date: nothing would follow. Move it instead.",
				context="Facility Plan",
			)
			frappe.throw(message, PlanHolidayError)
		if not plan_dates.holiday_list_of(self):
			message = _(
				"Choose a Holiday List: neither the settings nor the company {0} name one.",
				context="Facility Plan",
			)
			frappe.throw(message.format(frappe.bold(escape_html(cstr(self.company)))), PlanHolidayError)

	def check_lead_days(self):
		"""GLPI's rule: made before it is due by less than from one date to the next."""
		shortest = self.shortest_period()
		if shortest and self.lead_days >= shortest:
			frappe.throw(
				_(
					"Tasks can be made at most {0} days before they are due: it is {1} days from one date to the next.",
					context="Facility Plan",
				).format(frappe.bold(shortest - 1), frappe.bold(shortest)),
				PlanLeadError,
			)

	def shortest_period(self) -> int | None:
		if self.basis == AFTER_COMPLETION:
			days = {"Daily": 1, "Weekly": 7, "Monthly": 28, "Yearly": 365}
			return self.every * days[self.frequency]
		return recurrence.shortest_gap(rule_of(self))

	def check_place_permitted(self):
		"""The company follows from the place or the asset: only now it is known whether the user may have it so."""
		table = frappe.qb.DocType(self.doctype)
		limit = None if self.flags.ignore_permissions else plan_criterion(table)
		if limit is None:
			return
		if not frappe.qb.from_(table).select(table.name).where((table.name == self.name) & limit).run():
			frappe.throw(
				_(
					"You may not plan work for this place or asset. Choose another one.",
					context="Facility Plan",
				),
				frappe.PermissionError,
			)

	def check_supplier(self):
		if (
			self.supplier
			and self.has_value_changed("supplier")
			and contracts.is_disabled_supplier(self.supplier)
		):
			frappe.throw(
				_("{0} is disabled. Choose another supplier.", context="Facility Plan").format(
					get_link_to_form("Supplier", self.supplier, escape_html(self.supplier))
				),
				PlanSupplierError,
			)

	def check_contract(self):
		"""Whose it is, always; that it has run out is shown, and stops nobody."""
		self.set_contract_end()
		if not self.contract:
			return
		facts = contracts.contract_facts(self.contract)
		link = get_link_to_form("Contract", self.contract)
		if not facts or facts.docstatus == 2:
			message = _("Contract {0} was cancelled. Choose another.", context="Facility Plan")
			frappe.throw(message.format(link), PlanContractError)
		if (facts.party_type, facts.party_name) != ("Supplier", self.supplier):
			message = _("Contract {0} is not with {1}. Choose one of theirs.", context="Facility Plan")
			frappe.throw(message.format(link, frappe.bold(escape_html(self.supplier))), PlanContractError)

	def set_contract_end(self):
		"""Kept for lists; what the contract itself says counts everywhere else."""
		facts = contracts.contract_facts(self.contract) if self.contract else None
		self.contract_end_date = facts.end_date if facts else None

	def contract_state(self) -> dict | None:
		"""Why the contract does not hold today, and when it ended; None where all is well."""
		facts = contracts.contract_facts(self.contract) if self.contract else None
		why = contracts.why_not_in_force(facts, getdate()) if facts else None
		return {"why": why, "end_date": facts.end_date} if why else None

	def check_assignees(self):
		users = [row.user for row in self.assignees]
		for user in users:
			if users.count(user) > 1:
				self.throw_assignee(
					_("{0} is named twice. Remove one of the rows.", context="Facility Plan"), user
				)
		before = self.get_doc_before_save()
		known = {row.user for row in before.assignees} if before else set()
		for user in set(users) - known:
			if not can_be_assigned(user):
				message = _(
					"{0} cannot see tasks. Choose somebody with an office role.", context="Facility Plan"
				)
				self.throw_assignee(message, user)

	def throw_assignee(self, message: str, user: str):
		frappe.throw(message.format(frappe.bold(escape_html(cstr(user)))), PlanAssigneeError)

	def check_unused(self):
		"""Tasks outlive their plan, and must be able to say where they came from."""
		made = frappe.db.count("Facility Task", {"plan": self.name})
		if made:
			frappe.throw(
				_(
					"Tasks were made by {0}: {1}. End the plan instead; what was done stays on record.",
					context="Facility Plan",
				).format(frappe.bold(escape_html(self.title)), frappe.bold(made)),
				PlanInUseError,
			)


def can_be_assigned(user: str) -> bool:
	"""Whether a user is enabled and may read tasks at all."""
	enabled = frappe.db.get_value("User", user, "enabled")
	return bool(enabled) and bool(frappe.has_permission("Facility Task", "read", user=user))


def on_doctype_update():
	frappe.db.add_index("Facility Plan", ["status", "make_on_date"], "plan_to_make")
