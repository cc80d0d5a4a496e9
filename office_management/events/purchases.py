"""The documents of buying and of the store, whose rows name the job and the place they are for: all alike."""

from office_management.facilities import api
from office_management.office_audits import api as audits


def carry_links(doc, method=None):
	"""validate: rows keep the job and place of the rows they come from."""
	api.carry_links(doc)


def settle_links(doc, method=None):
	"""before_update_after_submit: what was chosen on a submitted invoice is complete."""
	api.settle_links(doc)


def tag_assets(doc, method=None):
	"""on_submit of a receipt or invoice: assets that ERPNext has just made get their tags."""
	audits.tag_bought_assets(doc)
