"""The site of the benchmarks: 10,000 spaces, 2,000 employees, 1,000,000 allocations. Safe to run again."""

import datetime

import frappe

SITE_CODE = "BQ"
BUILDINGS, FLOORS, ROOMS_PER_FLOOR, DESKS_PER_ROOM = 4, 10, 10, 24
BUSY_ROOMS, BUSY_SEATS = 20, 10
PEOPLE_MARK = "BQ-"
DAYS = 9900  # of history
BUSY_PITCH, BUSY_LANES = 18, 9  # days from one allocation of a seat to the next; one seat of ten stays free
BASE = datetime.date.today() - datetime.timedelta(days=DAYS - 200)


def load(rows: int, spaces: int, people: int) -> None:
	"""Make what is missing; each step is committed."""
	company = frappe.get_all("Company", pluck="name", order_by="creation", limit=1)[0]
	for step in (
		lambda: make_people(people, company),
		lambda: make_spaces(spaces, company),
		lambda: make_allocations(rows, company),
	):
		step()
		frappe.db.commit()


def busiest() -> str:
	"""The space with most allocations."""
	return f"{SITE_CODE}-0-0-B00"


def make_people(wanted: int, company: str) -> None:
	there = frappe.db.count("Employee", {"name": ("like", f"{PEOPLE_MARK}%")})
	if there >= wanted:
		return
	now = frappe.utils.now()
	end = frappe.db.sql("select coalesce(max(rgt), 0) from tabEmployee")[0][0]
	fields = ["name", "employee", "employee_number", "employee_name", "first_name", "status", "company"]
	fields += ["date_of_joining", "date_of_birth", "gender", "lft", "rgt"]
	fields += ["creation", "modified", "owner", "modified_by", "docstatus"]
	values = []
	for number in range(there, wanted):
		name, label = f"{PEOPLE_MARK}{number:05d}", f"Person {number:05d}"
		end += 2
		person = (name, name, name, label, label, "Active", company, "1990-01-01", "1970-01-01", "Other")
		values.append((*person, end - 1, end, now, now, "Administrator", "Administrator", 0))
	frappe.db.bulk_insert("Employee", fields, values)
	print(f"loaded {wanted - there} employees")


def make_spaces(wanted: int, company: str) -> None:
	from office_management.office_space.making import make_spaces as make

	mark = {"name": ("like", f"{SITE_CODE}%")}
	if frappe.db.count("Office Space", mark) >= wanted:
		return
	results = make(space_rows(wanted, company))
	refused = [result.error for result in results if result.error]
	if refused:
		raise RuntimeError(f"{len(refused)} spaces were refused: {refused[0]}")
	frappe.db.sql("analyze table `tabOffice Space`, `tabLocation`")
	print(f"loaded {sum(not result.existed for result in results)} spaces")


def space_rows(wanted: int, company: str) -> list[dict]:
	"""Site, buildings, floors, rooms of 24 desks, and busy rooms without desks; cut off at `wanted`."""
	rows: list[dict] = []

	def add(parent: str | None, code: str, kind: str, seats: int = 0) -> str:
		name = f"{parent}-{code}" if parent else code
		row = {
			"parent_space": parent,
			"space_code": code,
			"space_name": name,
			"space_type": kind,
			"company": company,
		}
		rows.append(row | {"capacity": seats, "is_allocatable": int(seats > 0), "floor_area": 8 * seats})
		return name

	site = add(None, SITE_CODE, "Site")
	buildings = [add(site, str(number), "Building") for number in range(BUILDINGS)]
	floors = [add(building, str(number), "Floor") for building in buildings for number in range(FLOORS)]
	for number in range(BUSY_ROOMS):
		add(floors[0], f"B{number:02d}", "Room", BUSY_SEATS)
	rooms = [add(floor, f"R{number:02d}", "Room") for floor in floors for number in range(ROOMS_PER_FLOOR)]
	desk = 0
	while len(rows) < wanted:
		add(rooms[desk % len(rooms)], f"D{desk // len(rooms):02d}", "Desk", 1)
		desk += 1
	return rows


