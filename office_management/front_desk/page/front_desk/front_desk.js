// {% include "office_management/public/js/evacuation.js" %}

(() => {
	const CONTEXT = "Front Desk";
	const STATUS_CONTEXT = "Visitor Log";
	const VISITS = "Visitor Log";
	const CHANGED = "front_desk_changed";
	const LISTS = ["expected", "on_site", "late", "to_approve"];
	const MORE_ROWS = 200;
	const TYPING_MS = 180;
	const HEARD_MS = 400;
	const LOOK_MS = 10000;
	const OLD_MS = 60000;
	const LABEL = "Visitor Badge Label";
	const SHEET = "Visitor Badge";

	frappe.provide("office_management.front_desk");

	frappe.pages["front-desk"].on_page_load = function (wrapper) {
		const page = frappe.ui.make_app_page({
			parent: wrapper,
			title: __("Front Desk", null, CONTEXT),
			single_column: true,
		});
		wrapper.front_desk = new FrontDesk(page);
		office_management.front_desk.page = wrapper.front_desk;
	};

	frappe.pages["front-desk"].on_page_show = function (wrapper) {
		wrapper.front_desk.show();
	};

	class FrontDesk {
		constructor(page) {
			this.page = page;
			this.list = "expected";
			this.shown = {};
			this.text = "";
			this.hits = null;
			this.selected = null;
			this.last = null;
			this.make();
			this.make_buttons();
			this.make_shortcuts();
			this.catch_keys();
			this.listen();
		}

		show() {
			this.subscribe();
			this.focus();
			this.refresh();
		}

		is_shown() {
			return this.page.wrapper.is(":visible") && !document.hidden;
		}

		focus() {
			if (!$(".modal.show").length) {
				this.input.trigger("focus");
			}
		}

		// --- what is on the page -----------------------------------------------------------------------------

		make() {
			this.body = $(`<div class="front-desk"></div>`).appendTo(this.page.body);
			this.notices = $(`<div class="front-desk-notices" aria-live="polite"></div>`);
			this.done = $(`<div class="front-desk-done" role="status" aria-live="polite"></div>`);
			this.tabs = $(`<div class="front-desk-tabs" role="tablist"></div>`);
			this.rows = $(
				`<div class="front-desk-rows" role="listbox" id="front-desk-rows"></div>`,
			);
			this.rows.attr("aria-label", __("Visits", null, CONTEXT));
			this.foot = $(`<div class="front-desk-foot"></div>`);
			this.body.append(
				this.notices,
				this.search_box(),
				this.done,
				this.tabs,
				this.rows,
				this.foot,
				shortcuts_line(),
			);
			this.say(__("Loading…", null, CONTEXT));
		}

		search_box() {
			const label = __("Name, company, host, badge or code", null, CONTEXT);
			this.input = $(
				`<input type="text" class="form-control" role="combobox" autocomplete="off" spellcheck="false">`,
			)
				.attr({
					placeholder: label,
					"aria-label": label,
					"aria-controls": "front-desk-rows",
					"aria-expanded": "true",
				})
				.on("input", () => this.typed())
				.on("keydown", (event) => this.on_key(event));
			return $(`<div class="front-desk-search"></div>`).append(
				$(`<span class="front-desk-search-icon" aria-hidden="true"></span>`).append(
					frappe.utils.icon("search", "sm"),
				),
				this.input,
			);
		}

		make_buttons() {
			this.place = this.page.add_field({
				fieldname: "space",
				fieldtype: "Link",
				options: "Office Space",
				label: __("Place", null, CONTEXT),
				placeholder: __("All places", null, CONTEXT),
				change: () => this.place_chosen(),
			});
			const kept = remembered("place");
			if (kept) {
				this.place.set_value(kept);
			}
			this.page.set_primary_action(
				__("New Visitor", null, CONTEXT),
				() => this.walk_in(),
				"add",
			);
			this.page.set_secondary_action(
				__("Refresh", null, CONTEXT),
				() => this.refresh(),
				"refresh",
			);
			this.page.add_menu_item(__("Badge: label or A6", null, CONTEXT), () =>
				this.choose_badge(),
			);
			for (const [label, doctype] of [
				[__("Badges and Keys", null, CONTEXT), "Access Badge"],
				[__("All Visits", null, CONTEXT), VISITS],
				[__("Invitations", null, CONTEXT), "Visit Invitation"],
			]) {
				this.page.add_menu_item(label, () => frappe.set_route("List", doctype));
			}
			this.add_alarm();
			this.add_post();
		}

		// The telephone and the parcels beside the visitors (public/js/phone_message.js, public/js/deliveries.js).
		add_post() {
			const { messages, deliveries } = office_management;
			if (messages?.may_take()) {
				this.page.add_inner_button(__("Take a Message", null, "Phone Message"), () =>
					messages.take(),
				);
			}
			if (deliveries?.may_receive()) {
				this.page.add_inner_button(__("Take In Parcels", null, "Delivery"), () =>
					deliveries.receive(),
				);
			}
		}

		// Two taps from here: this button, then Alarm or Drill (public/js/evacuation.js).
		add_alarm() {
			const { evacuation } = office_management;
			if (!evacuation || !evacuation.may_start()) {
				return;
			}
			this.page.add_inner_button(
				__("Evacuation", null, CONTEXT),
				() =>
					evacuation.start({ space: this.space(), label: this.place.get_input_value() }),
				null,
				"danger",
			);
		}

		make_shortcuts() {
			const keys = [
				["alt+n", __("New visitor", null, CONTEXT), () => this.walk_in()],
				["alt+o", __("Step out, or back in", null, CONTEXT), () => this.step()],
				["alt+b", __("Give a badge", null, CONTEXT), () => this.give_badge()],
				["alt+p", __("Print the badge", null, CONTEXT), () => this.print()],
				["alt+g", __("The whole group", null, CONTEXT), () => this.group()],
				["alt+u", __("Undo", null, CONTEXT), () => this.undo()],
			];
			for (const [shortcut, description, act] of keys) {
				frappe.ui.keys.add_shortcut({
					shortcut,
					description,
					page: this.page,
					ignore_inputs: true,
					condition: () => !$(".modal.show").length,
					action: () => {
						act();
					},
				});
			}
		}

		// --- the server --------------------------------------------------------------------------------------

		space() {
			return this.place.get_value() || null;
		}

		place_chosen() {
			const space = this.space();
			if (space !== remembered("place")) {
				remember("place", space);
				this.refresh();
				this.focus();
			}
		}

		async refresh() {
			const asked = (this.asked = {});
			this.looked_at = Date.now();
			let desk;
			try {
				desk = await quietly(
					"office_management.front_desk.page.front_desk.front_desk.get_desk",
					{ space: this.space() || "", shown: this.shown },
				);
			} catch {
				this.unreachable(true);
				return;
			}
			if (asked === this.asked) {
				this.unreachable(false);
				this.desk = desk;
				this.draw();
			}
		}

		listen() {
			const heard = frappe.utils.debounce(() => this.is_shown() && this.refresh(), HEARD_MS);
			frappe.realtime.on(CHANGED, () => heard());
			if (frappe.realtime.socket) {
				frappe.realtime.socket.on("connect", () => this.subscribe());
			}
			// without a live connection the page asks by itself, and with one it does now and then: time passes, too
			setInterval(() => {
				const age = Date.now() - (this.looked_at || 0);
				if (this.is_shown() && (age > OLD_MS || (age > LOOK_MS && !is_connected()))) {
					this.refresh();
				}
			}, LOOK_MS / 4);
			document.addEventListener("visibilitychange", () => this.is_shown() && this.refresh());
		}

		// A list of visits leaves the room when it is left, so every time the page is shown it enters again.
		subscribe() {
			frappe.realtime.doctype_subscribe(VISITS);
		}

		unreachable(is_so) {
			this.offline = is_so;
			this.draw_notices();
		}

		// --- search ------------------------------------------------------------------------------------------

		typed() {
			clearTimeout(this.typing);
			this.text = this.input.val().trim();
			if (!this.text) {
				this.end_search();
				this.draw_rows();
				return;
			}
			this.typing = setTimeout(() => this.search(), TYPING_MS);
		}

		async search() {
			clearTimeout(this.typing);
			const text = this.text;
			const found = await frappe.xcall(
				"office_management.front_desk.page.front_desk.front_desk.find",
				{ text, space: this.space() },
			);
			if (text !== this.text) {
				return null;
			}
			this.hits = found.exact
				? found.hits
				: [...found.hits, { kind: "new", full_name: text }];
			this.searched = text;
			this.exact = found.exact;
			this.selected = key_of(this.hits[0]);
			this.draw_rows();
			return this.hits;
		}

		end_search() {
			clearTimeout(this.typing);
			this.input.val("");
			this.text = "";
			this.hits = this.searched = null;
			this.selected = null;
		}

		// --- keys --------------------------------------------------------------------------------------------

		on_key(event) {
			if (event.altKey || event.ctrlKey || event.metaKey) {
				return;
			}
			const keys = {
				Enter: () => this.enter(),
				ArrowDown: () => this.select(1),
				ArrowUp: () => this.select(-1),
				Escape: () => this.escape(),
			};
			if (!this.text) {
				keys.ArrowRight = () => this.other_list(1);
				keys.ArrowLeft = () => this.other_list(-1);
			}
			if (keys[event.key]) {
				event.preventDefault();
				event.stopPropagation();
				keys[event.key]();
			}
		}

		// Whatever is typed or scanned while the cursor is nowhere goes into the search box.
		catch_keys() {
			document.addEventListener(
				"keydown",
				(event) => {
					const is_text = event.key.length === 1 && event.key !== " ";
					const is_command = event.altKey || event.ctrlKey || event.metaKey;
					if (is_text && !is_command && this.is_shown() && !is_typing()) {
						this.focus();
					}
				},
				true,
			);
		}

		// A scanner presses Enter before the answer is here: what is one thing is done, of several one is chosen first.
		async enter() {
			if (this.text && this.searched !== this.text) {
				const hits = await this.search();
				if (!hits || (hits.length > 1 && hits[1].kind !== "new")) {
					return;
				}
			}
			const row = this.row();
			if (row) {
				this.main_act(row).run();
			}
		}

		escape() {
			this.end_search();
			this.draw_rows();
		}

		visible_rows() {
			return this.hits || (this.desk ? this.desk.lists[this.list].rows : []);
		}

		row() {
			return this.visible_rows().find((row) => key_of(row) === this.selected);
		}

		select(step) {
			const rows = this.visible_rows();
			if (!rows.length) {
				return;
			}
			const at = rows.findIndex((row) => key_of(row) === this.selected);
			const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step;
			this.selected = key_of(rows[Math.min(Math.max(next, 0), rows.length - 1)]);
			this.mark();
		}

		other_list(step) {
			const at = LISTS.indexOf(this.list) + step;
			this.open_list(LISTS[(at + LISTS.length) % LISTS.length]);
		}

		open_list(list) {
			this.list = list;
			this.end_search();
			this.draw();
			this.focus();
		}

		// --- drawing -----------------------------------------------------------------------------------------

		draw() {
			this.draw_notices();
			this.draw_tabs();
			if (!this.hits) {
				this.draw_rows();
			}
		}

		draw_notices() {
			this.notices.empty();
			if (this.offline) {
				this.notices.append(
					notice(
						"red",
						__("The server cannot be reached. Trying again…", null, CONTEXT),
					),
				);
			}
			if (this.desk && !this.desk.confirmed) {
				this.notices.append(this.retention_notice());
			}
			const waiting = this.desk && this.desk.lists.on_site.rows.filter(is_waiting).length;
			if (waiting) {
				this.notices.append(
					notice(
						"orange",
						__("Waiting for reception: {0}", [waiting], CONTEXT),
						__("Show", null, CONTEXT),
						() => this.open_list("on_site"),
					),
				);
			}
			if (this.desk && this.desk.badges_late) {
				const text = __(
					"Badges and keys not returned: {0}",
					[this.desk.badges_late],
					CONTEXT,
				);
				this.notices.append(
					notice("orange", text, __("Show", null, CONTEXT), () =>
						frappe.set_route("List", "Access Badge", {
							status: "Issued",
							due_back_on: [
								JSON.stringify(["is", "set"]),
								JSON.stringify(["<", frappe.datetime.now_datetime()]),
							],
						}),
					),
				);
			}
		}

		retention_notice() {
			if (!this.desk.may_confirm) {
				return notice(
					"yellow",
					__(
						"Nobody can be logged before an office manager has confirmed how long visitors' data is kept.",
						null,
						CONTEXT,
					),
				);
			}
			return notice(
				"yellow",
				__(
					"Before the first visitor: confirm how long visitors' data is kept (each visitor type says how long).",
					null,
					CONTEXT,
				),
				__("Confirm", null, CONTEXT),
				() => this.confirm_retention(),
				{
					label: __("See the types", null, CONTEXT),
					act: () => frappe.set_route("List", "Visitor Type"),
				},
			);
		}

		draw_tabs() {
			const names = {
				expected: __("Expected Today", null, CONTEXT),
				on_site: __("On Site Now", null, CONTEXT),
				late: __("Late", null, CONTEXT),
				to_approve: __("To Approve", null, CONTEXT),
			};
			this.tabs.empty();
			for (const list of LISTS) {
				const count = this.desk.lists[list].count;
				const is_open = !this.hits && list === this.list;
				const tab = $(
					`<button type="button" role="tab" class="front-desk-tab" tabindex="-1"></button>`,
				)
					.attr({ "aria-selected": is_open, "data-list": list })
					.toggleClass("front-desk-tab-open", is_open)
					.toggleClass("front-desk-tab-pressing", pressing(list) && count > 0)
					.on("click", () => this.open_list(list));
				tab.append(
					$(`<span class="front-desk-count"></span>`).text(count),
					$(`<span></span>`).text(names[list]),
				);
				this.tabs.append(tab);
			}
		}

		draw_rows() {
			const rows = this.visible_rows();
			if (this.desk) {
				this.draw_tabs();
			}
			this.foot.empty();
			if (rows.length) {
				this.rows[0].replaceChildren(...this.elements_of(rows));
			} else {
				this.say(this.nothing());
			}
			this.mark();
			if (!this.hits && this.desk) {
				this.draw_more(rows.length);
			}
		}

		// A row that has not changed keeps its element: of a thousand rows one act draws one anew.
		elements_of(rows) {
			const before = this.drawn || new Map();
			this.drawn = new Map();
			for (const row of rows) {
				const key = key_of(row);
				const content = `${is_late(row, this.desk)} ${JSON.stringify(row)}`;
				const old = before.get(key);
				const element =
					old && old.content === content ? old.element : this.row_element(row);
				this.drawn.set(key, { content, element });
			}
			return [...this.drawn.values()].map(({ element }) => element);
		}

		draw_more(shown) {
			const count = this.desk.lists[this.list].count;
			if (shown >= count) {
				return;
			}
			this.foot.append(
				$(`<span class="text-muted"></span>`).text(
					__("{0} of {1}", [shown, count], CONTEXT),
				),
				$(`<button type="button" class="btn btn-default btn-sm"></button>`)
					.text(__("Show more", null, CONTEXT))
					.on("click", () => {
						this.shown[this.list] = shown + MORE_ROWS;
						this.refresh();
						this.focus();
					}),
			);
		}

		nothing() {
			if (!this.desk) {
				return __("Loading…", null, CONTEXT);
			}
			if (this.hits) {
				return __("Nobody and nothing is known by {0}.", [this.text], CONTEXT);
			}
			const words = {
				expected: __(
					"Nobody else is expected today. Type a name to log somebody who comes unannounced.",
					null,
					CONTEXT,
				),
				on_site: __("Nobody is on site.", null, CONTEXT),
				late: __("Nobody is late.", null, CONTEXT),
				to_approve: __("Nobody waits for approval.", null, CONTEXT),
			};
			return words[this.list];
		}

		say(text) {
			const words = $(`<p class="front-desk-empty text-muted"></p>`).text(text);
			this.rows[0].replaceChildren(words[0]);
		}

		mark() {
			this.rows
				.find(".front-desk-selected")
				.removeClass("front-desk-selected")
				.attr("aria-selected", "false");
			const drawn = this.drawn && this.drawn.get(this.selected);
			const chosen = $(drawn && drawn.element.isConnected ? drawn.element : []);
			chosen.addClass("front-desk-selected").attr("aria-selected", "true");
			this.input.attr("aria-activedescendant", chosen.attr("id") || null);
			if (chosen.length) {
				chosen[0].scrollIntoView({ block: "nearest" });
			}
		}

		row_element(row) {
			const key = key_of(row);
			const element = $(
				`<div class="front-desk-row" role="option" aria-selected="false"></div>`,
			)
				.attr({ "data-key": key, id: `front-desk-${key.replace(/[^a-z0-9]/gi, "-")}` })
				.on("click", () => {
					this.selected = key;
					this.mark();
					this.focus();
				});
			const act = this.main_act(row);
			element.append(time_of(row, this.desk), who(row), whom(row), marks(row));
			const buttons = $(`<div class="front-desk-buttons"></div>`).appendTo(element);
			this.side_acts(row).forEach((side) => buttons.append(small_button(side)));
			buttons.append(main_button(act));
			return element[0];
		}

		// --- what can be done --------------------------------------------------------------------------------

		main_act(row) {
			const acts = {
				new: [
					__("New Visitor", null, CONTEXT),
					() => this.walk_in({ full_name: row.full_name }),
				],
				visitor: [__("New Visit", null, CONTEXT), () => this.walk_in(row)],
				badge: [__("Take Back", null, CONTEXT), () => this.take_back(row)],
				Expected: [__("Check In", null, CONTEXT), () => this.check_in(row)],
				"Awaiting Approval": [__("Approve", null, CONTEXT), () => this.approve(row)],
				"Checked In": [__("Check Out", null, CONTEXT), () => this.check_out(row)],
				"Stepped Out": [__("Back In", null, CONTEXT), () => this.step_in(row)],
				"Checked Out": [__("Undo", null, CONTEXT), () => this.undo_visit(row)],
			};
			const open = [__("Open", null, CONTEXT), () => open_record(row)];
			const is_idle = row.kind === "badge" && row.status !== "Issued";
			const is_decided_elsewhere = row.under_review;
			const [label, run] =
				is_idle || is_decided_elsewhere
					? open
					: acts[row.kind === "visit" ? row.status : row.kind || row.status] || open;
			const urgent =
				["Expected", "Awaiting Approval"].includes(row.status) || row.kind === "new";
			return {
				label,
				run,
				about: name_of(row),
				is_primary: urgent && !is_decided_elsewhere,
			};
		}

		side_acts(row) {
			const about = name_of(row);
			const side = [];
			const add = (label, icon, run) => side.push({ label, icon, run, about });
			if (is_waiting(row)) {
				add(__("I Am Coming", null, STATUS_CONTEXT), "tick", () => this.come(row));
			}
			if (row.status === "Checked In" && !row.host_name) {
				add(__("Name a Host", null, CONTEXT), "assign", () => this.name_host(row));
			}
			if (row.status === "Awaiting Approval" && !row.under_review) {
				add(__("Deny", null, CONTEXT), "close", () => this.deny(row));
			}
			if (row.status === "Checked In") {
				add(__("Print Badge", null, CONTEXT), "printer", () => this.print(row));
				if (!is_waiting(row)) {
					add(__("Step Out", null, CONTEXT), "arrow-up-right", () => this.step(row));
				}
			}
			if (row.visit_invitation && ["Expected", "Checked In"].includes(row.status)) {
				add(__("Group", null, CONTEXT), "users", () => this.group(row));
			}
			if (row.kind !== "new") {
				add(__("Open", null, CONTEXT), "external-link", () => open_record(row));
			}
			return side;
		}

		// Somebody came by themselves to nobody in particular: reception takes care, or says whom they came to see.
		come(row) {
			return this.act(
				row,
				"office_management.front_desk.doctype.visitor_log_notice.visitor_log_notice.acknowledge_visit",
				{ log: row.name, is_coming: 1 },
				__("You said that you are coming.", null, STATUS_CONTEXT),
			);
		}

		name_host(row) {
			office_management.front_desk.ask_host(row, (host) =>
				this.act(
					row,
					"frappe.client.set_value",
					{ doctype: VISITS, name: row.name, fieldname: "host", value: host },
					(visit) => __("{0} is told.", [visit.host_name], CONTEXT),
				),
			);
		}

		// Does an act, says what was done, and looks again; the search box is ready for the next one.
		async act(row, method, args, words, more = {}) {
			if (this.is_busy) {
				return;
			}
			this.is_busy = true;
			try {
				const answer = await frappe.xcall(method, args);
				this.end_search();
				this.tell(row, typeof words === "function" ? words(answer) : words, more);
				return answer;
			} finally {
				this.is_busy = false;
				this.refresh();
				this.focus();
			}
		}

		tell(row, text, { can_undo, can_print, not_returned, indicator } = {}) {
			this.last = { row, can_undo, can_print };
			this.done.empty().append(
				$(`<span class="indicator"></span>`)
					.addClass(indicator || "green")
					.text(text),
			);
			const button = (label, act) =>
				this.done.append(
					$(`<button type="button" class="btn btn-default btn-xs"></button>`)
						.text(label)
						.on("click", act),
				);
			if (can_undo) {
				button(__("Undo", null, CONTEXT), () => this.undo());
			}
			if (can_print) {
				button(__("Print Badge", null, CONTEXT), () => this.print(row));
			}
			if (not_returned) {
				button(__("Badge not returned", null, CONTEXT), () =>
					this.badge_not_returned(row),
				);
			}
		}

		async check_in(row) {
			if (this.is_busy) {
				return;
			}
			this.is_busy = true;
			try {
				const needs = await frappe.xcall(
					"office_management.front_desk.page.front_desk.front_desk.get_needs",
					{ log: row.name },
				);
				const asks = needs.asks || needs.badge || needs.photo || needs.questions.length;
				if (asks) {
					this.ask(row, needs);
				} else {
					const answer = await frappe.xcall(
						"office_management.front_desk.page.front_desk.front_desk.check_in",
						{ log: row.name },
					);
					this.checked_in(row, answer);
				}
			} finally {
				this.is_busy = false;
			}
		}

		ask(row, needs) {
			office_management.front_desk.ask_at_check_in(row, needs, (answer) =>
				this.checked_in(row, answer),
			);
		}

		checked_in(row, answer) {
			const visit = answer.visit || row;
			const name = name_of(visit);
			this.end_search();
			if (answer.is_in) {
				const text = visit.badge
					? __("{0} is in. Badge {1}", [name, visit.badge], CONTEXT)
					: __("{0} is in.", [name], CONTEXT);
				this.tell(visit, text, { can_undo: true, can_print: true });
			} else if (visit.under_review) {
				const text = __("{0}: under review. An office manager decides.", [name], CONTEXT);
				this.tell(visit, text, { indicator: "orange" });
			} else {
				const text = __("{0} waits for approval.", [name], CONTEXT);
				this.tell(visit, text, { indicator: "orange" });
			}
			this.refresh();
			this.focus();
		}

		check_out(row) {
			return this.act(
				row,
				"office_management.front_desk.api.check_out_visit",
				{ log: row.name },
				row.badge
					? __("{0} has left. Badge {1} is back.", [name_of(row), row.badge], CONTEXT)
					: __("{0} has left.", [name_of(row)], CONTEXT),
				{ can_undo: true, not_returned: Boolean(row.badge) },
			);
		}

		badge_not_returned(row) {
			return this.act(
				row,
				"office_management.front_desk.page.front_desk.front_desk.badge_not_returned",
				{ log: row.name },
				(badge) => __("Badge {0} is noted as not returned.", [badge], CONTEXT),
				{ indicator: "orange" },
			);
		}

		step(row = this.row()) {
			if (!row || !["Checked In", "Stepped Out"].includes(row.status)) {
				return this.choose_first();
			}
			return row.status === "Stepped Out" ? this.step_in(row) : this.step_out(row);
		}

		step_out(row) {
			return this.act(
				row,
				"office_management.front_desk.api.step_out_of_visit",
				{ log: row.name },
				__("{0} has stepped out.", [name_of(row)], CONTEXT),
			);
		}

		step_in(row) {
			return this.act(
				row,
				"office_management.front_desk.api.step_into_visit",
				{ log: row.name },
				__("{0} is back.", [name_of(row)], CONTEXT),
			);
		}

		// Who stands at the desk is checked in right away; who comes later is expected from now on.
		async approve(row) {
			const status = await this.act(
				row,
				"office_management.front_desk.api.approve_visit",
				{ log: row.name },
				__("{0} may come in.", [name_of(row)], CONTEXT),
			);
			if (status === "Expected" && row.arrived_on) {
				await this.check_in({ ...row, status });
			}
		}

		deny(row) {
			frappe.prompt(
				{
					fieldname: "reason",
					fieldtype: "Small Text",
					label: __("Reason", null, CONTEXT),
					reqd: 1,
				},
				({ reason }) =>
					this.act(
						row,
						"office_management.front_desk.api.deny_visit",
						{ log: row.name, reason },
						__("{0} is turned away.", [name_of(row)], CONTEXT),
						{ indicator: "red" },
					),
				escaped(name_of(row)),
				__("Deny", null, CONTEXT),
			);
		}

		undo() {
			if (!this.last || !this.last.can_undo) {
				frappe.show_alert(__("There is nothing to undo.", null, CONTEXT));
				return null;
			}
			return this.undo_visit(this.last.row);
		}

		undo_visit(row) {
			return this.act(
				row,
				"office_management.front_desk.api.undo_visit",
				{ log: row.name },
				(status) =>
					__(
						"Undone. {0}: {1}",
						[name_of(row), __(status, null, STATUS_CONTEXT)],
						CONTEXT,
					),
				{ indicator: "blue" },
			);
		}

		async take_back(row) {
			await this.act(
				row,
				"office_management.front_desk.doctype.access_badge.access_badge.take_back",
				{ badge: row.name },
				__("Badge {0} is back.", [row.badge_number], CONTEXT),
			);
		}

		give_badge(row = this.row()) {
			if (!row || row.status !== "Checked In") {
				return this.choose_first();
			}
			frappe.prompt(
				{
					fieldname: "badge",
					fieldtype: "Data",
					label: __("Badge Number", null, CONTEXT),
					reqd: 1,
				},
				({ badge }) =>
					this.act(
						row,
						"office_management.front_desk.page.front_desk.front_desk.give_badge",
						{ log: row.name, badge },
						(answer) =>
							__("{0} has badge {1}.", [name_of(row), answer.visit.badge], CONTEXT),
						{ can_print: true },
					),
				escaped(name_of(row)),
				__("Give", null, CONTEXT),
			);
		}

		choose_first() {
			frappe.show_alert(
				__(
					"Choose somebody who is on site first: type the name, or use ↑ and ↓.",
					null,
					CONTEXT,
				),
			);
		}

		print(row = this.row() || (this.last && this.last.can_print && this.last.row)) {
			if (!row || !row.name || row.kind === "visitor" || row.kind === "badge") {
				return this.choose_first();
			}
			const query = new URLSearchParams({
				doctype: VISITS,
				name: row.name,
				format: remembered("badge") || LABEL,
				no_letterhead: 1,
				trigger_print: 1,
			});
			window.open(frappe.urllib.get_full_url(`/printview?${query}`), "_blank");
		}

		choose_badge() {
			const names = {
				[LABEL]: __("Label, 100 × 62 mm", null, CONTEXT),
				[SHEET]: __("A6", null, CONTEXT),
			};
			frappe.prompt(
				{
					fieldname: "format",
					fieldtype: "Select",
					label: __("Badge", null, CONTEXT),
					options: Object.entries(names).map(([value, label]) => ({ value, label })),
					default: remembered("badge") || LABEL,
					reqd: 1,
				},
				({ format }) => remember("badge", format),
				__("What this desk prints", null, CONTEXT),
				__("Save", null, CONTEXT),
			);
		}

		walk_in(given = {}) {
			office_management.front_desk.walk_in(
				{ ...given, space: this.space() },
				{
					done: (answer) =>
						answer.needs
							? this.ask(answer.visit, answer.needs)
							: this.checked_in(answer.visit, answer),
					closed: () => this.focus(),
				},
			);
		}

		group(row = this.row()) {
			if (!row || !row.visit_invitation) {
				frappe.show_alert(
					__(
						"Choose somebody who was invited together with others first.",
						null,
						CONTEXT,
					),
				);
				return;
			}
			office_management.front_desk.group(row, (text) => {
				this.end_search();
				this.tell(row, text);
				this.refresh();
				this.focus();
			});
		}

		async confirm_retention() {
			await frappe.xcall("office_management.front_desk.api.confirm_retention");
			await this.refresh();
			this.focus();
		}
	}

	// --- small things ----------------------------------------------------------------------------------------

	const escaped = (text) => frappe.utils.escape_html(text == null ? "" : String(text));

	function remembered(what) {
		return window.localStorage.getItem(`front-desk:${what}:${frappe.session.user}`);
	}

	function remember(what, value) {
		const key = `front-desk:${what}:${frappe.session.user}`;
		if (value) {
			window.localStorage.setItem(key, value);
		} else {
			window.localStorage.removeItem(key);
		}
	}

	// A look that nobody asked for says nothing when it fails; the page does.
	async function quietly(method, args) {
		const query = new URLSearchParams({ ...args, shown: JSON.stringify(args.shown) });
		const answer = await fetch(`/api/method/${method}?${query}`, {
			headers: { Accept: "application/json" },
		});
		if (!answer.ok) {
			throw new Error(answer.statusText);
		}
		return (await answer.json()).message;
	}

	// Not the number of a badge, a scanned code, or an address: nobody is called like that.
	function is_name(text) {
		return !/@|^\S*\d\S*$/.test(text);
	}

	function is_typing() {
		return $(document.activeElement).is("input, select, textarea, [contenteditable=true]");
	}

	function is_connected() {
		return Boolean(frappe.realtime.socket && frappe.realtime.socket.connected);
	}

	function pressing(list) {
		return list === "late" || list === "to_approve";
	}

	function is_late(row, desk) {
		return Boolean(row.status === "Expected" && desk && row.expected_on < desk.late_before);
	}

	function key_of(row) {
		return row ? `${row.kind || "visit"}:${row.name || ""}` : null;
	}

	function name_of(row) {
		return row.visitor_name || row.full_name || row.badge_number || "";
	}

	function open_record(row) {
		const doctypes = { visitor: "Visitor", badge: "Access Badge" };
		frappe.set_route("Form", doctypes[row.kind] || VISITS, row.name);
	}

	function clock(moment_text, now) {
		const when = moment(moment_text);
		const time = when.format("HH:mm");
		return when.isSame(moment(now), "day")
			? time
			: `${when.toDate().toLocaleDateString(language(), { day: "numeric", month: "short" })} ${time}`;
	}

	function language() {
		return (frappe.boot.lang || "en").replace("_", "-");
	}

	function time_of(row, desk) {
		const when =
			row.kind === "visitor"
				? row.last_visit_on
				: row.kind === "badge"
					? row.due_back_on
					: row.checked_out_on ||
						row.stepped_out_on ||
						row.checked_in_on ||
						row.expected_on;
		const text = when ? clock(when, desk ? desk.now : frappe.datetime.now_datetime()) : "";
		return $(`<div class="front-desk-time"></div>`)
			.toggleClass("front-desk-late", is_late(row, desk))
			.text(text);
	}

	function who(row) {
		const box = $(`<div class="front-desk-who"></div>`);
		if (row.kind === "new") {
			$(`<div class="front-desk-name"></div>`).text(row.full_name).appendTo(box);
			$(`<div class="text-muted"></div>`)
				.text(__("Somebody new", null, CONTEXT))
				.appendTo(box);
			return box;
		}
		const title =
			row.kind === "badge"
				? `${__(row.badge_type, null, "Access Badge")} ${row.badge_number}`
				: name_of(row);
		$(`<div class="front-desk-name"></div>`).text(title).appendTo(box);
		const about = row.kind === "badge" ? row.employee_name : row.organisation;
		$(`<div class="text-muted"></div>`)
			.text(about || "")
			.appendTo(box);
		return box;
	}

	function whom(row) {
		const box = $(`<div class="front-desk-whom"></div>`);
		if (row.kind === "visitor") {
			return box.append(
				$(`<div class="text-muted"></div>`).text(__("Was here before", null, CONTEXT)),
			);
		}
		if (row.kind && row.kind !== "visit") {
			return box;
		}
		$(`<div></div>`)
			.text(row.host_name || __("No host", null, CONTEXT))
			.toggleClass("text-muted", !row.host_name)
			.appendTo(box);
		$(`<div class="text-muted"></div>`)
			.text([row.space_name, row.purpose].filter(Boolean).join(" · "))
			.appendTo(box);
		return box;
	}

	const COLOURS = {
		Expected: "blue",
		"Awaiting Approval": "orange",
		"Checked In": "green",
		"Stepped Out": "yellow",
		"Checked Out": "gray",
		Available: "green",
		Issued: "blue",
		Lost: "red",
		Retired: "gray",
	};

	function marks(row) {
		const box = $(`<div class="front-desk-marks"></div>`);
		const add = (text, colour) =>
			$(`<span class="indicator-pill no-indicator-dot"></span>`)
				.addClass(colour)
				.text(text)
				.appendTo(box);
		if (row.kind === "new" || row.kind === "visitor") {
			return box;
		}
		if (row.badge && row.status !== "Checked Out") {
			add(__("Badge {0}", [row.badge], CONTEXT), "gray");
		}
		if (is_waiting(row)) {
			add(__("Waits for reception", null, CONTEXT), "orange");
		}
		if (row.needs_escort) {
			add(__("Escort", null, CONTEXT), "purple");
		}
		if (row.under_review) {
			add(__("Under review", null, CONTEXT), "orange");
		} else {
			const context = row.kind === "badge" ? "Access Badge" : STATUS_CONTEXT;
			add(__(row.status, null, context), COLOURS[row.status]);
		}
		return box;
	}

	const is_waiting = (row) => Boolean(row.waits_for_reception);

	function main_button(act) {
		return $(
			`<button type="button" class="btn btn-sm front-desk-main" tabindex="-1"></button>`,
		)
			.addClass(act.is_primary ? "btn-primary" : "btn-default")
			.attr("aria-label", `${act.label}: ${act.about}`)
			.text(act.label)
			.on("click", (event) => {
				event.stopPropagation();
				act.run();
			});
	}

	function small_button(act) {
		return $(
			`<button type="button" class="btn btn-default btn-sm icon-btn" tabindex="-1"></button>`,
		)
			.attr({ title: act.label, "aria-label": `${act.label}: ${act.about}` })
			.append(frappe.utils.icon(act.icon, "sm"))
			.on("click", (event) => {
				event.stopPropagation();
				act.run();
			});
	}

	function notice(colour, text, label, act, second) {
		const box = $(`<div class="front-desk-notice"></div>`).append(
			$(`<span class="indicator"></span>`).addClass(colour).text(text),
		);
		const button = (words, run, style) =>
			$(`<button type="button" class="btn btn-xs"></button>`)
				.addClass(style)
				.text(words)
				.on("click", run)
				.appendTo(box);
		if (second) {
			button(second.label, second.act, "btn-default");
		}
		if (label) {
			button(label, act, second ? "btn-primary" : "btn-default");
		}
		return box;
	}

	function shortcuts_line() {
		const keys = [
			["Enter", __("check in, check out", null, CONTEXT)],
			["↑ ↓", __("choose", null, CONTEXT)],
			["← →", __("other list", null, CONTEXT)],
			["Alt N", __("new visitor", null, CONTEXT)],
			["Alt O", __("step out", null, CONTEXT)],
			["Alt B", __("give badge", null, CONTEXT)],
			["Alt P", __("print badge", null, CONTEXT)],
			["Alt G", __("group", null, CONTEXT)],
			["Alt U", __("undo", null, CONTEXT)],
			["Esc", __("start over", null, CONTEXT)],
		];
		const line = $(`<div class="front-desk-keys text-muted"></div>`);
		for (const [key, text] of keys) {
			$(`<span></span>`)
				.append($(`<kbd></kbd>`).text(key), document.createTextNode(` ${text}`))
				.appendTo(line);
		}
		return line;
	}
})();
