// The form of a document: what is the matter with it on top, and the next step.

(function () {
	const DOCUMENT = "Office Document";
	const METHODS = {
		review: "office_management.office_administration.api.review_document",
		withdraw: "office_management.office_administration.api.withdraw_document",
		put_back: "office_management.office_administration.api.put_back_document",
	};
	const TAKEN_OVER = [
		"title",
		"document_type",
		"company",
		"responsible",
		"space",
		"remind_days",
		"review_every_months",
		"issuer",
		"supplier",
		"contract",
		"asset",
		"original_kept_at",
	];

	frappe.ui.form.on(DOCUMENT, {
		setup(frm) {
			frm.set_query("responsible", () => ({ filters: { status: "Active" } }));
			frm.set_query("replaces", () => ({
				filters: [
					["name", "!=", frm.doc.name],
					["replacement", "is", "not set"],
				],
			}));
		},

		refresh(frm) {
			if (frm.is_new()) {
				return;
			}
			show_state(frm);
			add_steps(frm);
		},
	});

	function show_state(frm) {
		const day = (field) => frappe.datetime.str_to_user(frm.doc[field]);
		const texts = {
			Expired: [__("It ran out on {0}.", [day("valid_until_date")], DOCUMENT), "red"],
			"Review Due": [
				__("It was to be reviewed by {0}.", [day("next_review_date")], DOCUMENT),
				"orange",
			],
			Withdrawn: [
				__("It is withdrawn since {0}.", [day("withdrawn_from_date")], DOCUMENT),
				"gray",
			],
		};
		if (frm.doc.replacement && frm.doc.status !== "Withdrawn") {
			texts[frm.doc.status] = [
				__(
					"Another document takes its place on {0}.",
					[day("withdrawn_from_date")],
					DOCUMENT,
				),
				"blue",
			];
		}
		const [text, colour] = texts[frm.doc.status] || [];
		if (text) {
			frm.dashboard.set_headline(text, colour);
		}
	}

	function add_steps(frm) {
		const may_write = frm.perm[0]?.write;
		const in_use = !frm.doc.replacement && !frm.doc.withdrawn_from_date;
		if (in_use && frm.doc.__onload?.may_review) {
			frm.add_custom_button(__("Reviewed", null, DOCUMENT), () => review(frm));
		}
		if (in_use && may_write) {
			frm.add_custom_button(__("Replace", null, DOCUMENT), () => replace(frm));
			frm.add_custom_button(__("Withdraw", null, DOCUMENT), () => withdraw(frm));
		}
		if (frm.doc.withdrawn_from_date && !frm.doc.replacement && may_write) {
			frm.add_custom_button(__("Put Back", null, DOCUMENT), () => act(frm, "put_back"));
		}
	}

	async function act(frm, method, args = {}) {
		if (frm.is_dirty()) {
			await frm.save(); // what was typed counts
		}
		await frappe.xcall(METHODS[method], { document: frm.doc.name, ...args });
		frm.reload_doc();
	}

	function review(frm) {
		const months = frm.doc.review_every_months;
		const following = months
			? frappe.datetime.add_months(frappe.datetime.get_today(), months)
			: null;
		const dialog = new frappe.ui.Dialog({
			title: __("Reviewed", null, DOCUMENT),
			fields: [
				{
					fieldname: "note",
					fieldtype: "Small Text",
					label: __("Note", null, DOCUMENT),
					description: __("What you checked, and what you found", null, DOCUMENT),
				},
				{
					fieldname: "next_review_date",
					fieldtype: "Date",
					label: __("Next Review", null, DOCUMENT),
					default: following,
				},
			],
			primary_action_label: __("Reviewed", null, DOCUMENT),
			primary_action: async (values) => {
				await act(frm, "review", values);
				dialog.hide();
				frappe.show_alert({
					message: __("The review is noted.", null, DOCUMENT),
					indicator: "green",
				});
			},
		});
		dialog.show();
	}

	function withdraw(frm) {
		frappe.prompt(
			{
				fieldname: "reason",
				fieldtype: "Small Text",
				label: __("Reason", null, DOCUMENT),
				reqd: 1,
			},
			({ reason }) => act(frm, "withdraw", { reason }),
			__("Withdraw {0}", [frm.doc.title], DOCUMENT),
			__("Withdraw", null, DOCUMENT),
		);
	}

	// a new document that begins where this one ends
	function replace(frm) {
		const values = Object.fromEntries(TAKEN_OVER.map((field) => [field, frm.doc[field]]));
		if (frm.doc.valid_until_date) {
			values.valid_from_date = frappe.datetime.add_days(frm.doc.valid_until_date, 1);
		}
		const made = frappe.model.get_new_doc(DOCUMENT);
		Object.assign(made, values, { replaces: frm.doc.name });
		frappe.set_route("Form", DOCUMENT, made.name);
	}
})();
