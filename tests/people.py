"""Who and what the baseline company is made of; plain data, so that tests without Frappe can read it, too."""

import datetime

COMPANY, ABBR = "Testerij BV", "TST"
OTHER_COMPANY, OTHER_ABBR = "Elders BV", "ELD"
CURRENCY = "EUR"
HOLIDAY_LIST = "Testerij Holidays"
PASSWORD = "Testerij-by-the-sea-26"
JOINED = datetime.date(2020, 1, 1)

# What each employee is called, in which department, and of which company. The key is the employee number, too.
EMPLOYEES = {
	"anna": ("Anna", "Aalders", "Sales", COMPANY),
	"bram": ("Bram", "Bakker", "Sales", COMPANY),
	"carla": ("Carla", "Claessen", "Design", COMPANY),
	"daan": ("Daan", "Dekker", "Design", COMPANY),
	"emma": ("Emma", "Evers", "Design", COMPANY),
	"olga": ("Olga", "Ottens", "Office", COMPANY),
	"rosa": ("Rosa", "Roos", "Office", COMPANY),
	"teun": ("Teun", "Tak", "Office", COMPANY),
	"ivo": ("Ivo", "Idema", "Office", COMPANY),
	"xander": ("Xander", "Xhofleer", "Abroad", OTHER_COMPANY),
	"yara": ("Yara", "Yilmaz", "Abroad", OTHER_COMPANY),
}

# One user per role, and those who must see nothing of ours. (ERPNext takes the role Employee away from a user
# without an employee record.)
USERS = {
	"system_manager": "system.manager@testerij.example",
	"office_manager": "office.manager@testerij.example",
	"receptionist": "reception@testerij.example",
	"technician": "technician@testerij.example",
	"auditor": "auditor@testerij.example",
	"employee": "employee@testerij.example",
	"other_manager": "office.manager@elders.example",
	"buyer": "buyer@testerij.example",
	"nobody": "nobody@testerij.example",
}
ROLES = {
	"system_manager": ("System Manager",),
	"office_manager": ("Office Manager", "Employee"),
	"receptionist": ("Office Receptionist", "Employee"),
	"technician": ("Facility Technician", "Employee"),
	"auditor": ("Office Auditor", "Employee"),
	"employee": ("Employee",),
	"other_manager": ("Office Manager", "Employee"),
	"buyer": ("Purchase User", "Stock User"),
	"nobody": (),
}
# Whose employee record a user is linked to; the link gives them ERPNext's User Permissions on self and company.
LINKED = {
	"office_manager": "olga",
	"receptionist": "rosa",
	"technician": "teun",
	"auditor": "ivo",
	"employee": "anna",
	"other_manager": "xander",
}

CUSTOMER = "Klant & Zoon"
PROJECT = "Testerij Relaunch"
