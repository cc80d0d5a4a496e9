"""What visitors sign: published once and for all, superseded, signed again when it must be, kept with the visit."""

import base64
import io
from datetime import timedelta
from pathlib import Path

import frappe
import pytest
from frappe.utils import now_datetime
from PIL import Image, ImageDraw

from office_management.front_desk import agreements, pictures, visits
from office_management.front_desk.arrival_checks import VisitAgreementError
from office_management.front_desk.doctype.visitor_agreement import visitor_agreement as endpoints
from office_management.front_desk.doctype.visitor_agreement.visitor_agreement import (
	AgreementLanguageError,
	AgreementPublishedError,
	AgreementSignedError,
	AgreementStatusError,
)
from tests import baseline, builders
from tests import front_desk_builders as desk

LOG, AGREEMENT, TYPE = "Visitor Log", "Visitor Agreement", "Visitor Type"
MANAGER = baseline.USERS["office_manager"]


def picture(ink: bool = True, kind: str = "PNG", size: tuple = (300, 120)) -> str:
	"""A data URL as a canvas gives it: something written, or nothing."""
	image = Image.new("RGBA", size, (0, 0, 0, 0))
	if ink:
		ImageDraw.Draw(image).line([(20, 100), (150, 10), (280, 90)], fill="black", width=4)
	kept = io.BytesIO()
	image.convert("RGBA" if kind == "PNG" else "RGB").save(kept, kind)
	return f"data:image/{kind.lower()};base64,{base64.b64encode(kept.getvalue()).decode()}"


def draft(**values):
	doc = {
		"doctype": AGREEMENT,
		"title": builders.unique("House Rules "),
		"body": "<p>Be kind.</p>",
		**values,
	}
	return frappe.get_doc(doc).insert()


def published(**values):
	made = draft(**values)
	agreements.publish(made.name)
	return made.reload()


@pytest.fixture
def rules(site):
	return published(texts=[{"language": "nl", "body": "<p>Wees aardig.</p>"}])


@pytest.fixture
def visitor_type(rules):
	return desk.visitor_type(agreement=rules.name).name


@pytest.fixture
def log(visitor_type):
	return desk.visit(visitor_type=visitor_type)


def sign(log, agreement, **values):
	agreements.sign(log.name, getattr(agreement, "name", agreement), picture(), **values)
	return log.reload()


# --- versions -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	"change",
	[
		{"body": "<p>Be rude.</p>"},
		{"title": "Other"},
		{"valid_days": 3},
		{"texts": []},
		{"texts": [{"language": "da", "body": "x"}]},
	],
)
def test_published_text_never_changes(rules, change):
	with builders.as_user(MANAGER):
		doc = frappe.get_doc(AGREEMENT, rules.name)
		doc.update(change)
		with pytest.raises(AgreementPublishedError):
			doc.save()


@pytest.mark.parametrize("field, value", [("status", "Draft"), ("version", 9), ("published_by", MANAGER)])
def test_what_publishing_says_is_not_typed(rules, field, value):
	error = AgreementPublishedError if field == "version" else AgreementStatusError
	with builders.as_user(MANAGER), pytest.raises(error):
		frappe.client.set_value(AGREEMENT, rules.name, field, value)


def test_a_draft_cannot_publish_itself(site):
	made = draft(status="Published", version=7)
	assert (made.status, made.version) == ("Draft", 1)
	made.status = "Published"
	with pytest.raises(AgreementStatusError):
		made.save()


def test_a_new_version_takes_the_place_of_the_old_one_everywhere(rules, visitor_type):
	with builders.as_user(MANAGER):
		name = endpoints.new_version(rules.name)
		assert endpoints.new_version(rules.name) == name
		new = frappe.get_doc(AGREEMENT, name)
		assert (new.status, new.version, new.supersedes) == ("Draft", 2, rules.name)
		new.body = "<p>Be very kind.</p>"
		new.save()
		assert agreements.required(visitor_type) == rules.name
		for _again in range(2):
			endpoints.publish(name)
	assert frappe.db.get_value(AGREEMENT, rules.name, "status") == "Superseded"
	assert agreements.required(visitor_type) == name == frappe.db.get_value(TYPE, visitor_type, "agreement")
	assert frappe.db.get_value(AGREEMENT, name, "published_by") == MANAGER
	with pytest.raises(agreements.AgreementNotDraftError):
		agreements.publish(rules.name)


