import frappe
from frappe import _
from frappe.utils import cstr, escape_html, get_link_to_form, get_time, getdate

from office_management.domain import recurrence
from office_management.erp import assets, contracts
from office_management.facilities import plan_dates, plan_targets, task_rows
from office_management.facilities.permissions import plan_criterion
from office_management.facilities.plan_chains import chains_of, have_ended, next_dates
from office_management.facilities.plan_dates import AFTER_COMPLETION, make_on, rule_of
from office_management.facilities.plan_targets import ASSETS_BELOW, ONE_ASSET, ONE_SPACE, SPACES_BELOW
from office_management.facilities.recurring import PlanHolidayError, RecurringDocument
from office_management.office_administration import api as administration
from office_management.office_space import api as office_space

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


class PlanScopeError(frappe.ValidationError):
	"""What the plan is for is not all said."""


class PlanTargetError(frappe.ValidationError):
	"""The place is closed, or the asset cannot be kept up."""


class PlanLeadError(frappe.ValidationError):
	"""Tasks would be made before the one before is due."""


class PlanSupplierError(frappe.ValidationError):
	"""Nothing may be bought from the supplier."""


class PlanContractError(frappe.ValidationError):
	"""The contract is with somebody else, or was never signed off."""


class PlanAssigneeError(frappe.ValidationError):
	"""Somebody named twice, or who cannot see tasks."""


class PlanInUseError(frappe.ValidationError):
	"""A plan with tasks is ended, not deleted."""


class FacilityPlan(RecurringDocument):
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

	SWEPT = (*RecurringDocument.SWEPT, "contract_end_date")

	def onload(self):
		self.set_onload("contract_state", self.contract_state())
		self.set_onload("may_act", bool(self.has_permission("write")))

	def validate(self):
		self.guard_fields()
		self.tidy()
		self.check_scope()
		self.check_recurrence()
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
		self.check_recurrence()
		self.set_company()
		self.check_holidays()

	def after_rename(self, old: str, new: str, merge: bool = False):
		"""Frappe lets whoever reads a document rename it without its own checks (Document.rename)."""
		self.check_permission("write")
		task_rows.follow_rename("plan", new)

	def on_trash(self):
		self.check_unused()

	# --- fields of our own ------------------------------------------------------------------------------------

	def tidy(self):
		"""One form for each value, and nothing in fields that do not count."""
		self.tidy_rule()
		for field in {name for names in OF_SCOPE.values() for name in names} - set(
			OF_SCOPE.get(self.scope, ())
		):
			self.set(field, None)
		self.tidy_time()
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

	def set_next_of_chains(self, today, dates):
		links = chains_of([self.name]).get(self.name, {}) if not self.is_new() else {}
		following = [
			one.due for _target, one in next_dates(self, links, plan_targets.Targets().of(self), dates, today)
		]
		self.next_due_date = min(following, default=None)
		self.make_on_date = make_on(self, self.next_due_date)

	def set_swept(self):
		super().set_swept()
		self.set_contract_end()

	def has_come_to_its_end(self) -> bool:
		"""Nothing is due any more; of a chain, moreover, no task is open."""
		return super().has_come_to_its_end() and (not self.counts_from_completion() or have_ended(self))

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

	def check_holidays(self):
		if self.holiday_rule == recurrence.KEEP:
			return
		if self.basis == AFTER_COMPLETION and self.holiday_rule == recurrence.SKIP:
			message = _(
				"A plan that counts from completion cannot skip a date: nothing would follow. Move it instead.",
				context="Facility Plan",
			)
			frappe.throw(message, PlanHolidayError)
		self.check_has_holidays()

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