def make_allocations(wanted: int, company: str) -> None:
	"""Desks: one after the other with gaps. Busy rooms: nine of ten seats always in use, for days or weeks each."""
	there = frappe.db.sql("select count(*) from `tabSpace Allocation` where space like 'BQ-%'")[0][0]
	if there >= wanted:
		return
	frappe.db.sql("delete from `tabSpace Allocation` where space like 'BQ-%'")
	busy = _insert_busy(company)
	_insert_desks(wanted - busy, company)
	frappe.db.sql("analyze table `tabSpace Allocation`")
	print(f"loaded {frappe.db.count('Space Allocation')} allocations")


INSERT = """
	insert into `tabSpace Allocation`
		(name, creation, modified, owner, modified_by, docstatus, idx, space, occupant_type, occupant, occupant_name,
		seats, seat_label, is_primary, weekdays, company, from_date, to_date, effective_to, status {more_columns})
	select left(md5(concat(n.space, '/', n.lane, '/', n.slot)), 10), now(), now(), 'Administrator', 'Administrator',
		0, 0, n.space, 'Employee', person, concat('Person ', right(person, 5)), 1, null, 0, 0, %(company)s, n.starts,
		n.ends, n.ends, if(n.ends < curdate(), 'Ended', if(n.starts > curdate(), 'Planned', 'Active')) {more_values}
	from (
		select space.name space, lane.seq lane, slot.seq slot,
			concat('BQ-', lpad(crc32(concat(space.name, lane.seq, slot.seq)) %% {people}, 5, '0')) person,
			date_add(%(base)s, interval slot.seq * {pitch} + lane.seq day) starts,
			date_add(%(base)s, interval slot.seq * {pitch} + lane.seq + {shortest} - 1
				+ crc32(concat(slot.seq, lane.seq, space.name)) %% {spread} day) ends
		from `tabOffice Space` space, seq_0_to_{lanes} lane, seq_0_to_{slots} slot
		where space.name like 'BQ-%%' and {which}
	) n
	{limit}
"""


def _insert(company: str, **parts) -> None:
	more_columns, more_values = _derived_columns()
	people = frappe.db.count("Employee", {"name": ("like", f"{PEOPLE_MARK}%")})
	sql = INSERT.format(more_columns=more_columns, more_values=more_values, people=people, **parts)
	frappe.db.sql(sql, {"company": company, "base": BASE})


def _derived_columns() -> tuple[str, str]:
	"""What the controller computes from the dates, beside effective_to."""
	if not frappe.get_meta("Space Allocation").has_field("length_class"):
		return "", ""
	from office_management.domain.length_classes import LONGEST_CLASS, STEP, longest

	days = "datediff(n.ends, n.starts) + 1"
	number = f"greatest(1, ceil(round(log({STEP}, {days}), 9)))"
	return ", length_class", f", if({days} > {longest(LONGEST_CLASS)}, 0, {number})"


def _insert_busy(company: str) -> int:
	slots = DAYS // BUSY_PITCH
	_insert(
		company,
		which=f"space.capacity = {BUSY_SEATS}",
		lanes=BUSY_LANES - 1,
		slots=slots - 1,
		pitch=BUSY_PITCH,
		shortest=4,
		spread=BUSY_PITCH - 6,
		limit="",
	)
	return BUSY_ROOMS * BUSY_LANES * slots


def _insert_desks(wanted: int, company: str) -> None:
	desks = frappe.db.count("Office Space", {"name": ("like", f"{SITE_CODE}%"), "space_type": "Desk"})
	slots = -(-wanted // desks)
	pitch = DAYS // slots
	_insert(
		company,
		which="space.space_type = 'Desk'",
		lanes=0,
		slots=slots - 1,
		pitch=pitch,
		shortest=min(14, pitch // 2),
		spread=max(pitch - 14 - 6, 1),
		limit=f"limit {wanted}",
	)
