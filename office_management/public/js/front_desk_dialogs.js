// The dialogs of the page Front Desk: somebody who was not expected, what is asked at check-in, a whole group.

frappe.provide("office_management.front_desk");

(function () {
	const CONTEXT = "Front Desk";
	const desk = office_management.front_desk;
	const escaped = (text) => frappe.utils.escape_html(text == null ? "" : String(text));

	// --- somebody who was not expected -------------------------------------------------------------------------

	// `given`: what is known already (full_name, or a visitor found by the search); done(answer), closed().
	desk.walk_in = async function (given, { done, closed }) {
		const proposal = await frappe.xcall(
			"office_management.front_desk.page.front_desk.front_desk.get_proposal",
			{ space: given.space },
		);
		const key = frappe.utils.get_random(32);
		const dialog = new frappe.ui.Dialog({
			title: __("New Visitor", null, CONTEXT),
			fields: walk_in_fields(given, proposal),
			primary_action_label: __("Check In", null, CONTEXT),
			primary_action: async (values) => {
				const { badge, ...visit } = values;
				if (!(await host.is_settled())) {
					return;
				}
				dialog.disable_primary_action();
				try {
					const answer = await frappe.xcall(
						"office_management.front_desk.page.front_desk.front_desk.walk_in",
						{
							values: {
								...visit,
								visitor_type: visit.visitor_type || proposal.visitor_type,
								space: visit.space || proposal.space,
								host: host.value,
								visitor: given.kind === "visitor" ? given.name : null,
								arrival_key: key,
							},
							badge: badge || null,
						},
					);
					dialog.hide();
					done(answer);
				} finally {
					dialog.enable_primary_action();
				}
			},
		});
		const host = new HostPicker(dialog.fields_dict.host_picker.$wrapper, {
			label: __("Comes to See", null, CONTEXT),
			enter: () => dialog.get_primary_btn().trigger("click"),
		});
		dialog.onhide = closed;
		dialog.show();
		focus_on(dialog, given.full_name ? "organisation" : "full_name");
	};

	function walk_in_fields(given, proposal) {
		const is_known = given.kind === "visitor";
		return [
			{
				fieldname: "full_name",
				fieldtype: "Data",
				label: __("Name", null, CONTEXT),
				default: given.full_name,
				reqd: 1,
				read_only: is_known ? 1 : 0,
			},
			{
				fieldname: "organisation",
				fieldtype: "Data",
				label: __("Company", null, CONTEXT),
				default: given.organisation,
			},
			{ fieldname: "host_picker", fieldtype: "HTML" },
			{
				fieldname: "badge",
				fieldtype: "Data",
				label: __("Badge Number", null, CONTEXT),
				hidden: proposal.numbered_badges ? 0 : 1,
			},
			{
				fieldname: "more",
				fieldtype: "Section Break",
				label: __(
					"{0}, {1}",
					[proposal.visitor_type || "–", proposal.space_name || "–"],
					CONTEXT,
				),
				collapsible: 1,
				collapsed: 1,
			},
			{
				fieldname: "visitor_type",
				fieldtype: "Select",
				label: __("Type", null, CONTEXT),
				options: proposal.types.map((type) => ({
					value: type.name,
					label: __(type.name, null, "Visitor Type"),
				})),
				default: proposal.visitor_type,
			},
			{
				fieldname: "space",
				fieldtype: "Link",
				options: "Office Space",
				label: __("Place", null, CONTEXT),
				default: proposal.space,
			},
			{ fieldname: "columns", fieldtype: "Column Break" },
			{ fieldname: "phone", fieldtype: "Data", label: __("Phone", null, CONTEXT) },
			{
				fieldname: "email",
				fieldtype: "Data",
				options: "Email",
				label: __("E-mail", null, CONTEXT),
			},
			{ fieldname: "purpose", fieldtype: "Data", label: __("Purpose", null, CONTEXT) },
		];
	}

	// An employee by name: the first one found is the one meant unless another is chosen. Enter or Tab takes it.
	class HostPicker {
		constructor(parent, { label, enter }) {
			const id = `host-${frappe.utils.get_random(6)}`;
			this.enter = enter;
			this.value = null;
			this.people = [];
			this.input = $(
				`<input type="text" class="form-control" role="combobox" autocomplete="off">`,
			)
				.attr({ id, "aria-controls": `${id}-list`, "data-fieldname": "host" })
				.on("input", () => this.typed())
				.on("keydown", (event) => this.on_key(event))
				.on("blur", () => setTimeout(() => this.take(), 150));
			this.list = $(`<ul class="front-desk-hosts" role="listbox"></ul>`)
				.attr("id", `${id}-list`)
				.hide();
			$(`<div class="form-group front-desk-host"></div>`)
				.append(
					$(`<label class="control-label"></label>`).attr("for", id).text(label),
					this.input,
					this.list,
				)
				.appendTo(parent);
		}

		typed() {
			this.value = null;
			clearTimeout(this.timer);
			this.timer = setTimeout(() => this.search(), 150);
		}

		async search() {
			clearTimeout(this.timer);
			const text = this.input.val().trim();
			this.asked = text;
			const people = text
				? await frappe.xcall(
						"office_management.front_desk.page.front_desk.front_desk.find_hosts",
						{ text },
					)
				: [];
			if (text === this.asked) {
				this.people = people;
				this.at = 0;
				this.draw();
			}
		}

		draw() {
			this.list.empty().toggle(this.people.length > 0 && this.input.is(":focus"));
			this.people.forEach((person, at) => {
				$(`<li role="option"></li>`)
					.attr("aria-selected", at === this.at)
					.toggleClass("front-desk-selected", at === this.at)
					.append(
						$(`<span></span>`).text(person.employee_name),
						$(`<span class="text-muted"></span>`).text(person.department || ""),
					)
					.on("mousedown", () => {
						this.at = at;
						this.take();
					})
					.appendTo(this.list);
			});
		}

		on_key(event) {
			const moves = { ArrowDown: 1, ArrowUp: -1 };
			if (moves[event.key] && this.people.length) {
				this.at = (this.at + moves[event.key] + this.people.length) % this.people.length;
				this.draw();
				event.preventDefault();
			} else if (event.key === "Enter") {
				event.preventDefault();
				event.stopPropagation();
				this.on_enter();
			}
		}

		// The first Enter takes the one who is shown, the next one checks in.
		async on_enter() {
			const was_open = this.input.val().trim() && !this.value;
			await this.is_settled();
			if (!was_open) {
				this.enter();
			}
		}

		take() {
			const person = this.people[this.at];
			if (!this.value && person && this.input.val().trim()) {
				this.value = person.employee;
				this.input.val(person.employee_name);
			}
			this.list.hide();
		}

		// Whether it is clear who is meant, or nobody; says so if not.
		async is_settled() {
			if (!this.value && this.input.val().trim()) {
				await this.search();
				this.take();
			}
			const is_clear = Boolean(this.value) || !this.input.val().trim();
			if (!is_clear) {
				frappe.show_alert({
					message: __(
						"Nobody of that name works here. Leave it empty: reception is the host then.",
						null,
						CONTEXT,
					),
					indicator: "orange",
				});
				this.input.trigger("focus");
			}
			return is_clear;
		}
	}

	function focus_on(dialog, fieldname) {
		dialog.$wrapper.one("shown.bs.modal", () => focus_input(dialog, fieldname));
		focus_input(dialog, fieldname);
	}

	function focus_input(dialog, fieldname) {
		const field = dialog.fields_dict[fieldname];
		if (field && field.$input) {
			field.$input.trigger("focus");
		}
	}

	// --- whom somebody came to see who is in already ------------------------------------------------------------

	desk.ask_host = function (row, done) {
		const dialog = new frappe.ui.Dialog({
			title: escaped(row.visitor_name),
			fields: [{ fieldname: "host_picker", fieldtype: "HTML" }],
			primary_action_label: __("Name a Host", null, CONTEXT),
			primary_action: async () => {
				if (!(await host.is_settled()) || !host.value) {
					return;
				}
				dialog.hide();
				done(host.value);
			},
		});
		const host = new HostPicker(dialog.fields_dict.host_picker.$wrapper, {
			label: __("Comes to See", null, CONTEXT),
			enter: () => dialog.get_primary_btn().trigger("click"),
		});
		dialog.onhide = () => desk.page && desk.page.focus();
		dialog.$wrapper.one("shown.bs.modal", () => host.input.trigger("focus"));
		dialog.show();
	};

	// --- what is asked at check-in -----------------------------------------------------------------------------

	desk.ask_at_check_in = function (row, needs, done) {
		const taken = {};
		const dialog = new frappe.ui.Dialog({
			title: escaped(row.visitor_name),
			fields: asked_fields(needs),
			primary_action_label: __("Check In", null, CONTEXT),
			primary_action: async (values) => {
				const given = given_of(values, needs, taken);
				if (!given || (host && !(await host.is_settled()))) {
					return;
				}
				if (host) {
					given.details.host = host.value;
				}
				dialog.disable_primary_action();
				try {
					const answer = await frappe.xcall(
						"office_management.front_desk.page.front_desk.front_desk.check_in",
						{ log: row.name, given, badge: values.badge || null },
					);
					dialog.hide();
					done(answer);
				} finally {
					dialog.enable_primary_action();
				}
			},
		});
		const asks_host = needs.details.find((field) => field.fieldname === "host");
		const host =
			asks_host &&
			new HostPicker(dialog.fields_dict.detail_host.$wrapper, {
				label: asks_host.label,
				enter: () => dialog.get_primary_btn().trigger("click"),
			});
		dialog.onhide = () => desk.page && desk.page.focus();
		dialog.show();
		if (needs.agreement) {
			show_agreement(dialog, needs.agreement);
		}
		if (needs.photo) {
			add_camera(dialog, taken, needs.photo);
		}
	};

	function asked_fields(needs) {
		const fields = needs.details.map((field) => ({
			fieldname: `detail_${field.fieldname}`,
			fieldtype: field.fieldname === "host" ? "HTML" : "Data",
			label: field.label,
			reqd: field.fieldname === "host" ? 0 : 1,
		}));
		needs.questions.forEach((question, at) => fields.push(question_field(question, at)));
		if (needs.badge) {
			fields.push({
				fieldname: "badge",
				fieldtype: "Data",
				label: __("Badge Number", null, CONTEXT),
				description: __("Type or scan it. Leave it empty for no badge.", null, CONTEXT),
			});
		}
		if (needs.photo) {
			fields.push({ fieldname: "camera", fieldtype: "HTML" });
		}
		if (needs.agreement) {
			fields.push(
				{ fieldname: "agreement_text", fieldtype: "HTML" },
				{
					fieldname: "signature",
					fieldtype: "Signature",
					label: __("Signature of the Visitor", null, CONTEXT),
					reqd: 1,
				},
			);
		}
		return fields;
	}

	function question_field(question, at) {
		const is_text = question.answer_type === "Text";
		const labels = { Yes: __("Yes", null, CONTEXT), No: __("No", null, CONTEXT) };
		return {
			fieldname: `answer_${at}`,
			fieldtype: is_text ? "Data" : "Select",
			label: escaped(question.question),
			options: is_text
				? null
				: ["", ...question.choices].map((value) => ({
						value,
						label: labels[value] || value,
					})),
			reqd: question.is_required ? 1 : 0,
		};
	}

	function given_of(values, needs, taken) {
		if (needs.photo === "Required" && !taken.photo) {
			frappe.show_alert({
				message: __("Take a photo first.", null, CONTEXT),
				indicator: "orange",
			});
			return null;
		}
		const given = { details: {}, answers: {}, photo: taken.photo };
		for (const field of needs.details) {
			given.details[field.fieldname] = values[`detail_${field.fieldname}`];
		}
		needs.questions.forEach((question, at) => {
			if (values[`answer_${at}`]) {
				given.answers[question.line_key] = values[`answer_${at}`];
			}
		});
		if (needs.agreement) {
			given.agreement = needs.agreement.name;
			given.signature = values.signature;
		}
		return given;
	}

	function show_agreement(dialog, agreement) {
		const box = $(`<div class="front-desk-agreement"></div>`).append(
			$(`<h5></h5>`).text(agreement.title),
			$(`<div></div>`).html(frappe.dom.remove_script_and_style(agreement.body || "")),
		);
		dialog.fields_dict.agreement_text.$wrapper.append(box);
	}

	function add_camera(dialog, taken, rule) {
		const picture = $(`<img class="front-desk-photo" alt="">`).hide();
		const button = $(`<button type="button" class="btn btn-default btn-sm"></button>`)
			.text(__("Take a Photo", null, CONTEXT))
			.on("click", () => {
				const camera = new frappe.ui.Capture({ animate: false, error: true });
				camera.show();
				camera.submit((photos) => {
					taken.photo = Array.isArray(photos) ? photos[0] : photos;
					picture.attr("src", taken.photo).show();
				});
			});
		const words =
			rule === "Required"
				? __("A photo is needed.", null, CONTEXT)
				: __("Optional", null, CONTEXT);
		dialog.fields_dict.camera.$wrapper.append(
			$(`<div class="front-desk-camera"></div>`).append(
				picture,
				button,
				$(`<span class="text-muted"></span>`).text(words),
			),
		);
	}

	// --- a whole group -----------------------------------------------------------------------------------------

	// `row`: one of those invited together; done(text) says what was done. Who is coming is checked in, else who is in
	// is signed out.
	desk.group = async function (row, done) {
		const rows = await frappe.xcall(
			"office_management.front_desk.page.front_desk.front_desk.get_group",
			{ log: row.name },
		);
		const is_coming = row.status === "Expected";
		const wanted = is_coming ? ["Expected"] : ["Checked In", "Stepped Out"];
		const chosen = rows.filter((one) => wanted.includes(one.status));
		const dialog = new frappe.ui.Dialog({
			title: __("Group", null, CONTEXT),
			fields: [{ fieldname: "people", fieldtype: "HTML" }],
			primary_action_label: is_coming
				? __("Check In", null, CONTEXT)
				: __("Check Out", null, CONTEXT),
			primary_action: async () => {
				const logs = list
					.find("input:checked")
					.get()
					.map((box) => box.value);
				dialog.hide();
				if (logs.length) {
					done(await act_on_group(is_coming, logs, rows));
				}
			},
		});
		const list = $(`<div class="front-desk-group"></div>`).append(
			chosen.map((one) => group_line(one)),
		);
		dialog.fields_dict.people.$wrapper.append(list);
		dialog.onhide = () => desk.page && desk.page.focus();
		dialog.show();
		dialog.$wrapper.one("shown.bs.modal", () => dialog.get_primary_btn().trigger("focus"));
	};

	function group_line(visit) {
		const box = $(`<input type="checkbox" checked>`).val(visit.name);
		return $(`<label class="front-desk-group-line"></label>`).append(
			box,
			$(`<span></span>`).text(visit.visitor_name),
			$(`<span class="text-muted"></span>`).text(visit.organisation || ""),
		);
	}

	async function act_on_group(is_coming, logs, rows) {
		const answer = is_coming
			? await frappe.xcall("office_management.front_desk.api.check_in_visits", { logs })
			: await frappe.xcall("office_management.front_desk.api.check_out_visits", { logs });
		tell_refused(answer.refused, rows);
		const words = is_coming
			? __("Checked in together: {0}", [answer.done], CONTEXT)
			: __("Checked out together: {0}", [answer.done], CONTEXT);
		const waiting = __("wait for approval: {0}", [answer.waiting], CONTEXT);
		return answer.waiting ? `${words} · ${waiting}` : words;
	}

	function tell_refused(refused, rows) {
		if (!refused.length) {
			return;
		}
		const name_of = (log) => rows.find((one) => one.name === log)?.visitor_name;
		frappe.msgprint({
			title: __("Not Done", null, CONTEXT),
			indicator: "orange",
			message: refused
				.map((row) => `<p><b>${escaped(name_of(row.log))}</b><br>${row.message}</p>`)
				.join(""),
		});
	}
})();
