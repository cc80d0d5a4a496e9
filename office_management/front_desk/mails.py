"""The reports of the front desk that are ready to be mailed: switched off until someone says who gets them."""

MAILS = [
	{
		"report": "Expected Today",
		"frequency": "Weekdays",
		"filters": {"as_of": "Today"},
		"description": "Who is expected today.",
	},
	{
		"report": "On Site Now",
		"frequency": "Weekdays",
		"filters": {},
		"description": "Who is in the building at that moment.",
	},
	{
		"report": "Visitor Register",
		"frequency": "Daily",
		"filters": {"period": "Yesterday"},
		"description": "Who was in the building yesterday.",
	},
	{
		"report": "Visit Statistics",
		"frequency": "Monthly",
		"filters": {"period": "Last Month", "group_by": "Day"},
		"description": "Visits and no-shows of last month, day by day.",
	},
]
