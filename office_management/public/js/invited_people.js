// "Add People": typed or pasted lines, a file, or the contacts of a customer or supplier, as people to invite.

frappe.provide("office_management.invited_people");

(function () {
	const INVITATION = "Visit Invitation";
	const API = "office_management.front_desk.api.";
	const LARGEST_FILE = 1024 * 1024;

	// on_add(people) is called with what was understood; it may return a promise
	office_management.invited_people.dialog = function (on_add) {
		const dialog = new frappe.ui.Dialog({
			title: __("Add People", null, INVITATION),
			fields: fields(),
			primary_action_label: __("Add", null, INVITATION),
			primary_action: () => add(dialog, on_add),
		});
		dialog.contacts = [];
		dialog.show();
		dialog.get_field("text").$input.attr("spellcheck", "false").trigger("focus");
		add_file_button(dialog);
		return dialog;
	};

	function fields() {
		const parties = ["Customer", "Supplier"].filter(
			(doctype) => frappe.model.can_read(doctype) && frappe.model.can_read("Contact"),
		);
		const typed = [
			{
				fieldname: "text",
				fieldtype: "Text",
				label: __("One person per line", null, INVITATION),
				placeholder: [
					"Jane Doe <jane@acme.example>, Acme",
					"bob.bee@acme.example",
					__("or the rows of a table, with its headings", null, INVITATION),
				].join("\n"),
			},
			{ fieldname: "file", fieldtype: "HTML" },
			{ fieldname: "problems", fieldtype: "HTML" },
		];
		return parties.length ? [...typed, ...contact_fields(parties)] : typed;
	}

	function contact_fields(parties) {
		return [
			{
				fieldtype: "Section Break",
				label: __("Contacts", null, INVITATION),
				collapsible: 1,
				collapsible_depends_on: "eval: false",
			},
			{
				fieldname: "party_type",
				fieldtype: "Select",
				label: __("Of a", null, INVITATION),
				options: parties.map((doctype) => ({ value: doctype, label: __(doctype) })),
				default: parties[0],
				onchange() {
					this.layout.set_value("party", "");
				},
			},
			{ fieldtype: "Column Break" },
			{
				fieldname: "party",
				fieldtype: "Dynamic Link",
				options: "party_type",
				label: __("Name", null, INVITATION),
				onchange() {
					show_contacts(this.layout);
				},
			},
			{ fieldtype: "Section Break", hide_border: 1 },
			{ fieldname: "contacts", fieldtype: "MultiCheck", columns: 2, options: [] },
		];
	}

	async function show_contacts(dialog) {
		const { party_type, party } = dialog.get_values(true) || {};
		const field = dialog.get_field("contacts");
		dialog.contacts = party
			? await frappe.xcall(API + "get_contacts_to_invite", { party_type, party }, "GET")
			: [];
		field.df.options = dialog.contacts.map((person, index) => ({
			value: String(index),
			label: frappe.utils.escape_html(person.full_name),
			description: frappe.utils.escape_html(person.email),
		}));
		field.refresh();
		if (party && !dialog.contacts.length) {
			field.$wrapper.append(
				`<p class="text-muted">${__("No contacts there.", null, INVITATION)}</p>`,
			);
		}
	}

	// the file is read here and never stored on the server
	function add_file_button(dialog) {
		const wrapper = dialog.get_field("file").$wrapper;
		wrapper.html(`
			<p class="mb-2">
				<button type="button" class="btn btn-default btn-xs choose-file">${__(
					"Read a CSV File",
					null,
					INVITATION,
				)}</button>
				<input type="file" class="hidden" accept=".csv,.txt,.tsv,text/csv,text/plain"
					aria-label="${__("Read a CSV File", null, INVITATION)}">
			</p>`);
		const input = wrapper.find("input");
		wrapper.find(".choose-file").on("click", () => input.trigger("click"));
		input.on("change", async () => {
			const file = input[0].files[0];
			if (!file) {
				return;
			}
			if (file.size > LARGEST_FILE) {
				frappe.msgprint(
					__("This file is too large for a list of people.", null, INVITATION),
				);
				return;
			}
			await dialog.set_value("text", await decoded(file));
			input.val("");
		});
	}

	async function decoded(file) {
		const bytes = await file.arrayBuffer();
		try {
			return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
		} catch {
			return new TextDecoder("windows-1252").decode(bytes);
		}
	}

	async function add(dialog, on_add) {
		const values = dialog.get_values(true) || {};
		const chosen = (values.contacts || []).map((index) => dialog.contacts[index]);
		const typed = (values.text || "").trim()
			? await frappe.xcall(API + "read_invited_people", { text: values.text })
			: { people: [], problems: [] };
		const people = [...typed.people, ...chosen];
		if (people.length) {
			await on_add(people);
		}
		if (typed.problems.length) {
			return show_problems(dialog, typed.problems, people.length);
		}
		if (people.length) {
			dialog.hide();
		}
	}

	// what was not understood stays in the box, to be mended and added
	function show_problems(dialog, problems, added) {
		const reasons = {
			"no name": __("the name is missing", null, INVITATION),
			"wrong e-mail": __("this e-mail address can't be right", null, INVITATION),
			twice: __("is in the list twice", null, INVITATION),
			"too many": __("too many at once", null, INVITATION),
		};
		dialog.set_value("text", problems.map((problem) => problem.text).join("\n"));
		const rows = problems
			.slice(0, 10)
			.map(
				(problem) =>
					`<li>${frappe.utils.escape_html(problem.text)}: ${reasons[problem.code]}</li>`,
			)
			.join("");
		const head = added
			? __("{0} added. These lines are left:", [added], INVITATION)
			: __("Nobody was added:", null, INVITATION);
		dialog
			.get_field("problems")
			.$wrapper.html(`<div role="alert" class="text-danger">${head}<ul>${rows}</ul></div>`);
	}
})();
