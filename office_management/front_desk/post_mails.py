"""The reports on messages and deliveries that are ready to be mailed: switched off until someone says who gets them."""

MAILS = [
	{
		"report": "Answered in Time",
		"filters": {"period": "Last Week", "group_by": "Person"},
		"description": "Calls that were to be answered last week, and how many were in time.",
	},
	{
		"report": "Unclaimed Deliveries",
		"frequency": "Weekdays",
		"filters": {"days": 2},
		"description": "Parcels that have been at the desk for more than two days.",
	},
]
