"""The list of an evacuation: what it reads for everybody on site, among all visits there ever were."""

import frappe
from measure import Result, reads_of, side_by_side

ROUNDS = 15
ROWS_PER_PERSON = 3
"""The design's limit: rows examined for each row returned."""


def evacuation_list(_options) -> list[Result]:
	"""Everybody on site at the site where most are; beside it the bare statement for the same visits."""
	from office_management.front_desk import evacuation_people

	site = busiest_site()
	found = evacuation_people.visitors_at(site)
	reads = reads_of(lambda: evacuation_people.visitors_at(site))
	everybody = len(evacuation_people.on_site())
	examined = reads["rows"] + reads["keys"]
	ours, floor = side_by_side(
		ROUNDS, lambda _round: evacuation_people.visitors_at(site), lambda _round: bare_statement()
	)
	said = f"{len(found)} of {everybody} on site, {examined} rows examined"
	failures = [said] if examined > ROWS_PER_PERSON * everybody else []
	return [Result("who is on the list of an evacuation", ours, floor, None, "bare SELECT", said, failures)]


def busiest_site() -> str:
	from office_management.front_desk.places import root_of

	rows = frappe.db.sql(
		"select space, count(*) from `tabVisitor Log` where status = 'Checked In' group by space order by 2 desc"
	)
	sites: dict[str, int] = {}
	for space, number in rows:
		root = root_of(space)
		sites[root] = sites.get(root, 0) + number
	return max(sites, key=lambda site: sites[site])


def bare_statement() -> None:
	frappe.db.sql(
		"""select log.name, log.visitor_name, log.organisation, log.space, visitor.phone
		from `tabVisitor Log` log left join tabVisitor visitor on visitor.name = log.visitor
		where log.status in ('Checked In', 'Stepped Out')"""
	)
