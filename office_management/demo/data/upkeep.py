"""What is done to keep the building running, by whom, and what goes wrong in a year."""

SITE = ""
"""By this key the plan knows the whole site."""

SUPPLIERS = {
	"Maaszicht Cleaning": ("Services", "+31 10 555 0141"),
	"Delta Lift Service": ("Services", "+31 10 555 0142"),
	"Van Driel Plumbing": ("Services", "+31 10 555 0143"),
	"Brandwacht Fire Safety": ("Services", "+31 10 555 0144"),
	"Kantoorwijs Supplies": ("Distributor", "+31 10 555 0145"),
}
"""Name -> group, emergency phone. None of them exists."""

SERVICES = {
	"NSI-CLEANING": ("Cleaning of the Head Office", 2900.0),
	"NSI-LIFT": ("Inspection of the lifts", 640.0),
	"NSI-PLUMBING": ("Plumbing, per call", 285.0),
	"NSI-FIRE": ("Yearly service of fire extinguishers", 1180.0),
}
"""Item code -> name and usual price without tax."""

SUPPLIES = {
	"NSI-PAPER": ("Printer paper A4", "Box", 2),
	"NSI-PEN": ("Ball pens, blue", "Box", 1),
	"NSI-NOTE": ("Sticky notes", "Nos", 6),
	"NSI-MARKER": ("Whiteboard markers", "Set", 1),
	"NSI-BINDER": ("Ring binders", "Nos", 5),
	"NSI-COFFEE": ("Coffee beans 1 kg", "Nos", 4),
	"NSI-TEA": ("Tea, mixed", "Box", 2),
	"NSI-SOAP": ("Hand soap refill", "Nos", 3),
	"NSI-TOWEL": ("Paper towels", "Box", 1),
	"NSI-BATTERY": ("Batteries AA", "Set", 1),
}
"""Item code -> name, unit, and how many are usually ordered."""

CATEGORY = "Building Services"
"""A category of the demo's own, with time limits: urgency -> hours to answer, hours to finish."""
TARGETS = {"Low": (16, 80), "Normal": (8, 40), "High": (2, 16), "Emergency": (0.5, 4)}

ROUTINES = (
	{
		"title": "Opening round",
		"category": "Inspection",
		"space": "00",
		"frequency": "Weekly",
		"weekdays": 31,
		"holiday_rule": "Skip",
		"due_time": "09:00:00",
		"lead_days": 0,
		"checklist_template": "Office Opening",
	},
	{
		"title": "Clean the floor",
		"category": "Cleaning",
		"scope": "Spaces of a Type Below",
		"space": SITE,
		"space_type": "Floor",
		"frequency": "Weekly",
		"weekdays": 16,
		"holiday_rule": "Previous Working Day",
		"lead_days": 3,
		"supplier": "Maaszicht Cleaning",
	},
	{
		"title": "Cleaning inspection",
		"category": "Inspection",
		"space": SITE,
		"frequency": "Monthly",
		"month_rule": "Nth Weekday",
		"nth": "First",
		"nth_weekday": "Tuesday",
		"holiday_rule": "Next Working Day",
		"checklist_template": "Cleaning Inspection (Five Levels)",
	},
	{
		"title": "Fire safety, weekly",
		"category": "Safety",
		"space": SITE,
		"frequency": "Weekly",
		"weekdays": 1,
		"holiday_rule": "Next Working Day",
		"lead_days": 2,
		"checklist_template": "Fire Safety: Weekly",
	},
	{
		"title": "Fire safety, monthly",
		"category": "Safety",
		"space": SITE,
		"frequency": "Monthly",
		"month_rule": "Day of the Month",
		"month_day": 15,
		"holiday_rule": "Next Working Day",
		"checklist_template": "Fire Safety: Monthly",
	},
	{
		"title": "Lift inspection",
		"category": "Maintenance",
		"space": SITE,
		"frequency": "Monthly",
		"every": 3,
		"month_rule": "Day of the Month",
		"month_day": 10,
		"holiday_rule": "Next Working Day",
		"supplier": "Delta Lift Service",
		"service_item": "NSI-LIFT",
		"expected_cost": 640,
		"lead_days": 14,
	},
)
"""Plans: fields of Facility Plan; `space` is what people call the place."""

JOBS = (
	("Tap in the kitchen drips", CATEGORY, "Normal"),
	("Light flickers above the desks", CATEGORY, "Low"),
	("Too cold at the window", CATEGORY, "Normal"),
	("Door does not close", CATEGORY, "High"),
	("Toilet is blocked", CATEGORY, "High"),
	("Meeting room smells of damp", CATEGORY, "Normal"),
	("Socket has no power", CATEGORY, "High"),
	("Coffee spilled on the carpet", "Cleaning", "Normal"),
	("Paper bin is full", "Waste", "Low"),
	("Move a cabinet to another room", "Move", "Low"),
	("Screen of the meeting room stays dark", "Service Request", "Normal"),
	("Chair is broken", "Maintenance", "Normal"),
	("Water leaks from the ceiling", CATEGORY, "Emergency"),
	("Window cannot be locked", CATEGORY, "High"),
)
"""What employees report, in turn."""

SKIPPED = ("Works in the stairwell", "Floor was closed", "Contractor was ill", "Done with the monthly check")
