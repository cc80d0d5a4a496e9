"""The proof: unmistakable values go in by every way there is, time passes, and no dump and no file holds one any more.

Also runs that are stopped or killed half way. These tests commit, as a dump sees only what is committed.
"""

import base64
import gzip
import os
import re
import shutil
import subprocess
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import frappe
import pytest
from frappe.utils import get_system_timezone, getdate, now_datetime
from freezegun import freeze_time

from office_management.front_desk import (
	agreements,
	anonymising,
	badges,
	copies,
	deliveries,
	evacuation,
	host_notices,
	invitation_mails,
	messages,
	retention_runs,
	views,
	visits,
)
from office_management.front_desk.personal_fields import PERSONAL, PLACEHOLDER
from tests import baseline, builders, invitation_builders, station_builders
from tests import front_desk_builders as make
from tests.front_desk_pictures import data_url

pytestmark = pytest.mark.commits

LOG, VISITOR, INVITATION = "Visitor Log", "Visitor", "Visit Invitation"
MARK = "Zqxvunmistakable"
EMAIL, PHONE, DIGITS = f"{MARK}@zqxvunmistakable.example".lower(), "+31 6 87654329", b"87654329"
KINDS = (
	LOG,
	VISITOR,
	INVITATION,
	"Phone Message",
	"Delivery",
	"Evacuation",
	"Visitor Block Rule",
	"Access Badge",
	"Front Desk Station",
	"Retention Run",
)


def word(what: str) -> str:
	"""A value that nobody else has, for a field."""
	return f"{MARK} {what}"


# --- looking for it -------------------------------------------------------------------------------------------


def fragments() -> list[bytes]:
	"""How base64 writes the middle of the mark, wherever it begins: mails in the queue may be encoded."""
	found = []
	for text in (MARK, MARK.lower()):
		for before in range(3):
			coded = base64.b64encode(b"\0" * before + text.encode())
			found.append(coded[4:-4])
	return found


def looks_like_it(data: bytes) -> set[bytes]:
	"""What of the marks some bytes hold."""
	lower = data.lower()
	found = {mark for mark in (MARK.lower().encode(), DIGITS) if mark in lower}
	return found | {coded for coded in fragments() if coded in data}


def dump() -> bytes:
	"""The whole database, as a backup would hold it."""
	conf = frappe.conf
	program = shutil.which("mariadb-dump") or shutil.which("mysqldump")
	command = [
		program,
		"--single-transaction",
		"--skip-extended-insert",
		f"--user={conf.db_user or conf.db_name}",
	]
	if conf.db_socket:
		command.append(f"--socket={conf.db_socket}")
	else:
		command += [f"--host={conf.db_host or '127.0.0.1'}", f"--port={conf.db_port or 3306}"]
	done = subprocess.run(
		[*command, conf.db_name],
		env={**os.environ, "MYSQL_PWD": conf.db_password},
		capture_output=True,
		check=True,
	)
	return done.stdout


def tables_with_it(dumped: bytes) -> dict[str, str]:
	"""Table -> the beginning of a row of it that holds a mark."""
	found = {}
	for line in dumped.splitlines():
		if line.startswith(b"INSERT INTO") and looks_like_it(line):
			table = re.match(rb"INSERT INTO `([^`]+)`", line)[1].decode()
			found.setdefault(table, line[:300].decode("utf-8", "replace"))
	return found


def files_with_it() -> list[str]:
	"""Files of the site whose name or content holds a mark."""
	found = []
	for folder in ("private/files", "public/files"):
		for path in Path(frappe.get_site_path(folder)).rglob("*"):
			if path.is_file() and (looks_like_it(path.name.encode()) or looks_like_it(content_of(path))):
				found.append(str(path))
	return found


def content_of(path: Path) -> bytes:
	data = path.read_bytes()
	return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


# --- putting it in --------------------------------------------------------------------------------------------


