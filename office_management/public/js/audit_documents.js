// A document review on the form of its audit: one card per document, four questions each, saved at once and one by one.
// Two people can do it at the same time: each sees what the other answers, and none overwrites it unseen.

(function () {
	const AUDIT = "Office Audit";
	const LINE = "Office Audit Document";
	const DOCUMENT = "Office Document";
	const METHODS = {
		lines: "office_management.office_audits.api.get_document_lines",
		answer: "office_management.office_audits.api.answer_document",
		photo: "office_management.office_audits.api.add_document_photo",
		finding: "office_management.office_audits.api.raise_document_finding",
	};
	const LONGEST_SIDE = 1920; // pixels of a photo that is sent
	const COLOURS = { Pass: "green", Fail: "red", "Not Applicable": "gray", "": "orange" };

	const escape = (text) => frappe.utils.escape_html(`${text ?? ""}`);
	const is_review = (frm) => frm.doc.audit_type === "Documents";
	const percent = (value) => (value == null ? "–" : `${format_number(value, null, 0)} %`);
	const questions = () => ({
		present: __("Present", null, LINE),
		valid: __("Valid", null, LINE),
		signed: __("Signed", null, LINE),
		accessible: __("Accessible", null, LINE),
	});
	const answers = () => ({
		Yes: __("Yes", null, LINE),
		No: __("No", null, LINE),
		"Not Applicable": __("N/A", null, LINE),
	});
	let shown = null; // {frm, lines, sections, percent, may_answer, only}

	frappe.ui.form.on(AUDIT, {
		refresh(frm) {
			if (!is_review(frm) || frm.is_new() || frm.doc.status === "Planned") {
				return;
			}
			show_score(frm);
			load(frm);
		},
	});

	frappe.realtime.on("office_audit_document", (line) => {
		if (shown?.frm.doc.name === line.audit) {
			put(line);
		}
	});

	function show_score(frm) {
		if (!frm.doc.has_score || !["Reconciling", "Signed Off"].includes(frm.doc.status)) {
			return;
		}
		const colour = frm.doc.passed ? "green" : "red";
		frm.dashboard.add_indicator(__("Score: {0}", [percent(frm.doc.score)], AUDIT), colour);
		frm.dashboard.add_indicator(
			frm.doc.passed ? __("Passed", null, AUDIT) : __("Not passed", null, AUDIT),
			colour,
		);
		if (frm.doc.compared_with) {
			frm.dashboard.add_indicator(
				__("Last time: {0}", [percent(frm.doc.score_before)], AUDIT),
				"gray",
			);
		}
	}

	async function load(frm) {
		const told = await frappe.xcall(METHODS.lines, { audit: frm.doc.name });
		shown = { only: shown?.frm === frm ? shown.only : "", ...told, frm };
		draw();
	}

	// --- drawing -----------------------------------------------------------------------------------------------

	function draw() {
		const $all = shown.frm.fields_dict.documents_html.$wrapper;
		$all.html(`${styles()}<div class="document-review">
			<div class="dr-head">${head_html()}</div>
			<div class="dr-lines">${lines_html()}</div>
		</div>`);
		$all.off(".review");
		$all.on("click.review", "[data-only]", (event) => {
			shown.only = event.currentTarget.dataset.only;
			draw();
		});
		$all.on("click.review", "[data-answer]", on_answer);
		$all.on("click.review", "[data-all]", (event) => {
			const given = Object.fromEntries(
				Object.keys(questions()).map((question) => [question, "Yes"]),
			);
			save(line_of(event), given);
		});
		$all.on("change.review", "[data-note]", (event) => {
			save(line_of(event), { note: event.currentTarget.value });
		});
		$all.on("change.review", "[data-photo]", on_photo);
		$all.on("click.review", "[data-finding]", on_finding);
	}

	const WANTED = {
		"": () => true,
		Open: (line) => !line.result,
		Fail: (line) => line.result === "Fail",
	};

	function head_html() {
		const lines = shown.lines;
		const tabs = [
			["", __("All", null, AUDIT)],
			["Open", __("Not Answered", null, LINE)],
			["Fail", __("Not in Order", null, LINE)],
		].map(([key, label]) => {
			const number = lines.filter(WANTED[key]).length;
			const active = key === shown.only ? "btn-primary" : "btn-default";
			return `<button class="btn btn-xs ${active}" data-only="${key}">${label} (${number})</button>`;
		});
		const scores = Object.entries(questions()).map(
			([question, label]) =>
				`<span>${label} <b>${percent(shown.sections[question])}</b></span>`,
		);
		return `<div class="btn-group">${tabs.join("")}</div>
			<div class="dr-scores text-muted">${scores.join("")}
			<span>${__("In all", null, LINE)} <b>${percent(shown.percent)}</b></span></div>`;
	}

	function lines_html() {
		const lines = shown.lines.filter(WANTED[shown.only]);
		if (!lines.length) {
			return `<p class="text-muted text-center" style="padding: 24px">${__("Nothing here.", null, AUDIT)}</p>`;
		}
		let type = null;
		return lines
			.map((line) => {
				const heading =
					line.document_type === type
						? ""
						: `<h6 class="dr-type">${__(line.document_type, null, DOCUMENT)}</h6>`;
				type = line.document_type;
				return `${heading}<div class="dr-line" data-line="${escape(line.name)}">${line_html(line)}</div>`;
			})
			.join("");
	}

	function line_html(line) {
		return `<div class="dr-what">${title_html(line)}${facts_html(line)}</div>
			<div class="dr-asked">${asked_html(line)}</div>
			<div class="dr-more">${more_html(line)}</div>`;
	}

	function title_html(line) {
		const title = line.may_open
			? `<a href="${frappe.utils.get_form_link(DOCUMENT, line.office_document)}">${escape(line.document_title)}</a>`
			: escape(line.document_title);
		const words = {
			Pass: __("In order", null, LINE),
			Fail: __("Not in order", null, LINE),
			"Not Applicable": __("N/A", null, LINE),
			"": __("Not answered", null, LINE),
		};
		const result = line.result || "";
		return `<div><b>${title}</b>
			<span class="indicator-pill ${COLOURS[result]}">${words[result]}</span></div>`;
	}

	function facts_html(line) {
		const until = line.valid_until_date
			? __("valid until {0}", [frappe.datetime.str_to_user(line.valid_until_date)], LINE)
			: "";
		const facts = [
			line.document_number,
			line.place,
			line.responsible_name,
			line.original_kept_at,
		].map(escape);
		const frozen =
			line.frozen_status === "Valid" ? "" : __(line.frozen_status, null, DOCUMENT);
		const red = line.frozen_status === "Expired" ? "text-danger" : "";
		const file =
			line.may_open && line.file
				? `<a href="${escape(encodeURI(line.file))}" target="_blank" rel="noopener">${__("File", null, DOCUMENT)}</a>`
				: "";
		const last =
			line.last_result === "Fail"
				? `<span class="text-danger">${__("not in order last time", null, LINE)}</span>`
				: "";
		const dated = `<span class="${red}">${[frozen, until].filter(Boolean).join(", ")}</span>`;
		return `<div class="small text-muted">${[...facts, dated, file, last]
			.filter((text) => text && text !== '<span class=""></span>')
			.join(" · ")}</div>`;
	}

	function asked_html(line) {
		const is_missing = line.present === "No";
		const groups = Object.entries(questions()).map(([question, label]) => {
			const off = !shown.may_answer || (is_missing && question !== "present");
			const given = is_missing && question !== "present" ? "" : line[question];
			const buttons = Object.entries(answers()).map(([value, text]) => {
				const colour = { Yes: "success", No: "danger" }[value] || "secondary";
				const look = given === value ? `btn-${colour}` : "btn-default";
				return `<button class="btn btn-xs ${look}" ${off ? "disabled" : ""} data-question="${question}"
					data-answer="${value}" aria-pressed="${given === value}">${text}</button>`;
			});
			return `<div class="dr-group" role="group" aria-label="${label}"><div class="small">${label}</div>
				<div class="btn-group">${buttons.join("")}</div></div>`;
		});
		const untouched = Object.keys(questions()).every((question) => !line[question]);
		const all =
			shown.may_answer && untouched
				? `<button class="btn btn-xs btn-default dr-all" data-all="1">${__("All in Order", null, LINE)}</button>`
				: "";
		return groups.join("") + all;
	}

	function more_html(line) {
		const off = shown.may_answer ? "" : "disabled";
		const hint = __("Note", null, LINE);
		const photos = line.photos.map(
			(photo) =>
				`<a href="${escape(photo)}" target="_blank" rel="noopener"><img src="${escape(photo)}" alt="${__("Photo", null, LINE)}"></a>`,
		);
		const add = shown.may_answer
			? `<label class="btn btn-xs btn-default">${frappe.utils.icon("image", "xs")} ${__("Photo", null, LINE)}
				<input type="file" accept="image/*" data-photo="1" hidden></label>`
			: "";
		const finding = line.finding
			? `<a href="${frappe.utils.get_form_link("Audit Finding", line.finding)}">${__("Finding", null, LINE)}</a>`
			: shown.may_answer && line.result === "Fail"
				? `<button class="btn btn-xs btn-default" data-finding="1">${__("Raise Finding", null, LINE)}</button>`
				: "";
		const by = line.by
			? `<span class="small text-muted">${escape(line.by)}, ${frappe.datetime.str_to_user(line.reviewed_on)}</span>`
			: "";
		return `<input class="form-control input-xs" data-note="1" placeholder="${hint}" aria-label="${hint}"
				value="${escape(line.note)}" maxlength="2000" ${off}>
			${photos.join("")}${add}${finding}${by}`;
	}

	function styles() {
		return `<style>
			.document-review .dr-head { display: flex; flex-wrap: wrap; gap: 8px 24px; align-items: center; margin-bottom: 8px; }
			.document-review .dr-scores { display: flex; flex-wrap: wrap; gap: 4px 16px; }
			.document-review .dr-type { margin: 18px 0 4px; }
			.document-review .dr-line { border-top: 1px solid var(--border-color); padding: 10px 0; }
			.document-review .dr-asked, .document-review .dr-more { display: flex; flex-wrap: wrap; gap: 6px 16px; align-items: flex-end; margin-top: 6px; }
			.document-review .dr-more { align-items: center; gap: 6px 10px; }
			.document-review .dr-more input[data-note] { flex: 1 1 220px; max-width: 420px; }
			.document-review .dr-more label { margin: 0; }
			.document-review .dr-more img { height: 32px; border-radius: 4px; }
			.document-review .dr-group .btn { min-width: 40px; }
			@media (max-width: 767px) { .document-review .dr-group .btn { min-width: 44px; min-height: 36px; } }
		</style>`;
	}

	// --- answering ---------------------------------------------------------------------------------------------

	function line_of(event) {
		const { line } = $(event.currentTarget).closest("[data-line]").get(0).dataset;
		return shown.lines.find((one) => one.name === line);
	}

	function on_answer(event) {
		const line = line_of(event);
		const { question, answer } = event.currentTarget.dataset;
		// the same button again takes the answer away
		save(line, { [question]: line[question] === answer ? "" : answer });
	}

	async function save(line, given) {
		const before = Object.fromEntries(
			Object.keys(given).map((field) => [field, line[field] || ""]),
		);
		try {
			const args = { audit: shown.frm.doc.name, line: line.name };
			put(await frappe.xcall(METHODS.answer, { ...args, answers: given, before }));
			refresh_scores();
		} catch {
			load(shown.frm); // the message has been shown; the line shows what is stored
		}
	}

	// a line as it stands now, wherever it was changed
	function put(told) {
		const line = shown.lines.find((one) => one.name === told.name);
		if (!line) {
			return;
		}
		Object.assign(line, told);
		const $line = shown.frm.fields_dict.documents_html.$wrapper.find(
			`[data-line="${told.name}"]`,
		);
		if ($line.find("[data-note]").is(":focus")) {
			$line.find(".dr-asked").html(asked_html(line));
		} else {
			$line.html(line_html(line));
		}
	}

	const refresh_scores = frappe.utils.debounce(async () => {
		const told = await frappe.xcall(METHODS.lines, { audit: shown.frm.doc.name });
		Object.assign(shown, { sections: told.sections, percent: told.percent });
		shown.frm.fields_dict.documents_html.$wrapper.find(".dr-head").html(head_html());
	}, 600);

	async function on_photo(event) {
		const line = line_of(event);
		const [file] = event.currentTarget.files;
		if (file) {
			const photo = await smaller(file);
			put(
				await frappe.xcall(METHODS.photo, {
					audit: shown.frm.doc.name,
					line: line.name,
					photo,
				}),
			);
		}
	}

	async function smaller(file) {
		const picture = await createImageBitmap(file);
		const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
		const canvas = document.createElement("canvas");
		canvas.width = Math.round(picture.width * scale);
		canvas.height = Math.round(picture.height * scale);
		canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
		return canvas.toDataURL("image/jpeg", 0.85);
	}

	async function on_finding(event) {
		const line = line_of(event);
		const finding = await frappe.xcall(METHODS.finding, {
			audit: shown.frm.doc.name,
			line: line.name,
		});
		put({ ...line, finding });
	}
})();
