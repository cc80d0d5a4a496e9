import frappe
import pytest

from office_management.office_administration import api, office_day, office_day_blocks
from tests import baseline
from tests.builders import day


@pytest.fixture
def register(monkeypatch):
	"""`register(area=[provider, …])` puts these in place of what hooks.py registers."""

	def put(**areas):
		names = {}
		for area, providers in areas.items():
			names[area] = [f"provider.{area}.{number}" for number in range(len(providers))]
			for name, provider in zip(names[area], providers, strict=True):
				known[name] = provider
		monkeypatch.setattr(frappe, "get_attr", lambda path: known[path])
		monkeypatch.setattr(
			frappe, "get_hooks", lambda hook=None, **_kw: names if hook == office_day.HOOK else {}
		)

	known = {}
	return put


def block(key="late", **values):
	return {"key": key, "title": "Late", "count": 1, "rows": [{"title": "One"}], **values}


def test_areas_in_the_order_they_are_registered(register):
	register(space=[lambda: [block("a")], lambda: [block("b")]], administration=[lambda: [block("c")]])
	areas = office_day.collect()
	assert [(area["key"], [one["key"] for one in area["blocks"]]) for area in areas] == [
		("space", ["a", "b"]),
		("administration", ["c"]),
	]
	assert areas[0]["title"] == "Space"


def test_another_app_may_add_an_area(register):
	register(canteen=[lambda: [block()]])
	assert office_day.collect()[0]["title"] == "canteen"


def test_an_area_without_blocks_is_not_shown(register):
	register(space=[lambda: None, lambda: []])
	assert office_day.collect() == []


def test_an_area_not_used_is_not_even_asked(register):
	frappe.db.set_single_value("Office Management Settings", "use_space", 0)
	asked = []
	register(space=[lambda: asked.append(1)])
	assert (office_day.collect(), asked) == ([], [])


def test_a_failing_provider_is_logged_and_the_others_are_shown(register, monkeypatch):
	logged = []
	monkeypatch.setattr(frappe, "log_error", lambda **values: logged.append(values["title"]))

	def fails():
		frappe.throw("No luck")

	register(space=[fails, lambda: [block("b")]])
	blocks = office_day.collect()[0]["blocks"]
	assert [one["key"] for one in blocks] == ["provider.space.0", "b"]
	assert blocks[0]["failed"] and blocks[0]["title"] == "Could not be loaded"
	assert logged == ["Office Day: provider.space.0"]
	assert frappe.local.message_log == []


def test_a_provider_that_may_not_is_left_out_in_silence(register):
	def refuses():
		frappe.throw("Not for you", frappe.PermissionError)

	register(space=[refuses])
	assert office_day.collect() == []
	assert frappe.local.message_log == []


def test_blocks_for_others_are_left_out(register, as_user):
	register(
		space=[
			lambda: [block("mine", for_roles=("Employee",)), block("theirs", for_roles=("Office Manager",))]
		]
	)
	with as_user(baseline.USERS["employee"]):
		assert [one["key"] for one in office_day.collect()[0]["blocks"]] == ["mine"]


def test_the_browser_gets_few_rows_and_no_inner_facts(register):
	register(
		space=[lambda: [block(count=9, rows=[{"title": str(n)} for n in range(9)], for_roles=(), secret="x")]]
	)
	told = office_day.collect()[0]["blocks"][0]
	assert len(told["rows"]) == office_day.ROWS_SHOWN
	assert told["count"] == 9
	assert not {"for_roles", "secret"} & set(told)


@pytest.mark.parametrize(
	"who", ["office_manager", "receptionist", "technician", "auditor", "employee", "system_manager"]
)
def test_who_may_open_office_day(as_user, who):
	"""The same as are shown the app."""
	with as_user(baseline.USERS[who]):
		assert api.has_app_permission()
		answer = api.get_office_day()
	assert answer["date"] == str(day())
	assert not [one for area in answer["areas"] for one in area["blocks"] if one.get("failed")]


@pytest.mark.parametrize("who", ["buyer", "nobody"])
def test_who_may_not(as_user, who):
	with as_user(baseline.USERS[who]):
		assert not api.has_app_permission()
		with pytest.raises(frappe.PermissionError):
			api.get_office_day()


def keys(answer, area):
	return [one["key"] for part in answer["areas"] if part["key"] == area for one in part["blocks"]]


def test_duties_are_the_managers_matter(as_user):
	with as_user(baseline.USERS["office_manager"]):
		assert keys(api.get_office_day(), "administration") == [
			"documents",
			"certificates",
			"unmanned_duties",
		]
	with as_user(baseline.USERS["employee"]):
		assert keys(api.get_office_day(), "administration") == []


def duty(who, **values):
	values = {
		"topic": "First Aid",
		"responsible": baseline.employee(who),
		"company": baseline.COMPANY,
		**values,
	}
	return frappe.get_doc({"doctype": "Office Responsibility", **values}).insert()


def blocks_of_administration(as_user):
	with as_user(baseline.USERS["office_manager"]):
		return {one["key"]: one for one in office_day_blocks.get_blocks()}


def test_certificates_that_run_out_soonest_first(as_user):
	frappe.db.delete("Office Responsibility")
	frappe.db.set_single_value("Office Management Settings", "certificate_warning_days", 30)
	duty("anna", certificate_valid_until_date=day(20))
	duty("bram", certificate_valid_until_date=day(-1))
	duty("carla", certificate_valid_until_date=day(31))
	duty("daan")
	told = blocks_of_administration(as_user)["certificates"]
	assert [row["title"] for row in told["rows"]] == ["Bram Bakker", "Anna Aalders"]
	assert "ran out on" in told["rows"][0]["subtitle"] and "runs out on" in told["rows"][1]["subtitle"]
	assert (told["count"], told["indicator"]) == (2, "red")


def test_duties_of_people_who_left(as_user):
	frappe.db.delete("Office Responsibility")
	made = duty("anna")
	duty("bram")
	frappe.db.set_value("Employee", baseline.employee("anna"), "status", "Left")
	told = blocks_of_administration(as_user)["unmanned_duties"]
	assert [row["route"] for row in told["rows"]] == [["Form", "Office Responsibility", made.name]]
