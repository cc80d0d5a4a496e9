"""One leak from the sign of a room to the last mail: each step by the user whose act it is, through what they use."""

from email import message_from_string, policy

import frappe
import pytest
from erpnext.buying.doctype.purchase_order.purchase_order import make_purchase_receipt
from erpnext.stock.doctype.material_request.material_request import make_purchase_order
from erpnext.stock.doctype.purchase_receipt.purchase_receipt import make_purchase_invoice

from office_management.facilities import api, checklists, moves, reporters
from office_management.facilities.costs import FIGURES
from office_management.facilities.report.facility_cost.facility_cost import execute
from office_management.office_administration.second_person import SecondPersonError
from office_management.office_space import sign
from tests import baseline, builders, facility_builders
from tests import purchasing_builders as buying

ADDRESS = "gerda@else.example"
OUTCOME = "New trap under the sink, floor dried"
QUESTIONS = (
	{"question": "Is the water off?"},
	{"question": "How wet is the floor?", "answer_type": "Number", "unit": "%"},
)
RECEIPT_MAIL, OUTCOME_MAIL = "We have your report", "What became of your report"


@pytest.fixture
def world():
	"""A kitchen, people with the roles of the story and no others, what is bought, and from whom."""
	buying.exchange_rates()
	frappe.db.set_single_value("Office Management Settings", "second_person_rule", "Required")
	house = builders.space(space_type="Site", cost_center=baseline.cost_center())
	kitchen = builders.room(house.name, space_name="Kitchen")
	technician = baseline.USERS["technician"]
	return frappe._dict(
		house=house,
		kitchen=kitchen,
		manager=baseline.USERS["office_manager"],
		technician=technician,
		other_technician=facility_builders.technician(),
		buyer=baseline.USERS["buyer"],
		accountant=builders.user("Accounts User"),
		bookkeeping_manager=builders.user("Office Manager", "Accounts User"),
		category=facility_builders.category(team=(technician,), needs_verification=1),
		checklist=facility_builders.checklist(items=QUESTIONS),
		trap=buying.item(),
		call_out=buying.item(),
		shop=buying.supplier(),
		plumber=buying.supplier(),
	)


@pytest.fixture(autouse=True)
def mail_account(monkeypatch):
	"""A mail account of the site's configuration, so that mails get into the queue; nothing is sent from there."""
	account = {"mail_server": "mail.testerij.example", "auto_email_id": "office@testerij.example"}
	frappe.conf.update(account)
	monkeypatch.setattr(frappe.local, "outgoing_email_account", {}, raising=False)


def mails() -> list[tuple[str, str]]:
	"""What stands in Frappe's mail queue for the reporter: (subject, text), in order."""
	queued = frappe.get_all(
		"Email Queue",
		filters=[["Email Queue Recipient", "recipient", "=", ADDRESS]],
		pluck="message",
		order_by="`tabEmail Queue`.creation",
	)
	read = [message_from_string(text, policy=policy.default) for text in queued]
	return [(mail["subject"], mail.get_body(("plain",)).get_content()) for mail in read]


def subjects() -> list[str]:
	return [subject for subject, _text in mails()]


def test_a_leak_from_the_sign_to_the_last_mail(world):
	task = reported_by_a_guest(world)
	sweep()
	assert subjects() == [RECEIPT_MAIL]
	assigned_by_the_manager(world, task)
	answered_by_the_technician(world, task)
	request = asked_for_by_the_technician(world, task)
	bought_by_the_buyer(world, task, request)
	billed_by_the_plumber(world, task)
	costs_stand_everywhere(world, task)
	costs_are_not_the_technician_s(world, task)
	finished_by_the_technician(world, task)
	sweep()
	assert subjects() == [RECEIPT_MAIL], "not before somebody has verified it"
	verified_by_a_second_person(world, task)
	told_once(task)
	costs_stand_everywhere(world, task)


def sweep() -> None:
	"""What the scheduler does every few minutes, twice, as two workers might."""
	for _again in range(2):
		reporters.send_owed_mails()


def stored(task: str):
	return frappe.get_doc("Facility Task", task)


def costs_of(task: str, *names: str) -> tuple:
	"""Figures on the form of the task, as the user of the moment gets them."""
	shown = api.get_buying(task)["costs"]
	return tuple(shown[name] for name in names)


