"""What the firm inspected in a year, by the checklists that come with the app."""

KITCHEN, FIRE, WORKPLACES = "Kitchen Hygiene", "Fire Safety: Quarterly", "Workplace Self-Inspection"

# (checklist, title, room, signed so many days ago, {question: (answer, note)} that was not well)
SIGNED = (
	(
		KITCHEN,
		"Kitchen on the ground floor",
		"0.21",
		268,
		{
			1: ("9", "The seal of the door is torn"),
			4: ("No", "Milk of last month at the back"),
			9: ("No", "The filter has not been out for months"),
		},
	),
	(KITCHEN, "Kitchen on the ground floor", "0.21", 177, {4: ("No", "Open salads without a date")}),
	(KITCHEN, "Kitchen on the ground floor", "0.21", 86, {11: ("No", "Bin without a lid")}),
	(KITCHEN, "Kitchen on the ground floor", "0.21", 5, {}),
	(
		FIRE,
		"Fire safety walk, head office",
		"",
		240,
		{
			2: ("No", "Two false alarms of May are missing"),
			8: ("No", "Nobody on the fourth floor on Fridays"),
		},
	),
	(FIRE, "Fire safety walk, head office", "", 148, {8: ("No", "Still nobody on Fridays")}),
	(FIRE, "Fire safety walk, head office", "", 57, {9: ("No", "The two trainees started without a round")}),
)
RUNNING = (
	WORKPLACES,
	"Workplaces on the first floor",
	"01",
	{4: ("No", "Three chairs no longer go up"), 8: ("27.5", "Sun on the south side, blinds are broken")},
)
SECTIONS = {"Electricity": "Facility Technician", "Storage and ladders": "Facility Technician"}
"""Who does these in the one under way; the rest is the auditor's."""
MEASURE = "Put right the same week"