@pytest.fixture
def mail_account():
	"""Mails go into the queue, and no further."""
	from frappe.email.doctype.email_account.email_account import EmailAccount

	doc = frappe.get_doc(
		{
			"doctype": "Email Account",
			"email_account_name": "Office",
			"email_id": "office@testerij.example",
			"enable_outgoing": 1,
			"default_outgoing": 1,
			"smtp_server": "localhost",
		}
	)
	doc.name = "Office"
	frappe.db.delete("Email Account", "Office")
	doc.db_insert()
	assert EmailAccount.find_outgoing()
	yield
	frappe.db.rollback()
	frappe.db.delete("Email Account", "Office")
	frappe.db.commit()


@pytest.fixture
def place(site):
	"""Where it all happens; it is removed with everything that was made there."""
	before = {doctype: set(frappe.get_all(doctype, pluck="name", order_by="name")) for doctype in KINDS}
	space = make.site()
	yield space.name
	frappe.db.rollback()
	for doctype in KINDS:
		remove_new(doctype, before[doctype])
	remove_new_types()
	frappe.delete_doc("Office Space", space.name, force=True)
	frappe.delete_doc("Location", space.name, force=True)
	frappe.db.commit()


def remove_new(doctype: str, before: set[str]) -> None:
	new = [name for name in frappe.get_all(doctype, pluck="name", order_by="name") if name not in before]
	for field in frappe.get_meta(doctype).get_table_fields():
		frappe.db.delete(field.options, {"parent": ("in", [*new, ""]), "parenttype": doctype})
	frappe.db.delete(doctype, {"name": ("in", [*new, ""])})


def remove_new_types() -> None:
	types = frappe.get_all("Visitor Type", {"type_name": ("like", "Type %")}, pluck="name", order_by="name")
	frappe.db.delete("Visitor Question", {"parent": ("in", [*types, ""])})
	frappe.db.delete("Visitor Type", {"name": ("in", [*types, ""])})
	frappe.db.delete("Visitor Agreement", {"title": ("like", "House Rules %")})


def a_type() -> str:
	"""A type that asks for everything."""
	rules = frappe.get_doc(
		{"doctype": "Visitor Agreement", "title": builders.unique("House Rules "), "body": "<p>Be kind.</p>"}
	).insert()
	agreements.publish(rules.name)
	asked = dict.fromkeys(("ask_organisation", "ask_email", "ask_phone", "ask_vehicle"), "Optional")
	questions = [{"question": "Whom do we call for you?", "answer_type": "Text", "is_required": 0}]
	values = {"photo_rule": "Optional", "agreement": rules.name, "gives_badge": 1, "questions": questions}
	return make.visitor_type(**asked, **values).name


def through_the_kiosk(place: str) -> str:
	"""Somebody checks in at the tablet, signs, answers and is photographed."""
	visitor_type = a_type()
	station = station_builders.station(place, visitor_type=visitor_type)
	(question,) = frappe.get_doc("Visitor Type", visitor_type).questions
	answer = station_builders.arrive(
		station_builders.key_of(station),
		full_name=word("Kiosk"),
		email=EMAIL,
		phone=PHONE,
		organisation=word("Organisation"),
		vehicle_plate=MARK[:18],
		host=f"{MARK} Host",
		answers={question.line_key: word("Answer")},
		agreement=frappe.get_cached_value("Visitor Type", visitor_type, "agreement"),
		signature=data_url(10),
		photo=data_url(60),
	)
	assert answer["state"] == "thanks", answer
	return frappe.db.get_value(LOG, {"space": place, "source": "Kiosk"}, "name")


def through_the_desk(place: str) -> str:
	"""Reception types somebody in, and works with the visit as people do."""
	log = make.visit(
		place,
		full_name=word("Desk"),
		email=f"desk.{EMAIL}",
		phone=PHONE,
		organisation=word("Company"),
		purpose=word("Purpose"),
		vehicle_plate=MARK,
		reception_note=word("Note"),
		host=baseline.employee("bram"),
	)
	log.append("belongings", {"item": word("Laptop"), "serial_number": MARK})
	log.save()
	badge = frappe.get_doc(
		{"doctype": "Access Badge", "badge_number": builders.unique("B"), "space": place}
	).insert()
	visits.check_in(log.name, badge=badge.name)
	host_notices.sweep() if hasattr(host_notices, "sweep") else None
	for doctype, name in ((LOG, log.name), (VISITOR, log.visitor)):
		work_with(doctype, name)
	return log.name


