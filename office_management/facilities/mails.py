"""The reports of Facilities that are ready to be mailed: switched off until someone says who gets them."""

MAILS = [
	{
		"report": "Facility Task Summary",
		"filters": {"period": "Last Week", "group_by": "Category"},
		"description": "Tasks opened, done and late last week, by category.",
	},
	{
		"report": "Overdue and At Risk",
		"frequency": "Weekdays",
		"filters": {"days_ahead": 0},
		"description": "What is late, or may become so.",
	},
	{
		"report": "Plan Compliance",
		"frequency": "Monthly",
		"filters": {"period": "Last Month", "group_by": "Plan"},
		"description": "What was planned last month, and how much of it was done in time.",
	},
	{
		"report": "Work by Person",
		"frequency": "Monthly",
		"filters": {"period": "Last Month"},
		"description": "What each person did last month, and has open now.",
	},
]
