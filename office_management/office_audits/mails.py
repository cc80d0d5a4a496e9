"""The reports of Office Audits that are ready to be mailed: switched off until someone says who gets them."""

MAILS = [
	{
		"report": "Open Findings",
		"frequency": "Weekly",
		"filters": {},
		"description": "What was found and is not verified yet: how bad, how old, how late.",
	},
	{
		"report": "Asset Discrepancies",
		"frequency": "Monthly",
		"filters": {"period": "Last Month", "group_by": "Place"},
		"description": "What the counts of last month found to differ from the books, and what was decided.",
	},
	{
		"report": "Audit Results",
		"frequency": "Monthly",
		"filters": {"period": "Last 12 Months"},
		"description": "What came out of the audits of a year, each compared with the last one of the same scope.",
	},
	{
		"report": "Count Progress",
		"frequency": "Weekdays",
		"filters": {"group_by": "Place", "depth": "Floor"},
		"description": "How far the counts under way have come.",
	},
	{
		"report": "Audit Coverage",
		"frequency": "Monthly",
		"filters": {"period": "This Year", "group_by": "Place", "depth": "Floor"},
		"description": "What was counted this year and what is due, by place.",
	},
	{
		"report": "Audits of the Year",
		"frequency": "Weekly",
		"filters": {"period": "Next 30 Days", "view": "By Day"},
		"description": "The audits of the next thirty days.",
	},
]
