import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import cstr, escape_html, get_link_to_form

from office_management import inputs
from office_management.domain import person_keys
from office_management.front_desk import block_matches, block_rules
from office_management.office_administration import api as administration

RULE = "Visitor Block Rule"
NAMED = ("full_name", "email", "phone", "organisation", "keyword")
KEYS = ("name_key", "email_key", "phone_key", "organisation_key", "keyword_key")
FEWEST_LETTERS = 2


class EmptyRuleError(frappe.ValidationError):
	"""The rule names nobody."""


class ShortKeywordError(frappe.ValidationError):
	"""A keyword of one letter would be found in half of all names."""


class RulePhoneError(frappe.ValidationError):
	"""No number can be made out in the phone of the rule."""


class DuplicateRuleError(frappe.ValidationError):
	"""Another rule says the same of the same place."""


class VisitorBlockRule(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		action: DF.Literal["Alert", "Block"]
		anonymised_on: DF.Datetime | None
		company: DF.Link | None
		email: DF.Data | None
		email_key: DF.Data | None
		full_name: DF.Data | None
		keyword: DF.Data | None
		keyword_first: DF.Data | None
		keyword_key: DF.Data | None
		name_key: DF.Data | None
		organisation: DF.Data | None
		organisation_key: DF.Data | None
		phone: DF.Data | None
		phone_key: DF.Data | None
		reason: DF.SmallText
		rule_title: DF.Data | None
		space: DF.Link | None
		status: DF.Literal["Active", "Expired"]
		valid_until_date: DF.Date | None
	# end: auto-generated types

	def validate(self):
		inputs.check_moments(self)
		self.tidy()
		self.set_company()
		self.set_keys()
		self.check_says_something()
		self.check_keyword()
		self.check_phone()
		self.check_duplicate()
		self.set_status()
		administration.clean_texts(self)

	def on_trash(self):
		block_matches.let_go_of_rule(self.name)

	def tidy(self):
		"""No outer spaces; the title is what the rule names first."""
		for field in NAMED:
			self.set(field, cstr(self.get(field)).strip() or None)
		self.rule_title = next((self.get(field) for field in NAMED if self.get(field)), None)

	def set_company(self):
		"""The company is that of the place."""
		self.company = frappe.db.get_value("Office Space", self.space, "company") if self.space else None

	def set_keys(self):
		"""What visitors are compared with."""
		self.name_key = person_keys.name_key(self.full_name) or None
		self.email_key = person_keys.email_key(self.email) or None
		region = block_rules.phone_region(self.company)
		self.phone_key = person_keys.phone_key(self.phone, region) or None
		self.organisation_key = person_keys.organisation_key(self.organisation) or None
		words = person_keys.words_of(self.keyword)
		self.keyword_key = " ".join(words) or None
		self.keyword_first = words[0] if words else None

	def check_says_something(self):
		"""At least one of name, e-mail, phone, organisation and keyword."""
		if not any(self.get(key) for key in KEYS) and not self.phone:
			frappe.throw(
				_(
					"The rule names nobody. Fill at least one of: name, e-mail, phone, organisation, word.",
					context=RULE,
				),
				EmptyRuleError,
				title=_("Nobody Named", context=RULE),
			)

	def check_keyword(self):
		"""A word of one letter is no word to look for."""
		if self.keyword_key and len(self.keyword_key) < FEWEST_LETTERS:
			frappe.throw(
				_("{0} is too short to look for. Use a whole word.", context=RULE).format(
					bold(escape_html(self.keyword))
				),
				ShortKeywordError,
			)

	def check_phone(self):
		"""A phone that holds no number would never be found."""
		if self.phone and not self.phone_key:
			frappe.throw(
				_("{0} is no phone number. Write it with the country code, like {1}.", context=RULE).format(
					bold(escape_html(self.phone)), bold("+31 20 123 4567")
				),
				RulePhoneError,
			)

	def check_duplicate(self):
		"""One rule is enough; an import that is repeated makes no second ones."""
		same = {key: self.get(key) or ("is", "not set") for key in (*KEYS, "space")}
		same.update({"action": self.action, "name": ("!=", self.name or ""), "status": block_rules.ACTIVE})
		other = frappe.db.get_value(RULE, same, "name")
		if other and block_rules.status_of(self.valid_until_date) == block_rules.ACTIVE:
			frappe.throw(
				_("There is such a rule already: {0}. Change that one.", context=RULE).format(
					bold(get_link_to_form(RULE, other, escape_html(self.rule_title)))
				),
				DuplicateRuleError,
				title=_("Same Rule", context=RULE),
			)

	def set_status(self):
		"""Active until the last day has passed."""
		self.status = block_rules.status_of(self.valid_until_date)
