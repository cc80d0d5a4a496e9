(function () {
	const AGREEMENT = "Visitor Agreement";
	const API = "office_management.front_desk.doctype.visitor_agreement.visitor_agreement.";
	const FROZEN = ["title", "valid_days", "supersedes", "body", "texts"];

	frappe.ui.form.on(AGREEMENT, {
		setup(frm) {
			frm.set_query("supersedes", () => ({ filters: { status: "Published" } }));
		},

		refresh(frm) {
			const is_draft = frm.doc.status === "Draft";
			FROZEN.forEach((field) => frm.set_df_property(field, "read_only", Number(!is_draft)));
			if (frm.is_new()) {
				return;
			}
			if (is_draft) {
				offer_publishing(frm);
			} else {
				frm.disable_save();
				show_published(frm);
			}
		},
	});

	function offer_publishing(frm) {
		if (frm.perm[0]?.write && !frm.is_dirty()) {
			frm.add_custom_button(__("Publish", null, AGREEMENT), () =>
				ask_publishing(frm),
			).addClass("btn-primary");
		}
	}

	function ask_publishing(frm) {
		frappe.confirm(
			__(
				"From now on visitors sign this version. Its text can never be changed again. Publish it?",
				null,
				AGREEMENT,
			),
			async () => {
				await frappe.xcall(API + "publish", { agreement: frm.docname });
				frm.reload_doc();
			},
		);
	}

	function show_published(frm) {
		frm.set_intro(
			frm.doc.status === "Published"
				? __(
						"Published: visitors sign this text. To change it, make a new version.",
						null,
						AGREEMENT,
					)
				: __("A newer version has taken the place of this one.", null, AGREEMENT),
			frm.doc.status === "Published" ? "green" : "gray",
		);
		if (frappe.model.can_create(AGREEMENT)) {
			frm.add_custom_button(__("New Version", null, AGREEMENT), async () => {
				const name = await frappe.xcall(API + "new_version", { agreement: frm.docname });
				frappe.set_route("Form", AGREEMENT, name);
			});
		}
		if (frappe.model.can_read("Visitor Log")) {
			frm.add_custom_button(__("Who Signed", null, AGREEMENT), () =>
				frappe.set_route("List", "Visitor Log", { agreement: frm.docname }),
			);
		}
	}
})();
