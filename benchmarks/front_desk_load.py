"""The front desk for the benchmarks: 1,000,000 visits of four years, of 400,000 visitors. Safe to run again.

Nothing of them is anonymised, which is the worst case for every list and search: their type is kept for ten years.
"""

import itertools

import frappe
import space_load
from facility_load import in_portions, make_users

MARK = "BQ-"
LONG, DUE = f"{MARK}Visitor", f"{MARK}Due"
DAYS = 1460  # of history
ON_SITE, TODAY, AHEAD = 500, 300, 2000  # on site now; still expected today; expected in the next two weeks
VISITORS_OF = 0.4
FIRST_NAMES, LAST_NAMES, ORGANISATIONS = 200, 5000, 8000
SITES = 4
LOGS = f"select count(*) from `tabVisitor Log` where visitor_type = '{LONG}'"


def load(rows: int, spaces: int, people: int) -> None:
	"""Make what is missing; each step is committed."""
	from office_management.front_desk import retention

	company = frappe.get_all("Company", pluck="name", order_by="creation", limit=1)[0]
	space_load.make_people(people, company)
	space_load.make_spaces(spaces, company)
	make_users()
	retention.confirm()
	make_type(LONG, 3650)
	make_type(DUE, 30)
	frappe.db.commit()
	if frappe.db.sql(LOGS)[0][0] >= rows:
		make_live_visits(company, people)  # of today, whenever the others were made
		return
	remove(LONG, "L")
	make_visitors(int(rows * VISITORS_OF), "L", 0, DAYS)
	make_visits(rows, company, people)
	make_live_visits(company, people)
	for table in ("Visitor", "Visitor Log", "Visitor Log Event"):
		frappe.db.sql(f"analyze table `tab{table}`")


def make_type(name: str, days: int) -> None:
	if not frappe.db.exists("Visitor Type", name):
		values = {"doctype": "Visitor Type", "type_name": name, "retention_days": days, "gives_badge": 0}
		frappe.get_doc(values).insert()


def visitor_name(number: int, series: str = "L") -> str:
	"""The name of the record of a visitor."""
	return frappe.db.sql("select concat(%s, left(md5(%s), 10))", (series, f"{series}{number}"))[0][0]


def full_name(number: int) -> str:
	"""What a visitor is called."""
	return f"First{number % FIRST_NAMES:03d} Last{number // FIRST_NAMES % LAST_NAMES:04d}"


def remove(visitor_type: str, series: str) -> None:
	"""Everything of a type of visits, and the visitors of a series."""
	for child in ("Event", "Answer", "Belonging"):
		frappe.db.sql(
			f"""delete child from `tabVisitor Log {child}` child join `tabVisitor Log` log on log.name = child.parent
			where log.visitor_type = %s""",
			visitor_type,
		)
	frappe.db.sql("delete from `tabVisitor Log` where visitor_type = %s", visitor_type)
	frappe.db.sql(
		"delete from tabVisitor where name like %s and owner = 'Administrator'", f"{series}__________"
	)
	frappe.db.commit()


# --- visitors --------------------------------------------------------------------------------------------------------

VISITOR = """
	insert into tabVisitor
		(name, creation, modified, owner, modified_by, docstatus, idx, full_name, organisation, email, phone,
		name_key, backward_key, organisation_key, email_key, phone_key, last_visit_on)
	select name, made, made, 'Administrator', 'Administrator', 0, 0, concat(first, ' ', last), company,
		concat(lower(first), '.', lower(last), seq, '@example.com'), concat('+316', lpad(seq, 8, '0')),
		lower(concat(first, ' ', last)), lower(concat(last, ' ', first)), lower(company),
		concat(lower(first), '.', lower(last), seq, '@example.com'), concat('+316', lpad(seq, 8, '0')), made
	from (
		select seq, concat('{series}', left(md5(concat('{series}', seq)), 10)) name,
			concat('First', lpad(mod(seq, {firsts}), 3, '0')) first,
			concat('Last', lpad(mod(seq div {firsts}, {lasts}), 4, '0')) last,
			concat('Company ', lpad(mod(crc32(seq), {organisations}), 4, '0')) company,
			now() - interval {youngest} day - interval mod(crc32(seq), {days}) day made
		from seq_{first}_to_{last}
	) v
"""


