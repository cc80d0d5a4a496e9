// {% include "office_management/public/js/device_store.js" %}
// {% include "office_management/public/js/audit_counting.js" %}

// My Equipment: what I should have, in the counts that ask me; I say whether I have it. Only my own things are here.

(() => {
	const PAGE = "my-equipment";
	const CONTEXT = "My Equipment";
	const SCAN = "Audit Scan";
	const API = "office_management.office_audits.page.my_equipment.my_equipment.";
	const CONDITIONS = ["Good", "Worn", "Damaged", "Unusable"];
	const { ask, shrink, NoNetwork } = office_management.audits;

	frappe.pages[PAGE].on_page_load = (wrapper) => {
		const page = frappe.ui.make_app_page({
			parent: wrapper,
			title: __("My Equipment", null, CONTEXT),
			single_column: true,
		});
		wrapper.my_equipment = new MyEquipment(page);
	};
	frappe.pages[PAGE].on_page_show = (wrapper) => wrapper.my_equipment.show();

	class MyEquipment {
		constructor(page) {
			this.body = $('<div class="my-equipment"></div>').appendTo(page.body);
		}

		async show() {
			try {
				this.draw(await ask(`${API}get_my_lines`, {}));
			} catch (error) {
				this.body.empty().append($('<p class="text-muted"></p>').text(trouble(error)));
			}
		}

		draw(lines) {
			this.body.empty();
			if (!lines.length) {
				const words = __("Nobody asks you about equipment at the moment.", null, CONTEXT);
				$('<p class="me-empty text-muted"></p>').text(words).appendTo(this.body);
				return;
			}
			const open = lines.filter((line) => line.answer === "open");
			$("<p></p>")
				.text(
					open.length
						? __(
								"Please answer for each thing. Still open: {0}.",
								[open.length],
								CONTEXT,
							)
						: __("Thank you, you have answered for everything.", null, CONTEXT),
				)
				.appendTo(this.body);
			for (const audit of new Set(lines.map((line) => line.audit))) {
				$("<h4></h4>").text(audit).appendTo(this.body);
				lines
					.filter((line) => line.audit === audit)
					.forEach((line) => this.card(line).appendTo(this.body));
			}
		}

		card(line) {
			const [color, words] = said_of(line);
			const $card = $('<div class="me-card frappe-card"></div>').attr(
				"data-line",
				line.line,
			);
			const about = [line.tag, line.place, line.number > 1 && `× ${line.number}`];
			const told = [line.condition && __(line.condition, null, SCAN), line.note];
			$card.append(
				$('<div class="me-head"></div>').append(
					$("<b></b>").text(line.asset_name || line.tag),
					$('<span class="indicator-pill no-indicator-dot"></span>')
						.addClass(color)
						.text(words),
				),
				$('<div class="text-muted small"></div>').text(about.filter(Boolean).join(" · ")),
				$('<div class="small"></div>').text(told.filter(Boolean).join(" · ")),
			);
			if (line.answer !== "seen") {
				$('<div class="me-buttons"></div>')
					.append(
						button(
							__("I have it", null, CONTEXT),
							() => this.say(line, true),
							"btn-primary",
						),
						button(__("I do not have it", null, CONTEXT), () => this.say(line, false)),
					)
					.appendTo($card);
			}
			return $card;
		}

		say(line, has_it) {
			const conditions = ["", ...CONDITIONS].map((value) => ({
				value,
				label: value && __(value, null, SCAN),
			}));
			const key = frappe.utils.get_random(24); // sent again it is the same answer
			const dialog = new frappe.ui.Dialog({
				title: frappe.utils.escape_html(line.asset_name || line.tag),
				fields: [
					...(has_it && line.number > 1
						? [
								{
									fieldname: "number",
									fieldtype: "Int",
									label: __("How many", null, CONTEXT),
									default: line.number,
								},
							]
						: []),
					...(has_it
						? [
								{
									fieldname: "condition",
									fieldtype: "Select",
									label: __("Condition", null, SCAN),
									options: conditions,
								},
							]
						: []),
					{
						fieldname: "note",
						fieldtype: "Small Text",
						label: has_it
							? __("Note", null, SCAN)
							: __("Where may it be, as far as you know?", null, CONTEXT),
					},
					...(has_it ? [{ fieldname: "photo", fieldtype: "HTML" }] : []),
				],
				primary_action_label: has_it
					? __("I have it", null, CONTEXT)
					: __("I do not have it", null, CONTEXT),
				primary_action: (values) => this.send(dialog, line, { ...values, has_it, key }),
			});
			if (has_it) {
				dialog.$photo = $('<input type="file" accept="image/*" id="me-photo">');
				dialog.fields_dict.photo.$wrapper.append(
					$('<label for="me-photo" class="control-label"></label>').text(
						__("Photo", null, SCAN),
					),
					dialog.$photo,
				);
			}
			dialog.show();
		}

		async send(dialog, line, values) {
			const form = new FormData();
			form.append("line", line.line);
			form.append("has_it", values.has_it ? 1 : 0);
			for (const field of ["key", "number", "condition", "note"]) {
				form.append(field, values[field] ?? "");
			}
			const file = dialog.$photo?.[0].files[0];
			const photo = file && (await shrink(file));
			if (file && !photo) {
				alert_of(__("This photo cannot be used. Take another one.", null, CONTEXT));
				return;
			}
			if (photo) {
				form.append("photo", photo, "photo.jpg");
			}
			const $button = dialog.get_primary_btn().prop("disabled", true);
			try {
				this.draw(await ask(`${API}answer_line`, form, true));
				dialog.hide();
			} catch (error) {
				alert_of(trouble(error));
			} finally {
				$button.prop("disabled", false);
			}
		}
	}

	function said_of(line) {
		return {
			open: ["orange", __("Open", null, CONTEXT)],
			confirmed: [
				"green",
				line.number > 1
					? __("You have {0} of {1}", [line.said_number, line.number], CONTEXT)
					: __("You have it", null, CONTEXT),
			],
			denied: ["red", __("You do not have it", null, CONTEXT)],
			seen: ["blue", __("Seen by a counter", null, CONTEXT)],
		}[line.answer];
	}

	function trouble(error) {
		return error instanceof NoNetwork
			? __("There is no network. Try again when it is back.", null, CONTEXT)
			: error.message;
	}

	const alert_of = (text) =>
		frappe.show_alert({ message: frappe.utils.escape_html(text), indicator: "orange" });

	const button = (text, act, look = "btn-default") =>
		$('<button type="button" class="btn"></button>')
			.addClass(look)
			.text(text)
			.on("click", act);
})();
