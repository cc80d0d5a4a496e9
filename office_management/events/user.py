"""When a User is saved."""

from office_management.office_administration import api


def propose_workspace(doc, method=None):
	"""validate: who gets a first office role arrives at the Office workspace."""
	api.propose_workspace_on_new_role(doc)