def test_a_draft_of_what_was_replaced_meanwhile_is_refused(rules):
	late = draft(title=rules.title, supersedes=rules.name)
	first = draft(title=rules.title, supersedes=rules.name)
	agreements.publish(first.name)
	with pytest.raises(agreements.NewerDraftError):
		agreements.publish(late.name)


def test_one_text_for_each_language(site):
	with pytest.raises(AgreementLanguageError):
		draft(texts=[{"language": "nl", "body": "a"}, {"language": "nl", "body": "b"}])


def test_text_is_in_the_visitors_language_and_safe(rules):
	assert agreements.text_of(rules.name, "nl")["body"] == "<p>Wees aardig.</p>"
	assert agreements.text_of(rules.name, "nl-BE")["language"] == "nl"
	assert agreements.text_of(rules.name, "da")["body"] == "<p>Be kind.</p>"
	frappe.db.set_value(AGREEMENT, rules.name, "body", "<p onclick=x()>Be</p><script>alert(1)</script>")
	frappe.clear_document_cache(AGREEMENT, rules.name)
	body = agreements.text_of(rules.name)["body"]
	assert "onclick" not in body and "<script" not in body


def test_only_managers_publish(rules):
	made = draft()
	for key in ("receptionist", "auditor", "employee", "nobody"):
		with builders.as_user(baseline.USERS[key]):
			with pytest.raises(frappe.PermissionError):
				endpoints.publish(made.name)
			with pytest.raises(frappe.PermissionError):
				endpoints.new_version(rules.name)


# --- signing --------------------------------------------------------------------------------------------------


def test_nobody_comes_in_without_signing_and_the_version_stays_with_the_visit(log, rules):
	with pytest.raises(VisitAgreementError):
		visits.check_in(log.name)
	log = sign(log, rules, language="nl")
	visits.check_in(log.name)
	log.reload()
	assert (log.status, log.agreement, log.agreement_language) == ("Checked In", rules.name, "nl")
	assert log.agreement_signed_on and log.signature


def test_signing_twice_keeps_the_first(log, rules):
	first = sign(log, rules).signature
	assert sign(log, rules).signature == first


def test_another_version_than_the_one_required_is_not_signed(log, rules):
	name = agreements.new_version(rules.name)
	with pytest.raises(agreements.AgreementChangedError):
		sign(log, name)
	agreements.publish(name)
	with pytest.raises(agreements.AgreementChangedError):
		sign(log, rules)
	assert sign(log, name).agreement == name


def test_who_signed_this_version_before_need_not_again(log, rules):
	sign(log, rules)
	again = desk.visit(visitor=log.visitor, visitor_type=log.visitor_type)
	assert agreements.needed(again) is None
	visits.check_in(again.name)
	again.reload()
	assert (again.agreement, again.agreement_signed_on) == (rules.name, log.agreement_signed_on)
	somebody_else = desk.visit(visitor_type=log.visitor_type)
	assert agreements.needed(somebody_else) == rules.name


def test_a_new_version_is_signed_again(log, rules):
	sign(log, rules)
	name = agreements.new_version(rules.name)
	agreements.publish(name)
	assert agreements.needed(log.reload()) == name


def test_a_signature_older_than_valid_days_is_given_again(site):
	yearly = published(valid_days=365)
	kind = desk.visitor_type(agreement=yearly.name).name
	log = sign(desk.visit(visitor_type=kind), yearly)
	for days, needed in ((364, None), (366, yearly.name)):
		frappe.db.set_value(LOG, log.name, "agreement_signed_on", now_datetime() - timedelta(days=days))
		again = desk.visit(visitor=log.visitor, visitor_type=kind, is_another=1)
		assert agreements.needed(again) == needed


