"""What saving or deleting a task means for the documents of ERPNext that name it."""

from office_management.facilities import api


def follow_merge(doc, method=None):
	"""on_update: what was bought for a task belongs to the one it was merged into."""
	api.task_saved(doc)


def refuse_if_bought_for(doc, method=None):
	"""on_trash: a task that documents are for cannot be deleted."""
	api.task_deleted(doc)
