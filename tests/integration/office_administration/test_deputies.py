import frappe
import pytest

from office_management.office_administration.deputies import DeputyNotActiveError, EmployeeOwnDeputyError
from tests import builders

pytestmark = pytest.mark.usefixtures("doctypes_stay_known")


def test_nobody_stands_in_for_themselves():
	person = builders.employee()
	person.om_deputy = person.name
	with pytest.raises(EmployeeOwnDeputyError, match="cannot be their own deputy"):
		person.save()


def test_two_may_stand_in_for_each_other():
	one, other = builders.employee(), builders.employee()
	one.update({"om_deputy": other.name}).save()
	assert other.update({"om_deputy": one.name}).save().om_deputy == one.name


def test_a_new_deputy_works_here():
	person, gone = builders.employee(), builders.employee(status="Inactive")
	person.om_deputy = gone.name
	with pytest.raises(DeputyNotActiveError, match="Choose an active employee"):
		person.save()


def test_an_employee_can_be_saved_after_the_deputy_left():
	person, deputy = builders.employee(), builders.employee()
	person.update({"om_deputy": deputy.name}).save()
	frappe.db.set_value("Employee", deputy.name, "status", "Left")
	person.reload()
	assert person.update({"cell_number": "12345"}).save().om_deputy == deputy.name


def test_a_renamed_deputy_is_followed():
	person, deputy = builders.employee(), builders.employee()
	person.update({"om_deputy": deputy.name}).save()
	frappe.rename_doc("Employee", deputy.name, "OM-RENAMED", force=True)
	assert frappe.db.get_value("Employee", person.name, "om_deputy") == "OM-RENAMED"
