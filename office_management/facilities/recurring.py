"""What every document with a rule shares: the checks of its fields, and when something is due next.

Facility Plan and Audit Programme are such documents. Their fields are called alike (see plan_dates.py); a document
without a `basis` counts from fixed dates.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, cint, cstr, escape_html, formatdate, getdate

from office_management.domain import recurrence
from office_management.facilities import plan_dates
from office_management.facilities.plan_dates import (
	ACTIVE,
	AFTER_COMPLETION,
	ENDED,
	Dates,
	day_or_none,
	make_on,
	rule_of,
)

WRITTEN_BY_JOBS = ("generated_until_date", "generated_count", "last_generated_on", "generation_error")
"""What the form sends of these is never right: a run may have been on since it was opened."""

NUMBERS = ("every", "weekdays", "month_day", "end_after", "lead_days")
MOST_EVERY = {"Daily": 730, "Weekly": 104, "Monthly": 120, "Yearly": 50}


class PlanRuleError(frappe.ValidationError):
	"""The fields of the rule make no sense."""


class PlanSeasonError(frappe.ValidationError):
	"""A season needs its first and its last month."""


class PlanDatesError(frappe.ValidationError):
	"""The last day lies before the first, or is no day."""


class PlanNeverError(frappe.ValidationError):
	"""The rule names no day at all."""


class PlanHolidayError(frappe.ValidationError):
	"""Holidays are to count, but nobody said which days they are, or skipping one would end the plan."""


class PlanStatusError(frappe.ValidationError):
	"""A plan without dates left cannot be active."""


class RecurringDocument(Document):
	"""A document with a rule. Its own `validate` calls these in the order it needs them."""

	SWEPT = ("next_due_date", "make_on_date", "status", "status_reason")
	"""What the nightly job may find to be otherwise."""

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

	def tidy_rule(self):
		"""One form for each value, and nothing in fields that do not count."""
		self.title = cstr(self.title).strip()
		for field in NUMBERS:
			self.set(field, cint(self.get(field)))
		if self.frequency != recurrence.WEEKLY:
			self.weekdays = 0
		if self.frequency != recurrence.YEARLY:
			self.month = None

	def counts_from_completion(self) -> bool:
		return self.get("basis") == AFTER_COMPLETION

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
		if self.counts_from_completion():
			self.set_next_of_chains(today, dates)
			return
		self.next_due_date = dates.next_due(self, today)
		following = dates.next_to_decide(self, today)
		self.make_on_date = make_on(self, following.due if following else None)

	# --- as time goes by --------------------------------------------------------------------------------------

	def bring_up_to_date(self) -> bool:
		"""Write when something is due next, if that is not what is stored, and end it when its dates have all passed.

		Returns whether anything was changed.
		"""
		if self.status == ENDED:
			return False
		before = {field: self.get(field) for field in self.SWEPT}
		self.set_swept()
		if self.status == ACTIVE and self.has_come_to_its_end():
			self.update(plan_dates.ended())
		after = {field: self.get(field) for field in self.SWEPT}
		if after != before:
			frappe.db.set_value(self.doctype, self.name, after, update_modified=False)
		return after != before

	def set_swept(self):
		"""The fields of SWEPT that follow from others."""
		self.set_next_dates()

	def has_come_to_its_end(self) -> bool:
		"""Nothing is due any more."""
		return not (self.next_due_date or self.make_on_date or self.generation_error)

	# --- rules ------------------------------------------------------------------------------------------------

	def check_recurrence(self):
		"""The fields of the rule: whether they are dates and numbers that name a day."""
		self.check_are_dates()
		self.check_rule()
		self.check_season()
		self.check_dates()
		self.check_happens()

	def check_goes_on(self):
		"""An active plan has a date to come. One whose dates have passed by themselves is ended by the nightly job."""
		before = self.get_doc_before_save()
		begins = self.status == ACTIVE and (not before or before.status != ACTIVE)
		if begins and not self.counts_from_completion() and not (self.next_due_date or self.make_on_date):
			frappe.throw(
				_(
					"This plan has no date left. Change {0}, or when it ends, first.",
					context="Facility Plan",
				).format(frappe.bold(_("Until", context="Facility Plan"))),
				PlanStatusError,
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
		if not self.counts_from_completion() and recurrence.never_happens(rule_of(self)):
			frappe.throw(
				_(
					"This rule names no day at all. Look at the day, the month, the season and the last day.",
					context="Facility Plan",
				),
				PlanNeverError,
			)

	def check_has_holidays(self):
		"""Where holidays count, somebody has said which days they are."""
		if self.holiday_rule != recurrence.KEEP and not plan_dates.holiday_list_of(self):
			message = _(
				"Choose a Holiday List: neither the settings nor the company {0} name one.",
				context="Facility Plan",
			)
			frappe.throw(message.format(frappe.bold(escape_html(cstr(self.company)))), PlanHolidayError)
