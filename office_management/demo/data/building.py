"""The head office: six floors, 38 rooms, 420 seats, and what else a building has.

A floor is (code, name, zones). A zone is (code, name, department it is reserved for or None, rooms), where the
code "" means that its rooms lie directly on the floor. A room is (code, name, seats, m² per seat, has desks of
its own, amenities). Rooms without desks are given out seat by seat, by label.
"""

SITE = ("HQ", "Head Office Rotterdam")

DESK = ("Docking Station", "Window")
TALL = ("Height-Adjustable Desk", "Docking Station", "Window")
QUIET = ("Quiet Area", "Window")
LAB = ("Air Conditioning", "Lockable", "Screen")
SHUT = ("Lockable", "Telephone")

FLOORS = (
	(
		"00",
		"Ground Floor",
		(
			(
				"",
				"",
				None,
				(
					("0.02", "Reception Office", 4, 7.5, True, DESK),
					("0.05", "Facilities Office", 8, 8.0, True, DESK),
					("0.06", "Post and Print Room", 2, 14.0, False, ("Lockable", "Wheelchair Access")),
				),
			),
			(
				"L",
				"Laboratories",
				"Engineering",
				(
					("0.10", "Instrument Laboratory", 14, 9.5, False, LAB),
					("0.11", "Calibration Laboratory", 10, 10.5, False, LAB),
					("0.12", "Electronics Workshop", 12, 9.0, False, LAB),
				),
			),
		),
	),
	(
		"01",
		"First Floor",
		(
			(
				"N",
				"Engineering North",
				"Engineering",
				(
					("1.01", "Open Office North", 24, 7.8, True, TALL),
					("1.02", "Firmware", 12, 7.8, True, TALL),
					("1.03", "Mechanical Design", 14, 8.6, True, TALL),
				),
			),
			(
				"S",
				"Engineering South",
				"Engineering",
				(
					("1.04", "Open Office South", 24, 7.8, True, TALL),
					("1.05", "Test Systems", 12, 8.2, True, DESK),
					("1.06", "Standards and Safety", 6, 8.0, True, QUIET),
					("1.07", "Lead Engineers", 4, 9.5, False, QUIET),
				),
			),
		),
	),
	(
		"02",
		"Second Floor",
		(
			(
				"N",
				"Product",
				"Product",
				(
					("2.01", "Product Office", 16, 8.0, True, TALL),
					("2.02", "Design Studio", 12, 9.8, True, ("Whiteboard", "Screen", "Window")),
					("2.03", "Research", 10, 8.4, True, QUIET),
				),
			),
			(
				"S",
				"IT",
				"IT",
				(
					("2.04", "IT Office", 16, 7.8, True, DESK),
					("2.05", "Service Desk", 8, 7.5, True, ("Telephone", "Wheelchair Access")),
					("2.06", "Data and Analytics", 10, 7.8, True, DESK),
				),
			),
		),
	),
	(
		"03",
		"Third Floor",
		(
			(
				"N",
				"Sales",
				"Sales",
				(
					("3.01", "Sales Europe", 18, 7.6, True, DESK),
					("3.02", "Sales Overseas", 14, 7.6, True, DESK),
					("3.03", "Bids and Contracts", 8, 8.4, True, QUIET),
				),
			),
			(
				"S",
				"Customer Care",
				"Customer Care",
				(
					("3.04", "Customer Care Desk", 20, 7.2, True, ("Telephone", "Screen", "Window")),
					("3.05", "Field Service", 14, 7.2, True, DESK),
					("3.06", "Training Office", 6, 8.0, True, DESK),
					("3.07", "Escalations", 4, 8.5, False, SHUT),
				),
			),
		),
	),
	(
		"04",
		"Fourth Floor",
		(
			(
				"N",
				"Operations",
				"Operations",
				(
					("4.01", "Supply Chain", 16, 7.8, True, DESK),
					("4.02", "Purchasing", 10, 7.8, True, DESK),
					("4.03", "Logistics", 10, 7.8, True, DESK),
				),
			),
			(
				"S",
				"Projects and Guests",
				None,
				(
					("4.04", "Project Room Borealis", 12, 6.5, False, ("Whiteboard", "Screen", "Lockable")),
					("4.05", "Project Room Zeewind", 10, 6.5, False, ("Whiteboard", "Screen", "Lockable")),
					("4.06", "Guest Team Room", 8, 7.0, False, ("Whiteboard", "Screen", "Wheelchair Access")),
				),
			),
		),
	),
	(
		"05",
		"Fifth Floor",
		(
			(
				"N",
				"Finance",
				"Finance",
				(
					("5.01", "Finance Office", 18, 8.2, True, TALL),
					("5.02", "Controlling", 8, 8.2, True, QUIET),
				),
			),
			(
				"S",
				"People and Board",
				None,
				(
					("5.03", "People and Culture", 12, 8.4, True, TALL),
					("5.04", "Recruitment", 6, 8.8, True, SHUT),
					("5.05", "Board Office", 5, 15.0, False, ("Lockable", "Video Conferencing", "Window")),
					("5.06", "Legal and Company Secretary", 3, 12.0, False, SHUT),
				),
			),
		),
	),
)

