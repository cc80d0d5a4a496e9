// The checklist on the form of a task: large rows for a thumb, saved line by line. What cannot be sent is kept in the
// browser and sent when the connection is back.

frappe.provide("office_management.checklist");

(function () {
	const TASK = "Facility Task";
	const TEMPLATE = "Checklist Template";
	const API = "/api/method/office_management.facilities.api.";
	const CLOSED = ["Done", "Verified", "Skipped", "Cancelled"];
	const TRY_AGAIN_EVERY = 8000; // milliseconds
	const GIVE_UP_AFTER = 30000;
	const LARGEST_SIDE = 1920; // pixels of a photo that is kept

	const escaped = (value) => frappe.utils.escape_html(value == null ? "" : String(value));
	const translated = (value) => (value ? escaped(__(value, null, TEMPLATE)) : "");
	let open_form = null;

	frappe.ui.form.on(TASK, {
		refresh(frm) {
			open_form = frm;
			frm.toggle_display("checklist", false);
			draw(frm);
			outbox.send();
		},
		checklist_template: (frm) => draw(frm),
	});

	frappe.realtime.on("facility_line_answered", (line) => show_saved(line.task, line));
	window.addEventListener("online", () => outbox.send());
	window.addEventListener("beforeunload", (event) => {
		if (outbox.photos.size) {
			event.preventDefault();
			event.returnValue = "";
		}
	});

	// --- the outbox: what was entered and is not on the server yet ------------------------------------------

	const outbox = {
		photos: new Map(), // "task line" -> File; a browser keeps these only while the page is open
		refused: new Map(), // "task line" -> why
		offline: false,
		busy: false,

		name: () => `office-management-answers:${frappe.session.user}`,
		id: (task, key) => `${task} ${key}`,

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

		put(task, key, changes) {
			const all = this.all();
			const id = this.id(task, key);
			all[id] = { ...all[id], ...changes, task, line_key: key };
			this.store(all);
			this.refused.delete(id);
			this.send();
		},

		put_photo(task, key, file) {
			this.photos.set(this.id(task, key), file);
			this.refused.delete(this.id(task, key));
			this.send();
		},

		waiting(task, key) {
			const id = this.id(task, key);
			return { ...this.all()[id], file: this.photos.get(id), refused: this.refused.get(id) };
		},

		count(task) {
			const ids = [...Object.keys(this.all()), ...this.photos.keys()];
			return new Set(ids.filter((id) => id.startsWith(`${task} `))).size;
		},

		async send() {
			if (this.busy) {
				return;
			}
			this.busy = true;
			clearTimeout(this.timer);
			try {
				await this.send_photos();
				await this.send_answers();
				this.offline = false;
			} catch (error) {
				if (!(error instanceof Lost)) {
					throw error;
				}
				this.offline = true;
				this.timer = setTimeout(() => this.send(), TRY_AGAIN_EVERY);
			} finally {
				this.busy = false;
				show_head();
			}
		},

		async send_answers() {
			const first = () => Object.entries(this.all())[0];
			for (let next = first(); next; next = first()) {
				const [id, entry] = next;
				try {
					show_saved(entry.task, await post("answer_line", entry), entry);
				} catch (error) {
					if (error instanceof Lost) {
						throw error;
					}
					this.refused.set(id, error.message);
				}
				const all = this.all();
				if (JSON.stringify(all[id]) === JSON.stringify(entry)) {
					delete all[id];
					this.store(all);
				}
				show_line(entry.task, entry.line_key);
			}
		},

		async send_photos() {
			for (const [id, file] of [...this.photos]) {
				const [task, key] = id.split(" ");
				try {
					const photo = await upload(task, file);
					show_saved(task, await post("answer_line", { task, line_key: key, photo }));
				} catch (error) {
					if (error instanceof Lost) {
						throw error;
					}
					this.refused.set(id, error.message);
				}
				if (this.photos.get(id) === file) {
					this.photos.delete(id);
				}
				show_line(task, key);
			}
		},
	};

	class Lost extends Error {} // no answer from the server: worth trying again

	async function post(method, values) {
		return ask(API + method, JSON.stringify(values), { "Content-Type": "application/json" });
	}

	async function upload(task, file) {
		const form = new FormData();
		form.append("file", file, file.name || "photo.jpg");
		const more = { doctype: TASK, docname: task, is_private: 1, optimize: 1 };
		Object.entries({ ...more, max_width: LARGEST_SIDE, max_height: LARGEST_SIDE }).forEach(
			(pair) => form.append(...pair),
		);
		const saved = await ask("/api/method/upload_file", form, {});
		open_form?.doc.name === task && open_form.attachments?.update_attachment(saved);
		return saved.file_url;
	}

	async function ask(address, body, headers) {
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
		throw new Error(said_by_server(content));
	}

	function said_by_server(content) {
		try {
			const said = JSON.parse(content._server_messages).map(
				(text) => JSON.parse(text).message,
			);
			return strip_html(said.join(" "));
		} catch {
			return __("You may not change this task. Ask an office manager.", null, TASK);
		}
	}

	// --- the page -------------------------------------------------------------------------------------------

	const field = (frm) => frm.fields_dict.checklist_html;
	const lines_of = (frm) => frm.doc.checklist || [];
	const may_write = (frm) => !frm.is_new() && Boolean(frm.perm[0]?.write);
	const may_answer = (frm) => may_write(frm) && !CLOSED.includes(frm.doc.status);
	const form_of = (task) => (open_form?.doc?.name === task ? open_form : null);
	const row_of = (frm, key) => lines_of(frm).find((row) => row.line_key === key);
	const element_of = (frm, key) =>
		field(frm)
			.$wrapper.find(".om-line")
			.filter((_, element) => element.dataset.key === key);

	function draw(frm) {
		frappe.dom.set_style(CSS, "om-checklist-style");
		const $wrapper = field(frm).$wrapper;
		const shown = $wrapper.find(".om-checklist").data("task");
		const keys = lines_of(frm)
			.map((row) => row.line_key)
			.join(" ");
		if (shown === frm.doc.name && $wrapper.find(".om-checklist").data("keys") === keys) {
			lines_of(frm).forEach((row) => show_line(frm.doc.name, row.line_key));
			show_head();
			return;
		}
		$wrapper.html(page(frm));
		$wrapper.find(".om-checklist").data({ task: frm.doc.name, keys });
		listen(frm, $wrapper.find(".om-checklist"));
		lines_of(frm).forEach((row) => show_line(frm.doc.name, row.line_key));
		show_head();
	}

	function page(frm) {
		const lines = lines_of(frm);
		if (!lines.length) {
			const hint = frm.doc.checklist_template
				? __("The questions appear here when the task is saved.", null, TASK)
				: "";
			return `<div class="om-checklist"><p class="text-muted">${hint}</p></div>`;
		}
		const parts = lines.map((row, index) => {
			const heading = row.section && row.section !== lines[index - 1]?.section;
			return (heading ? `<h5>${translated(row.section)}</h5>` : "") + line(row);
		});
		return `<div class="om-checklist">
			<div class="om-head">
				<div class="om-progress"><div></div></div>
				<div class="om-said" role="status"></div>
			</div>${parts.join("")}</div>`;
	}

	function line(row) {
		const optional = row.is_required
			? ""
			: ` <span class="text-muted">(${__("optional", null, TASK)})</span>`;
		const label = `om-${escaped(row.line_key)}`;
		return `<div class="om-line" data-key="${escaped(row.line_key)}" role="group" aria-labelledby="${label}">
			<div class="om-question" id="${label}">${row.idx}. ${translated(row.question)}${optional}</div>
			<div class="om-help">${translated(row.help_text)}</div>
			<div class="om-control">${control(row)}</div>
			<div class="om-more">
				<button type="button" class="btn btn-default om-add-note">${__("Note", null, TASK)}</button>
				${row.photo_rule === "Off" ? "" : photo_button()}
				<button type="button" class="btn btn-link om-clear">${__("Clear", null, TASK)}</button>
				<span class="om-state" role="status"></span>
			</div>
			<textarea class="form-control om-note" rows="2" maxlength="2000"
				aria-label="${__("Note", null, TASK)}" placeholder="${__("Note", null, TASK)}"></textarea>
			<div class="om-photo"></div>
			<div class="om-failed"></div>
		</div>`;
	}

	function photo_button() {
		return `<label class="btn btn-default om-take">${__("Photo", null, TASK)}
			<input type="file" accept="image/*" capture="environment"></label>`;
	}

	const choices_of = (row) =>
		(row.choices || "")
			.split("\n")
			.map((text) => text.trim().replace(/[*\s]+$/, ""))
			.filter(Boolean);

	function control(row) {
		const button = (value, label, kind = "") =>
			`<button type="button" class="btn om-answer ${kind}" data-answer="${escaped(value)}" aria-pressed="false">${label}</button>`;
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
				return `<div class="om-choices">${choices_of(row)
					.map((value) => button(value, translated(value)))
					.join("")}</div>`;
			case "Number":
				return `<input type="text" inputmode="decimal" class="form-control om-number" maxlength="20"
					aria-label="${translated(row.question)}"><span>${translated(row.unit)}</span>
					<span class="text-muted">${limits(row)}</span>`;
			default:
				return `<textarea class="form-control om-text" rows="2" maxlength="2000"
					aria-label="${translated(row.question)}"></textarea>`;
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

	// --- what a line shows now --------------------------------------------------------------------------------

	function show_line(task, key) {
		const frm = form_of(task);
		const row = frm && row_of(frm, key);
		const $line = row && element_of(frm, key);
		if (!$line?.length) {
			return;
		}
		const waiting = outbox.waiting(task, key);
		const answer = waiting.answer ?? row.answer ?? "";
		const note = waiting.note ?? row.note ?? "";
		const editable = may_answer(frm);
		$line.attr("data-result", waiting.answer == null ? row.result || "" : "");
		$line.find(".om-answer").each((_, button) => {
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
		$line.find(".om-photo").html(photo(row, waiting, editable));
		$line.find(".om-failed").html(failed(frm, row, waiting));
	}

	function fill($control, value) {
		if ($control.length && !$control.is(":focus")) {
			$control.val(value);
		}
	}

	function state(row, waiting, editable) {
		if (waiting.refused) {
			return `<span class="om-refused">${__("Not saved:", null, TASK)} ${escaped(waiting.refused)}</span>`;
		}
		if (waiting.task || waiting.file) {
			return outbox.offline
				? __("Kept here until there is a connection", null, TASK)
				: __("Saving…", null, TASK);
		}
		if (editable && needs_photo(row)) {
			return `<span class="om-refused">${__("A photo is needed", null, TASK)}</span>`;
		}
		if (!row.answered_on) {
			return "";
		}
		const who = escaped(frappe.user.full_name(row.answered_by));
		const when = frappe.datetime.prettyDate(row.answered_on);
		return `${row.answer ? `${escaped(who)} · ${when}` : ""}`;
	}

	const needs_photo = (row) =>
		!row.photo &&
		((row.photo_rule === "Always" && ["Pass", "Fail"].includes(row.result)) ||
			(row.photo_rule === "On Fail" && row.result === "Fail"));

	function photo(row, waiting, editable) {
		if (waiting.file) {
			return `<span class="text-muted">${escaped(waiting.file.name)}</span>`;
		}
		if (!row.photo) {
			return "";
		}
		const address = encodeURI(row.photo);
		const remove = editable
			? `<button type="button" class="btn btn-link om-remove-photo">${__("Remove Photo", null, TASK)}</button>`
			: "";
		return `<a href="${escaped(address)}" target="_blank" rel="noopener">
			<img src="${escaped(address)}" alt="${__("Photo", null, TASK)}" loading="lazy"></a>${remove}`;
	}

	function failed(frm, row, waiting) {
		if (row.follow_up) {
			return `<a class="btn btn-default" href="${frappe.utils.get_form_link(TASK, row.follow_up)}">
				${__("Open Follow-Up", null, TASK)}</a>`;
		}
		const offered =
			row.result === "Fail" && row.on_fail !== "Nothing" && waiting.answer == null;
		return offered && may_write(frm) && frappe.model.can_create(TASK)
			? `<button type="button" class="btn btn-danger om-follow-up">${__("Make Follow-Up", null, TASK)}</button>`
			: "";
	}

	function show_head() {
		const frm = open_form;
		const lines = frm?.doc ? lines_of(frm) : [];
		const $head = lines.length ? field(frm).$wrapper.find(".om-head") : [];
		if (!$head.length) {
			frm && $(frm.layout.wrapper).children(".om-jump").addClass("hidden");
			return;
		}
		const answered = lines.filter((row) => row.result).length;
		const failures = lines.filter((row) => row.result === "Fail").length;
		const waiting = outbox.count(frm.doc.name);
		const said = [__("{0} of {1} answered", [answered, lines.length], TASK)];
		failures && said.push(`<b class="om-refused">${__("{0} failed", [failures], TASK)}</b>`);
		$head.find(".om-progress div").css("width", `${(100 * answered) / lines.length}%`);
		$head.toggleClass("om-offline", outbox.offline && waiting > 0);
		if (outbox.offline && waiting) {
			said.push(
				waiting === 1
					? __("No connection. 1 line is kept here and sent by itself.", null, TASK)
					: __(
							"No connection. {0} lines are kept here and sent by themselves.",
							[waiting],
							TASK,
						),
			);
		}
		$head.find(".om-said").html(said.join(" · "));
		show_jump(frm, said[0]);
	}

	// On a phone the questions lie far down the form: one tap leads there.
	function show_jump(frm, text) {
		const $layout = $(frm.layout.wrapper);
		let $jump = $layout.children(".om-jump");
		if (!$jump.length) {
			$jump = $(`<button type="button" class="btn btn-default om-jump"></button>`).prependTo(
				$layout,
			);
			$jump.on("click", () => go_to_checklist(open_form));
		}
		$jump.toggleClass("hidden", !may_answer(frm));
		$jump.html(`${__("Checklist", null, TASK)}: ${text}`);
	}

	function go_to_checklist(frm) {
		const $section = field(frm).$wrapper.closest(".form-section");
		$section.find(".section-head.collapsed").trigger("click");
		const open = lines_of(frm).filter((row) => !row.result);
		const next = open.find((row) => row.is_required) || open[0] || lines_of(frm)[0];
		element_of(frm, next.line_key)[0]?.scrollIntoView({ block: "center", behavior: "smooth" });
	}

	// What the server says of a line takes the place of what the form knew.
	function show_saved(task, values) {
		const frm = form_of(task);
		const row = frm && row_of(frm, values.line_key);
		if (row) {
			const { task: _task, ...saved } = values;
			Object.assign(row, saved);
			show_line(task, row.line_key);
			show_head();
		}
	}

	// --- what people do ----------------------------------------------------------------------------------------

	function listen(frm, $page) {
		const key_of = (element) => element.closest(".om-line").dataset.key;
		const put = (element, changes) => {
			outbox.put(frm.doc.name, key_of(element), changes);
			show_line(frm.doc.name, key_of(element));
		};
		const on = (event, selector, act) =>
			$page.on(event, selector, function (given) {
				return act(this, given);
			});
		on("click", ".om-answer", (button) => put(button, { answer: button.dataset.answer }));
		on("click", ".om-clear", (button) => clear(frm, button, put));
		on("change", ".om-number", (input) => put(input, { answer: plain_number(input.value) }));
		on("change", ".om-text", (input) => put(input, { answer: input.value.trim() }));
		on("change", ".om-note", (input) => put(input, { note: input.value.trim() }));
		on("click", ".om-add-note", (button) => {
			const $line = $(button).closest(".om-line").addClass("om-noting");
			show_line(frm.doc.name, key_of(button));
			$line.find(".om-note").trigger("focus");
		});
		on("change", ".om-take input", (input) => {
			const [file] = input.files;
			input.value = "";
			file && outbox.put_photo(frm.doc.name, key_of(input), file);
			show_line(frm.doc.name, key_of(input));
		});
		on("click", ".om-remove-photo", (button) => put(button, { photo: "" }));
		on("click", ".om-follow-up", (button) => make_follow_up(frm, button, key_of(button)));
		on("keydown", "button, input", (element, event) => walk($page, element, event));
		// What is typed here is sent line by line; it is no change of the form.
		$page.on("input change", "input, textarea", (event) => event.stopPropagation());
	}

	function clear(frm, button, put) {
		$(button).closest(".om-line").find(".om-number, .om-text").val("");
		put(button, { answer: "" });
	}

	// "21,5" and "1.234,5" as people write them where they live, as a plain number; anything else as it stands.
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

	async function make_follow_up(frm, button, key) {
		button.disabled = true;
		try {
			const name = await post("make_follow_up", { task: frm.doc.name, line_key: key });
			row_of(frm, key).follow_up = name;
			frappe.show_alert({ message: __("Follow-up made", null, TASK), indicator: "green" });
		} catch (error) {
			const lost = __("No connection. Try again when it is back.", null, TASK);
			frappe.msgprint(error instanceof Lost ? lost : escaped(error.message));
			button.disabled = false;
		}
		show_line(frm.doc.name, key);
	}

	// Up and down lead from question to question, Enter from a number to the next question.
	function walk($page, element, event) {
		const step =
			{ ArrowDown: 1, ArrowUp: -1 }[event.key] ||
			(event.key === "Enter" && element.matches(".om-number") ? 1 : 0);
		if (!step) {
			return;
		}
		event.preventDefault();
		const $lines = $page.find(".om-line");
		const next = $lines.get($lines.index(element.closest(".om-line")) + step);
		next
			? $(next).find(".om-control").find("button, input, textarea").first().trigger("focus")
			: element.blur();
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
		.om-checklist .om-help { color: var(--text-muted); font-size: 13px; }
		.om-checklist .om-control { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin: 10px 0 6px; }
		.om-checklist .om-choices { display: flex; flex-direction: column; gap: 8px; width: 100%; }
		.om-checklist .om-answer { min-height: 44px; min-width: 56px; flex: 1 1 0; font-size: 15px; background: var(--control-bg); border: 1px solid var(--border-color); white-space: normal; }
		.om-checklist .om-choices .om-answer { text-align: left; flex: none; }
		.om-checklist .om-answer[aria-pressed="true"] { background: var(--gray-700); color: white; }
		.om-checklist .om-answer.om-good[aria-pressed="true"] { background: var(--green-600); }
		.om-checklist .om-answer.om-bad[aria-pressed="true"] { background: var(--red-600); }
		.om-checklist .om-line[data-result="Fail"] .om-answer[aria-pressed="true"] { background: var(--red-600); }
		.om-checklist .om-answer:disabled { opacity: 1; cursor: default; }
		.om-checklist .om-number { width: 120px; }
		.om-checklist .om-number, .om-checklist .om-text, .om-checklist .om-note { min-height: 44px; font-size: 16px; }
		.om-checklist .om-text, .om-checklist .om-note { height: 66px; }
		.om-checklist .om-more { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; }
		.om-checklist .om-more .btn, .om-checklist .om-failed .btn, .om-checklist .om-photo .btn { min-height: 40px; display: inline-flex; align-items: center; }
		.om-checklist .om-take { position: relative; overflow: hidden; margin: 0; }
		.om-checklist .om-take input { position: absolute; inset: 0; opacity: 0; cursor: pointer; }
		.om-checklist .om-take:focus-within { outline: 2px solid var(--primary); }
		.om-checklist .om-answer:focus-visible { outline: 2px solid var(--primary); outline-offset: 2px; }
		.om-checklist .om-state { font-size: 12px; color: var(--text-muted); margin-left: auto; }
		.om-checklist .om-refused { color: var(--red-600); }
		.om-checklist .om-note { margin-top: 8px; display: none; }
		.om-checklist .om-photo img { max-width: 120px; max-height: 120px; border-radius: 6px; margin-top: 8px; }
		.om-checklist .om-failed:not(:empty) { margin-top: 8px; }
		@media (max-width: 768px) { .om-jump { display: block; width: calc(100% - 30px); min-height: 44px; margin: 10px 15px; } }
		@media (min-width: 769px) { .om-checklist .om-choices { flex-flow: row wrap; } .om-checklist .om-choices .om-answer { flex: 1 1 120px; } }
	`;
})();
