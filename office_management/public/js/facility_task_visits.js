// On the form of a task: who comes for it, whether they are here, and inviting them.

(function () {
	const TASK = "Facility Task";
	const INVITATION = "Visit Invitation";
	const LOG = "Visitor Log";
	const OPEN = ["Open", "In Progress", "On Hold"];

	frappe.ui.form.on(TASK, {
		refresh(frm) {
			if (frm.is_new() || !(frappe.boot.office_management?.uses?.front_desk ?? 1)) {
				return;
			}
			show_visits(frm);
			if (OPEN.includes(frm.doc.status) && frappe.model.can_create(INVITATION)) {
				frm.add_custom_button(
					__("Visit Invitation"),
					() =>
						frappe.new_doc(INVITATION, {
							facility_task: frm.doc.name,
							subject: frm.doc.subject,
							space: frm.doc.space,
						}),
					__("Create"),
				);
			}
		},
	});

	async function show_visits(frm) {
		const name = frm.doc.name;
		const visits = await frappe.xcall(
			"office_management.front_desk.api.get_visits_of_task",
			{ task: name },
			"GET",
		);
		if (frm.doc.name !== name) {
			return;
		}
		for (const visit of visits) {
			const label = frm.dashboard.add_indicator(sentence(visit), color(visit));
			if (visit.name) {
				label
					.css("cursor", "pointer")
					.on("click", () => frappe.set_route("Form", LOG, visit.name));
			}
		}
	}

	function color(visit) {
		return (
			{ "Checked In": "green", "Stepped Out": "yellow", Expected: "blue" }[visit.status] ||
			"gray"
		);
	}

	function sentence(visit) {
		const who = frappe.utils.escape_html(
			[visit.visitor, visit.organisation].filter(Boolean).join(", ") ||
				__("A visitor", null, TASK),
		);
		const at = (moment) => frappe.datetime.str_to_user(moment);
		if (visit.checked_out_on) {
			return __("{0} left {1}", [who, at(visit.checked_out_on)], TASK);
		}
		if (visit.checked_in_on) {
			return __("{0} arrived {1}", [who, at(visit.checked_in_on)], TASK);
		}
		if (visit.status === "No Show") {
			return __("{0} did not come", [who], TASK);
		}
		return __("{0} is expected {1}", [who, at(visit.expected_on)], TASK);
	}
})();