def work_with(doctype: str, name: str) -> None:
	"""Comments, tags, an assignment, a mail, a file, a view, a version, an error: everything that leaves a copy."""
	from frappe.core.doctype.communication.email import make as make_mail
	from frappe.desk.doctype.notification_log.notification_log import make_notification_logs
	from frappe.desk.doctype.tag.tag import add_tag
	from frappe.desk.form.assign_to import add as assign

	doc = frappe.get_doc(doctype, name)
	comment = doc.add_comment("Comment", word("Comment"))
	frappe.delete_doc("Comment", doc.add_comment("Comment", word("Withdrawn")).name)
	doc.add_comment("Info", word("Info"))
	add_tag(MARK, doctype, name)
	assign({"assign_to": ["Administrator"], "doctype": doctype, "name": name, "description": word("ToDo")})
	make_mail(
		doctype=doctype,
		name=name,
		subject=word("Subject"),
		content=word("Content"),
		recipients=EMAIL,
		send_email=True,
	)
	attach(doctype, name)
	views.note_viewed(doctype, name)
	data = frappe.as_json({"changed": [["full_name", word("Before"), word("After")]]})
	frappe.get_doc({"doctype": "Version", "ref_doctype": doctype, "docname": name, "data": data}).insert()
	frappe.log_error(f"{word('Error')} failed", f"office_management/front_desk: {doc.as_dict()}")
	notice = {"type": "Alert", "document_type": doctype, "document_name": name, "subject": word("Notice")}
	make_notification_logs({**notice, "from_user": "Administrator"}, ["office.manager@testerij.example"])
	frappe.get_doc(
		{
			"doctype": "Activity Log",
			"subject": word("Act"),
			"reference_doctype": doctype,
			"reference_name": name,
		}
	).insert()
	search = frappe.qb.Table("__global_search")
	frappe.qb.into(search).columns("doctype", "name", "content", "title").insert(
		doctype, name, MARK, MARK
	).run()
	assert comment


def attach(doctype: str, name: str) -> None:
	"""A file that somebody put there."""
	frappe.get_doc(
		{
			"doctype": "File",
			"file_name": f"{MARK}-{frappe.generate_hash(length=6)}.txt",
			"attached_to_doctype": doctype,
			"attached_to_name": name,
			"is_private": 1,
			"content": f"{word('File')} {name}",
		}
	).insert()


def through_an_invitation(place: str) -> str:
	"""Somebody is invited by mail, and does not come."""
	doc = invitation_builders.sent(
		{"full_name": word("Guest"), "email": f"guest.{EMAIL}", "phone": PHONE, "organisation": word("Firm")},
		space=place,
		subject=word("Meeting"),
		message=word("Message"),
		reception_note=word("Whisper"),
	)
	invitation_mails.send_owed_invitations()
	work_with(INVITATION, doc.name)
	frappe.db.set_value(INVITATION, doc.name, "cancel_reason", word("Reason"))
	return doc.name


def at_the_desk_otherwise(place: str) -> None:
	"""A message, a parcel, an evacuation, a block rule, and a visitor who was deleted by hand."""
	anna = baseline.employee("anna")
	message = messages.take(
		{
			"recipient": anna,
			"caller_name": word("Caller"),
			"caller_organisation": word("Of"),
			"phone": PHONE,
			"message": word("Wish"),
		}
	)
	messages.finish(message, word("Outcome"))
	parcel, _known = deliveries.receive(
		{
			"recipient": anna,
			"carrier": "DHL",
			"sender": word("Sender"),
			"tracking_number": MARK,
			"note": word("Lies"),
		}
	)
	deliveries.hand_over([parcel], word("Collector"), data_url(30))
	for doctype, name in (("Phone Message", message), ("Delivery", parcel)):
		attach(doctype, name)
	run_an_evacuation(place)
	rule = {
		"full_name": word("Thief"),
		"email": f"thief.{EMAIL}",
		"reason": word("Stole"),
		"valid_until_date": getdate(),
	}
	frappe.get_doc({"doctype": "Visitor Block Rule", "organisation": word("Gang"), **rule}).insert()
	frappe.delete_doc(VISITOR, make.visitor(word("Deleted"), email=f"deleted.{EMAIL}").name)


