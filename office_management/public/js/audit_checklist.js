// An inspection on the form of its audit: sections with their scores, and their questions. What it shares with the
// checklists of tasks is in checklist_page.js.

(function () {
	const AUDIT = "Office Audit";
	const FINDING = "Audit Finding";
	const LIVE = ["In Progress", "Reconciling"];
	const LONGEST_SIDE = 1920; // pixels of a photo that is sent
	const { Page, escaped } = office_management.checklists;

	const percent = (value) => (value == null ? "–" : `${format_number(value, null, 0)} %`);
	const is_inspection = (frm) => frm.doc.audit_type === "Checklist";
	const data_of = (frm) => (is_inspection(frm) ? frm.inspection : null);
	const is_mine = (frm, section) => {
		const mine = data_of(frm).my_sections;
		return mine === null || mine.includes(section || "");
	};

	class Inspection extends Page {
		lines_of(frm) {
			return data_of(frm)?.lines || [];
		}

		is_open(frm) {
			return Boolean(data_of(frm)?.may_answer) && frm.doc.status === "In Progress";
		}

		may_answer(frm, row) {
			return this.is_open(frm) && is_mine(frm, row.section);
		}

		title() {
			return __("Questions", null, AUDIT);
		}

		denied() {
			return __("You may not answer this. Ask the lead auditor.", null, AUDIT);
		}

		not_sent(count) {
			return __("No connection. Kept on this device: {0}", [count], AUDIT);
		}

		async load(frm) {
			const audit = frm.doc.name;
			const data = await frappe.xcall(
				"office_management.office_audits.api.get_checklist",
				{ audit },
				"GET",
			);
			if (frm.doc.name !== audit) {
				return; // another audit was opened meanwhile
			}
			frm.inspection = { ...data, audit };
			frappe.dom.set_style(CSS, "om-inspection-style");
			const parts = data.sections.map((section, number) =>
				this.section_html(frm, section, number),
			);
			this.draw_lines(frm, parts.join(""), "om-inspection");
		}

		section_html(frm, section, number) {
			const is_open = is_mine(frm, section.section) || frm.doc.status !== "In Progress";
			const title = section.title || __("General", null, AUDIT);
			const lines = this.lines_in(frm, section).map((row) => this.line_html(row));
			return `<details class="om-part" data-number="${number}" ${is_open ? "open" : ""}>
				<summary><span class="om-title">${escaped(title)}</span>
					<span class="om-who">${escaped(section.auditors)}</span>
					<span class="om-figures"></span></summary>
				${lines.join("")}</details>`;
		}

		lines_in(frm, section) {
			return this.lines_of(frm).filter((row) => (row.section || "") === section.section);
		}

		// --- what a line shows now ----------------------------------------------------------------------------------

		lacks_photo(row) {
			return row.lacks === "no photo";
		}

		remark(row) {
			const said = [];
			row.answer && row.by && said.push(escaped(row.by));
			row.last && said.push(__("last time: {0}", [escaped(row.last)], AUDIT));
			return said.join(" · ");
		}

		photos(row, waiting, editable) {
			const remove = editable
				? `<button type="button" class="btn btn-xs btn-default om-remove" aria-label="${__("Remove Photo", null, AUDIT)}">×</button>`
				: "";
			const shown = row.photos.map((photo) => {
				const address = escaped(encodeURI(photo));
				return `<span class="om-photo" data-photo="${escaped(photo)}"><a href="${address}" target="_blank" rel="noopener">
					<img src="${address}" alt="${__("Photo", null, AUDIT)}" loading="lazy"></a>${remove}</span>`;
			});
			if (waiting.photos.length) {
				shown.push(
					`<span class="text-muted">${__("{0} on the way", [waiting.photos.length], AUDIT)}</span>`,
				);
			}
			return shown.join("");
		}

		failed(frm, row, waiting) {
			if (row.finding) {
				return frappe.utils.get_form_link(
					FINDING,
					row.finding,
					true,
					__("Finding {0}", [escaped(row.finding)], AUDIT),
				);
			}
			const offered =
				row.result === "Fail" &&
				waiting.answer == null &&
				LIVE.includes(frm.doc.status) &&
				data_of(frm).may_answer &&
				is_mine(frm, row.section);
			return offered
				? `<button type="button" class="btn btn-default btn-sm om-raise">${__("Raise Finding", null, AUDIT)}</button>`
				: "";
		}

		show_head() {
			super.show_head();
			const frm = this.frm;
			const data = frm?.doc && data_of(frm);
			data?.sections.forEach((section, number) => this.show_figures(frm, section, number));
		}

		show_figures(frm, section, number) {
			const own = this.lines_in(frm, section);
			const said = [`${own.filter((row) => row.result).length} / ${own.length}`];
			if (frm.doc.status !== "In Progress") {
				said.push(`<b>${percent(section.percent)}</b>`);
			}
			if (section.last != null) {
				said.push(__("last time {0}", [percent(section.last)], AUDIT));
			}
			const $part = this.field(frm).find(`.om-part[data-number=${number}]`);
			$part.find(".om-figures").html(said.join(" · "));
		}

		// --- what people do -----------------------------------------------------------------------------------------

		listen_more(frm, on) {
			on("click", ".om-remove", (button, key) => this.remove_photo(frm, key, button));
			on("click", ".om-raise", (button, key) => this.raise_finding(frm, key, button));
		}

		async send_answer(entry) {
			const told = await this.post("answer_question", entry);
			this.show_saved(entry.audit, told);
			tell_replaced(told);
		}

		async send_photo(entry) {
			this.show_saved(entry.audit, await this.post("add_answer_photo", entry));
		}

		prepared(file) {
			return small(file);
		}

		remove_photo(frm, key, button) {
			const audit = frm.doc.name;
			return this.attempt(button, async () => {
				const photo = button.closest(".om-photo").dataset.photo;
				const values = { audit, line_key: key, photo };
				this.show_saved(audit, await this.post("remove_answer_photo", values));
			});
		}

		raise_finding(frm, key, button) {
			const audit = frm.doc.name;
			return this.attempt(button, async () => {
				const finding = await this.post("raise_answer_finding", { audit, line_key: key });
				this.show_saved(audit, { line_key: key, finding });
				frappe.show_alert({
					message: __("Finding raised", null, AUDIT),
					indicator: "green",
				});
			});
		}
	}

	const page = new Inspection({
		owner: "audit",
		api: "/api/method/office_management.office_audits.api.",
		event: "office_audit_answered",
		storage: "office-audit-answers",
	});

	frappe.ui.form.on(AUDIT, {
		refresh(frm) {
			page.frm = frm;
			if (frm.inspection && frm.inspection.audit !== frm.doc.name) {
				frm.inspection = null; // another audit was shown here before
				page.field(frm).empty();
			}
			offer_sections(frm);
			page.show_head();
			if (is_inspection(frm) && !frm.is_new() && frm.doc.status !== "Planned") {
				frm.set_df_property("counting_ended_on", "label", __("Ended On", null, AUDIT));
				show_score(frm);
				// one after the other: what is saved while the lines are read would be missing on the page
				page.load(frm).finally(() => page.outbox.send());
			}
		},
		checklist_template: offer_sections,
		audit_type: offer_sections,
	});

	// auditors are named for sections that the checklist has
	async function offer_sections(frm) {
		const grid = frm.fields_dict.auditors.grid;
		let names = [];
		if (is_inspection(frm) && frm.doc.checklist_template) {
			const template = await frappe.db.get_doc(
				"Checklist Template",
				frm.doc.checklist_template,
			);
			names = [...new Set(template.items.map((row) => row.section).filter(Boolean))];
		}
		grid.update_docfield_property("section", "options", names.join("\n"));
	}

	function show_score(frm) {
		if (!["Reconciling", "Signed Off"].includes(frm.doc.status)) {
			return;
		}
		if (frm.doc.has_score) {
			frm.dashboard.add_indicator(
				__("Score: {0}", [percent(frm.doc.score)], AUDIT),
				frm.doc.passed ? "green" : "red",
			);
		}
		frm.dashboard.add_indicator(
			frm.doc.passed ? __("Passed", null, AUDIT) : __("Not passed", null, AUDIT),
			frm.doc.passed ? "green" : "red",
		);
		if (frm.doc.compared_with) {
			frm.dashboard.add_indicator(
				__("Last time: {0}", [percent(frm.doc.score_before)], AUDIT),
				"gray",
			);
		}
	}

	function tell_replaced(told) {
		if (told.replaced) {
			frappe.show_alert(
				{
					message: __(
						"Your answer stands now, instead of {0} by {1}.",
						[escaped(told.replaced.answer), escaped(told.replaced.by)],
						AUDIT,
					),
					indicator: "orange",
				},
				10,
			);
		}
	}

	// a photo as a JPEG of a size that a slow connection carries
	async function small(file) {
		try {
			const picture = await createImageBitmap(file);
			const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
			const paper = document.createElement("canvas");
			paper.width = Math.max(1, Math.round(picture.width * scale));
			paper.height = Math.max(1, Math.round(picture.height * scale));
			paper.getContext("2d").drawImage(picture, 0, 0, paper.width, paper.height);
			return paper.toDataURL("image/jpeg", 0.85);
		} catch {
			return await frappe.dom.file_to_base64(file); // the server says whether it can be read
		}
	}

	const CSS = `
		.om-inspection .om-part { margin-bottom: 12px; }
		.om-inspection summary { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; min-height: 44px; padding: 4px 0; cursor: pointer; }
		.om-inspection .om-title { font-weight: 600; font-size: 15px; }
		.om-inspection .om-title::before { content: "▸"; display: inline-block; width: 16px; color: var(--text-muted); }
		.om-inspection details[open] .om-title::before { content: "▾"; }
		.om-inspection .om-who { color: var(--text-muted); font-size: 13px; }
		.om-inspection .om-figures { margin-left: auto; font-size: 13px; }
		.om-inspection .om-photo { position: relative; }
		.om-inspection .om-photo .om-remove { position: absolute; top: 4px; right: 4px; min-width: 28px; min-height: 28px; }
	`;
})();
