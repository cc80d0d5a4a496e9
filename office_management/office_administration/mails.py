"""The reports of Office Administration that are ready to be mailed: switched off until someone says who gets them."""

MAILS = [
	{
		"report": "Documents Expiring",
		"frequency": "Monthly",
		"filters": {"period": "Next 90 Days", "with_overdue": 1},
		"description": "Licences, insurance, contracts and other documents that run out or are to be reviewed.",
	},
]
