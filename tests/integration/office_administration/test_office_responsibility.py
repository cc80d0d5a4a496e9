import frappe
import pytest

from office_management.office_administration.doctype.office_responsibility.office_responsibility import (
	CertificateDatesError,
	OfficeResponsibility,
	OwnDeputyError,
	PersonNotActiveError,
	ResponsibilityDatesError,
	SameResponsibilityError,
	end_responsibilities_past,
)
from tests import baseline, builders
from tests.builders import day

DOCTYPE = "Office Responsibility"


def duty(who: str = "anna", **values) -> OfficeResponsibility:
	"""First aid from today, by a baseline employee unless `responsible` names another."""
	values = {
		"topic": "First Aid",
		"responsible": baseline.employee(who),
		"company": baseline.COMPANY,
		"from_date": day(),
		**values,
	}
	return frappe.get_doc({"doctype": DOCTYPE, **values}).insert()


def test_names_and_company_are_filled_in():
	place = builders.space()
	made = duty(deputy=baseline.employee("bram"), space=place.name)
	assert (made.responsible_name, made.deputy_name) == ("Anna Aalders", "Bram Bakker")
	assert (made.company, made.status) == (baseline.COMPANY, "Active")


def test_the_last_day_may_not_lie_before_the_first():
	with pytest.raises(ResponsibilityDatesError, match="lies before the first day"):
		duty(from_date=day(), to_date=day(-1))


def test_a_duty_for_one_day():
	assert duty(from_date=day(), to_date=day()).status == "Active"


def test_nobody_is_their_own_deputy():
	with pytest.raises(OwnDeputyError, match=r"Anna Aalders.*cannot be their own deputy"):
		duty(deputy=baseline.employee("anna"))


@pytest.mark.parametrize("field", ["responsible", "deputy"])
@pytest.mark.parametrize("status", ["Inactive", "Suspended"])
def test_only_active_employees_are_named(field, status):
	person = builders.employee(status=status).name
	with pytest.raises(PersonNotActiveError, match="is not an active employee"):
		duty(**{field: person})


def test_the_duty_of_someone_who_left_can_still_be_ended():
	person = builders.employee()
	made = duty(responsible=person.name)
	frappe.db.set_value("Employee", person.name, "status", "Left")
	made.reload()
	made.to_date = day(-1)
	made.from_date = day(-3)
	made.save()
	assert made.status == "Ended"


def test_the_place_decides_the_company():
	place = builders.space()
	assert duty(space=place.name, company=baseline.OTHER_COMPANY).company == baseline.COMPANY


def test_one_person_has_a_duty_once_at_a_time():
	first = duty()
	with pytest.raises(SameResponsibilityError, match=first.name):
		duty(from_date=day(30))


def test_two_people_may_share_a_duty():
	duty(space=None)
	assert duty("bram").name


def test_a_duty_may_be_taken_up_again_after_it_ended():
	duty(from_date=day(-10), to_date=day(-1))
	assert duty(from_date=day()).status == "Active"


def test_the_same_duty_at_another_place():
	place = builders.space()
	duty()
	assert duty(space=place.name).space == place.name


def test_a_certificate_does_not_end_before_it_was_issued():
	with pytest.raises(CertificateDatesError, match="before it was issued"):
		duty(certificate_date=day(), certificate_valid_until_date=day(-1))


@pytest.mark.parametrize(
	("until", "state"), [(None, None), (-1, "Run Out"), (10, "Runs Out"), (300, "Valid")]
)
def test_a_certificate_warns(until, state):
	frappe.db.set_single_value("Office Management Settings", "certificate_warning_days", 30)
	made = duty(certificate_valid_until_date=None if until is None else day(until))
	made.run_method("onload")
	assert made.get("__onload").certificate_state == state


def test_status_cannot_be_written_by_hand():
	made = duty()
	made.status = "Ended"
	made.save()
	assert made.status == "Active"


def test_the_daily_job_ends_what_is_past_and_nothing_else():
	past, running = duty(), duty("bram", to_date=day())
	frappe.db.set_value(DOCTYPE, past.name, {"from_date": day(-5), "to_date": day(-1)})
	end_responsibilities_past()
	end_responsibilities_past()
	assert frappe.db.get_value(DOCTYPE, past.name, "status") == "Ended"
	assert frappe.db.get_value(DOCTYPE, running.name, "status") == "Active"


@pytest.mark.parametrize("who", ["office_manager", "system_manager"])
def test_managers_make_duties(as_user, who):
	with as_user(baseline.USERS[who]):
		assert duty().name


@pytest.mark.parametrize("who", ["receptionist", "technician", "auditor", "employee"])
def test_the_others_read_duties_only(as_user, who):
	made = duty()
	with as_user(baseline.USERS[who]):
		assert made.name in frappe.get_list(DOCTYPE, pluck="name", order_by="name")
		with pytest.raises(frappe.PermissionError):
			duty("bram")
		with pytest.raises(frappe.PermissionError):
			frappe.get_doc(DOCTYPE, made.name).save()


@pytest.mark.parametrize("who", ["buyer", "nobody"])
def test_strangers_see_no_duties(as_user, who):
	made = duty()
	with as_user(baseline.USERS[who]), pytest.raises(frappe.PermissionError):
		frappe.get_doc(DOCTYPE, made.name).check_permission("read")


@pytest.mark.parametrize("doctype", ["Employee", "Office Space"])
def test_duties_are_among_the_connections(doctype):
	from frappe.desk.notifications import get_open_count

	made = duty(responsible=builders.employee().name, space=builders.space().name)
	name = made.responsible if doctype == "Employee" else made.space
	counted = get_open_count(doctype, name)["count"]["external_links_found"]
	assert next(row["count"] for row in counted if row["doctype"] == "Office Responsibility") == 1
