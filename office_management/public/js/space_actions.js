// What can be done with a space, the same from its form, the list and the tree.

frappe.provide("office_management.space");

(function () {
	const DOCTYPE = "Office Space";
	const API = "office_management.office_space.api.";
	const call = async (method, args) =>
		(await frappe.call({ method: API + method, args, freeze: true })).message;

	const NEXT_TYPE = {
		Site: "Building",
		Building: "Floor",
		Floor: "Room",
		Zone: "Room",
		Room: "Desk",
		"Meeting Room": "Desk",
	};

	const COLORS = { Active: "green", "Out of Service": "orange", Closed: "gray" };

	Object.assign(office_management.space, {
		color: (status) => COLORS[status] || "gray",
		may_write: () => frappe.model.can_write(DOCTYPE),
		may_create: () => frappe.model.can_create(DOCTYPE),

		allocate(space, done) {
			if (office_management.allocate_dialog) {
				return office_management.allocate_dialog({ space, on_done: done });
			}
			return frappe.new_doc("Space Allocation", { space });
		},

		add(parent, parent_type, done) {
			const dialog = new frappe.ui.Dialog({
				title: parent
					? __("Add to {0}", [parent], "Office Space")
					: __("Add a Site", null, "Office Space"),
				fields: new_space_fields(parent, parent_type),
				primary_action_label: __("Add", null, "Office Space"),
				async primary_action(values) {
					const doc = { doctype: DOCTYPE, parent_space: parent || null, ...values };
					const made = await frappe.xcall("frappe.client.insert", { doc });
					dialog.hide();
					frappe.show_alert({
						message: __("{0} added", [made.name], "Office Space"),
						indicator: "green",
					});
					done && done(made);
				},
			});
			const is_desk = () => Number(dialog.get_value("space_type") === "Desk");
			dialog.fields_dict.space_type.df.onchange = () =>
				dialog.set_values({ capacity: is_desk() || null, is_allocatable: is_desk() });
			dialog.show();
		},

		move(space, done) {
			const dialog = new frappe.ui.Dialog({
				title: __("Move {0}", [space], "Office Space"),
				fields: [
					{
						fieldname: "parent",
						fieldtype: "Link",
						options: DOCTYPE,
						label: __("Into", null, "Office Space"),
						reqd: 1,
						description: __(
							"Everything that lies in it moves along.",
							null,
							"Office Space",
						),
						get_query: () => ({
							filters: {
								name: ["!=", space],
								status: ["!=", "Closed"],
								space_type: ["not in", ["Desk", "Parking"]],
							},
						}),
					},
				],
				primary_action_label: __("Move", null, "Office Space"),
				async primary_action({ parent }) {
					const answer = await call("move_space", { space, parent });
					dialog.hide();
					frappe.show_alert({
						message: __("Moved", null, "Office Space"),
						indicator: "green",
					});
					const name = await offer_new_names(answer);
					done && done(name);
				},
			});
			dialog.show();
		},

		async rename(space, done) {
			const { message: now } = await frappe.db.get_value(DOCTYPE, space, [
				"space_code",
				"space_name",
				"parent_space",
			]);
			const dialog = new frappe.ui.Dialog({
				title: __("Rename {0}", [space], "Office Space"),
				fields: [
					{
						fieldname: "space_name",
						fieldtype: "Data",
						label: __("Space Name", null, "Office Space"),
						default: now.space_name,
						reqd: 1,
						description: __("What people see", null, "Office Space"),
					},
					{
						fieldname: "space_code",
						fieldtype: "Data",
						label: __("Code", null, "Office Space"),
						default: now.space_code,
						reqd: 1,
						description: __(
							"The last part of the full code; the Location is renamed, too.",
							null,
							"Office Space",
						),
					},
				],
				primary_action_label: __("Rename", null, "Office Space"),
				async primary_action({ space_code, space_name }) {
					const answer = await call("rename_space", { space, space_code, space_name });
					dialog.hide();
					frappe.show_alert({
						message: __("Renamed", null, "Office Space"),
						indicator: "green",
					});
					const name = await offer_new_names(answer);
					done && done(name);
				},
			});
			dialog.show();
		},

		out_of_service(names, done) {
			const dialog = new frappe.ui.Dialog({
				title:
					names.length === 1
						? __("{0} Out of Service", [names[0]], "Office Space")
						: __("{0} Spaces Out of Service", [names.length], "Office Space"),
				fields: [
					{
						fieldname: "from_date",
						fieldtype: "Date",
						label: __("First Day", null, "Office Space"),
						default: frappe.datetime.get_today(),
						reqd: 1,
					},
					{ fieldtype: "Column Break" },
					{
						fieldname: "until_date",
						fieldtype: "Date",
						label: __("Last Day", null, "Office Space"),
						description: __("Leave empty if not known", null, "Office Space"),
					},
					{ fieldtype: "Section Break" },
					{
						fieldname: "reason",
						fieldtype: "Small Text",
						label: __("Reason", null, "Office Space"),
						reqd: 1,
					},
				],
				primary_action_label: __("Take Out of Service", null, "Office Space"),
				async primary_action(values) {
					await call("set_out_of_service", { names, ...values });
					dialog.hide();
					done && done();
				},
			});
			dialog.show();
		},

		async back_in_service(names, done) {
			await call("put_back_in_service", { names });
			frappe.show_alert({
				message: __("Back in service", null, "Office Space"),
				indicator: "green",
			});
			done && done();
		},

		close(space, done) {
			frappe.confirm(
				__(
					"Close {0} and everything in it? Nothing can be given or booked there any more.",
					[frappe.utils.escape_html(space).bold()],
					"Office Space",
				),
				async () => {
					const closed = await call("close_space", { space });
					frappe.show_alert({
						message: __("{0} closed", [closed.length], "Office Space"),
						indicator: "gray",
					});
					done && done();
				},
			);
		},

		reopen(space, done) {
			const dialog = new frappe.ui.Dialog({
				title: __("Reopen {0}", [space], "Office Space"),
				fields: [
					{
						fieldname: "below",
						fieldtype: "Check",
						label: __("And everything that lies in it", null, "Office Space"),
						default: 1,
					},
				],
				primary_action_label: __("Reopen", null, "Office Space"),
				async primary_action({ below }) {
					await call("reopen_space", { space, below: Boolean(below) });
					dialog.hide();
					done && done();
				},
			});
			dialog.show();
		},

		print_sign(space) {
			const address = frappe.urllib.get_full_url(
				"/printview?" +
					new URLSearchParams({
						doctype: DOCTYPE,
						name: space,
						format: "Room Sign",
						no_letterhead: 1,
						trigger_print: 1,
						_lang: frappe.boot.lang,
					}),
			);
			window.open(address);
		},

		async take_over(done) {
			const rows = await frappe.xcall(API + "preview_take_over");
			if (!rows.length) {
				frappe.msgprint(__("Every Location has its space already.", null, "Office Space"));
				return;
			}
			take_over_dialog(rows, done);
		},
	});

	function new_space_fields(parent, parent_type) {
		const field = frappe.meta.get_docfield(DOCTYPE, "space_type");
		const types = field.options
			.split("\n")
			.filter((type) => (type === "Site") !== Boolean(parent));
		return [
			{
				fieldname: "space_type",
				fieldtype: "Select",
				label: __("Type", null, "Office Space"),
				options: types.map((value) => ({ value, label: __(value, null, "Office Space") })),
				default: parent ? NEXT_TYPE[parent_type] || "Desk" : "Site",
				reqd: 1,
			},
			{
				fieldname: "space_name",
				fieldtype: "Data",
				label: __("Space Name", null, "Office Space"),
				reqd: 1,
				description: __(
					"What people see, for example Meeting Room Oslo",
					null,
					"Office Space",
				),
			},
			{
				fieldname: "space_code",
				fieldtype: "Data",
				label: __("Code", null, "Office Space"),
				reqd: 1,
				description: parent
					? __("Short code; the full code becomes {0}-…", [parent], "Office Space")
					: __("Short code, for example HQ", null, "Office Space"),
			},
			{
				fieldname: "capacity",
				fieldtype: "Int",
				label: __("Seats", null, "Office Space"),
				depends_on: "eval:!['Site', 'Building', 'Floor'].includes(doc.space_type)",
			},
			{
				fieldname: "is_allocatable",
				fieldtype: "Check",
				label: __("Can Be Given to People", null, "Office Space"),
				depends_on: "eval:!['Site', 'Building', 'Floor'].includes(doc.space_type)",
			},
		];
	}

	function offer_new_names({ name, old_names }) {
		if (!old_names) {
			return Promise.resolve(name);
		}
		const question = __(
			"The full codes of {0} spaces still show the old place or code. Bring them in line? Printed signs and labels then need replacing.",
			[old_names],
			"Office Space",
		);
		return new Promise((resolve) => {
			frappe.confirm(
				question,
				async () => {
					const answer = await call("rename_below", { space: name });
					frappe.show_alert({
						message: answer.queued
							? __("Renaming in the background", null, "Office Space")
							: __("{0} renamed", [answer.done], "Office Space"),
						indicator: answer.queued ? "blue" : "green",
					});
					resolve(answer.name);
				},
				() => resolve(name),
			);
		});
	}

	function take_over_dialog(rows, done) {
		const field = frappe.meta.get_docfield(DOCTYPE, "space_type");
		const shown = rows.slice(0, 200);
		const dialog = new frappe.ui.Dialog({
			title: __("Take Over {0} Locations", [rows.length], "Office Space"),
			size: "extra-large",
			fields: [
				{
					fieldtype: "HTML",
					options: `<p class="text-muted">${__(
						"A space is made for each of these Locations. Their names stay as they are, and assets keep their places. Correct the types where the proposal is wrong.",
						null,
						"Office Space",
					)}</p>`,
				},
				{
					fieldname: "company",
					fieldtype: "Link",
					options: "Company",
					label: __("Company", null, "Office Space"),
					default: frappe.defaults.get_user_default("Company"),
				},
				{
					fieldname: "rows",
					fieldtype: "Table",
					label: __("Locations", null, "Office Space"),
					cannot_add_rows: true,
					cannot_delete_rows: true,
					in_place_edit: true,
					data: shown.map((row) => ({ ...row, shown_as: indent(row) })),
					fields: [
						{
							fieldname: "shown_as",
							fieldtype: "Data",
							label: __("Location", null, "Office Space"),
							in_list_view: 1,
							read_only: 1,
							columns: 5,
						},
						{
							fieldname: "space_code",
							fieldtype: "Data",
							label: __("Code", null, "Office Space"),
							in_list_view: 1,
							read_only: 1,
							columns: 2,
						},
						{
							fieldname: "space_type",
							fieldtype: "Select",
							label: __("Type", null, "Office Space"),
							options: field.options,
							in_list_view: 1,
							columns: 3,
						},
					],
				},
				{
					fieldtype: "HTML",
					options:
						rows.length > shown.length
							? `<p class="text-muted">${__(
									"and {0} more, with the types proposed",
									[rows.length - shown.length],
									"Office Space",
								)}</p>`
							: "",
				},
			],
			primary_action_label: __("Take Over", null, "Office Space"),
			async primary_action({ company, rows: edited }) {
				const types = {};
				(edited || []).forEach((row) => (types[row.location] = row.space_type));
				const answer = await call("take_over_locations", { types, company });
				dialog.hide();
				show_taken_over(answer);
				done && done();
			},
		});
		dialog.show();
	}

	function indent(row) {
		return "\u2003".repeat(row.depth) + row.location;
	}

	function show_taken_over({ made, refused }) {
		if (!refused.length) {
			frappe.show_alert({
				message: __("{0} spaces made", [made], "Office Space"),
				indicator: "green",
			});
			return;
		}
		const lines = refused.map(
			(row) => `<li><b>${frappe.utils.escape_html(row.location)}</b>: ${row.error}</li>`,
		);
		frappe.msgprint({
			title: __("{0} Made, {1} Refused", [made, refused.length], "Office Space"),
			message: `<ul>${lines.join("")}</ul>`,
			indicator: "orange",
		});
	}
})();