# --- the steps ------------------------------------------------------------------------------------------------


def reported_by_a_guest(world) -> str:
	token = sign.sign_token(world.kitchen.name, sign.REPORT_PROBLEM)
	with builders.as_user("Guest"):
		text = "Water under the sink.\nIt runs into the corridor."
		answer = api.report_problem(t=token, text=text, name="Gerda", email=ADDRESS, key="l" * 32)
	assert answer["state"] == "thanks"
	(name,) = frappe.get_all("Facility Task", {"space": world.kitchen.name}, pluck="name", order_by="name")
	task = stored(name)
	assert (task.subject, task.status, task.source) == ("Water under the sink.", "Open", "Request")
	assert (task.company, task.reporters[0].email) == (baseline.COMPANY, ADDRESS)
	return name


def assigned_by_the_manager(world, name: str) -> None:
	with builders.as_user(world.other_technician):
		assert name in frappe.get_list("Facility Task", pluck="name"), "nobody has it yet"
	with builders.as_user(world.manager):
		task = stored(name)
		task.update({"category": world.category.name, "checklist_template": world.checklist.name})
		task.save()
		facility_builders.assign(task, world.technician)
	task = stored(name)
	assert (frappe.parse_json(task._assign), task.status) == ([world.technician], "Open")
	assert [line.question for line in task.checklist] == ["Is the water off?", "How wet is the floor?"]
	assert task.responded_on
	with builders.as_user(world.other_technician):
		assert name not in frappe.get_list("Facility Task", pluck="name")


def answered_by_the_technician(world, name: str) -> None:
	with builders.as_user(world.technician):
		assert name in frappe.get_list("Facility Task", pluck="name")
		api.start_task(name)
		first, second = stored(name).checklist
		assert api.answer_line(name, first.line_key, "Yes")["result"] == "Pass"
		with pytest.raises(checklists.ChecklistIncompleteError, match="How wet is the floor"):
			api.finish_task(name)
		api.answer_line(name, second.line_key, "35")
	task = stored(name)
	assert (task.status, task.started_by) == ("In Progress", world.technician)
	assert [(line.answer, line.answered_by) for line in task.checklist] == [
		("Yes", world.technician),
		("35", world.technician),
	]


def asked_for_by_the_technician(world, name: str) -> str:
	with builders.as_user(world.technician):
		task = stored(name)
		task.append("materials", {"item_code": world.trap, "qty": 4, "uom": "Nos", "source": "Purchase"})
		task.save()
		answer = api.create_material_requests(name)
		assert api.create_material_requests(name)["made"] == [], "nothing is asked for twice"
	(request,) = answer["made"]
	doc = frappe.get_doc("Material Request", request)
	(row,) = doc.items
	assert (doc.docstatus, doc.owner, row.qty) == (0, world.technician, 4)
	assert (row.om_facility_task, row.om_office_space) == (name, world.kitchen.name)
	assert row.cost_center == baseline.cost_center()
	assert "Buyer" in answer["go_on"]
	return request


def bought_by_the_buyer(world, name: str, request: str) -> None:
	"""Request, order, receipt by the buyer, invoice by the accountant; each row knows the job and the place."""
	with builders.as_user(world.buyer):
		frappe.get_doc("Material Request", request).submit()
		order = make_purchase_order(request)
		order.update({"supplier": world.shop, "currency": baseline.CURRENCY, "conversion_rate": 1})
		order.update({"buying_price_list": buying.price_list(), "schedule_date": frappe.utils.today()})
		order.items[0].rate = 12.5
		buying.submitted(order)
	with builders.as_user(world.manager):
		assert costs_of(name, "ordered", "committed", "received", "invoiced", "total") == (50, 50, 0, 0, 0)
	with builders.as_user(world.buyer):
		receipt = buying.submitted(make_purchase_receipt(order.name))
	with builders.as_user(world.manager):
		assert costs_of(name, "ordered", "committed", "received", "invoiced", "total") == (50, 50, 50, 0, 0)
	with builders.as_user(world.accountant):
		invoice = buying.submitted(make_purchase_invoice(receipt.name))
	for doc in (order, receipt, invoice):
		assert [(row.om_facility_task, row.om_office_space) for row in doc.items] == [
			(name, world.kitchen.name)
		]
	with builders.as_user(world.manager):
		assert costs_of(name, "ordered", "committed", "received", "invoiced", "total") == (50, 0, 50, 50, 50)


