"""The firm: a maker of measuring instruments for wind farms at sea. It does not exist."""

COMPANY = "Noordsund Instruments"
ABBR = "NSI"
DOMAIN = "noordsund.example"  # .example is kept free for ever (RFC 2606)
COUNTRY = "Netherlands"
CURRENCY = "EUR"
TIME_ZONE = "Europe/Amsterdam"
CHART_OF_ACCOUNTS = "Standard"

# What each department is called, how many work or worked there, its homes (codes of zones and rooms, in the
# order in which they fill), and its posts: the head first, then the others with how often each comes.
DEPARTMENTS = (
	(
		"Management",
		8,
		("5.05", "5.06"),
		("Managing Director", (("Executive Assistant", 2), ("Legal Counsel", 3), ("Company Secretary", 1))),
	),
	(
		"Finance",
		22,
		("5.01", "5.02"),
		(
			"Finance Director",
			(
				("Accountant", 6),
				("Controller", 4),
				("Payroll Officer", 2),
				("Credit Controller", 2),
				("Treasury Analyst", 1),
			),
		),
	),
	(
		"People and Culture",
		16,
		("5.03", "5.04"),
		(
			"Head of People",
			(("HR Business Partner", 5), ("Recruiter", 4), ("Learning Specialist", 2), ("HR Officer", 3)),
		),
	),
	(
		"Sales",
		36,
		("3.01", "3.02", "3.03"),
		(
			"Sales Director",
			(("Account Manager", 12), ("Sales Engineer", 8), ("Bid Manager", 4), ("Sales Assistant", 6)),
		),
	),
	(
		"Customer Care",
		36,
		("3.04", "3.05", "3.06", "3.07"),
		(
			"Head of Customer Care",
			(
				("Support Engineer", 14),
				("Field Service Engineer", 11),
				("Trainer", 4),
				("Care Coordinator", 6),
			),
		),
	),
	(
		"Engineering",
		66,
		("1.01", "1.02", "1.03", "1.04", "1.05", "1.06", "1.07"),
		(
			"Engineering Director",
			(
				("Firmware Engineer", 16),
				("Mechanical Engineer", 14),
				("Test Engineer", 12),
				("Electronics Engineer", 14),
				("Standards Engineer", 4),
				("Lead Engineer", 5),
			),
		),
	),
	(
		"Product",
		30,
		("2.01", "2.02", "2.03"),
		(
			"Head of Product",
			(("Product Manager", 9), ("Product Designer", 8), ("Researcher", 7), ("Product Owner", 5)),
		),
	),
	(
		"IT",
		22,
		("2.04", "2.05", "2.06"),
		(
			"Head of IT",
			(
				("Systems Engineer", 7),
				("Service Desk Agent", 6),
				("Data Analyst", 6),
				("Security Officer", 2),
			),
		),
	),
	(
		"Operations",
		24,
		("4.01", "4.02", "4.03", "0.02", "0.05"),
		(
			"Operations Director",
			(("Supply Planner", 6), ("Logistics Planner", 5), ("Buyer", 4), ("Facility Officer", 3)),
		),
	),
)

# People with a login: (role shown, department, post, first name, family name, sex, roles, seat's room)
LOGINS = (
	(
		"Office Manager",
		"Operations",
		"Office Manager",
		"Sanne",
		"de Vries",
		"Female",
		("Office Manager",),
		"0.05",
	),
	(
		"Office Receptionist",
		"Operations",
		"Receptionist",
		"Freja",
		"Nielsen",
		"Female",
		("Office Receptionist",),
		"0.02",
	),
	(
		"Facility Technician",
		"Operations",
		"Facility Technician",
		"Youssef",
		"El Amrani",
		"Male",
		("Facility Technician",),
		"0.05",
	),
	(
		"Office Auditor",
		"Finance",
		"Internal Auditor",
		"Ingrid",
		"Hansen",
		"Female",
		("Office Auditor",),
		"5.02",
	),
	("Employee", "Engineering", "Firmware Engineer", "Thomas", "van Dam", "Male", (), "1.02"),
	(
		"Buyer",
		"Operations",
		"Senior Buyer",
		"Priya",
		"Nair",
		"Female",
		("Purchase User", "Purchase Manager", "Stock User"),
		"4.02",
	),
)

CUSTOMERS = ("Kattegat Wind A/S", "Zeeuwse Stroom N.V.", "Baltica Offshore GmbH")
PROJECTS = ("Borealis Buoy", "Zeewind Sensor Mast", "Head Office Refit")
