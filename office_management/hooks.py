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
fixtures = [{"dt": "Checklist Template", "filters": [["is_standard", "=", 1]]}]

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
after_request = [
	"office_management.facilities.api.guard_report_page",
	"office_management.front_desk.api.guard_visit_page",
	"office_management.front_desk.api.guard_station_page",
]
global_search_doctypes = {"Default": [{"doctype": "Office Space"}]}

# Office Day: by area, in the order of the page; see office_administration/office_day.py

office_day_blocks = {
	"front_desk": [
		"office_management.front_desk.evacuation_blocks.get_blocks",
		"office_management.front_desk.post_views.get_blocks",
	],
	"space": ["office_management.office_space.office_day.get_blocks"],
	"tasks": [
		"office_management.facilities.office_day.get_blocks",
		"office_management.facilities.request_blocks.get_blocks",
		"office_management.facilities.plan_blocks.get_blocks",
		"office_management.facilities.supply_requests.get_blocks",
	],
	"audits": [
		"office_management.office_audits.programme_blocks.get_blocks",
		"office_management.office_audits.count_blocks.get_blocks",
		"office_management.office_audits.audit_blocks.get_blocks",
		"office_management.office_audits.office_day.get_blocks",
	],
	"administration": [
		"office_management.office_administration.document_blocks.get_blocks",
		"office_management.office_administration.office_day_blocks.get_blocks",
	],
}

# Auto Email Reports to start from, disabled; see office_administration/report_mail.py

ready_made_mails = [
	"office_management.office_space.mails.MAILS",
	"office_management.facilities.mails.MAILS",
	"office_management.office_audits.mails.MAILS",
	"office_management.office_administration.mails.MAILS",
	"office_management.front_desk.mails.MAILS",
	"office_management.front_desk.post_mails.MAILS",
]

# Called with the places that were closed, by area; see office_space/spaces.py

spaces_closed = {"tasks": ["office_management.facilities.in_use.tell_of_open_tasks"]}

# Counts in the tree of spaces, by area; see office_space/tree.py

space_tree_counts = {"tasks": ["office_management.facilities.task_views.counts_below"]}

# Browser code that several views of one DocType share

