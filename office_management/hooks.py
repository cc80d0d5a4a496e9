app_name = "office_management"
app_title = "Office Management"
app_publisher = "The Office Management contributors"
app_description = "Space, reception, upkeep and audits for an office that runs on ERPNext"
app_email = "office-management@example.com"
app_license = "GPL-3.0"
required_apps = ["frappe/erpnext"]

export_python_type_annotations = True
require_type_annotated_api_methods = True

# Set-up

before_install = "office_management.install.before_install"
after_install = "office_management.install.after_install"
before_migrate = "office_management.install.before_migrate"
after_migrate = "office_management.install.after_migrate"
before_uninstall = "office_management.uninstall.before_uninstall"

# The desk

add_to_apps_screen = [
	{
		"name": "office_management",
		"logo": "/assets/office_management/images/office-management.svg",
		"title": "Office Management",
		"route": "/app/office",
		"has_permission": "office_management.office_administration.api.has_app_permission",
	}
]
extend_bootinfo = "office_management.boot.extend_bootinfo"
global_search_doctypes = {"Default": [{"doctype": "Office Space"}]}

# Office Day: by area, in the order of the page; see office_administration/office_day.py

office_day_blocks = {
	"space": ["office_management.office_space.office_day.get_blocks"],
	"administration": ["office_management.office_administration.office_day_blocks.get_blocks"],
}

# Events

doc_events = {
	"User": {"validate": "office_management.events.user.propose_workspace"},
}

scheduler_events = {
	"daily": [
		"office_management.office_administration.doctype.office_responsibility"
		".office_responsibility.end_responsibilities_past",
	],
}
