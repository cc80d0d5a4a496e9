"""A year at the reception: visits, badges and keys, parcels, messages, and a drill."""

from datetime import datetime, time, timedelta
from random import Random

import frappe
from frappe.utils import cint, now_datetime

from office_management.demo import record
from office_management.demo.data import reception
from office_management.demo.documents import make
from office_management.demo.plan.reception import Guest, Visit, plan_guests, plan_visits
from office_management.demo.plan.shapes import Plan, Scale
from office_management.facilities import prepared_rows
from office_management.front_desk import agreements, retention
from office_management.front_desk.personal_fields import PLACEHOLDER
from office_management.front_desk.visitors import keys_of

LOG, VISITOR, SETTINGS = "Visitor Log", "Visitor", "Office Management Settings"
CONFIRMED = "retention confirmed"
BY_TYPE = {True: "Contractor", False: "Visitor"}
MOST_HOURS = 12


def make_reception(
	plan: Plan, scale: Scale, company: str, spaces: dict[str, str], people: dict[str, str]
) -> None:
	"""Make a year of visits and what else a reception has.

	Args:
		spaces: a space's key -> Office Space.
		people: employee number -> Employee.
	"""
	confirm_retention()
	entrance = frappe.db.get_value(
		"Office Space", {"company": company, "space_type": "Site"}, order_by="creation"
	)
	make_agreement()
	guests = plan_guests()
	visits = plan_visits(plan, guests, scale.history_days, 9 // scale.things_divisor or 1)
	make_visits(plan, company, entrance, people, guests, visits)
	make_badges(plan, company, entrance, people)
	make_deliveries(plan, company, entrance, people)
	make_messages(plan, company, people)
	make_station(company, entrance)


def confirm_retention() -> None:
	"""What an office manager does once; undone with the demo (see removal.py)."""
	if not retention.is_confirmed():
		record.put(CONFIRMED, True)
		frappe.db.set_single_value(
			SETTINGS,
			{"retention_confirmed_on": now_datetime(), "retention_confirmed_by": frappe.session.user},
			update_modified=False,
		)


def forget_confirmation() -> None:
	"""With the demo gone, the office says itself how long it keeps what."""
	if record.get(CONFIRMED):
		frappe.db.set_single_value(
			SETTINGS, {"retention_confirmed_on": None, "retention_confirmed_by": None}, update_modified=False
		)


def make_agreement() -> None:
	title, body = reception.AGREEMENT
	name = make("Visitor Agreement", title=title, body=body, valid_days=365)
	agreements.publish(name)


# --- visits ---------------------------------------------------------------------------------------------------


def make_visits(
	plan: Plan, company: str, entrance: str, people: dict[str, str], guests: list[Guest], visits: list[Visit]
) -> None:
	"""Visits as they would stand now: what is older than it may be kept is anonymous already."""
	names = frappe.get_all(
		"Employee", {"company": company}, ["name", "employee_name"], order_by="name", as_list=True
	)
	titles, kept = dict(names), kept_since(plan)
	recent = {
		visit.guest
		for visit in visits
		if visit.expected_on >= kept[BY_TYPE[guests[visit.guest].is_contractor]]
	}
	visitors = {number: make_visitor(guests[number]) for number in sorted(recent)}
	record.add(VISITOR, *visitors.values())
	rows = []
	for visit in visits:
		guest = guests[visit.guest]
		who = visitors[visit.guest] if visit.expected_on >= kept[BY_TYPE[guest.is_contractor]] else None
		host = people[visit.host]
		rows.append(
			visit_row(visit, guest, who, {"host": host, "host_name": titles[host]}, entrance, company)
		)
	prepared_rows.insert(LOG, rows)


def kept_since(plan: Plan) -> dict[str, datetime]:
	"""Visitor type -> the moment before which visits are anonymous."""
	days = {
		name: cint(frappe.db.get_value("Visitor Type", name, "retention_days")) or 90
		for name in BY_TYPE.values()
	}
	return {name: datetime.combine(plan.day(-number), time(0)) for name, number in days.items()}


def make_visitor(guest: Guest) -> str:
	doc = frappe.get_doc(
		{
			"doctype": VISITOR,
			"full_name": guest.name,
			"organisation": guest.organisation,
			"email": guest.email,
		}
	)
	return doc.insert(ignore_permissions=True).name  # create() is for System Managers only


def visit_row(
	visit: Visit, guest: Guest, visitor: str | None, host: dict, entrance: str, company: str
) -> dict:
	keys = keys_of({"full_name": guest.name, "organisation": guest.organisation})
	person = {
		"visitor": visitor,
		"visitor_name": guest.name if visitor else PLACEHOLDER,
		"organisation": guest.organisation if visitor else None,
		"name_key": keys["name_key"] if visitor else None,
		"purpose": visit.purpose if visitor else None,
		"anonymised_on": None if visitor else visit.expected_on + timedelta(days=90),
	}
	values = {
		"name": frappe.generate_hash(length=10),
		"creation": visit.expected_on - timedelta(days=2),
		"modified": visit.left_on or visit.came_on or visit.expected_on - timedelta(days=2),
		"owner": "Administrator",
		"modified_by": "Administrator",
		"docstatus": 0,
		"idx": 0,
		"visitor_type": BY_TYPE[guest.is_contractor],
		"status": visit.status,
		"space": entrance,
		"company": company,
		"source": "Invitation",
		"expected_on": visit.expected_on,
		"expected_until_on": visit.expected_on + timedelta(hours=2),
		"arrived_on": visit.came_on,
		"checked_in_on": visit.came_on,
		"host_told_on": visit.came_on,
		"checked_out_on": visit.left_on,
		"sign_out_due_on": visit.came_on and visit.came_on + timedelta(hours=MOST_HOURS),
		"sign_out_method": "Reception" if visit.left_on else None,
		**host,
		**person,
	}
	return {column: value for column, value in values.items() if value is not None}


# --- the rest -------------------------------------------------------------------------------------------------


def make_badges(plan: Plan, company: str, entrance: str, people: dict[str, str]) -> None:
	for number in range(1, reception.BADGES + 1):
		make(
			"Access Badge",
			badge_number=f"V-{number:03d}",
			badge_type="Visitor Badge",
			space=entrance,
			company=company,
		)
	for number, opens in reception.KEYS:
		make(
			"Access Badge",
			badge_number=number,
			badge_type="Key",
			space=entrance,
			opens=opens,
			company=company,
		)


def make_deliveries(plan: Plan, company: str, entrance: str, people: dict[str, str]) -> None:
	"""Parcels of the last month; the newest still lie at reception."""
	random = Random(3)
	staff = [people[person.key] for person in plan.people if not person.left and person.joined < plan.today]
	for number in range(30):
		received = datetime.combine(plan.day(-30 + number), time(10, random.randrange(60)))
		collected = number < 25
		name = make(
			"Delivery",
			direction="In",
			carrier=random.choice(reception.CARRIERS),
			tracking_number=f"NS{410000 + number * 37}",
			recipient=random.choice(staff),
			sender=random.choice(reception.SENDERS),
			space=entrance,
			company=company,
		)
		own = {"received_on": received, "creation": received, "notified_on": received, "status": "Notified"}
		if collected:
			own.update(status="Collected", collected_on=received + timedelta(hours=5), notice_due_on=None)
		frappe.db.set_value("Delivery", name, own, update_modified=False)


def make_messages(plan: Plan, company: str, people: dict[str, str]) -> None:
	"""Calls of the last two weeks; those of the last day are open."""
	random = Random(4)
	staff = [people[person.key] for person in plan.people if not person.left and person.joined < plan.today]
	guests = plan_guests()
	for number in range(24):
		wish, text = reception.MESSAGES[number % len(reception.MESSAGES)]
		guest = random.choice(guests)
		received = datetime.combine(plan.day(-14 + number // 2), time(9 + number % 7, random.randrange(60)))
		name = make(
			"Phone Message",
			recipient=random.choice(staff),
			caller_name=guest.name,
			caller_organisation=guest.organisation,
			phone=f"+45 33 12 {10 + number} {20 + number}",
			action_wanted=wish,
			message=text,
			company=company,
		)
		own = {"received_on": received, "creation": received, "told_on": received}
		if number < 20:
			done = received + timedelta(hours=1 + number % 5)
			own.update(
				status="Done",
				acknowledged_on=received + timedelta(minutes=20),
				done_on=done,
				notice_due_on=None,
			)
		frappe.db.set_value("Phone Message", name, own, update_modified=False)


def make_station(company: str, entrance: str) -> None:
	make(
		"Front Desk Station", station_name="Main Entrance", kind="Door Sign", space=entrance, company=company
	)