def make_visitors(wanted: int, series: str, youngest: int, days: int) -> None:
	"""Visitors with all their keys, each once."""
	numbers = {"firsts": FIRST_NAMES, "lasts": LAST_NAMES, "organisations": ORGANISATIONS}
	numbers |= {"series": series, "youngest": youngest, "days": days}
	in_portions(
		"visitors",
		wanted,
		lambda first, last: frappe.db.sql(VISITOR.format(first=first, last=last, **numbers)),
	)


# --- visits ----------------------------------------------------------------------------------------------------------

VISIT = """
	insert into `tabVisitor Log`
		(name, creation, modified, owner, modified_by, docstatus, idx, visitor, visitor_name, organisation, name_key,
		visitor_type, status, host, host_name, space, company, purpose, expected_on, arrived_on, checked_in_on,
		checked_out_on, sign_out_method, source)
	select left(md5(concat('{kind}', seq)), 10), came, came, 'Administrator', 'Administrator', 0, 0, visitor.name,
		visitor.full_name, visitor.organisation, visitor.name_key, '{visitor_type}', status,
		concat('BQ-', lpad(mod(h, {people}), 5, '0')), concat('Person ', lpad(mod(h, {people}), 5, '0')),
		concat('BQ-', mod(h div 7, {sites})), {company}, 'Meeting', came, if(in_, came, null), if(in_, came, null),
		if(status = 'Checked Out', came + interval 20 + mod(h, 400) minute, null),
		if(status = 'Checked Out', if(mod(h, 9) = 0, 'Automatic', 'Reception'), null),
		if(mod(h, 3) = 0, 'Walk-in', 'Invitation')
	from (
		select n.*, status in ('Checked Out', 'Checked In') in_ from (
			select seq, crc32(concat('{kind}', seq)) h, {came} came, {status} status
			from seq_{first}_to_{last}
		) n
	) visit
	join tabVisitor visitor
		on visitor.name = concat('{series}', left(md5(concat('{series}', mod(seq * 7, {visitors}))), 10))
"""
OVER = "elt(1 + mod(crc32(seq), 100), 'No Show', 'Cancelled', 'Denied')"
PAST = "date(now() - interval 1 day - interval floor(seq * {days} / {wanted}) day) + interval 480 + mod(crc32(seq), 540) minute"

EVENT = """
	insert into `tabVisitor Log Event`
		(name, creation, modified, owner, modified_by, docstatus, idx, parent, parenttype, parentfield, act,
		from_status, to_status, happened_on, user)
	select left(md5(concat(log.name, act.idx)), 10), log.creation, log.creation, 'Administrator', 'Administrator', 0,
		act.idx, log.name, 'Visitor Log', 'events', if(act.idx = 1, 'Check In', 'Check Out'),
		if(act.idx = 1, 'Expected', 'Checked In'), if(act.idx = 1, 'Checked In', 'Checked Out'),
		if(act.idx = 1, log.checked_in_on, log.checked_out_on), 'Administrator'
	from `tabVisitor Log` log join (select 1 idx union select 2) act
	where log.visitor_type = '{visitor_type}' and log.name >= '{low}' and log.name < '{high}'
		and (act.idx = 1 and log.checked_in_on is not null or log.checked_out_on is not null)
"""


def make_visits(wanted: int, company: str, people: int) -> None:
	"""Visits of four years until yesterday, nearly all over and signed out, each with its two events."""
	insert_visits("L", LONG, wanted, company, people, PAST.format(days=DAYS, wanted=wanted))
	make_events(LONG)


def insert_visits(kind: str, visitor_type: str, wanted: int, company: str, people: int, came: str) -> None:
	numbers = {"kind": kind, "series": kind, "visitor_type": visitor_type, "people": people, "sites": SITES}
	numbers |= {"company": frappe.db.escape(company), "visitors": int(wanted * VISITORS_OF)}
	numbers |= {"came": came, "status": f"coalesce({OVER}, 'Checked Out')"}
	in_portions(
		"visits",
		wanted,
		lambda first, last: frappe.db.sql(VISIT.format(first=first, last=last, **numbers)),
	)


def make_events(visitor_type: str) -> None:
	"""Who checked in and out, of all visits of a type; one sixteenth at a time."""
	edges = [f"{number:x}" for number in range(16)] + ["g"]
	for low, high in itertools.pairwise(edges):
		frappe.db.sql(EVENT.format(visitor_type=visitor_type, low=low, high=high))
		frappe.db.commit()