page_js = {
	"front-desk": [
		"public/js/front_desk_dialogs.js",
		"public/js/evacuation.js",
		"public/js/phone_message.js",
		"public/js/deliveries.js",
	]
}
doctype_js = {
	"Access Badge": "public/js/badges.js",
	"Asset": [
		"public/js/facility_costs.js",
		"public/js/findings.js",
		"public/js/asset_labels.js",
		"public/js/asset_count_due.js",
	],
	"Delivery": "public/js/deliveries.js",
	"Employee": [
		"public/js/seat_actions.js",
		"public/js/employee.js",
		"public/js/phone_message.js",
		"public/js/employee_post.js",
		"public/js/badges.js",
		"public/js/employee_badges.js",
	],
	"Audit Programme": "public/js/facility_plans.js",
	"Facility Plan": ["public/js/facility_plans.js", "public/js/facility_costs.js"],
	"Facility Task": [
		"public/js/facility_task_actions.js",
		"public/js/device_store.js",
		"public/js/checklist_page.js",
		"public/js/facility_checklist.js",
		"public/js/facility_requests.js",
		"public/js/facility_costs.js",
		"public/js/facility_buying.js",
		"public/js/facility_task_visits.js",
		"public/js/evacuation.js",
		"public/js/evacuation_task.js",
		"public/js/findings.js",
	],
	"Facility Task Category": "public/js/facility_costs.js",
	"Material Request": ["public/js/supplies_material_request.js", "public/js/purchase_rows.js"],
	"Office Management Settings": "public/js/retention.js",
	"Office Audit": [
		"public/js/audit_registering.js",
		"public/js/audit_ways.js",
		"public/js/device_store.js",
		"public/js/checklist_page.js",
		"public/js/audit_checklist.js",
		"public/js/audit_documents.js",
	],
	"Office Space": [
		"public/js/seat_actions.js",
		"public/js/space_actions.js",
		"public/js/space_seating.js",
		"public/js/space_sign.js",
		"public/js/supply_labels.js",
		"public/js/facility_costs.js",
		"public/js/evacuation.js",
		"public/js/evacuation_space.js",
		"public/js/findings.js",
		"public/js/asset_labels.js",
		"public/js/space_asset_labels.js",
	],
	"Phone Message": "public/js/phone_message.js",
	"Purchase Invoice": "public/js/purchase_rows.js",
	"Purchase Order": "public/js/purchase_rows.js",
	"Purchase Receipt": "public/js/purchase_rows.js",
	"Request for Quotation": "public/js/purchase_rows.js",
	"Space Allocation": "public/js/seat_actions.js",
	"Stock Entry": "public/js/purchase_rows.js",
	"Supplier": "public/js/facility_costs.js",
	"Supplier Quotation": "public/js/purchase_rows.js",
	"Visit Invitation": [
		"public/js/invited_people.js",
		"public/js/visit_actions.js",
		"public/js/visit_groups.js",
	],
	"Visitor Block Match": "public/js/visitor_decisions.js",
	"Visitor Log": [
		"public/js/visit_actions.js",
		"public/js/front_desk_dialogs.js",
		"public/js/visitor_notices.js",
	],
	"Visitor": "public/js/visitor_privacy.js",
	"Visitor Type": "public/js/retention.js",
}
doctype_list_js = {
	"Access Badge": "public/js/badges.js",
	"Asset": ["public/js/asset_labels.js", "public/js/asset_list_labels.js"],
	"Delivery": "public/js/deliveries.js",
	"Audit Programme": "public/js/facility_plans.js",
	"Facility Plan": "public/js/facility_plans.js",
	"Facility Task": ["public/js/facility_task_actions.js", "public/js/facility_requests_list.js"],
	"Office Space": [
		"public/js/seat_actions.js",
		"public/js/space_actions.js",
		"public/js/floor_register.js",
	],
	"Office Audit": "public/js/asset_labels.js",
	"Phone Message": "public/js/phone_message.js",
	"Space Allocation": "public/js/seat_actions.js",
	"Visitor Block Match": "public/js/visitor_decisions.js",
	"Visitor Log": "public/js/visit_actions.js",
}
doctype_tree_js = {
	"Office Space": [
		"public/js/seat_actions.js",
		"public/js/space_actions.js",
		"public/js/floor_register.js",
	],
}

# What we add to the forms of ERPNext, and to print formats

override_doctype_dashboards = {
	"Asset": "office_management.erp.dashboards.asset",
	"Asset Repair": "office_management.erp.dashboards.asset_repair",
	"Employee": "office_management.erp.dashboards.employee",
	"Location": "office_management.erp.dashboards.location",
	"Material Request": "office_management.erp.dashboards.bought_rows",
	"Purchase Invoice": "office_management.erp.dashboards.bought_rows",
	"Purchase Order": "office_management.erp.dashboards.bought_rows",
	"Purchase Receipt": "office_management.erp.dashboards.bought_rows",
	"Request for Quotation": "office_management.erp.dashboards.bought_rows",
	"Stock Entry": "office_management.erp.dashboards.bought_rows",
	"Supplier": "office_management.erp.dashboards.supplier",
	"Supplier Quotation": "office_management.erp.dashboards.bought_rows",
}

jinja = {
	"methods": [
		"office_management.front_desk.badge_print.visitor_badge",
		"office_management.office_space.sign.office_space_qr",
		"office_management.office_space.sign.office_space_path",
		"office_management.front_desk.agreements.signed_agreement",
		"office_management.front_desk.evacuation_view.evacuation_sheet",
		"office_management.facilities.work_order.work_order_facts",
		"office_management.facilities.work_order.work_order_lines",
		"office_management.office_space.sign.problem_report_qr",
		"office_management.facilities.problem_reports.takes_problem_reports",
		"office_management.facilities.supply_labels.supply_label_items",
		"office_management.facilities.supply_labels.supply_label_qr",
	],
}