def test_a_draft_asks_nobody(site):
	kind = desk.visitor_type(agreement=draft().name).name
	assert agreements.needed(desk.visit(visitor_type=kind)) is None


def test_what_was_signed_is_not_deleted(log, rules):
	sign(log, rules)
	frappe.db.set_value(TYPE, log.visitor_type, "agreement", None)
	with builders.as_user(MANAGER), pytest.raises(AgreementSignedError):
		frappe.delete_doc(AGREEMENT, rules.name)
	frappe.delete_doc(AGREEMENT, draft().name)


def test_what_was_signed_is_printed_with_the_signature_for_those_who_may_see_it(log, rules):
	assert agreements.signed_agreement(log) is None
	log = sign(log, rules, language="nl")
	visits.check_in(log.name)

	def printed(user):
		with builders.as_user(baseline.USERS[user]):
			return frappe.get_print(LOG, log.name, "Signed Agreement", no_letterhead=1)

	page = printed("receptionist")
	assert "Wees aardig." in page and "data:image/jpeg;base64," in page
	assert "data:image/jpeg" not in printed("auditor")


# --- pictures -------------------------------------------------------------------------------------------------


def test_a_signature_is_a_private_file_that_hosts_cannot_open(log, rules):
	host = builders.user("Employee", employee=builders.employee().name)
	frappe.db.set_value(LOG, log.name, "host", frappe.db.get_value("Employee", {"user_id": host}))
	address = sign(log, rules).signature
	visits.check_in(log.name)  # Frappe hangs what an attach field names on the record, whenever that is saved
	assert frappe.get_all("File", {"file_url": address}, pluck="attached_to_doctype") == ["Visitor"]
	assert address.startswith("/private/files/signature-")
	file = frappe.get_doc("File", {"file_url": address})
	assert file.is_private and file.get_content()[:3] == b"\xff\xd8\xff"
	with builders.as_user(host):
		assert frappe.has_permission(LOG, "read", doc=log.name)
		assert not frappe.has_permission("File", "read", doc=file)
	with builders.as_user(baseline.USERS["receptionist"]):
		assert frappe.has_permission("File", "read", doc=frappe.get_doc("File", file.name))


def test_a_new_photo_takes_the_place_of_the_old_one_on_disk(log):
	first = pictures.keep_picture(picture(), log.name, "photo")
	path = frappe.get_doc("File", {"file_url": first}).get_full_path()
	second = pictures.keep_picture(picture(kind="JPEG"), log.name, "photo")
	assert first != second == frappe.db.get_value(LOG, log.name, "photo")
	assert not frappe.db.exists("File", {"file_url": first})
	assert not Path(path).exists()


def test_equal_pictures_of_two_people_are_two_files(site):
	one, other = (pictures.keep_picture(picture(), desk.visit().name, "photo") for _one in range(2))
	assert one != other
	with Image.open(frappe.get_doc("File", {"file_url": other}).get_full_path()) as kept:
		assert kept.size == (300, 120)


@pytest.mark.parametrize(
	"data",
	[
		"",
		"not a picture",
		"data:text/html;base64,PHNjcmlwdD4=",
		"data:image/svg+xml;base64,PHN2Zy8+",
		"data:image/png;base64," + base64.b64encode(b"<script>alert(1)</script>").decode(),
		"data:image/png;base64,%%%",
		None,
	],
)
def test_what_is_no_picture_is_refused(log, data):
	with pytest.raises(pictures.PictureError):
		pictures.keep_picture(data, log.name, "photo")


def test_an_empty_signature_is_none(log, rules):
	with pytest.raises(pictures.EmptySignatureError):
		agreements.sign(log.name, rules.name, picture(ink=False))
