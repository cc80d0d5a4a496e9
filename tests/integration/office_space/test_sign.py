"""The sign of a space: an id of its own from the first day, and a token that outlives renaming but not a new sign."""

import frappe
import pytest

from office_management.office_space import api, making, sign
from office_management.office_space.doctype.office_space.office_space import MoveInsteadError
from office_management.patches.v0_1 import signs_of_spaces
from tests import baseline, builders


def sign_id(space) -> str:
	return frappe.db.get_value("Office Space", getattr(space, "name", space), "sign_id")


def place_of(token: str):
	return sign.space_of_token(token, sign.REPORT_PROBLEM)


def test_every_space_has_a_sign_of_its_own_however_it_was_made():
	site = builders.space()
	rows = [
		{
			"space_code": builders.unique("B"),
			"space_name": "Bulk",
			"space_type": "Room",
			"parent_space": site.name,
			"company": baseline.COMPANY,
			"sign_id": "0" * 32,
		}
		for _number in range(3)
	]
	made = [row.name for row in making.make_spaces(rows)]
	ids = {sign_id(name) for name in [site.name, *made]}
	assert len(ids) == 4 and all(len(one) == 32 for one in ids) and "0" * 32 not in ids


def test_nobody_gives_or_types_over_a_sign():
	site = builders.space(sign_id="a" * 32)
	assert site.sign_id != "a" * 32
	site.sign_id = "a" * 32
	with pytest.raises(MoveInsteadError, match="can't be typed over"):
		site.save()


def test_a_copy_gets_a_sign_of_its_own():
	site = builders.space()
	copy = frappe.copy_doc(site)
	copy.space_code = builders.unique("S")
	assert copy.insert().sign_id != site.sign_id


def test_a_token_outlives_a_new_code_and_name():
	site = builders.space()
	token = sign.sign_token(site.name, sign.REPORT_PROBLEM)
	name = api.rename_space(site.name, builders.unique("NEW"), "New Name")["name"]
	assert (place_of(token).name, place_of(token).space_name) == (name, "New Name")


def test_a_new_sign_revokes_the_old_one():
	site = builders.space()
	old = sign.sign_token(site.name, sign.REPORT_PROBLEM)
	api.new_sign(site.name)
	assert place_of(old) is None
	assert place_of(sign.sign_token(site.name, sign.REPORT_PROBLEM)).name == site.name


def test_a_token_for_one_thing_opens_nothing_else():
	site = builders.space()
	assert sign.space_of_token(sign.sign_token(site.name, "other"), sign.REPORT_PROBLEM) is None


def test_the_token_of_a_closed_place_opens_nothing_until_it_is_open_again():
	site = builders.space()
	token = sign.sign_token(site.name, sign.REPORT_PROBLEM)
	api.close_space(site.name)
	assert place_of(token) is None
	api.reopen_space(site.name)
	assert place_of(token).name == site.name


def test_another_sites_secret_makes_no_token_here(monkeypatch):
	site = builders.space()
	with monkeypatch.context() as patch:
		patch.setattr(sign, "get_encryption_key", lambda: "the secret of another site")
		foreign = sign.sign_token(site.name, sign.REPORT_PROBLEM)
	assert place_of(foreign) is None


def test_the_patch_gives_a_sign_to_those_without_and_touches_no_other():
	with_sign, *without = (builders.space() for _number in range(4))
	frappe.db.set_value("Office Space", {"name": ("in", [one.name for one in without])}, "sign_id", None)
	with pytest.raises(sign.NoSignError, match="New Sign"):
		sign.sign_token(without[0].name, sign.REPORT_PROBLEM)
	for _again in range(2):
		signs_of_spaces.execute()
	ids = [sign_id(one) for one in without]
	assert len(set(ids)) == 3 and None not in ids
	assert sign_id(with_sign) == with_sign.sign_id


def printed(space: str) -> str:
	return frappe.get_print("Office Space", space, "Room Sign", no_letterhead=1)


def test_the_printed_sign_shows_the_code_only_while_reports_are_taken():
	room = builders.room(builders.space().name)
	assert "Something wrong here?" in printed(room.name)
	assert sign.problem_report_qr(room.name) in printed(room.name)
	frappe.db.set_single_value("Office Management Settings", "accept_problem_reports", 0)
	assert "Something wrong here?" not in printed(room.name)