# Rights: one criterion per DocType for lists, documents and reports

permission_query_conditions = {
	"Evacuation": "office_management.front_desk.evacuation_permissions.evacuation_query",
	"Access Badge": "office_management.front_desk.badge_permissions.access_badge_query",
	"Delivery": "office_management.front_desk.post_rights.delivery_query",
	"Audit Asset Line": "office_management.office_audits.permissions.audit_line_query",
	"Audit Custodian": "office_management.office_audits.permissions.audit_custodian_query",
	"Audit Finding": "office_management.office_audits.finding_permissions.finding_query",
	"Audit Finding Sighting": "office_management.office_audits.row_permissions.audit_rows_query",
	"Audit Photo": "office_management.office_audits.row_permissions.audit_rows_query",
	"Audit Programme": "office_management.office_audits.programme_permissions.programme_query",
	"Audit Programme Skip": "office_management.office_audits.row_permissions.audit_rows_query",
	"Audit Scan": "office_management.office_audits.permissions.audit_scan_query",
	"Facility Plan": "office_management.facilities.permissions.facility_plan_query",
	"Facility Task": "office_management.facilities.permissions.facility_task_query",
	"Facility Plan Assignee": "office_management.facilities.row_permissions.facility_rows_query",
	"Facility Plan Skip": "office_management.facilities.row_permissions.facility_rows_query",
	"Facility Task Answer": "office_management.facilities.row_permissions.facility_rows_query",
	"Facility Task Handover": "office_management.facilities.row_permissions.facility_rows_query",
	"Facility Task Hold": "office_management.facilities.row_permissions.facility_rows_query",
	"Facility Task Material": "office_management.facilities.row_permissions.facility_rows_query",
	"Facility Task Notice": "office_management.facilities.row_permissions.facility_rows_query",
	"Facility Task Reporter": "office_management.facilities.row_permissions.facility_rows_query",
	"Front Desk Station": "office_management.front_desk.stations.front_desk_station_query",
	"Office Audit": "office_management.office_audits.permissions.office_audit_query",
	"Office Audit Answer": "office_management.office_audits.permissions.audit_answer_query",
	"Office Audit Auditor": "office_management.office_audits.row_permissions.audit_rows_query",
	"Office Audit Document": "office_management.office_audits.permissions.audit_document_query",
	"Office Audit Made": "office_management.office_audits.row_permissions.audit_rows_query",
	"Office Audit Section": "office_management.office_audits.row_permissions.audit_rows_query",
	"Office Document": "office_management.office_administration.document_permissions.document_query",
	"Office Document Reminder": "office_management.office_administration.document_permissions.document_rows_query",
	"Office Responsibility": "office_management.office_administration.permissions.responsibility_query",
	"Office Space": "office_management.office_space.permissions.office_space_query",
	"Phone Message": "office_management.front_desk.post_rights.phone_message_query",
	"Space Allocation": "office_management.office_space.permissions.space_allocation_query",
	"Visit Invitation": "office_management.front_desk.permissions.visit_invitation_query",
	"Visitor": "office_management.front_desk.permissions.visitor_query",
	"Visitor Block Match": "office_management.front_desk.block_permissions.block_match_query",
	"Visitor Block Rule": "office_management.front_desk.block_permissions.block_rule_query",
	"Visitor Log": "office_management.front_desk.permissions.visitor_log_query",
	"Access Badge Issue": "office_management.front_desk.row_permissions.visit_rows_query",
	"Evacuation Area": "office_management.front_desk.row_permissions.visit_rows_query",
	"Evacuation Mark": "office_management.front_desk.row_permissions.visit_rows_query",
	"Evacuation Notice": "office_management.front_desk.row_permissions.visit_rows_query",
	"Evacuation Person": "office_management.front_desk.row_permissions.visit_rows_query",
	"Phone Message Forward": "office_management.front_desk.row_permissions.visit_rows_query",
	"Visit Host": "office_management.front_desk.row_permissions.visit_rows_query",
	"Visit Invitee": "office_management.front_desk.row_permissions.visit_rows_query",
	"Visitor Log Answer": "office_management.front_desk.row_permissions.visit_rows_query",
	"Visitor Log Belonging": "office_management.front_desk.row_permissions.visit_rows_query",
	"Visitor Log Event": "office_management.front_desk.row_permissions.visit_rows_query",
	"Visitor Log Notice": "office_management.front_desk.row_permissions.visit_rows_query",
}

