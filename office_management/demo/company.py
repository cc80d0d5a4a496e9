"""The company itself: chart of accounts, cost centers, fiscal year, holidays."""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

import frappe
from dateutil.easter import easter
from frappe import _

from office_management.demo import record, setup
from office_management.demo.data import firm
from office_management.demo.documents import make, make_unless_there
from office_management.demo.plan.shapes import Plan

HOLIDAY_LIST = "Noordsund Holidays"
SATURDAY, SUNDAY = 5, 6


class NotOursError(frappe.ValidationError):
	"""There is a company of the demo's name that the demo has not made."""


def make_company(plan: Plan) -> str:
	"""Make the company, on a fresh site by ERPNext's set-up wizard. Returns its name."""
	if frappe.db.exists("Company", firm.COMPANY):
		frappe.throw(
			_(
				"There is a company {0} that is not the demo's. Rename it before you make the demo.",
				context="Office Management Demo",
			).format(frappe.bold(firm.COMPANY)),
			NotOursError,
		)
	record.put(record.COMPANY, firm.COMPANY)
	if frappe.db.count("Company"):
		_insert_company()
	else:
		setup.complete(_wizard_answers(plan.today))
	record.add("Company", firm.COMPANY)
	_make_fiscal_year(plan.today)
	_make_holidays(plan.today)
	return firm.COMPANY


def _wizard_answers(today: date) -> dict:
	return {
		"currency": firm.CURRENCY,
		"country": firm.COUNTRY,
		"timezone": firm.TIME_ZONE,
		"language": "English",
		"company_name": firm.COMPANY,
		"company_abbr": firm.ABBR,
		"chart_of_accounts": firm.CHART_OF_ACCOUNTS,
		"fy_start_date": date(today.year, 1, 1).isoformat(),
		"fy_end_date": date(today.year, 12, 31).isoformat(),
	}


def _insert_company() -> None:
	frappe.get_doc(
		{
			"doctype": "Company",
			"company_name": firm.COMPANY,
			"abbr": _free_abbreviation(),
			"country": firm.COUNTRY,
			"default_currency": firm.CURRENCY,
			"create_chart_of_accounts_based_on": "Standard Template",
			"chart_of_accounts": firm.CHART_OF_ACCOUNTS,
		}
	).insert(ignore_permissions=True)  # create() is for System Managers only


def _free_abbreviation() -> str:
	taken = set(frappe.get_all("Company", pluck="abbr", order_by="name"))
	candidates = [firm.ABBR, *(f"{firm.ABBR}{number}" for number in range(2, len(taken) + 3))]
	return next(abbr for abbr in candidates if abbr not in taken)


def _make_fiscal_year(today: date) -> None:
	covered = {"year_start_date": ("<=", today), "year_end_date": (">=", today), "disabled": 0}
	if not frappe.db.exists("Fiscal Year", covered):
		make(
			"Fiscal Year",
			year=str(today.year),
			year_start_date=date(today.year, 1, 1),
			year_end_date=date(today.year, 12, 31),
		)


def _make_holidays(today: date) -> None:
	years = range(today.year - 1, today.year + 2)
	days = {day: name for year in years for day, name in dutch_holidays(year)}
	rows = [
		{"holiday_date": day, "description": days.get(day, calendar.day_name[day.weekday()])}
		| {"weekly_off": int(day not in days)}
		for day in _days(date(years[0], 1, 1), date(years[-1], 12, 31))
		if day in days or day.weekday() in (SATURDAY, SUNDAY)
	]
	name = make_unless_there(
		"Holiday List",
		{"holiday_list_name": HOLIDAY_LIST},
		from_date=date(years[0], 1, 1),
		to_date=date(years[-1], 12, 31),
		holidays=rows,
	)
	frappe.db.set_value("Company", firm.COMPANY, "default_holiday_list", name)


def _days(first: date, last: date) -> Iterator[date]:
	yield from (first + timedelta(days=number) for number in range((last - first).days + 1))


def dutch_holidays(year: int) -> list[tuple[date, str]]:
	"""Public holidays of the Netherlands (Algemene termijnenwet, article 3): days and names."""
	sunday = easter(year)
	kings_day = date(year, 4, 27)
	if kings_day.weekday() == SUNDAY:
		kings_day -= timedelta(days=1)
	return [
		(date(year, 1, 1), "New Year's Day"),
		(sunday - timedelta(days=2), "Good Friday"),
		(sunday + timedelta(days=1), "Easter Monday"),
		(kings_day, "King's Day"),
		(sunday + timedelta(days=39), "Ascension Day"),
		(sunday + timedelta(days=50), "Whit Monday"),
		(date(year, 12, 25), "Christmas Day"),
		(date(year, 12, 26), "Second Day of Christmas"),
	]
