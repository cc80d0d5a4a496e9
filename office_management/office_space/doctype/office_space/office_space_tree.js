// The tree of spaces over the Location tree, with seats, free seats and status in each node.

frappe.treeview_settings["Office Space"] = (function () {
	const DOCTYPE = "Office Space";
	const API = "office_management.office_space.api.";
	const actions = () => office_management.space;
	let view;

	const button = (label, act, condition) => ({
		label,
		condition: (node) => !node.is_root && (!condition || condition(node)),
		click: act,
		btnClass: "hidden-xs",
	});
	const writes = (node) => actions().may_write() && node.data.status !== "Closed";

	function settings() {
		return {
			breadcrumb: "Office Space",
			title: __("Spaces", null, "Office Space"),
			root_label: __("All Spaces", null, "Office Space"),
			get_tree_root: false,
			show_expand_all: false,
			disable_add_node: true,
			get_tree_nodes: API + "get_tree_nodes",
			filters: [
				{
					fieldname: "parent_space",
					fieldtype: "Link",
					options: DOCTYPE,
					label: __("Begin At", null, "Office Space"),
				},
			],
			menu_items: [
				{
					label: __("Take Over Locations", null, "Office Space"),
					action: () => actions().take_over(() => view.make_tree()),
					condition: "office_management.space.may_create()",
				},
			],
			toolbar: toolbar(),
			get_label,
			on_get_node: show_or_hide_welcome,
			onload,
		};
	}

	function toolbar() {
		const reload = (node) => () => reload_around(node);
		return [
			button(__("Open", null, "Office Space"), (node) =>
				frappe.set_route("Form", DOCTYPE, node.data.value),
			),
			button(
				__("Add", null, "Office Space"),
				(node) => add_below(node),
				(node) => actions().may_create() && node.data.status !== "Closed",
			),
			button(
				__("Allocate", null, "Office Space"),
				(node) => actions().allocate(node.data.value),
				(node) =>
					node.data.is_allocatable &&
					node.data.status !== "Closed" &&
					frappe.model.can_create("Space Allocation"),
			),
			button(
				__("Move", null, "Office Space"),
				(node) => actions().move(node.data.value, () => view.make_tree()),
				(node) => writes(node) && node.data.space_type !== "Site",
			),
			button(
				__("Rename", null, "Office Space"),
				(node) => actions().rename(node.data.value, () => view.make_tree()),
				writes,
			),
			button(
				__("Out of Service", null, "Office Space"),
				(node) => actions().out_of_service([node.data.value], reload(node)),
				(node) => writes(node) && node.data.status === "Active",
			),
			button(
				__("Back in Service", null, "Office Space"),
				(node) => actions().back_in_service([node.data.value], reload(node)),
				(node) => writes(node) && node.data.status === "Out of Service",
			),
			button(__("Print Sign", null, "Office Space"), (node) =>
				actions().print_sign(node.data.value),
			),
		];
	}

	function get_label(node) {
		if (node.is_root) {
			return frappe.utils.escape_html(node.label);
		}
		const data = node.data;
		const name = `<b>${frappe.utils.escape_html(data.title || data.value)}</b>`;
		const code = `<span class="text-muted">${frappe.utils.escape_html(data.value)}</span>`;
		const type = `<span class="text-muted">· ${__(data.space_type, null, "Office Space")}</span>`;
		const color = actions().color(data.status);
		const status = `<span class="indicator ${color}" title="${__(data.status, null, "Office Space")}"></span>`;
		const note =
			data.status === "Active"
				? ""
				: `<span class="indicator-pill no-indicator-dot ${color}">${__(data.status, null, "Office Space")}</span>`;
		return [status, name, code, type, seats_of(data), counts_of(data), note].join(" ");
	}

	function seats_of(data) {
		if (!data.seats) {
			return "";
		}
		const color = data.free ? "green" : "gray";
		const text = __("{0} of {1} free", [data.free, data.seats], "Office Space");
		return `<span class="indicator-pill no-indicator-dot ${color}">${text}</span>`;
	}

	// what other areas count here and below
	function counts_of(data) {
		return (data.counts || [])
			.map(
				({ text, color }) =>
					`<span class="indicator-pill no-indicator-dot ${color}">${frappe.utils.escape_html(text)}</span>`,
			)
			.join(" ");
	}

	function onload(treeview) {
		view = treeview;
		const page = treeview.page;
		page.add_inner_button(__("Expand All", null, "Office Space"), expand_all);
		page.add_inner_button(__("Collapse All", null, "Office Space"), () => view.make_tree());
		office_management.floor_register.add_menu(page, () => view.args.parent_space);
		if (actions().may_create()) {
			page.set_primary_action(
				__("Add Site", null, "Office Space"),
				() => add_below(null),
				"add",
			);
		}
		treeview.make_tree();
	}

	function add_below(node) {
		const data = node ? node.data : {};
		actions().add(data.value, data.space_type, () => {
			if (!node || !node.expandable) {
				// a leaf becomes a group: its own line changes, too
				return reload_around(node);
			}
			return view.tree.load_children(node);
		});
	}

	function reload_around(node) {
		const parent = node && node.parent_node;
		return parent ? view.tree.load_children(parent) : view.make_tree();
	}

	async function expand_all() {
		const root = view.tree.root_node;
		const answer = await frappe.xcall(API + "get_whole_tree", {
			parent: view.args.parent_space || null,
		});
		answer.data[0].parent = root.label;
		view.tree.render_children_of_all_nodes(answer.data);
		if (answer.is_cut) {
			frappe.show_alert(
				__(
					"Shown down to the floors; open a floor to see its rooms and desks.",
					null,
					"Office Space",
				),
			);
		}
	}

	function show_or_hide_welcome(nodes) {
		const body = view.body;
		const is_empty = !nodes.length && !body.find(".tree-node").length;
		body.find(".tree").toggle(!is_empty);
		body.find(".no-spaces").remove();
		if (is_empty) {
			show_welcome(body);
		}
		if (nodes.length === 1 && nodes[0].expandable) {
			// nothing to choose from: open it at once
			setTimeout(() => {
				const node = view.tree.nodes[nodes[0].value];
				node && !node.loaded && view.tree.load_children(node);
			});
		}
	}

	function show_welcome(body) {
		const may = actions().may_create();
		const text = may
			? __(
					"Begin with a site, import the list of rooms and desks you have, or take over the Locations that ERPNext knows.",
					null,
					"Office Space",
				)
			: __(
					"There are no spaces that you may see yet. Ask the office manager.",
					null,
					"Office Space",
				);
		const block = $(`<div class="no-spaces no-result text-center" style="padding: 60px 20px">
			<h4>${__("No spaces yet", null, "Office Space")}</h4>
			<p class="text-muted">${text}</p>
			<div class="no-spaces-ways"></div>
		</div>`).appendTo(body);
		if (!may) {
			return;
		}
		const way = (label, act, primary) =>
			$(
				`<button class="btn btn-sm ${primary ? "btn-primary" : "btn-default"}">${label}</button>`,
			)
				.css("margin", "4px")
				.on("click", act)
				.appendTo(block.find(".no-spaces-ways"));
		way(__("Add a Site", null, "Office Space"), () => add_below(null), true);
		if (frappe.model.can_create("Floor Register Import")) {
			way(__("Import a Floor Register", null, "Office Space"), () =>
				frappe.new_doc("Floor Register Import"),
			);
		}
		way(__("Take Over Locations", null, "Office Space"), () =>
			actions().take_over(() => view.make_tree()),
		);
	}

	return settings();
})();