standard_queries = {
	"Facility Task": "office_management.facilities.api.search_tasks",
	"Office Document": "office_management.office_administration.api.search_documents",
	"Space Allocation": "office_management.office_space.api.search_allocations",
	"Audit Asset Line": "office_management.office_audits.api.search_records",
	"Audit Custodian": "office_management.office_audits.api.search_records",
	"Audit Finding": "office_management.office_audits.api.search_records",
	"Audit Programme": "office_management.office_audits.api.search_records",
	"Audit Scan": "office_management.office_audits.api.search_records",
	"Office Audit": "office_management.office_audits.api.search_records",
	"Office Audit Answer": "office_management.office_audits.api.search_records",
	"Office Audit Document": "office_management.office_audits.api.search_records",
	"Access Badge": "office_management.front_desk.api.search_records",
	"Delivery": "office_management.front_desk.api.search_records",
	"Evacuation": "office_management.front_desk.api.search_records",
	"Phone Message": "office_management.front_desk.api.search_records",
	"Visit Invitation": "office_management.front_desk.api.search_records",
	"Visitor Block Match": "office_management.front_desk.api.search_records",
	"Visitor Block Rule": "office_management.front_desk.api.search_records",
	"Visitor": "office_management.front_desk.api.search_records",
	"Visitor Log": "office_management.front_desk.api.search_records",
}

has_permission = {
	"Evacuation": "office_management.front_desk.evacuation_permissions.evacuation_has_permission",
	"Access Badge": "office_management.front_desk.badge_permissions.access_badge_has_permission",
	"Delivery": "office_management.front_desk.post_rights.delivery_has_permission",
	"Audit Asset Line": "office_management.office_audits.permissions.audit_line_has_permission",
	"Audit Custodian": "office_management.office_audits.permissions.audit_custodian_has_permission",
	"Audit Finding": "office_management.office_audits.finding_permissions.finding_has_permission",
	"Audit Programme": "office_management.office_audits.programme_permissions.programme_has_permission",
	"Audit Scan": "office_management.office_audits.permissions.audit_scan_has_permission",
	"Facility Plan": "office_management.facilities.permissions.facility_plan_has_permission",
	"Facility Task": "office_management.facilities.permissions.facility_task_has_permission",
	"Front Desk Station": "office_management.front_desk.stations.front_desk_station_has_permission",
	"Office Audit": "office_management.office_audits.permissions.office_audit_has_permission",
	"Office Audit Answer": "office_management.office_audits.permissions.audit_answer_has_permission",
	"Office Audit Document": "office_management.office_audits.permissions.audit_document_has_permission",
	"Office Document": "office_management.office_administration.document_permissions.document_has_permission",
	"Office Responsibility": "office_management.office_administration.permissions.responsibility_has_permission",
	"Office Space": "office_management.office_space.permissions.office_space_has_permission",
	"Phone Message": "office_management.front_desk.post_rights.phone_message_has_permission",
	"Space Allocation": "office_management.office_space.permissions.space_allocation_has_permission",
	"Visit Invitation": "office_management.front_desk.permissions.visit_invitation_has_permission",
	"Visitor": "office_management.front_desk.permissions.visitor_has_permission",
	"Visitor Block Match": "office_management.front_desk.block_permissions.block_match_has_permission",
	"Visitor Block Rule": "office_management.front_desk.block_permissions.block_rule_has_permission",
	"Visitor Log": "office_management.front_desk.permissions.visitor_log_has_permission",
}