MEETING = ("Screen", "Video Conferencing", "Whiteboard")

# What is not given to people: (floor, code, name, type, places, m², bookable, amenities)
OTHER_SPACES = (
	("00", "0.01", "Reception Hall", "Zone", 0, 96.0, False, ("Wheelchair Access",)),
	("00", "0.30", "Meeting Room Skagen", "Meeting Room", 12, 34.0, True, MEETING),
	("00", "0.31", "Meeting Room Texel", "Meeting Room", 6, 18.5, True, MEETING),
	("00", "0.32", "Auditorium Øresund", "Meeting Room", 60, 128.0, True, (*MEETING, "Wheelchair Access")),
	("00", "0.20", "Archive", "Storage", 0, 42.0, False, ("Lockable",)),
	("00", "0.21", "Kitchen", "Zone", 0, 48.0, False, ()),
	("00", "P", "Parking Deck", "Parking", 64, 1650.0, True, ("Charging Point",)),
	("01", "1.30", "Meeting Room Anholt", "Meeting Room", 8, 22.0, True, MEETING),
	("01", "1.31", "Focus Room Rømø", "Meeting Room", 2, 6.5, True, ("Quiet Area",)),
	("01", "1.20", "Prototype Store", "Storage", 0, 28.0, False, ("Lockable",)),
	("02", "2.30", "Meeting Room Vlieland", "Meeting Room", 10, 28.0, True, MEETING),
	("02", "2.31", "Focus Room Fanø", "Meeting Room", 2, 6.5, True, ("Quiet Area",)),
	("02", "2.20", "Server Room", "Storage", 0, 30.0, False, ("Air Conditioning", "Lockable")),
	("03", "3.30", "Meeting Room Terschelling", "Meeting Room", 8, 22.0, True, MEETING),
	("03", "3.31", "Meeting Room Samsø", "Meeting Room", 6, 17.0, True, MEETING),
	("03", "3.20", "Exhibition Store", "Storage", 0, 24.0, False, ("Lockable",)),
	("04", "4.30", "Meeting Room Ameland", "Meeting Room", 8, 22.0, True, MEETING),
	("04", "4.31", "Focus Room Læsø", "Meeting Room", 2, 6.5, True, ("Quiet Area",)),
	("05", "5.30", "Board Room Bornholm", "Meeting Room", 16, 48.0, True, (*MEETING, "Air Conditioning")),
	("05", "5.31", "Meeting Room Schiermonnikoog", "Meeting Room", 6, 17.0, True, MEETING),
	("05", "5.20", "Records Room", "Storage", 0, 26.0, False, ("Lockable",)),
)

# Rooms given away as a whole: room -> ("Project" or "Customer", its name, from and to in days from today)
GIVEN_AWAY = {
	"4.04": ("Project", "Borealis Buoy", -205, 160),
	"4.05": ("Project", "Zeewind Sensor Mast", 21, 300),
	"4.06": ("Customer", "Kattegat Wind A/S", -88, 92),
}

# Rooms whose seats a department holds as a block, and how many of them are named: room -> (department, named)
DEPARTMENT_BLOCKS = {
	"0.10": ("Engineering", 8),
	"0.12": ("Engineering", 6),
	"5.05": ("Management", 4),
	"3.07": ("Customer Care", 2),
}

# What can't be used: (code of room, or room-* for a desk of it that is taken; from, until in days from today; reason)
OUTAGES = (
	("0.11", -3, 11, "Water came through the ceiling; the cooling pipe above is being replaced"),
	("1.05-*", -20, 6, "Desk motor broken, spare part ordered"),
	("3.31", 9, 16, "New screen and cabling"),
)