def run_an_evacuation(place: str) -> None:
	found = evacuation.start(place, is_drill=False)
	person = frappe.get_all("Evacuation Person", {"parent": found["name"]}, pluck="name", order_by="name")
	assert person
	frappe.db.set_value("Evacuation Person", person[0], {"note": word("Seen"), "phone": PHONE})
	frappe.db.set_value(
		"Evacuation", found["name"], {"note": word("Report"), "status": "Closed", "open_key": None}
	)
	frappe.db.set_value(
		"Evacuation Area", {"parent": found["name"]}, {"warden_name": MARK, "note": word("Area")}
	)


def lists_of_it() -> None:
	"""Copies of whole lists: a prepared report, an import, an export on record, filters somebody used."""
	from frappe.model.utils.user_settings import sync_user_settings, update_user_settings

	for doctype, values in {
		"Prepared Report": {
			"report_name": "Visitor Register",
			"status": "Completed",
			"filters": MARK,
			"queued_by": "Administrator",
		},
		"Data Import": {
			"reference_doctype": VISITOR,
			"import_type": "Insert New Records",
			"template_warnings": MARK,
		},
	}.items():
		doc = frappe.get_doc({"doctype": doctype, **values})
		doc.name = frappe.generate_hash(length=10)
		doc.db_insert()
		attach(doctype, doc.name)
	line = {
		"doctype": "Data Import Log",
		"data_import": frappe.get_last_doc("Data Import").name,
		"messages": MARK,
	}
	frappe.get_doc(line).insert()
	kept = {
		"user": "Administrator",
		"filters": f'[["{VISITOR}","full_name","=","{word("Desk")}"]]',
		"page": word("Desk"),
	}
	frappe.get_doc({"doctype": "Access Log", "export_from": VISITOR, **kept}).insert()
	filters = [[VISITOR, "full_name", "=", word("Desk")]]
	update_user_settings(VISITOR, frappe.as_json({"List": {"filters": filters}}), for_update=True)
	sync_user_settings()


def ensure_report() -> None:
	"""Prepared reports are known by the reports of the module; before there is one, a stand-in."""
	if not frappe.db.exists("Report", "Visitor Register"):
		doc = frappe.get_doc({"doctype": "Report", "report_name": "Visitor Register", "module": "Front Desk"})
		doc.update({"ref_doctype": LOG, "report_type": "Report Builder", "is_standard": "No"})
		doc.insert()


def fill_the_rest(begun: datetime) -> None:
	"""Every personal field of every record made since then, by the clock of the site, that is still empty."""
	for doctype in PERSONAL:
		fields = [field for field in anonymising.text_fields(doctype) if field != "tracking_number"]
		for row in frappe.get_all(
			doctype,
			{"creation": (">=", begun)},
			["name", *fields],
			order_by="name",
		):
			empty = {field: word(field) for field in fields if not row[field]}
			if empty:
				frappe.db.set_value(doctype, row.name, empty, update_modified=False)


def later(days: int):
	"""Noon of that day, where the site is."""
	noon = datetime.combine(getdate() + timedelta(days=days), time(12), ZoneInfo(get_system_timezone()))
	return freeze_time(noon.astimezone(UTC).replace(tzinfo=None))


# --- the tests ------------------------------------------------------------------------------------------------