# Counting and asking for a title need no right in Frappe, and no hook stands before them: of our records only those
# that the user may see are counted and named. For every other DocType ours call Frappe's own.

override_whitelisted_methods = {
	"frappe.client.get_count": "office_management.office_administration.api.get_count",
	"frappe.desk.search.get_link_title": "office_management.office_administration.api.get_link_title",
}

# Events

doc_events = {
	"Asset": {
		"onload": "office_management.events.asset.tell_next_count",
		"before_insert": "office_management.events.asset.give_tag",
		"validate": "office_management.events.asset.check_tag",
		"before_update_after_submit": "office_management.events.asset.check_tag",
		"after_rename": "office_management.events.asset.follow_in_plans",
		"on_trash": "office_management.events.asset.refuse_if_worked_on",
	},
	"Auto Email Report": {"validate": "office_management.events.auto_email_report.validate"},
	"Comment": {"after_insert": "office_management.events.comment.note_comment"},
	"Customer": {
		"on_update": "office_management.events.customer.follow_title",
		"after_rename": "office_management.events.customer.follow_rename",
		"on_trash": "office_management.events.customer.refuse_if_seated",
	},
	"Department": {
		"on_update": "office_management.events.department.follow_title",
		"after_rename": "office_management.events.department.follow_rename",
		"on_trash": [
			"office_management.events.department.refuse_if_seated",
			"office_management.events.department.refuse_if_at_work",
		],
	},
	"Employee": {
		"validate": "office_management.events.employee.check_deputy",
		"on_update": [
			"office_management.events.employee.settle_seats",
			"office_management.events.employee.claim_badges",
		],
		"after_rename": "office_management.events.employee.follow_rename",
		"on_trash": [
			"office_management.events.employee.refuse_if_seated",
			"office_management.events.employee.refuse_if_work_was_asked",
		],
	},
	"Facility Task": {
		"on_update": [
			"office_management.events.facility_task.follow_merge",
			"office_management.events.facility_task.follow_in_findings",
		],
		"on_trash": "office_management.events.facility_task.refuse_if_bought_for",
	},
	"File": {
		"after_insert": "office_management.events.file.keep_private",
		"validate": "office_management.events.file.keep_evidence",
		"on_trash": "office_management.events.file.keep_evidence",
	},
	"Location": {
		"validate": "office_management.events.location.validate",
		"on_update": "office_management.events.location.on_update",
		"before_rename": "office_management.events.location.before_rename",
		"after_rename": "office_management.events.location.after_rename",
		"on_trash": "office_management.events.location.on_trash",
	},
	"Office Space": {
		"after_rename": "office_management.events.office_space.follow_in_plans",
		"on_trash": "office_management.events.office_space.refuse_if_worked_at",
	},
	"Material Request": {
		"on_update": "office_management.events.material_request.tell_taken_out",
		"on_trash": "office_management.events.material_request.tell_deleted",
	},
	"Project": {
		"on_update": "office_management.events.project.follow_title",
		"after_rename": "office_management.events.project.follow_rename",
		"on_trash": "office_management.events.project.refuse_if_seated",
	},
	("Purchase Receipt", "Purchase Invoice"): {"on_submit": "office_management.events.purchases.tag_assets"},
	"Supplier": {"on_trash": "office_management.events.supplier.refuse_if_at_work"},
	"ToDo": {
		"validate": "office_management.events.todo.check_assignment",
		"after_insert": "office_management.events.todo.note_assignment",
	},
	"User": {"validate": "office_management.events.user.propose_workspace"},
	(
		"Material Request",
		"Purchase Invoice",
		"Purchase Order",
		"Purchase Receipt",
		"Request for Quotation",
		"Stock Entry",
		"Supplier Quotation",
	): {
		"validate": "office_management.events.purchases.carry_links",
		"before_update_after_submit": "office_management.events.purchases.settle_links",
	},
}

