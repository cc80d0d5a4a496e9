"""The reports of Office Space that are ready to be mailed: switched off until someone says who gets them."""

MAILS = [
	{
		"report": "Space Occupancy",
		"filters": {"as_of": "Today", "depth": "Floor"},
		"description": "Seats, seats given away and free seats per floor.",
	},
]
