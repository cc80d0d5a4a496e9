"""The reports of Office Audits that are ready to be mailed: switched off until someone says who gets them."""

MAILS = [
	{
		"report": "Open Findings",
		"frequency": "Weekly",
		"filters": {},
		"description": "What was found and is not verified yet: how bad, how old, how late.",
	},
]
