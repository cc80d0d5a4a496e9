"""The steps of install and migrate, run by hand in one transaction. The whole way round is test_round_trip.py."""

import frappe
import pytest

from office_management import install, setup_record
from office_management.erp import custom_fields, rights
from office_management.office_administration import roles
from tests import baseline, builders

SELECTABLE = [(doctype, role) for doctype, given in rights.SELECT.items() for role in given]


@pytest.fixture(autouse=True)
def caches_follow_the_rollback(site):
	yield
	frappe.db.rollback()
	for doctype in (*rights.SELECT, *custom_fields.CUSTOM_FIELDS):
		frappe.clear_cache(doctype=doctype)


def permissions_of(doctype):
	return rights.current(doctype)


def test_a_second_run_changes_nothing():
	install.after_install()
	before = snapshot()
	install.after_install()
	install.after_migrate()
	assert snapshot() == before


def snapshot():
	"""What set-up may write, with the time of the last change."""
	tables = {
		"Custom Field": {"module": custom_fields.MODULE},
		"Custom DocPerm": {},
		"Role": {},
		"Role Profile": {},
		"Global Search DocType": {},
		"Workspace": {},
	}
	return {
		doctype: frappe.get_all(doctype, filters, ["name", "modified"], order_by="name")
		for doctype, filters in tables.items()
	} | {"settings": frappe.db.get_singles_dict("Office Management Settings"), "record": setup_record.read()}


def test_select_and_nothing_more():
	for doctype, role in SELECTABLE:
		assert [role, 0, 0, "select"] in permissions_of(doctype), (doctype, role)


def test_the_others_keep_the_rights_they_had():
	granted = setup_record.read()["granted"]
	for doctype in rights.SELECT:
		ours = rights.our_roles(doctype, granted)
		assert rights.current(doctype, without=ours) == rights.shipped(doctype), doctype


def a_record_of(doctype: str) -> str:
	"""The name of a record, written plainly if there is none: nothing about it matters but that it is there."""
	found = frappe.get_all(doctype, pluck="name", limit=1, order_by="name")
	if found:
		return found[0]
	new = frappe.get_doc({"doctype": doctype, "name": builders.unique("Only ")})
	new.db_insert()
	return new.name


@pytest.mark.parametrize("role", roles.OFFICE_ROLES)
def test_link_fields_find_and_validate(as_user, role):
	"""What the desk calls while someone types into a link field and leaves it."""
	from frappe.client import validate_link
	from frappe.desk.search import search_link

	user, location = builders.user(role), builders.unique("Loc")
	frappe.get_doc({"doctype": "Location", "location_name": location}).insert()
	names = {doctype: a_record_of(doctype) for doctype in rights.SELECT} | {"Location": location}
	with as_user(user):
		for doctype in [one for one, given in SELECTABLE if given == role]:
			assert names[doctype] in [row["value"] for row in search_link(doctype, names[doctype])]
			assert validate_link(doctype, names[doctype]).name == names[doctype]
			with pytest.raises(frappe.PermissionError):
				frappe.get_doc(doctype, names[doctype]).check_permission("read")


def test_a_right_that_was_taken_away_stays_away():
	frappe.db.delete("Custom DocPerm", {"parent": "Customer", "role": roles.OFFICE_MANAGER})
	install.after_migrate()
	assert roles.OFFICE_MANAGER not in [row[0] for row in permissions_of("Customer")]


def test_rights_come_back_after_restoring_the_shipped_ones():
	from frappe.permissions import reset_perms

	reset_perms("Customer")
	install.after_migrate()
	assert [roles.OFFICE_MANAGER, 0, 0, "select"] in permissions_of("Customer")


def test_copies_nobody_touched_follow_what_is_shipped():
	shipped = frappe.get_all(
		"DocPerm", {"parent": "Project", "role": "Projects User"}, pluck="name", order_by="name"
	)
	frappe.db.set_value("DocPerm", shipped[0], "email", 0)
	frappe.db.set_value("DocPerm", shipped[0], "print", 0)
	install.after_migrate()
	row = next(one for one in permissions_of("Project") if one[0] == "Projects User" and one[1] == 0)
	assert "email" not in row[3].split(",")
	assert [roles.OFFICE_MANAGER, 0, 0, "select"] in permissions_of("Project")


def test_copies_that_were_changed_do_not():
	changed = frappe.get_all(
		"Custom DocPerm", {"parent": "Project", "role": "Projects User"}, pluck="name", order_by="name"
	)
	frappe.db.set_value("Custom DocPerm", changed[0], "email", 0)
	before = permissions_of("Project")
	frappe.db.set_value("DocPerm", {"parent": "Project", "role": "Projects User"}, "print", 0)
	install.after_migrate()
	assert permissions_of("Project") == before


