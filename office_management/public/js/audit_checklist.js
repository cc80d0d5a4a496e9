// An inspection on the form of its audit: sections with their scores, questions in large rows for a thumb, each saved at
// once. What cannot be sent is kept on this device and sent when the connection is back, once each.

(function () {
	const AUDIT = "Office Audit";
	const FINDING = "Audit Finding";
	const API = "/api/method/office_management.office_audits.api.";
	const LIVE = ["In Progress", "Reconciling"];
	const RETRY = 8000; // milliseconds
	const GIVE_UP_AFTER = 30000;
	const LONGEST_SIDE = 1920; // pixels of a photo that is sent

	const escaped = (value) => frappe.utils.escape_html(value == null ? "" : String(value));
	const percent = (value) => (value == null ? "–" : `${format_number(value, null, 0)} %`);
	const is_inspection = (frm) => frm.doc.audit_type === "Checklist";
	let open_form = null;

	frappe.ui.form.on(AUDIT, {
		refresh(frm) {
			open_form = frm;
			if (frm.inspection && frm.inspection.audit !== frm.doc.name) {
				frm.inspection = null; // another audit was shown here before
				field(frm).empty();
			}
			offer_sections(frm);
			toggle_jump(frm);
			if (is_inspection(frm) && !frm.is_new() && frm.doc.status !== "Planned") {
				frm.set_df_property("counting_ended_on", "label", __("Ended On", null, AUDIT));
				show_score(frm);
				load(frm);
				outbox.send();
			}
		},
		checklist_template: offer_sections,
		audit_type: offer_sections,
	});

	frappe.realtime.on("office_audit_answered", (line) => show_saved(line.audit, line));
	window.addEventListener("online", () => outbox.send());
	window.addEventListener("beforeunload", (event) => {
		if (outbox.photos.size) {
			event.preventDefault();
			event.returnValue = "";
		}
	});

	// --- before it starts -------------------------------------------------------------------------------------

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

	// --- what was entered and is not on the server yet ----------------------------------------------------------

	class Lost extends Error {} // no answer from the server: worth trying again

	const outbox = {
		photos: new Map(), // "audit key" -> [{id, data}]; kept only while the page is open
		offline: false,
		busy: false,

		name: () => `office-audit-answers:${frappe.session.user}`,
		id: (audit, key) => `${audit} ${key}`,

		all() {
			try {
				return JSON.parse(localStorage.getItem(this.name())) || {};
			} catch {
				return {};
			}
		},

		store(all) {
			if (Object.keys(all).length) {
				localStorage.setItem(this.name(), JSON.stringify(all));
			} else {
				localStorage.removeItem(this.name());
			}
		},

		put(audit, key, changes) {
			const all = this.all();
			const id = this.id(audit, key);
			const { refused: _refused, ...before } = all[id] || {};
			const answer_id = frappe.utils.get_random(16);
			all[id] = { ...before, ...changes, audit, line_key: key, answer_id };
			this.store(all);
			this.send();
		},

		put_photo(audit, key, data) {
			const id = this.id(audit, key);
			const photo = {
				audit,
				line_key: key,
				photo: data,
				answer_id: frappe.utils.get_random(16),
			};
			this.photos.set(id, [...(this.photos.get(id) || []), photo]);
			this.send();
		},

		drop(audit, key) {
			const all = this.all();
			delete all[this.id(audit, key)];
			this.store(all);
		},

		waiting(audit, key) {
			const id = this.id(audit, key);
			return { ...this.all()[id], photos: this.photos.get(id)?.length || 0 };
		},

		count(audit) {
			const entries = Object.values(this.all()).filter(
				(entry) => entry.audit === audit && !entry.refused,
			);
			const photos = [...this.photos.keys()].filter((id) => id.startsWith(`${audit} `));
			return entries.length + photos.length;
		},

		async send() {
			if (this.busy) {
				return;
			}
			this.busy = true;
			clearTimeout(this.timer);
			try {
				await this.send_answers();
				await this.send_photos();
				this.offline = false;
			} catch (error) {
				if (!(error instanceof Lost)) {
					throw error;
				}
				this.offline = true;
				this.timer = setTimeout(() => this.send(), RETRY);
			} finally {
				this.busy = false;
				show_head();
				redraw_waiting();
			}
		},

		async send_answers() {
			const first = () => Object.entries(this.all()).find(([_id, entry]) => !entry.refused);
			for (let next = first(); next; next = first()) {
				const [id, entry] = next;
				let refused = null;
				try {
					const told = await post("answer_question", entry);
					show_saved(entry.audit, told);
					tell_replaced(told);
				} catch (error) {
					if (error instanceof Lost) {
						throw error;
					}
					refused = error.message;
				}
				const all = this.all();
				if (all[id]?.answer_id === entry.answer_id) {
					if (refused) {
						all[id].refused = refused; // kept to be seen and corrected, not sent again
					} else {
						delete all[id];
					}
					this.store(all);
				}
				show_line(entry.audit, entry.line_key);
			}
		},

		async send_photos() {
			for (const [id, photos] of [...this.photos]) {
				for (const photo of photos) {
					try {
						show_saved(photo.audit, await post("add_answer_photo", photo));
					} catch (error) {
						if (error instanceof Lost) {
							throw error;
						}
						frappe.msgprint(escaped(error.message));
					}
					const left = this.photos.get(id).filter((each) => each !== photo);
					left.length ? this.photos.set(id, left) : this.photos.delete(id);
					show_line(photo.audit, photo.line_key);
				}
			}
		},
	};

	async function post(method, values) {
		const patience = new AbortController();
		const timer = setTimeout(() => patience.abort(), GIVE_UP_AFTER);
		let answer, content;
		try {
			answer = await fetch(API + method, {
				method: "POST",
				body: JSON.stringify(values),
				signal: patience.signal,
				headers: {
					Accept: "application/json",
					"Content-Type": "application/json",
					"X-Frappe-CSRF-Token": frappe.csrf_token,
				},
			});
			content = await answer.json();
		} catch {
			throw new Lost();
		} finally {
			clearTimeout(timer);
		}
		if (answer.ok) {
			return content.message;
		}
		if (answer.status >= 500 || answer.status === 429 || content.session_expired) {
			throw new Lost();
		}
		throw new Error(said_by_server(content));
	}

	function said_by_server(content) {
		try {
			const said = JSON.parse(content._server_messages).map(
				(text) => JSON.parse(text).message,
			);
			return strip_html(said.join(" "));
		} catch {
			return __("You may not answer this. Ask the lead auditor.", null, AUDIT);
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

	// --- the page -----------------------------------------------------------------------------------------------

	const field = (frm) => frm.fields_dict.checklist_html.$wrapper;
	const form_of = (audit) => (open_form?.doc?.name === audit ? open_form : null);
	const data_of = (frm) => frm.inspection;
	const line_of = (frm, key) => data_of(frm)?.lines.find((row) => row.line_key === key);
	const is_mine = (frm, section) => {
		const mine = data_of(frm).my_sections;
		return mine === null || mine.includes(section || "");
	};
	const may_answer = (frm, row) =>
		data_of(frm).may_answer && frm.doc.status === "In Progress" && is_mine(frm, row.section);
	const element_of = (frm, key) =>
		field(frm)
			.find(".om-line")
			.filter((_number, element) => element.dataset.key === key);

	async function load(frm) {
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
		draw(frm);
	}

	function draw(frm) {
		frappe.dom.set_style(CSS, "om-inspection-style");
		const $page = $(`<div class="om-inspection">
			<div class="om-head"><div class="om-progress"><div></div></div><div class="om-said" role="status"></div></div>
			${data_of(frm)
				.sections.map((section, number) => section_html(frm, section, number))
				.join("")}
		</div>`);
		field(frm).empty().append($page);
		listen(frm, $page);
		data_of(frm).lines.forEach((row) => show_line(frm.doc.name, row.line_key));
		show_head();
		toggle_jump(frm);
	}

	function section_html(frm, section, number) {
		const lines = data_of(frm).lines.filter((row) => (row.section || "") === section.section);
		const is_open = is_mine(frm, section.section) || frm.doc.status !== "In Progress";
		const title = section.title || __("General", null, AUDIT);
		return `<details class="om-part" data-number="${number}" ${is_open ? "open" : ""}>
			<summary><span class="om-title">${escaped(title)}</span>
				<span class="om-who">${escaped(section.auditors)}</span>
				<span class="om-figures"></span></summary>
			${lines.map(line_html).join("")}</details>`;
	}

	function line_html(row) {
		const marks = [
			row.is_critical && `<span class="om-mark">${__("critical", null, AUDIT)}</span>`,
			!row.is_required && `<span class="text-muted">(${__("optional", null, AUDIT)})</span>`,
		];
		const label = `om-question-${escaped(row.line_key)}`;
		return `<div class="om-line" data-key="${escaped(row.line_key)}" role="group" aria-labelledby="${label}">
			<div class="om-question" id="${label}">${row.number}. ${escaped(row.question)} ${marks.filter(Boolean).join(" ")}</div>
			<div class="om-help">${escaped(row.help_text)}</div>
			<div class="om-control">${control(row)}</div>
			<div class="om-more">
				<button type="button" class="btn btn-default om-add-note">${__("Note", null, AUDIT)}</button>
				${row.photo_rule === "Off" ? "" : photo_button()}
				<button type="button" class="btn btn-link om-clear">${__("Clear", null, AUDIT)}</button>
				<span class="om-state" role="status"></span>
			</div>
			<textarea class="form-control om-note" rows="2" maxlength="2000"
				aria-label="${__("Note", null, AUDIT)}" placeholder="${__("Note", null, AUDIT)}"></textarea>
			<div class="om-photos"></div>
			<div class="om-failed"></div>
		</div>`;
	}

	function photo_button() {
		return `<label class="btn btn-default om-take">${__("Photo", null, AUDIT)}
			<input type="file" accept="image/*" capture="environment"></label>`;
	}

	function control(row) {
		const button = (value, label, kind = "") =>
			`<button type="button" class="btn om-answer ${kind}" data-answer="${escaped(value)}" aria-pressed="false">${escaped(label)}</button>`;
		switch (row.answer_type) {
			case "Yes/No/NA":
				return [
					button("Yes", __("Yes", null, AUDIT), "om-good"),
					button("No", __("No", null, AUDIT), "om-bad"),
					button("NA", __("N/A", null, AUDIT)),
				].join("");
			case "Rating":
				return [1, 2, 3, 4, 5].map((value) => button(value, value)).join("");
			case "Choice":
				return `<div class="om-choices">${row.choices
					.map(({ value, label }) => button(value, label))
					.join("")}</div>`;
			case "Number":
				return `<input type="text" inputmode="decimal" class="form-control om-number" maxlength="20"
					aria-label="${escaped(row.question)}"><span>${escaped(row.unit)}</span>
					<span class="text-muted">${limits(row)}</span>`;
			default:
				return `<textarea class="form-control om-text" rows="2" maxlength="2000"
					aria-label="${escaped(row.question)}"></textarea>`;
		}
	}

	function limits(row) {
		const number = (value) => format_number(value, null, value % 1 ? 2 : 0);
		if (row.has_min_value && row.has_max_value) {
			return __("{0} to {1}", [number(row.min_value), number(row.max_value)], AUDIT);
		}
		if (row.has_min_value) {
			return __("at least {0}", [number(row.min_value)], AUDIT);
		}
		return row.has_max_value ? __("at most {0}", [number(row.max_value)], AUDIT) : "";
	}

	// --- what a line shows now ------------------------------------------------------------------------------------

	function show_line(audit, key) {
		const frm = form_of(audit);
		const row = frm && line_of(frm, key);
		const $line = row && element_of(frm, key);
		if (!$line?.length) {
			return;
		}
		const waiting = outbox.waiting(audit, key);
		const answer = waiting.answer ?? row.answer ?? "";
		const note = waiting.note ?? row.note ?? "";
		const editable = may_answer(frm, row);
		$line.attr("data-result", waiting.answer == null ? row.result || "" : "");
		$line.find(".om-answer").each((_number, button) => {
			button.setAttribute("aria-pressed", String(button.dataset.answer === answer));
		});
		fill($line.find(".om-number, .om-text"), answer);
		fill($line.find(".om-note"), note);
		$line.find(".om-note").toggle(Boolean(note) || $line.hasClass("om-noting"));
		$line.find("button.om-answer, input, textarea").prop("disabled", !editable);
		$line.find(".om-add-note").toggle(editable && !note && !$line.hasClass("om-noting"));
		$line.find(".om-take").toggle(editable);
		$line.find(".om-clear").toggle(editable && Boolean(answer));
		$line.find(".om-state").html(state(row, waiting, editable));
		$line.find(".om-photos").html(photos(row, waiting, editable));
		$line.find(".om-failed").html(failed(frm, row, waiting));
	}

	function fill($control, value) {
		if ($control.length && !$control.is(":focus")) {
			$control.val(value);
		}
	}

	function state(row, waiting, editable) {
		if (waiting.refused) {
			return `<span class="om-refused">${__("Not saved:", null, AUDIT)} ${escaped(waiting.refused)}</span>
				<button type="button" class="btn btn-link btn-xs om-drop">${__("Show what is saved", null, AUDIT)}</button>`;
		}
		if (waiting.answer_id || waiting.photos) {
			return outbox.offline
				? __("Kept here until there is a connection", null, AUDIT)
				: __("Saving…", null, AUDIT);
		}
		if (editable && row.lacks === "no photo") {
			return `<span class="om-refused">${__("A photo is needed", null, AUDIT)}</span>`;
		}
		const said = [];
		row.answer && row.by && said.push(escaped(row.by));
		row.last && said.push(__("last time: {0}", [escaped(row.last)], AUDIT));
		return said.join(" · ");
	}

	function photos(row, waiting, editable) {
		const remove = editable
			? `<button type="button" class="btn btn-xs btn-default om-remove" aria-label="${__("Remove Photo", null, AUDIT)}">×</button>`
			: "";
		const shown = row.photos.map((photo) => {
			const address = escaped(encodeURI(photo));
			return `<span class="om-photo" data-photo="${escaped(photo)}"><a href="${address}" target="_blank" rel="noopener">
				<img src="${address}" alt="${__("Photo", null, AUDIT)}" loading="lazy"></a>${remove}</span>`;
		});
		if (waiting.photos) {
			shown.push(
				`<span class="text-muted">${__("{0} on the way", [waiting.photos], AUDIT)}</span>`,
			);
		}
		return shown.join("");
	}

	function failed(frm, row, waiting) {
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

	function show_head() {
		const frm = open_form;
		const data = frm && data_of(frm);
		if (!data || !is_inspection(frm)) {
			return;
		}
		const answered = data.lines.filter((row) => row.result).length;
		const failures = data.lines.filter((row) => row.result === "Fail").length;
		const said = [__("{0} of {1} answered", [answered, data.lines.length], AUDIT)];
		failures && said.push(`<b class="om-refused">${__("{0} failed", [failures], AUDIT)}</b>`);
		const waiting = outbox.count(frm.doc.name);
		if (outbox.offline && waiting) {
			said.push(__("No connection. Kept on this device: {0}", [waiting], AUDIT));
		}
		const $head = field(frm).find(".om-head");
		$head.toggleClass("om-offline", outbox.offline && waiting > 0);
		$head.find(".om-progress div").css("width", `${(100 * answered) / data.lines.length}%`);
		$head.find(".om-said").html(said.join(" · "));
		frm.$om_jump?.html(`${__("Questions", null, AUDIT)}: ${said[0]}`);
		data.sections.forEach((section, number) => show_figures(frm, section, number));
	}

	function show_figures(frm, section, number) {
		const own = data_of(frm).lines.filter((row) => (row.section || "") === section.section);
		const said = [`${own.filter((row) => row.result).length} / ${own.length}`];
		if (frm.doc.status !== "In Progress") {
			said.push(`<b>${percent(section.percent)}</b>`);
		}
		if (section.last != null) {
			said.push(__("last time {0}", [percent(section.last)], AUDIT));
		}
		field(frm).find(`.om-part[data-number=${number}] .om-figures`).html(said.join(" · "));
	}

	function redraw_waiting() {
		Object.values(outbox.all()).forEach((entry) => show_line(entry.audit, entry.line_key));
	}

	// what the server says of a question takes the place of what the page knew
	function show_saved(audit, values) {
		const frm = form_of(audit);
		const row = frm && line_of(frm, values.line_key);
		if (row) {
			Object.assign(row, values);
			show_line(audit, row.line_key);
			show_head();
		}
	}

	// on a phone the questions lie far down the form: one tap leads there
	function toggle_jump(frm) {
		const wanted =
			is_inspection(frm) && frm.doc.status === "In Progress" && data_of(frm)?.may_answer;
		if (wanted && !frm.$om_jump) {
			frm.$om_jump = $(`<button type="button" class="btn btn-default om-jump"></button>`);
			frm.$om_jump.prependTo(frm.layout.wrapper).on("click", () => go_to_next(frm));
			show_head();
		}
		frm.$om_jump?.toggleClass("hidden", !wanted);
	}

	function go_to_next(frm) {
		const mine = data_of(frm).lines.filter((row) => may_answer(frm, row));
		const open = mine.filter((row) => !row.result);
		const next = open.find((row) => row.is_required) || open[0] || mine[0];
		const element = next && element_of(frm, next.line_key)[0];
		element?.closest("details").setAttribute("open", "");
		element?.scrollIntoView({ block: "center", behavior: "smooth" });
	}

	// --- what people do -------------------------------------------------------------------------------------------

	function listen(frm, $page) {
		const key_of = (element) => element.closest(".om-line").dataset.key;
		const put = (element, changes) => {
			outbox.put(frm.doc.name, key_of(element), changes);
			show_line(frm.doc.name, key_of(element));
		};
		const on = (event, selector, act) =>
			$page.on(event, selector, function () {
				return act(this);
			});
		on("click", ".om-answer", (button) => put(button, { answer: button.dataset.answer }));
		on("click", ".om-clear", (button) => {
			$(button).closest(".om-line").find(".om-number, .om-text").val("");
			put(button, { answer: "" });
		});
		on("change", ".om-number", (input) => put(input, { answer: plain_number(input.value) }));
		on("change", ".om-text", (input) => put(input, { answer: input.value.trim() }));
		on("change", ".om-note", (input) => put(input, { note: input.value.trim() }));
		on("click", ".om-add-note", (button) => {
			const $line = $(button).closest(".om-line").addClass("om-noting");
			show_line(frm.doc.name, key_of(button));
			$line.find(".om-note").trigger("focus");
		});
		on("click", ".om-drop", (button) => {
			outbox.drop(frm.doc.name, key_of(button));
			show_line(frm.doc.name, key_of(button));
		});
		on("change", ".om-take input", (input) => take_photo(frm, key_of(input), input));
		on("click", ".om-remove", (button) => remove_photo(frm, key_of(button), button));
		on("click", ".om-raise", (button) => raise_finding(frm, key_of(button), button));
		// what is typed here is sent question by question; it is no change of the form
		$page.on("input change", "input, textarea", (event) => event.stopPropagation());
	}

	async function take_photo(frm, key, input) {
		const audit = frm.doc.name;
		const [file] = input.files;
		input.value = "";
		if (file) {
			outbox.put_photo(audit, key, await small(file));
			show_line(audit, key);
		}
	}

	const remove_photo = (frm, key, button) =>
		attempt(button, async () => {
			const photo = button.closest(".om-photo").dataset.photo;
			const values = { audit: frm.doc.name, line_key: key, photo };
			show_saved(frm.doc.name, await post("remove_answer_photo", values));
		});

	const raise_finding = (frm, key, button) =>
		attempt(button, async () => {
			const values = { audit: frm.doc.name, line_key: key };
			const finding = await post("raise_answer_finding", values);
			show_saved(frm.doc.name, { line_key: key, finding });
			frappe.show_alert({ message: __("Finding raised", null, AUDIT), indicator: "green" });
		});

	async function attempt(button, act) {
		button.disabled = true;
		try {
			await act();
		} catch (error) {
			const lost = __("No connection. Try again when it is back.", null, AUDIT);
			frappe.msgprint(error instanceof Lost ? lost : escaped(error.message));
			button.disabled = false;
		}
	}

	// "21,5" and "1.234,5" as people write them where they live, as a plain number; anything else as it stands
	function plain_number(text) {
		const info = get_number_format_info(get_number_format());
		let plain = text.trim().replace(/\s/g, "");
		const grouped =
			info.group_sep && new RegExp(`^[+-]?\\d{1,3}(\\${info.group_sep}\\d{3})+(\\D\\d+)?$`);
		if (grouped && info.group_sep !== " " && grouped.test(plain)) {
			plain = plain.split(info.group_sep).join("");
		}
		return plain.replace(",", ".");
	}

	const CSS = `
		.om-inspection { max-width: 720px; }
		.om-jump { display: none; }
		.om-inspection .om-head { position: sticky; top: 47px; z-index: 2; padding: 8px 0; background: var(--card-bg, var(--fg-color)); }
		.om-inspection .om-progress { height: 6px; border-radius: 3px; background: var(--gray-200); overflow: hidden; margin-bottom: 6px; }
		.om-inspection .om-progress div { height: 100%; background: var(--green-500); transition: width 0.2s; }
		.om-inspection .om-offline { border-bottom: 2px solid var(--orange-500); }
		.om-inspection .om-part { margin-bottom: 12px; }
		.om-inspection summary { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; min-height: 44px; padding: 4px 0; cursor: pointer; }
		.om-inspection .om-title { font-weight: 600; font-size: 15px; }
		.om-inspection .om-title::before { content: "▸"; display: inline-block; width: 16px; color: var(--text-muted); }
		.om-inspection details[open] .om-title::before { content: "▾"; }
		.om-inspection .om-who { color: var(--text-muted); font-size: 13px; }
		.om-inspection .om-figures { margin-left: auto; font-size: 13px; }
		.om-inspection .om-line { border: 1px solid var(--border-color); border-left: 4px solid var(--gray-300); border-radius: 8px; padding: 12px; margin-bottom: 10px; }
		.om-inspection .om-line[data-result="Pass"] { border-left-color: var(--green-500); }
		.om-inspection .om-line[data-result="Fail"] { border-left-color: var(--red-500); background: var(--red-50); }
		.om-inspection .om-line[data-result="Not Applicable"] { border-left-color: var(--gray-500); }
		.om-inspection .om-question { font-weight: 500; font-size: 15px; overflow-wrap: anywhere; }
		.om-inspection .om-mark { color: var(--red-600); font-size: 12px; font-weight: 600; }
		.om-inspection .om-help { color: var(--text-muted); font-size: 13px; }
		.om-inspection .om-control { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin: 10px 0 6px; }
		.om-inspection .om-choices { display: flex; flex-direction: column; gap: 8px; width: 100%; }
		.om-inspection .om-answer { min-height: 44px; min-width: 56px; flex: 1 1 0; font-size: 15px; background: var(--control-bg); border: 1px solid var(--border-color); white-space: normal; }
		.om-inspection .om-choices .om-answer { text-align: left; flex: none; }
		.om-inspection .om-answer[aria-pressed="true"] { background: var(--gray-700); color: white; }
		.om-inspection .om-answer.om-good[aria-pressed="true"] { background: var(--green-600); }
		.om-inspection .om-line[data-result="Fail"] .om-answer[aria-pressed="true"], .om-inspection .om-answer.om-bad[aria-pressed="true"] { background: var(--red-600); }
		.om-inspection .om-answer:disabled { opacity: 1; cursor: default; }
		.om-inspection .om-number { width: 120px; }
		.om-inspection .om-number, .om-inspection .om-text, .om-inspection .om-note { min-height: 44px; font-size: 16px; }
		.om-inspection .om-text, .om-inspection .om-note { height: 66px; }
		.om-inspection .om-more { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; }
		.om-inspection .om-more > .btn { min-height: 40px; display: inline-flex; align-items: center; }
		.om-inspection .om-take { position: relative; overflow: hidden; margin: 0; }
		.om-inspection .om-take input { position: absolute; inset: 0; opacity: 0; cursor: pointer; }
		.om-inspection .om-take:focus-within, .om-inspection .om-answer:focus-visible { outline: 2px solid var(--primary); outline-offset: 2px; }
		.om-inspection .om-state { font-size: 12px; color: var(--text-muted); margin-left: auto; }
		.om-inspection .om-refused { color: var(--red-600); }
		.om-inspection .om-note { margin-top: 8px; display: none; }
		.om-inspection .om-photos { display: flex; flex-wrap: wrap; gap: 8px; }
		.om-inspection .om-photos:not(:empty), .om-inspection .om-failed:not(:empty) { margin-top: 8px; }
		.om-inspection .om-photo { position: relative; }
		.om-inspection .om-photo img { max-width: 120px; max-height: 120px; border-radius: 6px; }
		.om-inspection .om-photo .om-remove { position: absolute; top: 4px; right: 4px; min-width: 28px; min-height: 28px; }
		@media (max-width: 768px) { .om-jump { display: block; width: calc(100% - 30px); min-height: 44px; margin: 10px 15px; } }
		@media (min-width: 769px) { .om-inspection .om-choices { flex-flow: row wrap; } .om-inspection .om-choices .om-answer { flex: 1 1 120px; } }
	`;
})();
