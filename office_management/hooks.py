app_name = "office_management"
app_title = "Office Management"
app_publisher = "The Office Management contributors"
app_description = "Space, reception, upkeep and audits for an office that runs on ERPNext"
app_email = "office-management@example.com"
app_license = "GPL-3.0"
required_apps = ["frappe/erpnext"]

export_python_type_annotations = True
require_type_annotated_api_methods = True