def test_going_gives_back_what_was():
	record = setup_record.read()
	rights.restore(record["granted"], record["copied"])
	assert not frappe.get_all("Custom DocPerm", {"parent": ("in", list(rights.SELECT))}, order_by="name")


def test_going_leaves_what_an_administrator_changed():
	record = setup_record.read()
	name = frappe.get_all(
		"Custom DocPerm", {"parent": "Project", "role": "Projects User"}, pluck="name", order_by="name"
	)
	frappe.db.set_value("Custom DocPerm", name[0], "email", 0)
	kept = rights.current("Project", without=[roles.OFFICE_MANAGER])
	rights.restore(record["granted"], record["copied"])
	assert permissions_of("Project") == kept


def test_a_profile_that_was_changed_or_deleted_stays_so():
	profile = frappe.get_doc("Role Profile", "Reception")
	profile.set("roles", [{"role": roles.OFFICE_RECEPTIONIST}])
	profile.save()
	frappe.delete_doc("Role Profile", "Small Office", force=True)
	install.after_migrate()
	assert [row.role for row in frappe.get_doc("Role Profile", "Reception").roles] == [
		roles.OFFICE_RECEPTIONIST
	]
	assert not frappe.db.exists("Role Profile", "Small Office")


def test_a_custom_field_is_set_right_again(monkeypatch):
	monkeypatch.setattr(frappe.db._get_current_object(), "updatedb", lambda _doctype: None)  # it may commit
	name = frappe.db.get_value("Custom Field", {"dt": "Employee", "fieldname": "om_deputy"})
	frappe.db.set_value("Custom Field", name, "ignore_user_permissions", 0)
	frappe.clear_cache(doctype="Employee")
	custom_fields.sync()
	assert frappe.db.get_value("Custom Field", name, "ignore_user_permissions") == 1


def test_a_field_that_the_data_has_no_more_is_found(monkeypatch):
	assert custom_fields.ours(obsolete=True) == []
	ours = {
		f"{doctype}-{row['fieldname']}"
		for doctype, rows in custom_fields.CUSTOM_FIELDS.items()
		for row in rows
	}
	assert "Employee-om_deputy" in ours
	monkeypatch.setattr(custom_fields, "CUSTOM_FIELDS", {})
	assert custom_fields.ours(obsolete=True) == sorted(ours)


def test_every_custom_field_is_ours_by_name_and_module():
	for fields in custom_fields.CUSTOM_FIELDS.values():
		for field in fields:
			assert field["fieldname"].startswith("om_")
			assert field["module"] == custom_fields.MODULE


def test_no_second_person_is_asked_of_one():
	assert second_person_rule_with([]) == "Off"


def test_a_second_person_is_asked_of_two():
	assert (
		second_person_rule_with([baseline.USERS["office_manager"], baseline.USERS["auditor"]]) == "Required"
	)


def second_person_rule_with(users):
	from office_management.office_administration import second_person

	with pytest.MonkeyPatch.context() as patch:
		patch.setattr(roles, "users_with", lambda _roles: users)
		patch.setattr(roles, "desk_users", lambda: users)
		second_person.propose()
	return frappe.db.get_single_value("Office Management Settings", "second_person_rule")


@pytest.mark.parametrize("version", ["14.99.9", "15.59.9", "nonsense"])
def test_an_old_version_is_refused(monkeypatch, version):
	import erpnext

	monkeypatch.setattr(erpnext, "__version__", version)
	for guard in (install.before_install, install.before_migrate):
		with pytest.raises(frappe.ValidationError, match=rf"needs erpnext 15\.60 or newer.*{version}"):
			guard()


@pytest.mark.parametrize("version", ["15.60.0", "15.72.4", "15.x.x-develop"])
def test_a_version_in_range_passes_in_silence(monkeypatch, capsys, version):
	monkeypatch.setattr(frappe, "__version__", version)
	install.check_versions()
	assert capsys.readouterr().out == ""


def test_a_newer_version_passes_with_a_word(monkeypatch, capsys):
	monkeypatch.setattr(frappe, "__version__", "16.0.0-dev")
	install.check_versions()
	assert "not yet tested with frappe 16.0.0-dev" in capsys.readouterr().out


def test_a_failing_step_says_how_to_go_on_and_raises(capsys):
	def fails(_record):
		raise frappe.ValidationError("no luck")

	with pytest.raises(frappe.ValidationError, match="no luck"):
		install.run_steps([("walking the dog", fails)])
	told = capsys.readouterr().out
	assert "walking the dog" in told and "execute office_management.install.after_install" in told
