// The checklist on the form of a task. What it shares with the inspections of audits is in checklist_page.js.

(function () {
	const TASK = "Facility Task";
	const TEMPLATE = "Checklist Template";
	const CLOSED = ["Done", "Verified", "Skipped", "Cancelled"];
	const LARGEST_SIDE = 1920; // pixels of a photo that is kept
	const { Page, escaped } = office_management.checklists;

	const translated = (value) => (value ? __(value, null, TEMPLATE) : "");
	const may_write = (frm) => !frm.is_new() && Boolean(frm.perm[0]?.write);

	class TaskChecklist extends Page {
		lines_of(frm) {
			return frm.doc.checklist || [];
		}

		is_open(frm) {
			return may_write(frm) && !CLOSED.includes(frm.doc.status);
		}

		title() {
			return __("Checklist", null, TASK);
		}

		denied() {
			return __("You may not change this task. Ask an office manager.", null, TASK);
		}

		not_sent(count) {
			return count === 1
				? __("No connection. 1 line is kept here and sent by itself.", null, TASK)
				: __(
						"No connection. {0} lines are kept here and sent by themselves.",
						[count],
						TASK,
					);
		}

		texts_of(row) {
			const choices = (row.choices || "")
				.split("\n")
				.map((text) => text.trim().replace(/[*\s]+$/, ""))
				.filter(Boolean);
			return {
				...row,
				number: row.idx,
				question: translated(row.question),
				help_text: translated(row.help_text),
				unit: translated(row.unit),
				choices: choices.map((value) => ({ value, label: translated(value) })),
				is_critical: 0, // a word for auditors
			};
		}

		draw(frm) {
			const lines = this.lines_of(frm);
			const keys = lines.map((row) => row.line_key).join(" ");
			const $shown = this.field(frm).find(".om-checklist");
			if (!lines.length) {
				this.field(frm).html(`<p class="text-muted">${hint(frm)}</p>`);
				this.show_head();
			} else if ($shown.data("task") === frm.doc.name && $shown.data("keys") === keys) {
				this.show_lines(frm);
			} else {
				this.draw_lines(frm, this.html_of(lines)).data({ task: frm.doc.name, keys });
			}
		}

		html_of(lines) {
			const parts = lines.map((row, index) => {
				const heading = row.section && row.section !== lines[index - 1]?.section;
				const title = heading ? `<h5>${escaped(translated(row.section))}</h5>` : "";
				return title + this.line_html(row);
			});
			return parts.join("");
		}

		// --- what a line shows now ----------------------------------------------------------------------------------

		lacks_photo(row) {
			return (
				!row.photo &&
				((row.photo_rule === "Always" && ["Pass", "Fail"].includes(row.result)) ||
					(row.photo_rule === "On Fail" && row.result === "Fail"))
			);
		}

		remark(row) {
			if (!row.answered_on || !row.answer) {
				return "";
			}
			const who = escaped(frappe.user.full_name(row.answered_by));
			return `${who} · ${frappe.datetime.prettyDate(row.answered_on)}`;
		}

		photos(row, waiting, editable) {
			if (waiting.photos.length) {
				return `<span class="text-muted">${escaped(waiting.photos[0].photo.name)}</span>`;
			}
			if (!row.photo) {
				return "";
			}
			const address = escaped(encodeURI(row.photo));
			const remove = editable
				? `<button type="button" class="btn btn-link om-remove-photo">${__("Remove Photo", null, TASK)}</button>`
				: "";
			return `<span class="om-photo"><a href="${address}" target="_blank" rel="noopener">
				<img src="${address}" alt="${__("Photo", null, TASK)}" loading="lazy"></a>${remove}</span>`;
		}

		failed(frm, row, waiting) {
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

		// --- what people do -----------------------------------------------------------------------------------------

		listen_more(frm, on, put) {
			on("click", ".om-remove-photo", (button) => put(button, { photo: "" }));
			on("click", ".om-follow-up", (button, key) => this.make_follow_up(frm, button, key));
			on("keydown", "button, input", (element, _key, event) => walk(element, event));
		}

		async send_answer(entry) {
			this.show_saved(entry.task, await this.post("answer_line", entry));
		}

		async send_photo(entry) {
			const photo = await this.upload(entry.task, entry.photo);
			await this.send_answer({ ...entry, photo });
		}

		async upload(task, file) {
			const form = new FormData();
			form.append("file", file, file.name || "photo.jpg");
			const more = { doctype: TASK, docname: task, is_private: 1, optimize: 1 };
			Object.entries({ ...more, max_width: LARGEST_SIDE, max_height: LARGEST_SIDE }).forEach(
				(pair) => form.append(...pair),
			);
			const saved = await this.ask("/api/method/upload_file", form);
			this.form_of(task)?.attachments?.update_attachment(saved);
			return saved.file_url;
		}

		async make_follow_up(frm, button, key) {
			const task = frm.doc.name;
			await this.attempt(button, async () => {
				const follow_up = await this.post("make_follow_up", { task, line_key: key });
				this.show_saved(task, { line_key: key, follow_up });
				frappe.show_alert({
					message: __("Follow-up made", null, TASK),
					indicator: "green",
				});
			});
		}
	}

	const page = new TaskChecklist({
		owner: "task",
		api: "/api/method/office_management.facilities.api.",
		event: "facility_line_answered",
		storage: "office-management-answers",
		one_photo: true,
	});

	frappe.ui.form.on(TASK, {
		refresh(frm) {
			page.frm = frm;
			frm.toggle_display("checklist", false);
			page.draw(frm);
			page.outbox.send();
		},
		checklist_template: (frm) => page.draw(frm),
	});

	function hint(frm) {
		return frm.doc.checklist_template
			? __("The questions appear here when the task is saved.", null, TASK)
			: "";
	}

	// Up and down lead from question to question, Enter from a number to the next question.
	function walk(element, event) {
		const step =
			{ ArrowDown: 1, ArrowUp: -1 }[event.key] ||
			(event.key === "Enter" && element.matches(".om-number") ? 1 : 0);
		if (!step) {
			return;
		}
		event.preventDefault();
		const $lines = $(element).closest(".om-checklist").find(".om-line");
		const next = $lines.get($lines.index(element.closest(".om-line")) + step);
		next
			? $(next).find(".om-control").find("button, input, textarea").first().trigger("focus")
			: element.blur();
	}
})();
