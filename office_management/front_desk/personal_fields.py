"""Which fields of the module hold personal data, and what becomes of them when their time is over.

Whoever adds a field adds it here: a test demands that every field that can hold a text, a picture or a link is named
in one of the two tables. The values:

	clear        emptied
	placeholder  replaced by PLACEHOLDER, where a record must have a title
	file         emptied, and the file deleted from the disk
"""

CLEAR, SHOWN, FILE = "clear", "placeholder", "file"
PLACEHOLDER = "Anonymised"

PERSONAL: dict[str, dict[str, str]] = {
	"Visitor": {
		"full_name": SHOWN,
		"organisation": CLEAR,
		"email": CLEAR,
		"phone": CLEAR,
		"language": CLEAR,
		"party_type": CLEAR,
		"party": CLEAR,
		"photo": FILE,
		"last_visit_on": CLEAR,
		"name_key": CLEAR,
		"backward_key": CLEAR,
		"organisation_key": CLEAR,
		"email_key": CLEAR,
		"phone_key": CLEAR,
		"legal_hold_reason": CLEAR,
	},
	"Visitor Log": {
		"visitor": CLEAR,
		"visitor_name": SHOWN,
		"organisation": CLEAR,
		"purpose": CLEAR,
		"badge": CLEAR,
		"vehicle_plate": CLEAR,
		"photo": FILE,
		"status_reason": CLEAR,
		"reception_note": CLEAR,
		"signature": FILE,
		"name_key": CLEAR,
		"arrival_key": CLEAR,
	},
	"Visitor Log Answer": {"question": CLEAR, "answer": CLEAR, "line_key": CLEAR},
	"Visitor Log Belonging": {"item": CLEAR, "serial_number": CLEAR},
	"Visit Invitation": {
		"subject": SHOWN,
		"message": CLEAR,
		"reception_note": CLEAR,
		"cancel_reason": CLEAR,
		"mail_language": CLEAR,
	},
	"Visit Invitee": {
		"full_name": SHOWN,
		"email": CLEAR,
		"phone": CLEAR,
		"organisation": CLEAR,
		"visitor_language": CLEAR,
	},
	"Visit Mail": {"visitor_log": CLEAR, "told_state": CLEAR, "recipient_key": CLEAR},
	"Visit Token": {"token_hash": CLEAR, "visitor_log": CLEAR},
	"Visitor Block Match": {
		"visitor_log": CLEAR,
		"found_in": CLEAR,
		"rule_reason": CLEAR,
		"note": CLEAR,
		"match_key": CLEAR,
	},
	"Visitor Block Rule": {
		"full_name": SHOWN,
		"email": CLEAR,
		"phone": CLEAR,
		"organisation": CLEAR,
		"keyword": CLEAR,
		"reason": SHOWN,
		"name_key": CLEAR,
		"email_key": CLEAR,
		"phone_key": CLEAR,
		"organisation_key": CLEAR,
		"keyword_key": CLEAR,
		"keyword_first": CLEAR,
		"rule_title": SHOWN,
	},
	"Access Badge": {"visitor_log": CLEAR},
	"Access Badge Issue": {"visitor_log": CLEAR, "note": CLEAR},
	"Delivery": {
		"sender": CLEAR,
		"tracking_number": CLEAR,
		"tracking_key": CLEAR,
		"client_key": CLEAR,
		"collected_name": CLEAR,
		"signature": FILE,
		"note": CLEAR,
		"photo": FILE,
	},
	"Phone Message": {
		"caller_name": SHOWN,
		"caller_organisation": CLEAR,
		"phone": CLEAR,
		"message": CLEAR,
		"outcome": CLEAR,
		"client_key": CLEAR,
		"call_log": CLEAR,
		"contact": CLEAR,
		"lead": CLEAR,
	},
	"Evacuation": {"note": CLEAR, "close_reason": CLEAR},
	"Evacuation Area": {
		"warden_name": CLEAR,
		"regular_warden_name": CLEAR,
		"warden_phone": CLEAR,
		"note": CLEAR,
	},
	"Evacuation Mark": {"note": CLEAR},
	"Evacuation Person": {
		"person_name": SHOWN,
		"organisation": CLEAR,
		"visitor_log": CLEAR,
		"phone": CLEAR,
		"note": CLEAR,
		"person_key": CLEAR,
	},
}

# What says who somebody is, wherever it stands. All other personal fields may hold ordinary words.
IDENTIFYING: dict[str, tuple[str, ...]] = {
	"Visitor": ("full_name", "email", "phone"),
	"Visitor Log": ("visitor_name", "vehicle_plate"),
	"Visit Invitee": ("full_name", "email", "phone"),
	"Visitor Block Rule": ("full_name", "email", "phone"),
}

