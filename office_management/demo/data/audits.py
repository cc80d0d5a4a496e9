"""What the auditors of the firm counted and found."""

CATEGORY = "Noordsund IT Equipment"
TITLE = "IT equipment"
EVERYTHING = "Head office, all assets"

EARLIER = (276, 184, 92, 30)
"""So many days ago the same was counted."""
LOST = (3, 2, 2, 1)
"""How many things nobody found then."""
TURNED_UP = "On loan to the test site in Den Helder; came back two days later."
DAYS_AGO = 6
"""When the last count was."""

# What the last count found: (item, its how-many-th, what, note of the counter)
MISPLACED, REPAIR, TASK, GONE, EXPLAINED, OTHER_HANDS = (
	"misplaced",
	"repair",
	"task",
	"gone",
	"explained",
	"other hands",
)
FOUND = (
	("NSI-COPIER", 0, MISPLACED, "Stands in the boardroom since the move"),
	("NSI-SCREEN-75", 0, REPAIR, "Stripe across the picture"),
	("NSI-SCREEN-75", 1, TASK, "Bracket loose: hangs by one screw"),
	("NSI-VC-BAR", 0, GONE, ""),
	("NSI-COPIER", 1, EXPLAINED, ""),
	("NSI-LAPTOP", 0, OTHER_HANDS, "Passed on when the team was reshuffled"),
)
CONDITIONS = {REPAIR: "Damaged", TASK: "Unusable"}
NEW_ROOM = "5.30"

GONE_REASON = "Not found in two counts; the box in the store room is empty. Reported to the police."
EXPLAINED_REASON = "At the maker for repair since last month; returns next week."
OUTSIDE = ("NSI-COFFEE", "Building equipment: belongs to another count.")
UNKNOWN = ("HP-5CG0317XKQ", "A consultant's own laptop", "Not ours: it leaves with its owner.")

# Findings: (title, severity, status, found so many days ago, room, description, what was or is done)
FINDINGS = (
	(
		"Fire door of the stairs is wedged open",
		"Critical",
		"Verified",
		120,
		"01",
		"",
		"Wedge removed, staff told",
	),
	(
		"Extinguisher not serviced since last year",
		"High",
		"Verified",
		75,
		"0.20",
		"",
		"Serviced and labelled",
	),
	("First aid box lacks plasters and cold packs", "Medium", "Verified", 40, "2.04", "", "Refilled"),
	("Cable across the walkway", "High", "Done", 12, "1.04", "Trips whoever passes", "Cable duct laid"),
	("Escape plan shows the old rooms", "Medium", "Rejected", 48, "03", "", "New plan printed"),
	(
		"Server room door does not lock",
		"High",
		"In Progress",
		20,
		"2.20",
		"The lock turns freely",
		"Locksmith called",
	),
	(
		"Borrowed equipment is not written down",
		"Medium",
		"In Progress",
		9,
		"0.10",
		"Who has what is not known",
		"",
	),
	("Emergency light is dark", "High", "Open", 34, "3.04", "Above the door to the stairs", ""),
	("Chemicals without a data sheet", "Medium", "Open", 5, "0.21", "", ""),
	("Labels of cupboards are worn", "Low", "Open", 2, "5.30", "", ""),
)
REJECTED_REASON = "The plan in the lift lobby is still the old one."