# What others do to our records: they outlive a company's transactions, and old imports go by themselves

company_data_to_be_ignored = [
	"Access Badge",
	"Audit Asset Line",
	"Audit Finding",
	"Audit Programme",
	"Delivery",
	"Evacuation",
	"Facility Plan",
	"Facility Task",
	"Floor Register Import",
	"Front Desk Station",
	"Office Audit",
	"Office Audit Document",
	"Office Document",
	"Office Responsibility",
	"Office Space",
	"Phone Message",
	"Space Allocation",
	"Visit Invitation",
	"Visitor Block Match",
	"Visitor Block Rule",
	"Visitor Log",
]
ignore_links_on_delete = ["Office Audit Made", "Visit Mail", "Visit Token"]
default_log_clearing_doctypes = {"Floor Register Import": 30}
user_data_fields = [
	{
		"doctype": "Facility Task Reporter",
		"filter_by": "email",
		"redact_fields": ["email", "reporter_name"],
	},
	{"doctype": "Office Responsibility"},
	{"doctype": "Phone Message", "filter_by": "taken_by"},
	{"doctype": "Space Allocation", "filter_by": "ended_by"},
	{"doctype": "Visit Invitation"},
	{
		"doctype": "Visitor",
		"filter_by": "email",
		"redact_fields": ["full_name", "email", "phone", "organisation"],
	},
	{"doctype": "Visitor Log", "filter_by": "approved_by"},
]

# Jobs: names unique in their last two parts, each fit to run twice, late, or not at all for a while

scheduler_events = {
	"cron": {
		"*/5 * * * *": [
			"office_management.office_audits.finding_notices.tell_of_findings",
			"office_management.office_audits.custodian_notices.tell_custodians",
			"office_management.office_audits.programme_notices.tell_of_planned_audits",
			"office_management.front_desk.invitation_mails.send_owed_invitations",
			"office_management.facilities.notices.sweep_notices",
			"office_management.front_desk.host_notices.sweep_host_notices",
			"office_management.front_desk.evacuation_notices.sweep_evacuation_notices",
			"office_management.facilities.reporters.send_owed_mails",
			"office_management.front_desk.delivery_notices.tell_of_deliveries",
			"office_management.front_desk.message_notices.tell_of_messages",
		],
		"*/10 * * * *": [
			"office_management.office_space.leavers.sweep_leavers",
			"office_management.front_desk.sign_out.sign_out_due_visits",
			"office_management.front_desk.sign_out.note_no_shows",
			"office_management.front_desk.sign_out.remind_hosts",
		],
	},
	"hourly": [
		"office_management.office_audits.audits.resume_stopped_starts",
		"office_management.office_audits.sign_off.resume_stopped_sign_offs",
		"office_management.office_audits.undoing.resume_stopped_undoings",
		"office_management.office_administration.document_notices.remind_of_documents",
		"office_management.facilities.supply_notices.tell_ready_supplies",
		"office_management.office_space.register.resume_stalled_imports",
		"office_management.office_space.statuses.refresh_statuses",
	],
	"hourly_long": [
		"office_management.facilities.generator.make_planned_tasks",
		"office_management.office_audits.programmes.make_planned_audits",
	],
	"daily": [
		"office_management.front_desk.block_rules.expire_rules_past",
		"office_management.front_desk.tokens.forget_expired_tokens",
		"office_management.office_administration.documents.refresh_document_statuses",
		"office_management.facilities.reporters.forget_reporters",
		"office_management.office_space.spaces.refresh_space_statuses",
		"office_management.office_space.pairs.mend_or_report_pairs",
		"office_management.office_administration.doctype.office_responsibility"
		".office_responsibility.end_responsibilities_past",
	],
	"daily_long": [
		"office_management.facilities.plans.refresh_plans",
		"office_management.office_audits.programmes.refresh_programmes",
		"office_management.front_desk.retention_runs.anonymise_due",
	],
}