def make_live_visits(company: str, people: int) -> None:
	"""Who is on site now, who is still expected today, and who in the next two weeks."""
	moments = (
		("S", ON_SITE, "'Checked In'", "now() - interval 1 + mod(crc32(seq), 300) minute"),
		(
			"T",
			TODAY,
			"'Expected'",
			"least(now() + interval 1 + mod(seq, 300) minute, curdate() + interval 1439 minute)",
		),
		("A", AHEAD, "'Expected'", "curdate() + interval 1 + mod(seq, 14) day + interval 10 hour"),
	)
	for kind, wanted, status, came in moments:
		remove_visits(names_of(kind, wanted))
		insert_live(kind, wanted, company, people, status, came)
	frappe.db.commit()


def make_expected(kind: str, wanted: int, company: str, people: int) -> None:
	"""Some more who are expected now."""
	remove_visits(names_of(kind, wanted))
	insert_live(kind, wanted, company, people, "'Expected'", "now()")
	frappe.db.commit()


def insert_live(kind: str, wanted: int, company: str, people: int, status: str, came: str) -> None:
	visitors = frappe.db.sql("select count(*) from tabVisitor where name like 'L__________'")[0][0]
	numbers = {"kind": kind, "series": "L", "visitor_type": LONG, "people": people, "sites": SITES}
	numbers |= {"company": frappe.db.escape(company), "visitors": visitors, "came": came, "status": status}
	frappe.db.sql(VISIT.format(first=1, last=wanted, **numbers))


def names_of(kind: str, wanted: int) -> list[str]:
	"""The names that visits of a kind have."""
	sql = f"select left(md5(concat('{kind}', seq)), 10) from seq_1_to_{wanted} order by seq"
	return [row[0] for row in frappe.db.sql(sql)]


def remove_visits(names: list[str]) -> None:
	for child in ("Event", "Answer", "Belonging", "Notice"):
		frappe.db.delete(f"Visitor Log {child}", {"parent": ("in", names)})
	frappe.db.delete("Visitor Log", {"name": ("in", names)})


# --- visits whose time is over ---------------------------------------------------------------------------------------

OF_A_VISIT = {
	"Visitor Log Answer": (
		"parent, parenttype, parentfield, question, answer",
		"log.name, 'Visitor Log', 'answers', 'Do you have a cold?', 'No'",
	),
	"Visitor Log Belonging": (
		"parent, parenttype, parentfield, item, serial_number",
		"log.name, 'Visitor Log', 'belongings', 'Laptop', log.name",
	),
	"Notification Log": (
		"for_user, type, subject, document_type, document_name",
		"'Administrator', 'Alert', concat(log.visitor_name, ' is at reception'), 'Visitor Log', log.name",
	),
	"View Log": (
		"viewed_by, reference_doctype, reference_name",
		"'Administrator', 'Visitor Log', log.name",
	),
	"Comment": (
		"comment_type, reference_doctype, reference_name, content",
		"'Comment', 'Visitor Log', log.name, concat(log.visitor_name, ' came early')",
	),
}
EVERY = {"Comment": 10, "View Log": 3, "Visitor Log Belonging": 4}
"""Only every so many visits have one."""


def make_due_visits(wanted: int, company: str, people: int) -> None:
	"""Visits whose period is over since up to a year, with answers, notices and other copies."""
	remove_due_visits()
	make_visitors(int(wanted * VISITORS_OF), DUE_SERIES, 100, 300)
	came = "now() - interval 40 day - interval mod(seq, 300) day"
	insert_visits(DUE_SERIES, DUE, wanted, company, people, came)
	for doctype, (columns, values) in OF_A_VISIT.items():
		frappe.db.sql(
			f"""insert into `tab{doctype}`
				(name, creation, modified, owner, modified_by, docstatus, idx, {columns})
			select left(md5(concat('{doctype}', log.name)), 10), log.creation, log.creation, 'Administrator',
				'Administrator', 0, 1, {values}
			from `tabVisitor Log` log
			where log.visitor_type = '{DUE}' and mod(crc32(log.name), {EVERY.get(doctype, 1)}) = 0"""
		)
		frappe.db.commit()


DUE_SERIES = "D"


def remove_due_visits() -> None:
	"""What make_due_visits has made, anonymised or not."""
	for doctype, field in {
		"Notification Log": "document",
		"View Log": "reference",
		"Comment": "reference",
	}.items():
		kind = "document_type" if field == "document" else "reference_doctype"
		frappe.db.sql(
			f"""delete copy from `tab{doctype}` copy join `tabVisitor Log` log on log.name = copy.{field}_name
			where copy.{kind} = 'Visitor Log' and log.visitor_type = '{DUE}'"""
		)
	remove(DUE, DUE_SERIES)
