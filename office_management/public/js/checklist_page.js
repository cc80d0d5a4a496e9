// Answering a checklist on the form of a task or an audit: questions in large rows for a thumb, each saved at once. What
// cannot be sent is kept on this device and sent when the connection is back.

frappe.provide("office_management.checklists");

(function () {
	const TASK = "Facility Task"; // the words that all checklists share stand with this name in the catalogues
	const AUDIT = "Office Audit";
	const RETRY = 8000; // milliseconds
	const GIVE_UP_AFTER = 30000;

	const escaped = (value) => frappe.utils.escape_html(value == null ? "" : String(value));

	class Lost extends Error {} // no answer from the server: worth trying again

	// why the server refused it, or null; raises Lost
	async function refusal_of(act) {
		try {
			await act();
			return null;
		} catch (error) {
			if (error instanceof Lost) {
				throw error;
			}
			return error.message;
		}
	}

	// --- what was entered and is not on the server yet ----------------------------------------------------------

	// An answer is kept under "document key" with what the server is to be told, and an id of its own: what changes while
	// it is on the way is another answer.
	class Outbox {
		constructor(page) {
			this.page = page;
			this.photos = new Map(); // "document key" -> photos
			this.device = new office_management.DeviceStore(page.storage); // where they wait
			this.stored = this.restore(); // until all of them lie there
			this.offline = false;
			this.busy = false;
			window.addEventListener("online", () => this.send());
			window.addEventListener("beforeunload", (event) => {
				if (!this.device.is_kept) {
					event.preventDefault();
					event.returnValue = "";
				}
			});
		}

		name() {
			return `${this.page.storage}:${frappe.session.user}`;
		}

		id(document, key) {
			return `${document} ${key}`;
		}

		all() {
			try {
				return JSON.parse(localStorage.getItem(this.name())) || {};
			} catch {
				return {};
			}
		}

		store(all) {
			if (Object.keys(all).length) {
				localStorage.setItem(this.name(), JSON.stringify(all));
			} else {
				localStorage.removeItem(this.name());
			}
		}

		entry(document, key, values) {
			const answer_id = frappe.utils.get_random(16);
			return { ...values, [this.page.owner]: document, line_key: key, answer_id };
		}

		put(document, key, changes) {
			const all = this.all();
			const id = this.id(document, key);
			const { refused: _refused, ...before } = all[id] || {};
			all[id] = this.entry(document, key, { ...before, ...changes });
			this.store(all);
			this.send();
		}

		async put_photo(document, key, photo) {
			const own = this.entry(document, key, { photo });
			const entry = {
				...own,
				id: `${Date.now()}-${own.answer_id}`,
				user: frappe.session.user,
			};
			if (this.page.one_photo) {
				this.waiting(document, key).photos.forEach((before) => this.forget(before));
			}
			this.hold(entry);
			this.stored = this.stored.then(() => this.device.put(entry));
			await this.stored;
			this.send();
		}

		// photos of an earlier visit, or of a page that was closed; they are sent once a form is shown
		async restore() {
			const all = await this.device.all();
			all.filter((entry) => entry.user === frappe.session.user).forEach((entry) =>
				this.hold(entry),
			);
		}

		hold(entry) {
			const id = this.id(entry[this.page.owner], entry.line_key);
			this.photos.set(id, [...(this.photos.get(id) || []), entry]);
		}

		forget(entry) {
			const id = this.id(entry[this.page.owner], entry.line_key);
			const left = (this.photos.get(id) || []).filter((each) => each !== entry);
			left.length ? this.photos.set(id, left) : this.photos.delete(id);
			return this.device.drop(entry.id);
		}

		drop(document, key) {
			const all = this.all();
			delete all[this.id(document, key)];
			this.store(all);
		}

		waiting(document, key) {
			const id = this.id(document, key);
			return { ...this.all()[id], photos: this.photos.get(id) || [] };
		}

		// how many lines of a document wait to be sent
		count(document) {
			const answered = Object.entries(this.all()).filter(([_id, entry]) => !entry.refused);
			const ids = [...answered.map(([id]) => id), ...this.photos.keys()];
			return new Set(ids.filter((id) => id.startsWith(`${document} `))).size;
		}

		async send() {
			if (this.busy) {
				return;
			}
			this.busy = true;
			clearTimeout(this.timer);
			try {
				let sent = true;
				while (sent) {
					sent = (await this.send_answer()) || (await this.send_photo());
				}
				this.offline = false;
			} catch (error) {
				if (!(error instanceof Lost)) {
					throw error;
				}
				this.offline = true;
				this.timer = setTimeout(() => this.send(), RETRY);
			} finally {
				this.busy = false;
				this.page.show_head();
				this.redraw();
			}
		}

		redraw() {
			const photos = [...this.photos.values()].flat();
			[...Object.values(this.all()), ...photos].forEach((entry) => this.show(entry));
		}

		show(entry) {
			this.page.show_line(entry[this.page.owner], entry.line_key);
		}

		// send the first one; whether there was one
		async send_answer() {
			const next = Object.entries(this.all()).find(([_id, entry]) => !entry.refused);
			if (!next) {
				return false;
			}
			const [id, entry] = next;
			const refused = await refusal_of(() => this.page.send_answer(entry));
			const all = this.all();
			if (all[id]?.answer_id === entry.answer_id) {
				if (refused) {
					all[id].refused = refused; // kept to be seen and corrected, not sent again
				} else {
					delete all[id];
				}
				this.store(all);
			}
			this.show(entry);
			return true;
		}

		async send_photo() {
			await this.stored;
			const [next] = this.photos.values();
			if (!next) {
				return false;
			}
			const [photo] = next;
			const send = async () => {
				if (await this.device.has(photo.id)) {
					const { id: _id, user: _user, ...entry } = photo;
					const refused = await refusal_of(() => this.page.send_photo(entry));
					refused && frappe.msgprint(escaped(refused));
				} // else another tab has sent it
				await this.forget(photo);
			};
			const { locks } = navigator; // one sender over all tabs, where the browser can do that
			await (locks ? locks.request(this.name(), send) : send());
			this.show(photo);
			return true;
		}
	}

	// --- the page -----------------------------------------------------------------------------------------------

	// Beside what is below, a page says: lines_of(frm), is_open(frm), send_answer(entry), send_photo(entry), lacks_photo(row),
	// remark(row), photos(row, waiting, editable), failed(frm, row, waiting), title(), not_sent(count) and denied().
	class Page {
		// owner: what the server calls the document that has the checklist; api: where its methods are; event: what tells of
		// an answer; storage: where answers are kept; one_photo: a new photo takes the place of the last
		constructor({ owner, api, event, storage, one_photo = false }) {
			Object.assign(this, { owner, api, storage, one_photo });
			this.frm = null; // the form that is open
			this.outbox = new Outbox(this);
			frappe.realtime.on(event, (line) => this.show_saved(line[owner], line));
		}

		field(frm) {
			return frm.fields_dict.checklist_html.$wrapper;
		}

		form_of(document) {
			return this.frm?.doc?.name === document ? this.frm : null;
		}

		row_of(frm, key) {
			return this.lines_of(frm).find((row) => row.line_key === key);
		}

		element_of(frm, key) {
			const of_line = (_number, element) => element.dataset.key === key;
			return this.field(frm).find(".om-line").filter(of_line);
		}

		may_answer(frm, _row) {
			return this.is_open(frm);
		}

		// question, help and so on as they are read
		texts_of(row) {
			return row;
		}

		draw_lines(frm, html, kind = "") {
			frappe.dom.set_style(CSS, "om-checklist-style");
			const $page = $(`<div class="om-checklist ${kind}">
				<div class="om-head"><div class="om-progress"><div></div></div><div class="om-said" role="status"></div></div>
				${html}</div>`);
			this.field(frm).empty().append($page);
			this.listen(frm, $page);
			this.show_lines(frm);
			return $page;
		}

		show_lines(frm) {
			this.lines_of(frm).forEach((row) => this.show_line(frm.doc.name, row.line_key));
			this.show_head();
		}

		line_html(line) {
			const row = this.texts_of(line);
			const marks = [
				row.is_critical && `<span class="om-mark">${__("critical", null, AUDIT)}</span>`,
				!row.is_required &&
					`<span class="text-muted">(${__("optional", null, TASK)})</span>`,
			];
			const label = `om-question-${escaped(row.line_key)}`;
			return `<div class="om-line" data-key="${escaped(row.line_key)}" role="group" aria-labelledby="${label}">
				<div class="om-question" id="${label}">${row.number}. ${escaped(row.question)} ${marks.filter(Boolean).join(" ")}</div>
				<div class="om-help">${escaped(row.help_text)}</div>
				<div class="om-control">${control(row)}</div>
				<div class="om-more">
					<button type="button" class="btn btn-default om-add-note">${__("Note", null, TASK)}</button>
					${row.photo_rule === "Off" ? "" : photo_button()}
					<button type="button" class="btn btn-link om-clear">${__("Clear", null, TASK)}</button>
					<span class="om-state" role="status"></span>
				</div>
				<textarea class="form-control om-note" rows="2" maxlength="2000"
					aria-label="${__("Note", null, TASK)}" placeholder="${__("Note", null, TASK)}"></textarea>
				<div class="om-photos"></div>
				<div class="om-failed"></div>
			</div>`;
		}

		// --- what it shows now --------------------------------------------------------------------------------------

		show_line(document, key) {
			const frm = this.form_of(document);
			const row = frm && this.row_of(frm, key);
			const $line = row && this.element_of(frm, key);
			if (!$line?.length) {
				return;
			}
			const waiting = this.outbox.waiting(document, key);
			const answer = waiting.answer ?? row.answer ?? "";
			const note = waiting.note ?? row.note ?? "";
			const editable = this.may_answer(frm, row);
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
			$line.find(".om-state").html(this.state(row, waiting, editable));
			$line.find(".om-photos").html(this.photos(row, waiting, editable));
			$line.find(".om-failed").html(this.failed(frm, row, waiting));
		}

		state(row, waiting, editable) {
			if (waiting.refused) {
				return `<span class="om-refused">${__("Not saved:", null, TASK)} ${escaped(waiting.refused)}</span>
					<button type="button" class="btn btn-link btn-xs om-drop">${__("Show what is saved", null, AUDIT)}</button>`;
			}
			if (waiting.line_key || waiting.photos.length) {
				return this.outbox.offline
					? __("Kept here until there is a connection", null, TASK)
					: __("Saving…", null, TASK);
			}
			return editable && this.lacks_photo(row)
				? `<span class="om-refused">${__("A photo is needed", null, TASK)}</span>`
				: this.remark(row);
		}

		show_head() {
			const frm = this.frm;
			if (!frm?.doc) {
				return;
			}
			const lines = this.lines_of(frm);
			const answered = lines.filter((row) => row.result).length;
			const failures = lines.filter((row) => row.result === "Fail").length;
			const waiting = this.outbox.offline ? this.outbox.count(frm.doc.name) : 0;
			const said = [__("{0} of {1} answered", [answered, lines.length], TASK)];
			this.show_jump(frm, lines.length && this.is_open(frm), said[0]);
			failures &&
				said.push(`<b class="om-refused">${__("{0} failed", [failures], TASK)}</b>`);
			waiting && said.push(this.not_sent(waiting));
			const $head = this.field(frm).find(".om-head");
			$head.toggleClass("om-offline", waiting > 0);
			$head.find(".om-progress div").css("width", `${(100 * answered) / lines.length}%`);
			$head.find(".om-said").html(said.join(" · "));
		}

		// on a phone the questions lie far down the form: one tap leads there
		show_jump(frm, wanted, text) {
			const $layout = $(frm.layout.wrapper);
			if (wanted && !$layout.children(".om-jump").length) {
				$(`<button type="button" class="btn btn-default om-jump"></button>`)
					.prependTo($layout)
					.on("click", () => this.go_to_next(this.frm));
			}
			const $jump = $layout.children(".om-jump").toggleClass("hidden", !wanted);
			$jump.html(`${this.title()}: ${text}`);
		}

		go_to_next(frm) {
			const mine = this.lines_of(frm).filter((row) => this.may_answer(frm, row));
			const open = mine.filter((row) => !row.result);
			const next = open.find((row) => row.is_required) || open[0] || mine[0];
			const element = next && this.element_of(frm, next.line_key)[0];
			const $section = this.field(frm).closest(".form-section");
			$section.find(".section-head.collapsed").trigger("click");
			element?.closest("details")?.setAttribute("open", "");
			element?.scrollIntoView({ block: "center", behavior: "smooth" });
		}

		// what the server says of a line takes the place of what the page knew
		show_saved(document, values) {
			const frm = this.form_of(document);
			const row = frm && this.row_of(frm, values.line_key);
			if (row) {
				const { [this.owner]: _document, ...saved } = values;
				Object.assign(row, saved);
				this.show_line(document, row.line_key);
				this.show_head();
			}
		}

		// --- what people do -----------------------------------------------------------------------------------------

		listen(frm, $page) {
			const key_of = (element) => element.closest(".om-line").dataset.key;
			const show = (element) => this.show_line(frm.doc.name, key_of(element));
			const put = (element, changes) => {
				this.outbox.put(frm.doc.name, key_of(element), changes);
				show(element);
			};
			const on = (event, selector, act) =>
				$page.on(event, selector, function (given) {
					return act(this, key_of(this), given);
				});
			on("click", ".om-answer", (button) => put(button, { answer: button.dataset.answer }));
			on("click", ".om-clear", (button) => {
				$(button).closest(".om-line").find(".om-number, .om-text").val("");
				put(button, { answer: "" });
			});
			on("change", ".om-number", (input) =>
				put(input, { answer: plain_number(input.value) }),
			);
			on("change", ".om-text", (input) => put(input, { answer: input.value.trim() }));
			on("change", ".om-note", (input) => put(input, { note: input.value.trim() }));
			on("click", ".om-add-note", (button) => {
				const $line = $(button).closest(".om-line").addClass("om-noting");
				show(button);
				$line.find(".om-note").trigger("focus");
			});
			on("click", ".om-drop", (button, key) => {
				this.outbox.drop(frm.doc.name, key);
				show(button);
			});
			on("change", ".om-take input", (input, key) => this.take_photo(frm, key, input));
			this.listen_more(frm, on, put);
			// what is typed here is sent line by line; it is no change of the form
			$page.on("input change", "input, textarea", (event) => event.stopPropagation());
		}

		async take_photo(frm, key, input) {
			const document = frm.doc.name;
			const [file] = input.files;
			input.value = "";
			if (file) {
				this.outbox.put_photo(document, key, await this.prepared(file));
				this.show_line(document, key);
			}
		}

		prepared(file) {
			return file;
		}

		// do what a button says; where that fails, say why and let it be pressed again
		async attempt(button, act) {
			button.disabled = true;
			try {
				await act();
			} catch (error) {
				const lost = __("No connection. Try again when it is back.", null, TASK);
				frappe.msgprint(error instanceof Lost ? lost : escaped(error.message));
				button.disabled = false;
			}
		}

		// --- asking the server --------------------------------------------------------------------------------------

		post(method, values) {
			const headers = { "Content-Type": "application/json" };
			return this.ask(this.api + method, JSON.stringify(values), headers);
		}

		async ask(address, body, headers = {}) {
			const patience = new AbortController();
			const timer = setTimeout(() => patience.abort(), GIVE_UP_AFTER);
			let answer, content;
			try {
				answer = await fetch(address, {
					method: "POST",
					body,
					signal: patience.signal,
					headers: {
						Accept: "application/json",
						"X-Frappe-CSRF-Token": frappe.csrf_token,
						...headers,
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
			throw new Error(said_by_server(content) || this.denied());
		}
	}

	function said_by_server(content) {
		try {
			const said = JSON.parse(content._server_messages);
			return strip_html(said.map((text) => JSON.parse(text).message).join(" "));
		} catch {
			return "";
		}
	}

	// --- a line -------------------------------------------------------------------------------------------------

	function photo_button() {
		return `<label class="btn btn-default om-take">${__("Photo", null, TASK)}
			<input type="file" accept="image/*" capture="environment"></label>`;
	}

	function control(row) {
		const button = (value, label, kind = "") =>
			`<button type="button" class="btn om-answer ${kind}" data-answer="${escaped(value)}" aria-pressed="false">${escaped(label)}</button>`;
		switch (row.answer_type) {
			case "Yes/No/NA":
				return [
					button("Yes", __("Yes", null, TASK), "om-good"),
					button("No", __("No", null, TASK), "om-bad"),
					button("NA", __("N/A", null, TASK)),
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
		const number = (value) => format_number(value, null, Number.isInteger(value) ? 0 : 2);
		if (row.has_min_value && row.has_max_value) {
			return row.min_value === row.max_value
				? __("should be {0}", [number(row.min_value)], TASK)
				: __("{0} to {1}", [number(row.min_value), number(row.max_value)], TASK);
		}
		if (row.has_min_value) {
			return __("at least {0}", [number(row.min_value)], TASK);
		}
		return row.has_max_value ? __("at most {0}", [number(row.max_value)], TASK) : "";
	}

	function fill($control, value) {
		if ($control.length && !$control.is(":focus")) {
			$control.val(value);
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
		.om-checklist { max-width: 720px; }
		.om-jump { display: none; }
		.om-checklist .om-head { position: sticky; top: 47px; z-index: 2; padding: 8px 0; background: var(--card-bg, var(--fg-color)); }
		.om-checklist .om-progress { height: 6px; border-radius: 3px; background: var(--gray-200); overflow: hidden; margin-bottom: 6px; }
		.om-checklist .om-progress div { height: 100%; background: var(--green-500); transition: width 0.2s; }
		.om-checklist .om-offline { border-bottom: 2px solid var(--orange-500); }
		.om-checklist h5 { margin: 18px 0 8px; }
		.om-checklist .om-line { border: 1px solid var(--border-color); border-left: 4px solid var(--gray-300); border-radius: 8px; padding: 12px; margin-bottom: 10px; }
		.om-checklist .om-line[data-result="Pass"] { border-left-color: var(--green-500); }
		.om-checklist .om-line[data-result="Fail"] { border-left-color: var(--red-500); background: var(--red-50); }
		.om-checklist .om-line[data-result="Not Applicable"] { border-left-color: var(--gray-500); }
		.om-checklist .om-question { font-weight: 500; font-size: 15px; overflow-wrap: anywhere; }
		.om-checklist .om-mark { color: var(--red-600); font-size: 12px; font-weight: 600; }
		.om-checklist .om-help { color: var(--text-muted); font-size: 13px; }
		.om-checklist .om-control { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin: 10px 0 6px; }
		.om-checklist .om-choices { display: flex; flex-direction: column; gap: 8px; width: 100%; }
		.om-checklist .om-answer { min-height: 44px; min-width: 56px; flex: 1 1 0; font-size: 15px; background: var(--control-bg); border: 1px solid var(--border-color); white-space: normal; }
		.om-checklist .om-choices .om-answer { text-align: left; flex: none; }
		.om-checklist .om-answer[aria-pressed="true"] { background: var(--gray-700); color: white; }
		.om-checklist .om-answer.om-good[aria-pressed="true"] { background: var(--green-600); }
		.om-checklist .om-line[data-result="Fail"] .om-answer[aria-pressed="true"], .om-checklist .om-answer.om-bad[aria-pressed="true"] { background: var(--red-600); }
		.om-checklist .om-answer:disabled { opacity: 1; cursor: default; }
		.om-checklist .om-number { width: 120px; }
		.om-checklist .om-number, .om-checklist .om-text, .om-checklist .om-note { min-height: 44px; font-size: 16px; }
		.om-checklist .om-text, .om-checklist .om-note { height: 66px; }
		.om-checklist .om-more { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; }
		.om-checklist .om-more > .btn, .om-checklist .om-failed .btn, .om-checklist .om-remove-photo { min-height: 40px; display: inline-flex; align-items: center; }
		.om-checklist .om-take { position: relative; overflow: hidden; margin: 0; }
		.om-checklist .om-take input { position: absolute; inset: 0; opacity: 0; cursor: pointer; }
		.om-checklist .om-take:focus-within, .om-checklist .om-answer:focus-visible { outline: 2px solid var(--primary); outline-offset: 2px; }
		.om-checklist .om-state { font-size: 12px; color: var(--text-muted); margin-left: auto; }
		.om-checklist .om-refused { color: var(--red-600); }
		.om-checklist .om-note { margin-top: 8px; display: none; }
		.om-checklist .om-photos { display: flex; flex-wrap: wrap; gap: 8px; }
		.om-checklist .om-photos:not(:empty), .om-checklist .om-failed:not(:empty) { margin-top: 8px; }
		.om-checklist .om-photo img { max-width: 120px; max-height: 120px; border-radius: 6px; }
		@media (max-width: 768px) { .om-jump { display: block; width: calc(100% - 30px); min-height: 44px; margin: 10px 15px; } }
		@media (min-width: 769px) { .om-checklist .om-choices { flex-flow: row wrap; } .om-checklist .om-choices .om-answer { flex: 1 1 120px; } }
	`;

	office_management.checklists.Page = Page;
	office_management.checklists.escaped = escaped;
})();
