(() => {
	const CONTEXT = "Office Supplies";

	frappe.pages["office-supplies"].on_page_load = function (wrapper) {
		const page = frappe.ui.make_app_page({
			parent: wrapper,
			title: __("Office Supplies", null, CONTEXT),
			single_column: true,
		});
		wrapper.office_supplies = new OfficeSupplies(page);
	};

	frappe.pages["office-supplies"].on_page_show = function (wrapper) {
		wrapper.office_supplies.open(scanned());
	};

	// What the label on a cupboard names in its address.
	function scanned() {
		const address = new URLSearchParams(window.location.search);
		const options = frappe.route_options || {};
		frappe.route_options = null;
		return {
			item: options.item || address.get("item") || null,
			space: options.space || address.get("space") || null,
		};
	}

	class OfficeSupplies {
		constructor(page) {
			this.page = page;
			this.body = $(`<div class="office-supplies"></div>`).appendTo(page.body);
			page.set_secondary_action(
				__("Refresh", null, CONTEXT),
				() => this.open(this.label),
				"refresh",
			);
		}

		async open(label) {
			this.label = label;
			if (!this.body.children().length) {
				this.say(__("Loading…", null, CONTEXT));
			}
			try {
				this.form = await frappe.xcall(
					"office_management.facilities.api.get_supply_form",
					label,
				);
			} catch (error) {
				this.say(__("Office Supplies could not be opened.", null, CONTEXT));
				throw error;
			}
			this.basket = new Basket(this.form, () => this.ordered());
			this.list = new SupplyList(this.form, (item, quantity) =>
				this.basket.add(item, quantity),
			);
			this.mine = new MyOrders(this.form);
			this.body
				.empty()
				.append(
					this.notices(),
					$(`<div class="supplies-main"></div>`).append(
						this.list.element,
						this.basket.element,
					),
					this.mine.element,
					this.basket.bar,
				);
			this.basket.show();
			await Promise.all([this.list.search(), this.mine.load()]);
		}

		notices() {
			const found = [];
			if (!this.form.accepting) {
				found.push(
					notice(
						__(
							"Ordering is switched off at the moment. Ask the office manager.",
							null,
							CONTEXT,
						),
					),
				);
			}
			if (this.form.label_place_gone) {
				found.push(
					notice(
						__(
							"The place on this label is not in use any more. Choose another one.",
							null,
							CONTEXT,
						),
					),
				);
			}
			if (this.form.label_item) {
				found.push(label_card(this.form, this.basket, () => this.mine.load()));
			}
			return found;
		}

		async ordered() {
			await this.mine.load();
			this.list.focus();
		}

		say(text) {
			this.body
				.empty()
				.append($(`<p class="text-muted text-center supplies-empty"></p>`).text(text));
		}
	}

	function notice(text) {
		return $(`<p class="supplies-notice" role="status"></p>`).text(text);
	}

	// "2 × Box of 10", "3"
	function amount(quantity, unit) {
		const number = format_number(quantity, null, Number.isInteger(quantity) ? 0 : 2);
		return unit ? __("{0} × {1}", [number, unit], CONTEXT) : number;
	}

	function new_key() {
		return frappe.utils.get_random(32);
	}

	function picture(item) {
		const box = $(`<span class="supplies-picture" aria-hidden="true"></span>`);
		const initials = () => box.empty().text(frappe.get_abbr(item.title));
		if (!item.image) {
			return initials();
		}
		return box.append(
			$(`<img alt="" loading="lazy">`).attr("src", item.image).on("error", initials),
		);
	}

	// --- the label on a cupboard -------------------------------------------------------------------------------

	function label_card(form, basket, done) {
		const item = form.label_item;
		const place = form.label_place;
		const card = $(`<section class="supplies-label frappe-card"></section>`);
		const text = $(`<div class="supplies-label-text"></div>`);
		$(`<div class="supplies-label-title"></div>`).text(item.title).appendTo(text);
		$(`<div class="text-muted"></div>`)
			.text(place ? place.label : item.unit)
			.appendTo(text);
		const button = $(`<button type="button" class="btn btn-primary"></button>`);
		card.append(picture(item), text, button);
		if (!place) {
			return card.append(
				button
					.text(__("Add", null, CONTEXT))
					.on("click", () => basket.add(item, item.usual)),
			);
		}
		const key = new_key();
		button
			.text(__("Running low: order {0}", [amount(item.usual, item.unit)], CONTEXT))
			.prop("disabled", !form.accepting)
			.on("click", async () => {
				button.prop("disabled", true);
				try {
					const answer = await frappe.xcall(
						"office_management.facilities.api.say_running_low",
						{
							item: item.item,
							space: place.value,
							client_key: key,
						},
					);
					button.replaceWith(notice(low_words(answer, item)));
					done();
				} catch (error) {
					button.prop("disabled", false);
					throw error;
				}
			});
		return card;
	}

	function low_words(answer, item) {
		const how_many = amount(answer.quantity, item.unit);
		if (answer.ordered) {
			return __("Thank you. Ordered: {0}", [how_many], CONTEXT);
		}
		const day = frappe.datetime.str_to_user(answer.asked_on);
		return __("Somebody has asked for it already, on {0}: {1}", [day, how_many], CONTEXT);
	}

	// --- the list ----------------------------------------------------------------------------------------------

	class SupplyList {
		constructor(form, add) {
			this.form = form;
			this.add = add;
			this.element = $(`<section class="supplies-choose"></section>`);
			this.input = $(`<input type="search" class="form-control supplies-search">`)
				.attr("placeholder", __("Search for what you need", null, CONTEXT))
				.attr("aria-label", __("Search for what you need", null, CONTEXT))
				.on(
					"input",
					frappe.utils.debounce(() => this.search(), 250),
				)
				.on("keydown", (event) => this.on_key(event));
			this.group = choice(
				[{ value: "", label: __("Everything", null, CONTEXT) }, ...form.groups],
				"",
				__("Kind", null, CONTEXT),
			).on("change", () => this.search());
			this.items = $(`<ul class="supplies-items" aria-live="polite"></ul>`);
			this.more = $(`<button type="button" class="btn btn-default btn-sm"></button>`)
				.text(__("Show more", null, CONTEXT))
				.on("click", () => this.load());
			this.element.append(
				$(`<div class="supplies-find"></div>`).append(
					this.input,
					form.groups.length > 1 ? with_arrow(this.group) : "",
				),
				this.items,
				this.more,
			);
		}

		focus() {
			this.input.trigger("focus");
		}

		// Enter takes the only thing found.
		on_key(event) {
			if (event.key !== "Enter") {
				return;
			}
			const buttons = this.items.find("button");
			if (buttons.length === 1) {
				buttons.trigger("click");
				this.input.trigger("select");
			}
		}

		search() {
			this.shown = 0;
			return this.load();
		}

		async load() {
			const asked = (this.asked = {
				search: this.input.val(),
				group: this.group.val() || null,
				start: this.shown,
			});
			const page = await frappe.xcall(
				"office_management.facilities.api.get_supplies",
				asked,
			);
			if (asked !== this.asked) {
				return;
			}
			if (!asked.start) {
				this.items.empty();
			}
			this.items.append(page.items.map((item) => this.card(item)));
			this.shown = asked.start + page.items.length;
			this.more.toggle(page.more);
			if (!this.shown) {
				this.items.append(this.nothing(asked));
			}
		}

		card(item) {
			const text = $(`<span class="supplies-item-text"></span>`);
			$(`<span class="supplies-item-title"></span>`).text(item.title).appendTo(text);
			const about = [item.unit, item.about].filter(Boolean).join(" · ");
			if (about) {
				$(`<span class="supplies-item-about text-muted"></span>`)
					.text(about)
					.appendTo(text);
			}
			const button = $(`<button type="button" class="btn btn-default btn-sm"></button>`)
				.text(`+ ${format_number(item.usual, null, item.whole ? 0 : 2)}`)
				.attr("aria-label", __("Add {0}", [`${item.usual} ${item.title}`], CONTEXT))
				.prop("disabled", !this.form.accepting)
				.on("click", () => this.add(item, item.usual));
			return $(`<li class="supplies-item frappe-card"></li>`).append(
				picture(item),
				text,
				button,
			);
		}

		nothing(asked) {
			const box = $(`<li class="supplies-empty text-muted"></li>`);
			if (asked.search || asked.group) {
				const text = this.form.takes_free_text
					? __(
							"Nothing found. Write it under Your Order, as something else.",
							null,
							CONTEXT,
						)
					: __("Nothing found.", null, CONTEXT);
				return box.text(text);
			}
			$(`<p></p>`)
				.text(__("There is nothing in the list yet.", null, CONTEXT))
				.appendTo(box);
			if (!this.form.may_mark_items) {
				const text = __(
					"Whoever keeps the items ticks Office Supply on each item that people may order.",
					null,
					CONTEXT,
				);
				return box.append($(`<p></p>`).text(text));
			}
			$(`<p></p>`)
				.text(__("Tick Office Supply on each item that people may order.", null, CONTEXT))
				.appendTo(box);
			return box.append(
				$(`<button type="button" class="btn btn-default btn-sm"></button>`)
					.text(__("Open the items", null, CONTEXT))
					.on("click", () => frappe.set_route("List", "Item", "List")),
			);
		}
	}

	function choice(options, value, label) {
		const select = $(`<select class="form-control"></select>`).attr("aria-label", label);
		for (const option of options) {
			const about = option.description ? ` (${option.description})` : "";
			$(`<option></option>`)
				.attr("value", option.value)
				.text(option.label + about)
				.appendTo(select);
		}
		return select.val(value || "");
	}

	// --- the order ---------------------------------------------------------------------------------------------

	class Basket {
		constructor(form, done) {
			this.form = form;
			this.done = done;
			this.store = `office-supplies:${frappe.session.user}`;
			this.read();
			this.element = $(`<section class="supplies-basket frappe-card"></section>`);
			this.rows = $(`<ul class="supplies-rows"></ul>`);
			this.empty = $(`<p class="text-muted"></p>`).text(
				__("Add what you need, and order it here.", null, CONTEXT),
			);
			this.button = $(
				`<button type="button" class="btn btn-primary btn-block"></button>`,
			).on("click", () => this.order());
			this.bar = $(
				`<button type="button" class="btn btn-primary supplies-bar"></button>`,
			).on("click", () => this.element[0].scrollIntoView({ behavior: "smooth" }));
			// on a phone the bar leads to the order, and is in its way once it is seen
			this.watcher = new IntersectionObserver(([seen]) =>
				this.bar.toggleClass("supplies-bar-reached", seen.isIntersecting),
			);
			this.watcher.observe(this.element[0]);
			this.element.append(
				$(`<h4 tabindex="-1"></h4>`).text(__("Your Order", null, CONTEXT)),
				this.rows,
				this.empty,
				form.takes_free_text ? this.free_text() : "",
				this.details(),
				this.button,
			);
		}

		// A lost connection or a reload loses nothing: what was added is kept in this browser until it is ordered.
		read() {
			const kept = JSON.parse(window.localStorage.getItem(this.store) || "null");
			this.content = kept && Array.isArray(kept.rows) ? kept : { key: new_key(), rows: [] };
		}

		keep() {
			window.localStorage.setItem(this.store, JSON.stringify(this.content));
		}

		add(item, quantity) {
			const row = this.content.rows.find((one) => one.item && one.item === item.item);
			if (row) {
				row.quantity += quantity;
			} else {
				const { title, unit, whole } = item;
				this.content.rows.push({ item: item.item, title, unit, whole, quantity });
			}
			this.show();
		}

		add_text(text) {
			this.content.rows.push({ text, title: text, unit: "", whole: true, quantity: 1 });
			this.show();
		}

		show() {
			const { rows } = this.content;
			this.keep();
			this.rows.empty().append(rows.map((row) => this.row(row)));
			this.empty.toggle(!rows.length);
			this.button
				.text(__("Order", null, CONTEXT))
				.prop("disabled", !rows.length || !this.form.accepting);
			this.bar
				.text(__("Your order: {0}", [rows.length], CONTEXT))
				.toggleClass("supplies-bar-shown", rows.length > 0);
		}

		row(row) {
			const quantity = $(`<input type="number" class="form-control input-sm" min="0">`)
				.attr({
					step: row.whole ? 1 : "any",
					max: this.form.most,
					"aria-label": row.title,
				})
				.val(row.quantity)
				.on("change", () => {
					row.quantity = flt(quantity.val());
					this.keep();
				});
			const remove = $(
				`<button type="button" class="btn btn-default btn-sm icon-btn"></button>`,
			)
				.attr("aria-label", __("Take out {0}", [row.title], CONTEXT))
				.attr("title", __("Take out", null, CONTEXT))
				.append(frappe.utils.icon("close", "sm"))
				.on("click", () => {
					this.content.rows = this.content.rows.filter((one) => one !== row);
					this.show();
				});
			const text = $(`<div class="supplies-row-text"></div>`).append(
				$(`<div></div>`).text(row.title),
			);
			if (row.unit) {
				$(`<div class="text-muted"></div>`).text(row.unit).appendTo(text);
			}
			return $(`<li></li>`).append(text, quantity, remove);
		}

		free_text() {
			const input = $(`<input type="text" class="form-control">`)
				.attr("placeholder", __("Something else", null, CONTEXT))
				.attr("aria-label", __("Something else", null, CONTEXT))
				.attr("maxlength", this.form.most_letters);
			const add = () => {
				const text = input.val().trim();
				if (text) {
					this.add_text(text);
					input.val("");
				}
				input.trigger("focus");
			};
			input.on("keydown", (event) => event.key === "Enter" && add());
			const button = $(`<button type="button" class="btn btn-default"></button>`)
				.text(__("Add", null, CONTEXT))
				.on("click", add);
			return $(`<div class="supplies-other"></div>`).append(input, button);
		}

		details() {
			const nowhere = { value: "", label: __("No place", null, CONTEXT) };
			const nobody = { value: "", label: __("No department", null, CONTEXT) };
			const place = this.form.place ? this.form.place.value : "";
			this.place = choice([nowhere, ...this.form.places], place, __("Place", null, CONTEXT));
			this.department = choice(
				[nobody, ...this.form.departments],
				this.form.department,
				__("Department", null, CONTEXT),
			);
			this.note = $(`<input type="text" class="form-control">`)
				.attr("maxlength", this.form.most_letters)
				.val(this.content.note || "")
				.on("input", () => {
					this.content.note = this.note.val();
					this.keep();
				});
			return $(`<div class="supplies-details"></div>`).append(
				labelled(__("Place", null, CONTEXT), with_arrow(this.place)),
				labelled(__("Department", null, CONTEXT), with_arrow(this.department)),
				labelled(__("Note", null, CONTEXT), this.note),
			);
		}

		// The key stays the same until the order is known to be made: an answer that got lost makes no second one.
		async order() {
			this.button.prop("disabled", true).text(__("Ordering…", null, CONTEXT));
			try {
				const made = await frappe.xcall(
					"office_management.facilities.api.order_supplies",
					{
						rows: this.content.rows.map(({ item, text, quantity }) => ({
							item,
							text,
							quantity,
						})),
						client_key: this.content.key,
						space: this.place.val() || null,
						department: this.department.val() || null,
						note: this.note.val(),
					},
				);
				this.content = { key: new_key(), rows: [] };
				this.note.val("");
				frappe.show_alert({
					message: __("Ordered. Things: {0}", [made.length], CONTEXT),
					indicator: "green",
				});
				await this.done();
			} finally {
				this.show();
			}
		}
	}

	function with_arrow(select) {
		return $(`<div class="supplies-select"></div>`).append(
			select,
			frappe.utils.icon("select", "sm"),
		);
	}

	function labelled(text, control) {
		return $(`<label></label>`).append(
			$(`<span class="text-muted"></span>`).text(text),
			control,
		);
	}

	// --- my orders ---------------------------------------------------------------------------------------------

	const PAGE_LENGTH = 50;
	const COLOURS = {
		Ordered: "blue",
		"On Its Way": "yellow",
		"Partly Ready": "orange",
		Ready: "green",
		Stopped: "red",
		Cancelled: "gray",
	};

	function stage_words(line) {
		const words = {
			Ordered: __("Ordered", null, CONTEXT),
			"On Its Way": __("On its way", null, CONTEXT),
			"Partly Ready": __("Ready: {0} of {1}", [line.arrived, line.quantity], CONTEXT),
			Ready: __("Ready", null, CONTEXT),
			Stopped: __("Stopped: it will not come", null, CONTEXT),
			Cancelled: __("Cancelled", null, CONTEXT),
		};
		return words[line.stage];
	}

	class MyOrders {
		constructor() {
			this.element = $(`<section class="supplies-mine"></section>`).hide();
			this.rows = $(`<ul class="supplies-lines frappe-card"></ul>`);
			this.more = $(`<button type="button" class="btn btn-default btn-sm"></button>`)
				.text(__("Show older ones", null, CONTEXT))
				.on("click", () => this.load(this.shown));
			this.element.append(
				$(`<h4></h4>`).text(__("My Orders", null, CONTEXT)),
				this.rows,
				this.more,
			);
		}

		async load(start = 0) {
			const lines = await frappe.xcall(
				"office_management.facilities.api.get_my_supply_orders",
				{ start },
			);
			if (!start) {
				this.rows.empty();
			}
			this.rows.append(lines.map((line) => this.line(line)));
			this.shown = start + lines.length;
			this.more.toggle(lines.length === PAGE_LENGTH);
			this.element.toggle(this.shown > 0);
		}

		line(line) {
			const text = $(`<div class="supplies-line-text"></div>`).append(
				$(`<div></div>`).text(line.title),
				$(`<div class="text-muted"></div>`).text(
					[
						amount(line.quantity, line.unit),
						line.place,
						frappe.datetime.str_to_user(line.ordered_on.split(" ")[0]),
						line.note,
					]
						.filter(Boolean)
						.join(" · "),
				),
			);
			const stage = $(`<span class="indicator-pill no-indicator-dot"></span>`)
				.addClass(COLOURS[line.stage])
				.text(stage_words(line));
			const item = $(`<li></li>`).append(text, stage);
			return line.may_change ? item.append(this.buttons(line)) : item;
		}

		buttons(line) {
			const button = (label, act) =>
				$(`<button type="button" class="btn btn-default btn-xs"></button>`)
					.text(label)
					.attr("aria-label", `${label}: ${line.title}`)
					.on("click", act);
			return $(`<span class="supplies-line-buttons"></span>`).append(
				button(__("Change", null, CONTEXT), () => this.change(line)),
				button(__("Cancel", null, CONTEXT), () => this.cancel(line)),
			);
		}

		change(line) {
			frappe.prompt(
				{
					fieldname: "quantity",
					fieldtype: "Float",
					label: __("How many", null, CONTEXT),
					default: line.quantity,
					reqd: 1,
				},
				async ({ quantity }) => {
					await frappe.xcall("office_management.facilities.api.change_supply_line", {
						line: line.name,
						quantity,
					});
					await this.load();
				},
				frappe.utils.escape_html(line.title),
				__("Change", null, CONTEXT),
			);
		}

		cancel(line) {
			const title = frappe.utils.escape_html(line.title);
			frappe.confirm(__("Cancel your order of {0}?", [title.bold()], CONTEXT), async () => {
				await frappe.xcall("office_management.facilities.api.cancel_supply_line", {
					line: line.name,
				});
				await this.load();
			});
		}
	}
})();
