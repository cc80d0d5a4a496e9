"""Several workers and several people at one invitation: everybody is mailed once, and nobody is lost."""

from collections import Counter

import frappe
import pytest

from tests import builders, front_desk_builders, invitation_builders
from tests.concurrency import crowd as acts
from tests.conftest import bench_dir

pytestmark = pytest.mark.concurrency
WORKERS, PEOPLE = 4, 6


@pytest.fixture(scope="module")
def crowd(site):
	frappe.db.rollback()
	with acts.Crowd(site, str(bench_dir() / "sites"), WORKERS) as people:
		yield people


@pytest.fixture
def invitation(site):
	"""A committed invitation of people nobody knows, sent; and all that comes of it taken away again."""
	settings = ("retention_confirmed_on", "retention_confirmed_by")
	stored = frappe.db.get_singles_dict("Office Management Settings")
	before = {field: stored.get(field) for field in settings}
	invitation_builders.forget_what_is_owed()
	place = builders.space(space_code=builders.unique("INV")).name
	kind = front_desk_builders.visitor_type(builders.unique("Invited ")).name
	doc = invitation_builders.sent(*strangers("first", PEOPLE), space=place, visitor_type=kind)
	frappe.db.commit()
	yield doc
	frappe.db.rollback()
	clear(doc.name)
	frappe.db.delete("Visitor Type", {"name": kind})
	for doctype in ("Office Space", "Location"):
		frappe.db.delete(doctype, {"name": place})
	frappe.db.set_single_value("Office Management Settings", before)
	frappe.db.commit()


def strangers(label: str, number: int) -> list[dict]:
	code = frappe.generate_hash(length=8)
	return [
		{"full_name": f"Stranger {label} {n} {code}", "email": f"{label}.{n}.{code}@crowd.example"}
		for n in range(number)
	]


def clear(name: str) -> None:
	"""Take an invitation away, with everything that hangs on it."""
	logs = frappe.get_all("Visitor Log", {"visit_invitation": name}, ["name", "visitor"], order_by="name")
	names, persons = [row.name for row in logs] or [""], [row.visitor for row in logs] or [""]
	for table in frappe.get_meta("Visitor Log").get_table_fields():
		frappe.db.delete(table.options, {"parent": ("in", names), "parenttype": "Visitor Log"})
	frappe.db.delete("Visit Token", {"visitor_log": ("in", names)})
	frappe.db.delete("Visit Mail", {"visit_invitation": name})
	frappe.db.delete("Visit Invitee", {"parent": name})
	frappe.db.delete("Visitor Log", {"name": ("in", names)})
	frappe.db.delete("Visitor", {"name": ("in", persons)})
	frappe.db.delete("Visit Invitation", {"name": name})


def sweep(outbox: str) -> None:
	"""One worker sends what is owed; to whom is written into a file."""
	from office_management.front_desk import invitation_mails

	def sendmail(**mail) -> None:
		with open(outbox, "a") as lines:
			lines.write(mail["recipients"][0] + "\n")

	real, frappe.sendmail = frappe.sendmail, sendmail
	try:
		invitation_mails.send_owed_invitations()
	finally:
		frappe.sendmail = real


def add(invitation: str, person: dict) -> None:
	"""Somebody invites one more, as the button does."""
	from office_management.front_desk import api

	api.add_invited_people(invitation, [person])


def test_workers_that_sweep_at_the_same_moment_mail_everybody_once(crowd, invitation, tmp_path):
	outbox = tmp_path / "outbox"
	outbox.touch()
	for _round in range(2):
		done = crowd.together([(sweep, str(outbox))] * WORKERS)
		assert done.done == WORKERS, done
	mailed = Counter(outbox.read_text().split())
	assert {row.email for row in invitation.invitees} <= set(mailed)
	assert set(mailed.values()) == {1}


def test_people_added_by_several_hosts_at_the_same_moment_are_all_expected(crowd, invitation):
	new = strangers("added", WORKERS)
	done = crowd.together([(add, invitation.name, person) for person in new])
	assert done.done == WORKERS, done
	frappe.db.rollback()
	expected = frappe.get_all(
		"Visitor Log",
		{"visit_invitation": invitation.name, "status": "Expected"},
		pluck="visitor_name",
		order_by="name",
	)
	assert sorted(expected) == sorted(
		[row.full_name for row in invitation.invitees] + [p["full_name"] for p in new]
	)
