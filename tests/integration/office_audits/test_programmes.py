"""Audit Programmes: who sees which."""

import frappe
import pytest

from tests import baseline, builders
from tests.builders import as_user


def programme(space=None) -> str:
	return (
		frappe.get_doc(
			{
				"doctype": "Audit Programme",
				"title": builders.unique("Every year "),
				"company": baseline.COMPANY,
				"space": space and space.name,
				"lead_auditor": "Administrator",
			}
		)
		.insert()
		.name
	)


def test_who_is_limited_to_places_sees_the_programmes_of_those():
	here, there = builders.space(), builders.space()
	mine, other, of_the_company = programme(here), programme(there), programme()
	user = builders.limited_user(builders.user("Office Auditor"), here.name)
	with as_user(user):
		assert frappe.get_list("Audit Programme", pluck="name", order_by="name") == [mine]
		for name in (other, of_the_company):
			with pytest.raises(frappe.PermissionError):
				frappe.get_doc("Audit Programme", name).check_permission("read")
