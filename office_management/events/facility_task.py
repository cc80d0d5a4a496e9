"""What saving or deleting a task means for the documents of ERPNext that name it."""

from office_management.facilities import api
from office_management.office_audits import api as office_audits


def follow_merge(doc, method=None):
	"""on_update: what was bought for a task belongs to the one it was merged into."""
	api.task_saved(doc)


def follow_in_findings(doc, method=None):
	"""on_update: what a finished task was to mend is mended."""
	office_audits.task_saved(doc)


def refuse_if_bought_for(doc, method=None):
	"""on_trash: a task that documents are for cannot be deleted."""
	api.task_deleted(doc)
