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
	{
		"report": "Planned Work",
		"frequency": "Weekly",
		"filters": {"period": "Next 7 Days", "view": "By Day"},
		"description": "What is planned for the next seven days.",
	},
	{
		"report": "Facility Cost",
		"frequency": "Monthly",
		"filters": {"period": "Last Month", "group_by": "Place"},
		"description": "What facility work cost last month, by place.",
	},
	{
		"report": "Requests between Departments",
		"frequency": "Monthly",
		"filters": {"period": "Last Month"},
		"description": "What departments asked of each other last month, and what became of it.",
	},
	{
		"report": "Supplies Use",
		"frequency": "Monthly",
		"filters": {"period": "Last Month"},
		"description": "Office supplies used last month, by department and item.",
	},
]
