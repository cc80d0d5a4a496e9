// Labels and tags of assets: which sheet, from which label on, and for which assets; printed from a page of its own.

frappe.provide("office_management.assets");

(function () {
	const ASSET = "Asset";
	const API = "office_management.office_audits.api.";
	const REMEMBERED = "office-label-layout";
	const THINNEST = 0.19; // millimetres of the thinnest bar that ordinary scanners read
	const WIDEST = 0.5;
	const QUIET = 20; // bars that must stay white, half of them on each side
	const BAR = 2; // pixels per bar while it is drawn
	const escape = (text) => frappe.utils.escape_html(`${text ?? ""}`);

	// --- choosing -----------------------------------------------------------------------------------------------

	// `given`: assets (names), or nothing to choose by place and category; space to begin with
	async function print_labels(given = {}) {
		const { layouts, has_numbering, may_tag } = await frappe.xcall(`${API}get_label_choices`);
		const offers_new = has_numbering && may_tag && !given.assets;
		const dialog = new frappe.ui.Dialog({
			title: given.assets
				? __("Print {0} Labels", [given.assets.length], ASSET)
				: __("Print Labels", null, ASSET),
			fields: [
				...(given.assets ? [] : scope_fields(given, offers_new)),
				...sheet_fields(layouts),
			],
			primary_action_label: __("Print", null, ASSET),
			primary_action(values) {
				const page = window.open("", "_blank"); // now: later it would be taken for a pop-up
				dialog.hide();
				fetch_labels({ ...values, assets: given.assets })
					.then((sheet) => show(page, sheet))
					.catch(() => page?.close());
			},
		});
		dialog.show();
	}

	function scope_fields(given, offers_new) {
		const is_new = 'eval:doc.what=="new"';
		const is_old = 'eval:doc.what!="new"';
		return [
			{
				fieldname: "what",
				fieldtype: "Select",
				label: __("Labels For", null, ASSET),
				default: "assets",
				hidden: offers_new ? 0 : 1,
				options: [
					{ value: "assets", label: __("Assets in the books", null, ASSET) },
					{
						value: "new",
						label: __("New tags, for what is not in the books", null, ASSET),
					},
				],
			},
			{
				fieldname: "number",
				fieldtype: "Int",
				label: __("How Many", null, ASSET),
				default: 24,
				depends_on: is_new,
				description: __("Their numbers are given to nothing else.", null, ASSET),
			},
			{
				fieldname: "company",
				fieldtype: "Link",
				options: "Company",
				label: __("Company", null, ASSET),
				default: frappe.defaults.get_user_default("Company"),
				depends_on: is_new,
			},
			{
				fieldname: "space",
				fieldtype: "Link",
				options: "Office Space",
				label: __("Place", null, ASSET),
				default: given.space,
				description: __("With all below it; empty: everywhere", null, ASSET),
				depends_on: is_old,
			},
			{
				fieldname: "asset_category",
				fieldtype: "Link",
				options: "Asset Category",
				label: __("Asset Category", null, ASSET),
				depends_on: is_old,
			},
			{ fieldtype: "Section Break" },
		];
	}

	function sheet_fields(layouts) {
		const remembered = localStorage.getItem(REMEMBERED);
		const known = layouts.some((layout) => layout.value === remembered);
		return [
			{
				fieldname: "layout",
				fieldtype: "Select",
				label: __("Sheet", null, ASSET),
				options: layouts,
				default: known ? remembered : layouts[0].value,
				reqd: 1,
				description: __(
					"Print at 100 %, without margins of the printer's own.",
					null,
					ASSET,
				),
			},
			{ fieldtype: "Column Break" },
			{
				fieldname: "start",
				fieldtype: "Int",
				label: __("Begin at Label", null, ASSET),
				default: 1,
				description: __(
					"On a sheet that is half used: the first one left, counted row by row.",
					null,
					ASSET,
				),
			},
		];
	}

	function fetch_labels(values) {
		localStorage.setItem(REMEMBERED, values.layout);
		const sheet = { layout: values.layout, start: values.start || 1 };
		if (values.what === "new" && !values.assets) {
			const { number, company } = values;
			return frappe.xcall(`${API}make_new_labels`, { ...sheet, number, company });
		}
		const { assets, space, asset_category } = values;
		return frappe.xcall(`${API}get_asset_labels`, { ...sheet, assets, space, asset_category });
	}

	// --- drawing ------------------------------------------------------------------------------------------------

	function show(page, sheet) {
		if (!page || !sheet.labels.length) {
			page?.close();
			const why = page
				? __("There is no asset to print a label for.", null, ASSET)
				: __("Allow this site to open windows, then print again.", null, ASSET);
			frappe.msgprint(why);
			return;
		}
		if (sheet.left_off) {
			frappe.msgprint(
				__(
					"These are the first labels; {0} are left. Choose fewer at once.",
					[sheet.left_off],
					ASSET,
				),
			);
		}
		page.document.write(page_html(sheet));
		page.document.close();
		page.setTimeout(() => page.print(), 300); // pictures are in the page; give it time to draw
	}

	function page_html({ page, labels }) {
		const sheets = [];
		labels.forEach((label) => (sheets[label.page] ??= []).push(label));
		const draw = barcodes();
		const body = sheets
			.filter(Boolean)
			.map(
				(on_it) =>
					`<div class="sheet">${on_it
						.map((label) => label_html(label, page, draw))
						.join("")}</div>`,
			);
		return `<!doctype html><html><head><meta charset="utf-8"><title>${escape(
			__("Labels", null, ASSET),
		)}</title>
			<style>${css(page)}</style></head><body>${body.join("")}</body></html>`;
	}

	function css(page) {
		const small = page.label_height < 24;
		const qr = Math.min(page.label_height * 0.58, page.label_width * 0.42);
		return `@page { size: ${page.width}mm ${page.height}mm; margin: 0; }
			* { box-sizing: border-box; }
			body { margin: 0; font-family: "Helvetica Neue", Arial, sans-serif; color: #000; }
			.sheet { position: relative; width: ${page.width}mm; height: ${
				page.height - 0.2
			}mm; overflow: hidden;
				page-break-after: always; }
			.sheet:last-child { page-break-after: auto; }
			.label { position: absolute; width: ${page.label_width}mm; height: ${page.label_height}mm;
				padding: ${small ? 1.2 : 2}mm 2.5mm; overflow: hidden; display: flex; flex-direction: column;
				justify-content: space-between; }
			.top { display: flex; gap: 2mm; min-height: 0; }
			.top img { width: ${qr}mm; height: ${qr}mm; flex: none; }
			.text { min-width: 0; flex: 1; overflow: hidden; max-height: ${qr}mm; }
			.tag { font-weight: 700; font-size: ${
				small ? 8 : 11
			}pt; line-height: 1.15; overflow-wrap: anywhere; }
			.title { font-size: ${small ? 5.5 : 7.5}pt; line-height: 1.2; margin-top: 0.5mm; overflow: hidden;
				display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; }
			.owner { font-size: ${small ? 4.5 : 6}pt; margin-top: 0.5mm; white-space: nowrap; overflow: hidden;
				text-overflow: ellipsis; }
			.bars { height: ${page.label_height * 0.24}mm; align-self: center; flex: none; }
			.bars svg { display: block; width: 100%; height: 100%; }`;
	}

	function label_html(label, page, draw) {
		const bars = draw(label.tag, page.label_width);
		const title = label.title && label.title !== label.tag ? label.title : "";
		return `<div class="label" style="left: ${label.x}mm; top: ${label.y}mm">
			<div class="top"><img src="${escape(label.qr)}" alt="">
			<div class="text"><div class="tag">${escape(label.tag)}</div>
			<div class="title">${escape(title)}</div><div class="owner">${escape(
				label.owner,
			)}</div></div></div>
			${bars}</div>`;
	}

	// Code 128 by the library behind Frappe's Barcode field; nothing where the bars would be too thin to be read
	function barcodes() {
		const control = frappe.ui.form.make_control({
			df: {
				fieldtype: "Barcode",
				fieldname: "code",
				options: JSON.stringify({
					format: "CODE128",
					displayValue: false,
					margin: 0,
					width: BAR,
					height: 40,
				}),
			},
			parent: $("<div>"),
			render_input: true,
		});
		return (tag, width) => {
			const svg = $(control.get_barcode_html(tag) || "")[0];
			const number = svg ? svg.viewBox.baseVal.width / BAR : 0;
			const bar = Math.min(width / (number + QUIET), WIDEST);
			if (!number || bar < THINNEST) {
				return "";
			}
			svg.setAttribute("preserveAspectRatio", "none");
			return `<div class="bars" style="width: ${(bar * number).toFixed(2)}mm">${
				svg.outerHTML
			}</div>`;
		};
	}

	// --- tags ---------------------------------------------------------------------------------------------------

	// `given`: assets (names), or space and asset_category; nothing: all that have none
	function make_tags(given = {}, done = () => {}) {
		const ask = given.assets
			? __("Give a tag to each of these assets that has none?", null, ASSET)
			: __("Give a tag to every asset that has none?", null, ASSET);
		frappe.confirm(ask, async () => {
			const { made, queued } = await frappe.xcall(`${API}make_asset_tags`, given);
			if (queued) {
				follow(done);
				return;
			}
			tell(made);
			done();
		});
	}

	function tell(made) {
		frappe.show_alert({
			message: __("Tags made: {0}", [made], ASSET),
			indicator: made ? "green" : "blue",
		});
	}

	function follow(done) {
		const title = __("Making tags", null, ASSET);
		frappe.show_progress(title, 0, 100);
		frappe.realtime.off("asset_tags_made");
		frappe.realtime.on("asset_tags_made", ({ progress, made, error }) => {
			frappe.show_progress(title, progress, 100, null, true);
			if (error) {
				frappe.msgprint(escape(error));
			}
			if (made !== undefined) {
				tell(made);
				done();
			}
		});
	}

	Object.assign(office_management.assets, { print_labels, make_tags });
})();