# DocType -> field -> why it says nothing about a visitor, a caller or a sender.
STAFF = "staff or users of the site: they are the other side of the visit and stay with the count"
FACT = "a place, a kind, a rule or another record without a person in it"
NOT_PERSONAL: dict[str, dict[str, str]] = {
	"Access Badge": {
		"badge_number": FACT,
		"description": FACT,
		"space": FACT,
		"company": FACT,
		"opens": FACT,
		"current_issue": FACT,
		"employee": STAFF,
		"employee_name": STAFF,
	},
	"Access Badge Issue": {
		"employee": STAFF,
		"employee_name": STAFF,
		"issued_by": STAFF,
		"returned_to": STAFF,
	},
	"Delivery": {
		"carrier": FACT,
		"recipient": STAFF,
		"recipient_name": STAFF,
		"department": FACT,
		"space": FACT,
		"company": FACT,
		"received_by": STAFF,
		"handed_out_by": STAFF,
		"returned_by": STAFF,
	},
	"Evacuation": {
		"space": FACT,
		"company": FACT,
		"started_by": STAFF,
		"all_clear_by": STAFF,
		"closed_by": STAFF,
		"open_key": FACT,
		"facility_task": FACT,
	},
	"Evacuation Area": {
		"space": FACT,
		"warden": STAFF,
		"regular_warden": STAFF,
		"reported_by": STAFF,
	},
	"Evacuation Mark": {
		"row_name": FACT,
		"space": FACT,
		"marked_by": STAFF,
		"mark_key": FACT,
	},
	"Evacuation Notice": {"employee": STAFF, "user": STAFF, "tell_key": FACT},
	"Evacuation Person": {
		"employee": STAFF,
		"visitor_type": FACT,
		"host": STAFF,
		"host_name": STAFF,
		"last_place": FACT,
		"marked_by": STAFF,
	},
	"Front Desk Station": {
		"station_name": FACT,
		"space": FACT,
		"company": FACT,
		"key_hash": FACT,
		"visitor_type": FACT,
		"language": FACT,
		"welcome_text": FACT,
	},
	"Phone Message": {
		"recipient": STAFF,
		"recipient_name": STAFF,
		"acknowledged_by": STAFF,
		"done_by": STAFF,
		"deputy": STAFF,
		"forwarded_from": STAFF,
		"taken_by": STAFF,
		"company": FACT,
		"department": FACT,
		"mail_for": FACT,
	},
	"Phone Message Forward": {"from_employee": STAFF, "to_employee": STAFF, "forwarded_by": STAFF},
	"Retention Run": {"started_by": STAFF, "error": FACT, "run_key": FACT},
	"Visit Host": {"employee": STAFF, "employee_name": STAFF},
	"Visit Invitation": {
		"host": STAFF,
		"host_name": STAFF,
		"space": FACT,
		"company": FACT,
		"visitor_type": FACT,
		"facility_task": FACT,
		"fallback_host": STAFF,
	},
	"Visit Mail": {"visit_invitation": FACT, "employee": STAFF},
	"Visit Invitee": {"visitor_type": FACT, "visitor_log": FACT, "visit_status": FACT},
	"Visitor": {"legal_hold_by": STAFF},
	"Visitor Agreement": {
		"title": FACT,
		"supersedes": FACT,
		"published_by": STAFF,
		"body": FACT,
	},
	"Visitor Agreement Text": {"language": FACT, "body": FACT},
	"Visitor Block Match": {
		"visit_invitation": FACT,
		"rule": FACT,
		"space": FACT,
		"company": FACT,
		"decided_by": STAFF,
	},
	"Visitor Block Rule": {"space": FACT, "company": FACT},
	"Visitor Data Request": {"visitor": FACT, "handled_by": STAFF},
	"Visitor Log": {
		"visitor_type": FACT,
		"host": STAFF,
		"host_name": STAFF,
		"space": FACT,
		"company": FACT,
		"fallback_host": STAFF,
		"visit_invitation": FACT,
		"facility_task": FACT,
		"approved_by": STAFF,
		"agreement": FACT,
		"agreement_language": FACT,
	},
	"Visitor Log Event": {
		"act": FACT,
		"from_status": FACT,
		"to_status": FACT,
		"user": STAFF,
		"station": FACT,
	},
	"Visitor Log Notice": {"notice": FACT, "employee": STAFF, "user": STAFF, "tell_key": FACT},
	"Visitor Question": {
		"line_key": FACT,
		"question": FACT,
		"choices": FACT,
		"alert_answer": FACT,
		"question_nl": FACT,
		"question_da": FACT,
	},
	"Visitor Type": {"type_name": FACT, "description": FACT, "agreement": FACT},
}


def values_after(doctype: str) -> dict[str, str | None]:
	"""What the fields of a record hold once it was anonymised."""
	return {
		field: PLACEHOLDER if what == SHOWN else None for field, what in PERSONAL.get(doctype, {}).items()
	}


def file_fields(doctype: str) -> list[str]:
	"""Fields that point to a file."""
	return [field for field, what in PERSONAL.get(doctype, {}).items() if what == FILE]