def test_after_its_time_no_value_is_left_in_database_or_files(place, mail_account, monkeypatch):
	monkeypatch.setattr(frappe.flags, "in_test", False)  # versions and the like are kept as outside tests
	begun = now_datetime()
	ensure_report()
	logs = [through_the_kiosk(place), through_the_desk(place)]
	at_the_desk_otherwise(place)
	invitation = through_an_invitation(place)
	lists_of_it()
	fill_the_rest(begun)
	for log in logs:
		visits.check_out(log)
	frappe.db.commit()

	before = tables_with_it(dump())
	assert {f"tab{doctype}" for doctype in PERSONAL if anonymising.text_fields(doctype)} - {
		"tabVisitor Block Match",
		"tabEvacuation Mark",
		"tabVisit Mail",
	} <= before.keys()
	assert {
		f"tab{doctype}"
		for doctype in ("Version", "Comment", "Communication", "Email Queue", "Error Log", "Deleted Document")
	} <= before.keys()
	assert len(files_with_it()) >= 5
	pictures = [path for log in logs for path in pictures_of(log)]
	assert pictures and all(path.exists() for path in pictures)

	with later(500):
		retention_runs.anonymise_due()
	frappe.db.commit()

	run = frappe.get_last_doc("Retention Run")
	assert (run.status, run.error) == ("Done", None)
	assert tables_with_it(dump()) == {}
	assert files_with_it() == []
	assert not any(path.exists() for path in pictures)
	assert (
		frappe.db.count(LOG, {"name": ("in", logs), "visitor_name": PLACEHOLDER, "status": "Checked Out"})
		== 2
	)
	assert frappe.db.get_value(INVITATION, invitation, "subject") == PLACEHOLDER


def pictures_of(log: str) -> list[Path]:
	urls = frappe.db.get_value(LOG, log, ["photo", "signature"])
	return [Path(frappe.get_site_path(url.lstrip("/"))) for url in urls if url]


# --- half way -------------------------------------------------------------------------------------------------


@pytest.fixture
def five_visits(place, monkeypatch):
	"""Five visits that are over, done two at a time."""
	monkeypatch.setattr(copies, "AT_ONCE", 2)
	names = [make.visit_on_site(place).name for _number in range(5)]
	for name in names:
		visits.check_out(name)
	frappe.db.commit()
	return names


def known(names: list[str]) -> int:
	return frappe.db.count(LOG, {"name": ("in", names), "anonymised_on": ("is", "not set")})


def after_two(monkeypatch, act):
	"""Do something when the second batch begins."""
	clear, seen = anonymising.visits, []

	def clear_and_act(names, now, kinds, are_locked):
		seen.append(names)
		if len(seen) == 2:
			act()
		return clear(names, now, kinds, are_locked)

	monkeypatch.setattr(anonymising, "visits", clear_and_act)


class Killed(BaseException):
	"""What a kill is to the code: nothing of ours catches it."""


def test_a_run_that_is_killed_half_way_is_taken_up_by_the_next(five_visits, monkeypatch):
	def kill():
		raise Killed

	with monkeypatch.context() as patch, later(91):
		after_two(patch, kill)
		with pytest.raises(Killed):
			retention_runs.anonymise_due()
		frappe.db.rollback()
	assert known(five_visits) == 3
	with later(92):
		retention_runs.anonymise_due()
	assert known(five_visits) == 0
	first, second = frappe.get_all("Retention Run", ["status", "visits"], order_by="creation desc", limit=2)[
		::-1
	]
	assert (first.status, first.visits, second.status, second.visits) == ("Stopped", 2, "Done", 3)


def test_a_run_that_is_stopped_does_no_further_batch_and_can_be_started_again(five_visits, monkeypatch):
	with later(91):
		name = retention_runs.make_run()
		frappe.db.commit()
		with monkeypatch.context() as patch:
			after_two(patch, lambda: retention_runs.stop(name))
			retention_runs.run(name)
		frappe.db.set_value("Retention Run", name, "status", "Stopped")
		frappe.db.commit()
		assert known(five_visits) == 3
		with pytest.raises(retention_runs.RunNotGoingOnError):
			retention_runs.stop(name)
		retention_runs.anonymise_due()
	assert known(five_visits) == 0


def test_two_runs_are_not_started_at_once(place):
	name = retention_runs.make_run()
	with pytest.raises(retention_runs.RunGoingOnError, match=name):
		retention_runs.start()
	frappe.db.rollback()
