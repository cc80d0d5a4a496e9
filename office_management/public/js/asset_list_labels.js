// The list of assets: labels and tags for those that are ticked, or for a place or category.

(function () {
	const ASSET = "Asset";
	const settings = (frappe.listview_settings[ASSET] ??= {});
	const before = settings.onload;

	settings.onload = function (list) {
		before?.call(this, list);
		const assets = office_management.assets;
		const ticked = () => list.get_checked_items(true);
		const refresh = () => list.refresh();
		list.page.add_action_item(__("Print Labels", null, ASSET), () =>
			assets.print_labels({ assets: ticked() }),
		);
		list.page.add_menu_item(__("Print Labels", null, ASSET), () => assets.print_labels());
		if (frappe.model.can_write(ASSET)) {
			list.page.add_action_item(__("Make Asset Tags", null, ASSET), () =>
				assets.make_tags({ assets: ticked() }, refresh),
			);
			list.page.add_menu_item(__("Make Asset Tags", null, ASSET), () =>
				assets.make_tags({}, refresh),
			);
		}
	};
})();
