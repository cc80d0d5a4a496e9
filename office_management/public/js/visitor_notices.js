// On the form of a visit: hosts say that they are coming, reception sees whether anybody does, and who it is.

(function () {
	const LOG = "Visitor Log";
	const ACKNOWLEDGE =
		"office_management.front_desk.doctype.visitor_log_notice.visitor_log_notice.acknowledge_visit";
	const RECEPTION = ["System Manager", "Office Manager", "Office Receptionist"];
	const WAITS = ["Awaiting Approval", "Checked In", "Stepped Out"];

	const is_reception = () => RECEPTION.some((role) => frappe.user.has_role(role));
	const acknowledge = (frm, is_coming) =>
		frappe.xcall(ACKNOWLEDGE, { log: frm.docname, is_coming: Number(is_coming) });

	frappe.ui.form.on(LOG, {
		setup(frm) {
			["photo", "signature"].forEach((field) => {
				const df = frappe.meta.get_docfield(LOG, field, frm.docname);
				if (df) {
					df.formatter = picture;
				}
			});
		},

		refresh(frm) {
			if (frm.is_new() || !WAITS.includes(frm.doc.status)) {
				return;
			}
			const told = (frm.doc.notices || []).filter(
				(row) => row.told_on && row.notice !== "Answer",
			);
			const mine = told.filter((row) => row.user === frappe.session.user);
			const coming = told.find((row) => row.answered_on);
			if (coming) {
				frm.set_intro(who_comes(coming), "green");
			} else if (mine.length || (told.length && is_reception())) {
				offer_answer(frm, mine.length);
			}
			if (mine.some((row) => !row.seen_on && !row.answered_on)) {
				acknowledge(frm, false);
			}
		},
	});

	function picture(address) {
		if (!address) {
			return "";
		}
		const source = frappe.utils.escape_html(address);
		return `<img src="${source}" alt="" style="max-height: 160px; max-width: 100%">`;
	}

	function who_comes(row) {
		if (row.user === frappe.session.user) {
			return __("You said that you are coming.", null, LOG);
		}
		return __("{0} is coming", [frappe.utils.escape_html(name_of(row))], LOG);
	}

	const name_of = (row) =>
		frappe.utils.get_link_title("Employee", row.employee) || frappe.user.full_name(row.user);

	function offer_answer(frm, is_mine) {
		const label = is_mine ? __("I Am Coming", null, LOG) : __("Host Is Coming", null, LOG);
		const button = frm.add_custom_button(label, async () => {
			await acknowledge(frm, true);
			frm.reload_doc();
		});
		if (is_mine) {
			button.addClass("btn-primary");
		}
	}
})();