def billed_by_the_plumber(world, name: str) -> None:
	with builders.as_user(world.accountant):
		bill = buying.invoice(world.call_out, rate=180, supplier=world.plumber, bill_no="NIGHT-7")
	assert bill.items[0].om_facility_task is None
	with builders.as_user(world.manager), pytest.raises(frappe.PermissionError):
		api.find_invoice_rows(name, supplier=world.plumber)
	with builders.as_user(world.bookkeeping_manager):
		bought, row = api.find_invoice_rows(name, supplier=world.plumber)
		assert (bought["amount"], bought["linked"]) == (50, 1), "what came by the order is shown as well"
		assert (row["bill_no"], row["amount"], row["linked"]) == ("NIGHT-7", 180, 0)
		assert api.link_invoice_rows(name, [row["name"]]) == [bill.name]
	(line,) = bill.reload().items
	assert (bill.docstatus, line.om_facility_task, line.om_office_space) == (1, name, world.kitchen.name)


def costs_stand_everywhere(world, name: str) -> None:
	"""The same figures at the task, at the room, and in the report however it is added up."""
	expected = {**dict.fromkeys(FIGURES, 0), "ordered": 50, "received": 50, "invoiced": 230, "total": 230}
	with builders.as_user(world.manager):
		shown = api.get_buying(name)["costs"]
		assert {figure: shown[figure] for figure in FIGURES} == expected
		this_year, _last = api.get_costs("Office Space", world.kitchen.name)["periods"]
		assert {figure: this_year[figure] for figure in FIGURES} == expected
		by_place = reported_costs(world, group_by="Place", depth="Room")
		assert by_place == {world.kitchen.name: expected, "Total": expected}
		assert reported_costs(world, group_by="Task") == {name: expected, "Total": expected}
		by_supplier = reported_costs(world, group_by="Supplier")
	assert {key: sums["total"] for key, sums in by_supplier.items()} == {
		world.shop: 50,
		world.plumber: 180,
		"Total": 230,
	}


def costs_are_not_the_technician_s(world, name: str) -> None:
	with builders.as_user(world.technician):
		assert api.get_buying(name)["costs"] is None
		with pytest.raises(frappe.PermissionError):
			api.get_costs("Office Space", world.kitchen.name)


def reported_costs(world, **filters) -> dict[str, dict]:
	"""The rows of the report Facility Cost for the house this month, by what they are of."""
	given = {"company": baseline.COMPANY, "period": "This Month", "place": world.house.name, **filters}
	rows = execute(given)[1]
	return {row.get("record") or row["group"]: {figure: row[figure] for figure in FIGURES} for row in rows}


def finished_by_the_technician(world, name: str) -> None:
	with builders.as_user(world.technician):
		api.finish_task(name, OUTCOME)
		with pytest.raises(moves.TaskActError, match="Only the office can verify"):
			api.verify_task(name)
	task = stored(name)
	assert (task.status, task.completed_by, task.outcome) == ("Done", world.technician, OUTCOME)


def verified_by_a_second_person(world, name: str) -> None:
	"""Who did the work can't verify it, not even with the office's rights; the manager can."""
	with builders.as_user("Administrator"):
		frappe.get_doc("User", world.technician).add_roles("Office Manager")
	with builders.as_user(world.technician), pytest.raises(SecondPersonError):
		api.verify_task(name)
	assert stored(name).status == "Done"
	with builders.as_user(world.manager):
		api.verify_task(name)
	task = stored(name)
	assert (task.status, task.verified_by) == ("Verified", world.manager)
	assert not task.is_verified_by_one_person


def told_once(name: str) -> None:
	sweep()
	sweep()
	assert subjects() == [RECEIPT_MAIL, OUTCOME_MAIL]
	text = mails()[1][1]
	assert OUTCOME in text
	assert "230" not in text, "no costs"
	(row,) = stored(name).reporters
	assert row.outcome_sent_on and not row.next_mail_on
