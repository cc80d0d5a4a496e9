// {% include "office_management/public/js/evacuation.js" %}

// Roll Call: before an alarm who would clear what; after it the list that wardens mark on their phones.
// What was loaded stays usable without a network: reports wait on the device, with the time they were made, and are
// sent in order when the network is back. What is not sent yet is said.

(() => {
	const PAGE = "roll-call";
	const CONTEXT = "Roll Call";
	const RECORD = "Evacuation";
	const API = "office_management.front_desk.page.roll_call.roll_call.";
	const ASK_AGAIN = 5000;
	const SOON = 1000;
	const PATIENCE = 10000;
	const AT_ONCE = 50;
	const KEPT_FOR = 3 * 24 * 3600 * 1000;

	frappe.pages[PAGE].on_page_load = (wrapper) => {
		const page = frappe.ui.make_app_page({
			parent: wrapper,
			title: __("Roll Call", null, CONTEXT),
			single_column: true,
		});
		wrapper.roll_call = new RollCall(page);
	};
	frappe.pages[PAGE].on_page_show = (wrapper) => wrapper.roll_call.show(frappe.get_route()[1]);
	frappe.pages[PAGE].on_page_hide = (wrapper) => wrapper.roll_call.hide();

	const random_key = () => frappe.utils.get_random(32);

	// --- talking to the server: quiet when there is no network ---------------------------------------------------

	class NoNetwork extends Error {}

	async function ask(method, args, post = false) {
		const stop = new AbortController();
		const timer = setTimeout(() => stop.abort(), PATIENCE);
		const query = post ? "" : "?" + new URLSearchParams(args);
		let response;
		try {
			response = await fetch(`/api/method/${method}${query}`, {
				method: post ? "POST" : "GET",
				headers: {
					Accept: "application/json",
					"Content-Type": "application/json",
					"X-Frappe-CSRF-Token": frappe.csrf_token,
				},
				body: post ? JSON.stringify(args) : undefined,
				signal: stop.signal,
				cache: "no-store",
			});
		} catch {
			throw new NoNetwork();
		} finally {
			clearTimeout(timer);
		}
		if (response.status >= 500 || response.status === 429) {
			throw new NoNetwork();
		}
		if (!response.ok) {
			const refusal = new Error(String(response.status));
			refusal.status = response.status;
			throw refusal;
		}
		return (await response.json()).message;
	}

	// --- reports that wait on this device ------------------------------------------------------------------------

	class Outbox {
		constructor(name, changed) {
			this.name = name;
			this.prefix = `roll-call:${frappe.session.user}:${name}:`;
			this.key = this.prefix + random_key(); // each open page its own: none writes over another's
			this.changed = changed;
			this.refused = [];
			this.kept = true;
			this.marks = this.read();
			this.write();
		}

		// what was never sent of other evacuations, because their page was closed: it stays until it is sent, or
		// until the server has not wanted it for days
		static send_left_behind(but) {
			const prefix = `roll-call:${frappe.session.user}:`;
			let keys = [];
			try {
				keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
			} catch {
				return;
			}
			const names = keys.map((key) => key.slice(prefix.length, key.lastIndexOf(":")));
			for (const name of new Set(names.filter((one) => one !== but))) {
				const outbox = new Outbox(name, () => {});
				outbox.send().catch((error) => {
					const last = Math.max(...outbox.marks.map((mark) => mark.at));
					if (error.status && Date.now() - last > KEPT_FOR) {
						outbox.marks = [];
						outbox.write();
					}
				});
			}
		}

		// what this page, or one that was closed or killed, had not sent; sent twice it still counts once
		read() {
			const found = new Map();
			try {
				for (const key of Object.keys(localStorage)) {
					if (key.startsWith(this.prefix)) {
						JSON.parse(localStorage.getItem(key)).forEach((mark) =>
							found.set(mark.key, mark),
						);
						localStorage.removeItem(key);
					}
				}
			} catch {
				this.kept = false;
			}
			return [...found.values()].sort((a, b) => a.at - b.at);
		}

		write() {
			try {
				if (this.marks.length) {
					localStorage.setItem(this.key, JSON.stringify(this.marks));
				} else {
					localStorage.removeItem(this.key);
				}
				this.kept = true;
			} catch {
				this.kept = false; // a full or forbidden store: they live as long as this page
			}
		}

		add(mark) {
			this.marks.push({ key: random_key(), at: Date.now(), ...mark });
			this.write();
			this.changed();
			return this.send();
		}

		of(row) {
			return this.marks.filter((mark) => mark.row === row).at(-1);
		}

		// one at a time, in order; what was answered is forgotten, whatever the answer
		async send() {
			if (this.sending) {
				return this.sending;
			}
			this.sending = this.send_all().finally(() => (this.sending = null));
			return this.sending;
		}

		async send_all() {
			while (this.marks.length) {
				const now = Date.now();
				const some = this.marks.slice(0, AT_ONCE);
				const marks = some.map(({ at, ...mark }) => ({ ...mark, age: (now - at) / 1000 }));
				const answers = await ask(API + "send_marks", { name: this.name, marks }, true);
				if (!answers.length) {
					throw new NoNetwork();
				}
				this.take(some, answers);
			}
		}

		take(some, answers) {
			const by_key = Object.fromEntries(answers.map((one) => [one.key, one]));
			this.refused.push(
				...some
					.filter((mark) => by_key[mark.key]?.outcome === "refused")
					.map((mark) => ({ ...mark, reason: by_key[mark.key].reason })),
			);
			const answered = new Set(Object.keys(by_key));
			const counted = some.filter((mark) => by_key[mark.key]?.outcome === "counted");
			this.marks = this.marks.filter((mark) => !answered.has(mark.key));
			this.write();
			this.changed(counted);
		}
	}

	// --- the page ------------------------------------------------------------------------------------------------

	class RollCall {
		constructor(page) {
			this.page = page;
			this.body = $('<div class="roll-call"></div>').appendTo(page.body);
			this.words = { search: "", area: "" };
			window.addEventListener("online", () => this.beat());
			window.addEventListener("offline", () => this.set_offline(true));
			frappe.realtime?.on("evacuation_changed", (told) => {
				if (told.name === this.name) {
					this.beat_soon();
				}
			});
		}

		async show(name) {
			this.hide();
			document.body.classList.add("roll-call-open");
			Outbox.send_left_behind(name);
			if (!name) {
				this.name = null;
				return this.show_readiness();
			}
			if (name !== this.name) {
				this.name = name;
				this.data = null;
				this.outbox = new Outbox(name, (counted) => this.reported(counted));
				this.body.empty().append(message(__("Loading…", null, CONTEXT)));
			}
			frappe.realtime?.doc_subscribe?.(RECORD, name);
			await this.beat();
			this.beats = setInterval(() => this.beat(), ASK_AGAIN);
			this.ticks = setInterval(() => this.tick(), 1000);
		}

		hide() {
			clearInterval(this.beats);
			clearInterval(this.ticks);
			document.body.classList.remove("roll-call-open");
			if (this.name) {
				frappe.realtime?.doc_unsubscribe?.(RECORD, this.name);
			}
		}

		// many wardens mark at once: one look for several reports, and not everybody at the same moment
		beat_soon() {
			this.soon ??= setTimeout(
				() => {
					this.soon = null;
					this.beat();
				},
				SOON * (1 + Math.random()),
			);
		}

		// send what waits, then look whether anything changed
		async beat() {
			if (!this.name || this.beating) {
				return;
			}
			this.beating = true;
			const name = this.name;
			try {
				await this.outbox.send();
				const found = await ask(API + "get_roll_call", {
					name,
					stamp: this.data?.stamp || "",
				});
				this.set_offline(false);
				if (this.name === name && found.areas) {
					this.take(found);
				}
			} catch (error) {
				this.failed(error);
			} finally {
				this.beating = false;
			}
		}

		failed(error) {
			if (error instanceof NoNetwork) {
				this.set_offline(true);
				return;
			}
			this.stopped =
				error.status === 403 || error.status === 401
					? __(
							"You are logged out, or may not see this evacuation. Log in again: what was not sent is kept here.",
							null,
							CONTEXT,
						)
					: __("The server refused. Reload the page.", null, CONTEXT);
			this.draw_state();
			if (!this.data) {
				this.body.empty().append(message(this.stopped));
			}
			if (!error.status) {
				throw error;
			}
		}

		take(found) {
			this.data = found;
			this.loaded_at = Date.now();
			this.stopped = null;
			this.draw();
		}

		set_offline(offline) {
			const before = this.offline;
			this.offline = offline;
			if (!offline) {
				this.stopped = null;
				this.seen_at = Date.now();
			}
			if (!this.data && offline) {
				this.body
					.empty()
					.append(
						message(
							__(
								"The server cannot be reached, and this list was not loaded on this device before. Use a printed list.",
								null,
								CONTEXT,
							),
						),
					);
			} else if (before !== offline || offline) {
				this.draw_state();
			}
		}

		// what was taken shows as taken at once, until the next answer brings it anyway
		reported(counted = []) {
			for (const mark of counted) {
				const row = this.row(mark);
				if (row) {
					Object.assign(row, {
						state: mark.state,
						note: mark.note || "",
						by: my_name(),
					});
					row.at = mark.at;
				}
			}
			if (this.data) {
				this.draw();
			}
		}

		row(mark) {
			const rows = mark.what === "Area" ? this.data?.areas : this.data?.people;
			return rows?.find((one) => one.row === mark.row);
		}

		report(mark) {
			this.outbox.add(mark).catch((error) => this.failed(error));
		}

		// --- how things stand, with what waits here already counted ----------------------------------------------

		areas() {
			return this.data.areas.map((row) => this.with_waiting(row));
		}

		people() {
			const waiting = this.outbox.marks.filter((mark) => mark.what === "Report");
			return [
				...waiting.map((mark) => ({
					row: mark.key,
					name: mark.person_name,
					kind: "Reported",
					presence: "Reported Missing",
					place: mark.place_label || "",
					state: "Unaccounted",
					note: mark.note || "",
					waits: true,
					is_new: true,
				})),
				...this.data.people.map((row) => this.with_waiting(row)),
			];
		}

		with_waiting(row) {
			const mark = this.outbox.of(row.row);
			return mark
				? {
						...row,
						state: mark.state,
						note: mark.note || "",
						by: my_name(),
						at: mark.at,
						waits: true,
					}
				: row;
		}

		// --- drawing ---------------------------------------------------------------------------------------------

		draw() {
			const { data } = this;
			const focus = document.activeElement?.classList?.contains("rc-search");
			this.page.set_title(__("Roll Call", null, CONTEXT));
			frappe.utils.set_title(`${kind_text(data)}: ${data.place}`);
			this.page.clear_menu();
			this.page.add_menu_item(__("Print", null, CONTEXT), () => this.print());
			this.page.add_menu_item(__("Open the record", null, CONTEXT), () =>
				frappe.set_route("Form", RECORD, data.name),
			);
			this.page.add_menu_item(__("Other places", null, CONTEXT), () =>
				frappe.set_route(PAGE),
			);
			this.head = $('<div class="rc-head"></div>');
			this.state = $('<div class="rc-state" role="status" aria-live="polite"></div>');
			this.body
				.empty()
				.toggleClass("rc-read-only", !data.may_act)
				.append(
					this.head,
					this.state,
					data.is_open ? "" : this.result(),
					this.area_section(),
					this.people_section(),
					data.may_act && data.is_open ? this.buttons() : "",
				);
			this.draw_head();
			this.draw_state();
			if (focus) {
				const $search = this.body.find(".rc-search");
				$search.trigger("focus");
				$search[0]?.setSelectionRange(999, 999);
			}
		}

		draw_head() {
			const { data } = this;
			const people = this.people();
			const missing = people.filter(is_missing).length;
			const help = people.filter((one) => one.state === "Needs Help").length;
			const open = this.areas().filter((one) => one.state !== "Clear").length;
			this.clock = $('<div class="rc-clock"></div>');
			this.head
				.empty()
				.attr("class", `rc-head rc-${look_of(data)}`)
				.append(
					$('<div class="rc-kind"></div>').text(kind_text(data)),
					this.clock,
					$('<div class="rc-place"></div>').text(data.place),
					$('<div class="rc-counts"></div>').append(
						count(missing, __("missing", null, CONTEXT)),
						help ? count(help, __("need help", null, CONTEXT)) : "",
						count(open, __("areas open", null, CONTEXT)),
					),
				);
			this.tick();
		}

		tick() {
			if (!this.clock || !this.data) {
				return;
			}
			const since = this.data.is_open ? (Date.now() - this.loaded_at) / 1000 : 0;
			this.clock.text(clock(this.data.seconds + since));
		}

		// what the reader must know about what they see: how old it is, and what nobody else knows yet
		draw_state() {
			if (!this.state || !this.outbox) {
				return;
			}
			const waiting = this.outbox.marks.length;
			const lines = [];
			if (this.stopped) {
				lines.push(this.stopped);
			} else if (this.offline) {
				lines.push(
					__(
						"No connection. You see the list as it was at {0}; go on marking.",
						[time(this.seen_at || this.loaded_at)],
						CONTEXT,
					),
				);
			}
			if (waiting) {
				lines.push(
					waiting === 1
						? __("1 report is not sent yet.", null, CONTEXT)
						: __("{0} reports are not sent yet.", [waiting], CONTEXT),
				);
				lines.push(
					this.outbox.kept
						? __("Kept on this device until they are.", null, CONTEXT)
						: __("Do not close this page: they are kept nowhere else.", null, CONTEXT),
				);
			}
			for (const mark of this.outbox.refused) {
				lines.push(
					__(
						"Not taken: {0}. {1}",
						[
							mark.person_name ||
								this.row(mark)?.name ||
								this.row(mark)?.label ||
								"",
							mark.reason,
						],
						CONTEXT,
					),
				);
			}
			const bad = this.offline || this.stopped || this.outbox.refused.length;
			this.state
				.text(lines.join(" "))
				.toggle(Boolean(lines.length))
				.toggleClass("rc-offline", Boolean(bad));
		}

		result() {
			const { data } = this;
			const $box = $('<section class="rc-result frappe-card"></section>');
			const title = data.all_clear_on
				? __("All clear after {0}", [clock(data.summary.seconds ?? data.seconds)], CONTEXT)
				: __("Closed after {0}, before all was clear", [clock(data.seconds)], CONTEXT);
			$box.append($("<h4></h4>").text(title));
			if (data.close_reason) {
				$box.append($("<p></p>").text(data.close_reason));
			}
			const $table = $("<table></table>").appendTo($box);
			for (const group of data.summary.groups) {
				const label = data.group_labels[group.name] || group.name;
				const end = group.open
					? __("{0} not found", [group.open], CONTEXT)
					: clock(group.seconds);
				$("<tr></tr>")
					.append($("<td></td>").text(label), cell(group.people), cell(end))
					.appendTo($table);
			}
			return $box;
		}

		area_section() {
			const $list = $("<ul></ul>");
			const order = { "Not Clear": 0, "Not Reported": 1, Clear: 2 };
			this.areas()
				.sort((a, b) => order[a.state] - order[b.state])
				.forEach((area) => $list.append(this.area_card(area)));
			return section(__("Areas", null, CONTEXT), $list);
		}

		area_card(area) {
			const $card = $('<li class="rc-card frappe-card"></li>').attr("data-row", area.row);
			$card.append(
				$('<div class="rc-line"></div>').append(
					$('<div class="rc-name"></div>').text(area.label),
					pill(area.state, AREA_LOOKS),
				),
				warden_line(area),
				report_line(area),
			);
			if (this.may_mark()) {
				$card.append(
					this.row_buttons(area, "Area", [
						["Clear", "btn-success", __("Clear", null, RECORD)],
						["Not Clear", "btn-danger", __("Not Clear", null, RECORD), true],
					]),
				);
			}
			return $card;
		}

		may_mark() {
			return this.data.may_act && this.data.is_open;
		}

		people_section() {
			const people = this.people();
			const $list = $('<div class="rc-people"></div>');
			const shown = people.filter((one) => this.matches(one));
			const groups = [
				[__("Missing", null, CONTEXT), shown.filter(is_missing)],
				[
					__("Need help", null, CONTEXT),
					shown.filter((one) => one.state === "Needs Help"),
				],
				[
					__("Stepped out before: only if somebody saw them come back", null, CONTEXT),
					shown.filter((one) => one.is_apart && one.state === "Unaccounted"),
				],
				[
					__("Found", null, CONTEXT),
					shown.filter((one) => ["Safe", "Not Here"].includes(one.state)),
				],
			];
			for (const [title, rows] of groups) {
				if (rows.length) {
					const $rows = $("<ul></ul>");
					rows.sort(
						(a, b) => a.place.localeCompare(b.place) || a.name.localeCompare(b.name),
					);
					rows.forEach((one) => $rows.append(this.person_card(one)));
					$list.append($("<h5></h5>").text(`${title} (${rows.length})`), $rows);
				}
			}
			if (!people.length) {
				$list.append(
					message(__("Nobody is known to be here. Check the areas.", null, CONTEXT)),
				);
			} else if (!shown.length) {
				$list.append(message(__("Nobody found.", null, CONTEXT)));
			}
			return section(
				__("People", null, CONTEXT),
				people.length > 5 ? this.filters() : "",
				$list,
			);
		}

		matches(one) {
			const { search, area } = this.words;
			const text = `${one.name} ${one.organisation || ""} ${one.host || ""}`.toLowerCase();
			return (
				text.includes(search.toLowerCase()) &&
				(!area || one.area === area || (area === "-" && !one.area))
			);
		}

		filters() {
			const $search = $('<input type="search" class="form-control rc-search">')
				.attr("placeholder", __("Name, company or host", null, CONTEXT))
				.attr("aria-label", __("Name, company or host", null, CONTEXT))
				.val(this.words.search)
				.on("input", () => {
					this.words.search = $search.val();
					this.redraw_people();
				});
			const $area = $('<select class="form-control rc-area"></select>').attr(
				"aria-label",
				__("Area", null, CONTEXT),
			);
			$("<option>")
				.val("")
				.text(__("All areas", null, CONTEXT))
				.appendTo($area);
			for (const area of this.data.areas) {
				$("<option>").val(area.space).text(area.label).appendTo($area);
			}
			$("<option>")
				.val("-")
				.text(__("No area known", null, CONTEXT))
				.appendTo($area);
			$area.val(this.words.area).on("change", () => {
				this.words.area = $area.val();
				this.redraw_people();
			});
			return $('<div class="rc-filters"></div>').append($search, $area);
		}

		redraw_people() {
			const $list = this.people_section().find(".rc-people");
			this.body.find(".rc-people").replaceWith($list);
		}

		person_card(one) {
			const $card = $('<li class="rc-card frappe-card"></li>').attr("data-row", one.row);
			const about = [one.organisation, this.group_label(one)].filter(Boolean).join(" · ");
			$card.append(
				$('<div class="rc-line"></div>').append(
					$('<div class="rc-name"></div>').text(one.name),
					person_pill(one),
				),
				$('<div class="rc-about"></div>').text(about),
				where_line(one),
				host_line(one),
				report_line(one),
			);
			if (this.may_mark() && !one.is_new) {
				$card.append(
					this.row_buttons(one, "Person", [
						["Safe", "btn-success", __("Safe", null, RECORD)],
						["Needs Help", "btn-danger", __("Needs Help", null, RECORD), true],
						["Not Here", "btn-default", __("Not Here", null, RECORD)],
					]),
				);
			}
			return $card;
		}

		group_label(one) {
			return this.data.group_labels[one.group] || one.group || "";
		}

		// who was found is out of the way: a tap on "Change" brings the buttons back
		row_buttons(row, what, choices) {
			const $buttons = $('<div class="rc-buttons"></div>');
			const done = ["Clear", "Safe", "Not Here"].includes(row.state);
			const offer = () =>
				$buttons.empty().append(
					choices.map(([state, look, label, asks]) =>
						$('<button type="button" class="btn"></button>')
							.addClass(row.state === state ? `${look} rc-chosen` : look)
							.text(label)
							.on("click", () => this.choose(row, what, state, label, asks)),
					),
				);
			if (done) {
				$buttons.append(
					$('<button type="button" class="btn btn-default btn-sm rc-change"></button>')
						.text(__("Change", null, CONTEXT))
						.on("click", offer),
				);
			} else {
				offer();
			}
			return $buttons;
		}

		choose(row, what, state, label, asks) {
			if (!asks) {
				this.report({ what, row: row.row, state });
				return;
			}
			ask_words({
				title: `${row.label || row.name}: ${label}`,
				label: __("What do helpers need to know?", null, CONTEXT),
				primary: label,
				done: ({ note }) => this.report({ what, row: row.row, state, note: note || "" }),
			});
		}

		// --- the large buttons at the bottom ---------------------------------------------------------------------

		buttons() {
			const add = (look, text, click) =>
				$('<button type="button" class="btn"></button>')
					.addClass(look)
					.text(text)
					.on("click", click);
			return $('<div class="rc-bar"></div>').append(
				add("btn-danger", __("Somebody is missing", null, CONTEXT), () => this.missing()),
				add("btn-default", __("Who came since?", null, CONTEXT), () => this.newcomers()),
				add("btn-default", __("Print", null, CONTEXT), () => this.print()),
				add("btn-primary", __("All Clear", null, CONTEXT), () => this.end()),
			);
		}

		missing() {
			const places = this.data.areas.map((area) => ({
				value: area.space,
				label: area.label,
			}));
			ask_words({
				title: __("Somebody is missing", null, CONTEXT),
				fields: [
					{
						fieldname: "person_name",
						fieldtype: "Data",
						label: __("Name, or what they look like", null, CONTEXT),
						reqd: 1,
					},
					{
						fieldname: "last_place",
						fieldtype: "Select",
						label: __("Last seen", null, CONTEXT),
						options: [{ value: "", label: "" }, ...places],
					},
				],
				label: __("What do helpers need to know?", null, CONTEXT),
				primary: __("Report", null, CONTEXT),
				done: ({ person_name, last_place, note }) =>
					this.report({
						what: "Report",
						person_name,
						last_place: last_place || "",
						place_label: places.find((one) => one.value === last_place)?.label || "",
						note: note || "",
					}),
			});
		}

		async newcomers() {
			const added = await this.act("add_newcomers", {});
			if (added !== undefined) {
				frappe.show_alert({
					message: added
						? __("{0} added to the list", [added], CONTEXT)
						: __("Nobody new", null, CONTEXT),
					indicator: added ? "orange" : "green",
				});
			}
		}

		async end() {
			// a report of a moment ago is on its way: it arrives before the end
			await this.outbox.send().catch((error) => this.failed(error));
			if (this.outbox.marks.length) {
				frappe.msgprint(
					__(
						"Some reports are not sent yet. The evacuation can be ended when they are.",
						null,
						CONTEXT,
					),
				);
				return;
			}
			const open = this.areas().filter((area) => area.state !== "Clear").length;
			const people = this.people().filter(
				(one) => is_missing(one) || one.state === "Needs Help",
			).length;
			if (!open && !people) {
				const sure = __("Everybody may go back in. End the evacuation?", null, CONTEXT);
				frappe.confirm(sure, () => this.act("close_evacuation", {}));
				return;
			}
			ask_words({
				title: __("Not everything is clear", null, CONTEXT),
				intro: __(
					"Areas open: {0}. People not found or in need of help: {1}.",
					[open, people],
					CONTEXT,
				),
				label: __("Why end it all the same?", null, CONTEXT),
				needed: true,
				primary: __("End the evacuation", null, CONTEXT),
				done: ({ note }) => this.act("close_evacuation", { reason: note }),
			});
		}

		// an act that needs the server
		async act(method, args) {
			try {
				const answer = await ask(API + method, { name: this.name, ...args }, true);
				await this.beat();
				return answer;
			} catch (error) {
				if (error instanceof NoNetwork) {
					this.set_offline(true);
				}
				const said =
					error instanceof NoNetwork
						? __("The server cannot be reached. Try again in a moment.", null, CONTEXT)
						: __(
								"Somebody has just reported something. Look at the list again.",
								null,
								CONTEXT,
							);
				frappe.msgprint(said);
				await this.beat();
				return undefined;
			}
		}

		// --- on paper: from what was loaded, so that it works without a network -----------------------------------

		print() {
			document.querySelector("body > .roll-call-paper")?.remove();
			$(this.paper()).appendTo(document.body);
			document.body.classList.add("roll-call-printing");
			const done = () => document.body.classList.remove("roll-call-printing");
			window.addEventListener("afterprint", done, { once: true });
			window.print();
		}

		paper() {
			const { data } = this;
			const $paper = $('<div class="roll-call-paper"></div>');
			const people = this.people();
			const missing = people.filter(is_missing).length;
			$paper.append(
				$("<h1></h1>").text(`${kind_text(data)}: ${data.place}`),
				$("<p></p>").text(
					__(
						"Started {0}. List as of {1}. Missing: {2}.",
						[when(data.started_on), time(this.seen_at || this.loaded_at), missing],
						CONTEXT,
					),
				),
				$("<h2></h2>").text(__("Areas", null, CONTEXT)),
				paper_table(
					[
						"",
						__("Area", null, CONTEXT),
						__("Warden", null, CONTEXT),
						__("State", null, CONTEXT),
					],
					this.areas().map((area) => [
						area.state === "Clear" ? "☒" : "☐",
						area.label,
						[area.warden, area.phone].filter(Boolean).join(", "),
						[state_text(area.state), area.note].filter(Boolean).join(": "),
					]),
				),
				$("<h2></h2>").text(__("People", null, CONTEXT)),
				paper_table(
					[
						"",
						__("Name", null, CONTEXT),
						__("Last place", null, CONTEXT),
						__("Ask", null, CONTEXT),
						__("State", null, CONTEXT),
					],
					in_order(people).map((one) => [
						one.state === "Safe" ? "☒" : "☐",
						[one.name, one.organisation].filter(Boolean).join(", "),
						one.place,
						[one.host, one.host_phone || one.phone].filter(Boolean).join(", "),
						[paper_state(one), one.note].filter(Boolean).join(": "),
					]),
				),
			);
			return $paper;
		}

		// --- before an alarm -------------------------------------------------------------------------------------

		async show_readiness() {
			this.page.set_title(__("Roll Call", null, CONTEXT));
			this.page.clear_menu();
			const options = frappe.route_options || {};
			frappe.route_options = null;
			const known = await frappe.xcall(API + "get_places", {}, "GET");
			const here = this.body.empty();
			known.open.forEach((one) => here.append(open_banner(one)));
			if (!known.places.length) {
				if (!known.open.length) {
					here.append(
						message(
							__("There is no open evacuation that concerns you.", null, CONTEXT),
						),
					);
				}
				return;
			}
			const chosen = options.space || known.places[0].name;
			this.readiness = $("<div></div>");
			here.append(this.choose_place(known.places, chosen), this.readiness);
			await this.load_readiness(chosen);
			if (options.start) {
				// with several places the dialog asks which; the likeliest comes first
				office_management.evacuation.start(
					known.places.length === 1
						? { space: chosen, label: known.places[0].label }
						: {},
				);
			}
		}

		choose_place(places, chosen) {
			const $select = $('<select class="form-control"></select>')
				.attr("aria-label", __("Place", null, CONTEXT))
				.toggle(places.length > 1);
			places.forEach((one) => $("<option>").val(one.name).text(one.label).appendTo($select));
			const name = () => $select.val();
			$select.val(chosen).on("change", () => this.load_readiness(name()));
			const $start = $('<button type="button" class="btn btn-danger btn-lg"></button>')
				.text(__("Alarm or Drill", null, CONTEXT))
				.on("click", () =>
					office_management.evacuation.start({
						space: name(),
						label: $select.find("option:selected").text(),
					}),
				);
			return $('<div class="rc-choose"></div>').append($select, $start);
		}

		async load_readiness(space) {
			this.asked_for = space;
			const found = await frappe.xcall(API + "get_readiness", { space }, "GET");
			if (this.asked_for === space) {
				this.readiness.empty().append(readiness_head(found), readiness_areas(found));
			}
		}
	}

	// --- parts of the page -------------------------------------------------------------------------------------------

	const GRAY_PILL = "indicator-pill no-indicator-dot gray";
	const AREA_LOOKS = { "Not Reported": "gray", Clear: "green", "Not Clear": "red" };
	const PERSON_LOOKS = {
		Unaccounted: "red",
		Safe: "green",
		"Needs Help": "orange",
		"Not Here": "gray",
	};

	const is_missing = (one) => one.state === "Unaccounted" && !one.is_apart;
	const my_name = () => frappe.session.user_fullname || frappe.session.user;
	const state_text = (state) => __(state, null, "Evacuation Mark");
	const message = (text) => $('<p class="rc-message text-muted"></p>').text(text);
	const cell = (text) => $("<td></td>").text(text);
	// what the server says is in the site's time zone, what the device says in its own: people read the user's
	const zone = () => frappe.boot.time_zone?.user || frappe.sys_defaults.time_zone;
	const time = (device_time) => moment(device_time).tz(zone()).format("HH:mm:ss");
	const server_time = (text, format) =>
		frappe.datetime.convert_to_user_tz(text, false).format(format);
	const when = (text) => frappe.datetime.str_to_user(text);

	function clock(seconds) {
		const whole = Math.max(Math.floor(seconds), 0);
		const pad = (number) => String(number).padStart(2, "0");
		const hours = Math.floor(whole / 3600);
		const rest = `${pad(Math.floor((whole % 3600) / 60))}:${pad(whole % 60)}`;
		return hours ? `${hours}:${rest}` : rest;
	}

	function look_of(data) {
		if (!data.is_open) {
			return "over";
		}
		return data.is_drill ? "drill" : "alarm";
	}

	function kind_text(data) {
		if (!data.is_open) {
			return data.all_clear_on
				? __("All clear", null, CONTEXT)
				: __("Closed", null, CONTEXT);
		}
		return data.is_drill ? __("Drill", null, CONTEXT) : __("Alarm", null, CONTEXT);
	}

	function in_order(people) {
		const order = { Unaccounted: 0, "Needs Help": 1 };
		const rank = (one) => (one.is_apart ? 3 : (order[one.state] ?? 2));
		return [...people].sort(
			(a, b) =>
				rank(a) - rank(b) ||
				a.place.localeCompare(b.place) ||
				a.name.localeCompare(b.name),
		);
	}

	function paper_state(one) {
		if (one.is_apart && one.state === "Unaccounted") {
			return __("Stepped out before", null, CONTEXT);
		}
		return state_text(one.state);
	}

	function section(title, ...parts) {
		return $("<section></section>").append($("<h4></h4>").text(title), ...parts);
	}

	function count(number, text) {
		return $("<span></span>")
			.append($("<b></b>").text(number), ` ${frappe.utils.escape_html(text)}`)
			.toggleClass("rc-none", !number);
	}

	function pill(state, looks) {
		return $('<span class="indicator-pill no-indicator-dot"></span>')
			.addClass(looks[state])
			.text(state_text(state));
	}

	// who left before the alarm is not missing
	function person_pill(one) {
		const out = one.is_apart && one.state === "Unaccounted";
		return out
			? pill(one.state, PERSON_LOOKS).attr("class", GRAY_PILL).text(paper_state(one))
			: pill(one.state, PERSON_LOOKS);
	}

	function phone(number) {
		return number
			? $('<a class="rc-phone"></a>')
					.attr("href", `tel:${number.replace(/[^+\d]/g, "")}`)
					.text(number)
			: "";
	}

	function line(...parts) {
		const found = parts.filter(Boolean);
		return found.length ? $('<div class="rc-about"></div>').append(found) : "";
	}

	function warden_line(area) {
		const named = area.warden
			? __("Warden: {0}", [area.warden], CONTEXT)
			: __("No warden", null, CONTEXT);
		const about = area.problem ? problem_text(area) : "";
		return $("<div></div>").append(
			line(document.createTextNode(`${named} `), phone(area.phone)),
			about ? $('<div class="rc-problem"></div>').text(about) : "",
		);
	}

	function problem_text(area) {
		const usual = area.usual || area.warden;
		const texts = {
			"No Warden": __("Nobody is named for this area", null, CONTEXT),
			"Nobody Here": __("{0} is not here, and nobody stands in", [usual], CONTEXT),
			Away: __("Stands in for {0}, who is not here", [usual], CONTEXT),
			"Certificate Ran Out": area.usual
				? __("Stands in for {0}, whose certificate has run out", [usual], CONTEXT)
				: __("The certificate of {0} has run out", [usual], CONTEXT),
			"Certificate Runs Out": __("The certificate runs out soon", null, CONTEXT),
			"No Certificate": __("No certificate on record", null, CONTEXT),
		};
		return texts[area.problem] || "";
	}

	function where_line(one) {
		const place = one.place
			? __("Last place: {0}", [one.place], CONTEXT)
			: __("Last place not known", null, CONTEXT);
		const since = one.since ? __("since {0}", [server_time(one.since, "HH:mm")], CONTEXT) : "";
		return $('<div class="rc-where"></div>').text([place, since].filter(Boolean).join(", "));
	}

	function host_line(one) {
		const parts = [];
		if (one.host) {
			parts.push(document.createTextNode(`${__("Ask {0}", [one.host], CONTEXT)} `));
			parts.push(phone(one.host_phone));
		}
		if (one.phone) {
			parts.push(document.createTextNode(parts.length ? " · " : ""), phone(one.phone));
		}
		return line(...parts);
	}

	function report_line(row) {
		const parts = [];
		if (row.note) {
			parts.push($('<span class="rc-note"></span>').text(row.note));
		}
		const reported = row.at ? time(row.at) : row.on && server_time(row.on, "HH:mm:ss");
		if (row.by && reported) {
			parts.push($('<span class="text-muted"></span>').text(`${row.by}, ${reported}`));
		}
		if (row.waits) {
			parts.push(
				$('<span class="rc-waits"></span>').text(__("not sent yet", null, CONTEXT)),
			);
		}
		return parts.length ? $('<div class="rc-report"></div>').append(parts) : "";
	}

	function paper_table(head, rows) {
		const $table = $("<table></table>");
		const $head = $("<tr></tr>").appendTo($("<thead></thead>").appendTo($table));
		head.forEach((text) => $("<th></th>").text(text).appendTo($head));
		const $body = $("<tbody></tbody>").appendTo($table);
		for (const row of rows) {
			const $row = $("<tr></tr>").appendTo($body);
			row.forEach((text) => cell(text).appendTo($row));
		}
		return $table;
	}

	function ask_words({ title, intro, label, needed, primary, done, fields = [] }) {
		const dialog = new frappe.ui.Dialog({
			title: frappe.utils.escape_html(title),
			fields: [
				...(intro
					? [{ fieldtype: "HTML", options: frappe.utils.escape_html(intro) }]
					: []),
				...fields,
				{
					fieldname: "note",
					fieldtype: "Data",
					label,
					length: 140,
					reqd: needed ? 1 : 0,
				},
			],
			primary_action_label: primary,
			primary_action(values) {
				dialog.hide();
				done(values);
			},
		});
		dialog.show();
	}

	function open_banner(one) {
		const text = one.is_drill
			? __("Open drill: {0}", [one.place], RECORD)
			: __("Open alarm: {0}", [one.place], RECORD);
		return $('<button type="button" class="btn btn-lg btn-block rc-open"></button>')
			.addClass(one.is_drill ? "btn-warning" : "btn-danger")
			.text(text)
			.on("click", () => frappe.set_route(PAGE, one.name));
	}

	function readiness_head(found) {
		const { drills } = found;
		const $box = $('<section class="rc-ready frappe-card"></section>');
		const said = (text) => $("<p></p>").text(text).appendTo($box);
		said(
			found.people === 1
				? __("1 person is known to be here now.", null, CONTEXT)
				: __("{0} people are known to be here now.", [found.people], CONTEXT),
		);
		said(
			drills.last_date
				? __("Last drill: {0}", [drills.last_date], CONTEXT)
				: __("No drill was held here yet.", null, CONTEXT),
		);
		if (drills.due_date) {
			const text = drills.is_late
				? __("The next drill was due on {0}.", [drills.due_date], CONTEXT)
				: __("Next drill: {0}", [drills.due_date], CONTEXT);
			const route = drills.task
				? ["Form", "Facility Task", drills.task]
				: ["Form", "Facility Plan", drills.plan];
			$('<p><a href="#"></a></p>')
				.appendTo($box)
				.toggleClass("rc-problem", drills.is_late)
				.find("a")
				.text(text)
				.on("click", (event) => {
					event.preventDefault();
					frappe.set_route(route);
				});
		} else {
			said(__("No drill is planned.", null, CONTEXT));
			if (found.may_plan) {
				$('<button type="button" class="btn btn-default btn-sm"></button>')
					.text(__("Plan Drills", null, CONTEXT))
					.appendTo($box)
					.on("click", () => plan_drills(found));
			}
		}
		return $box;
	}

	function plan_drills(found) {
		frappe.new_doc("Facility Plan", {
			title: __("Evacuation drill, {0}", [found.place], CONTEXT),
			scope: "One Space",
			space: found.space,
			category: "Evacuation Drill",
			frequency: "Yearly",
		});
	}

	function readiness_areas(found) {
		const $list = $("<ul></ul>");
		for (const area of found.areas) {
			const $card = $('<li class="rc-card frappe-card"></li>').append(
				$('<div class="rc-line"></div>').append(
					$('<div class="rc-name"></div>').text(area.label),
					$('<span class="indicator-pill no-indicator-dot"></span>')
						.addClass(area.level)
						.text(
							{
								green: __("Ready", null, CONTEXT),
								orange: __("Check", null, CONTEXT),
								red: __("No warden", null, CONTEXT),
							}[area.level],
						),
				),
				warden_line(area),
				area.certificate_until
					? line(
							document.createTextNode(
								__("Certificate until {0}", [area.certificate_until], CONTEXT),
							),
						)
					: "",
			);
			if (found.may_name_wardens && area.level === "red") {
				$('<button type="button" class="btn btn-default btn-sm"></button>')
					.text(__("Name a Warden", null, CONTEXT))
					.on("click", () =>
						frappe.new_doc("Office Responsibility", {
							topic: "Fire Warden",
							space: area.space,
						}),
					)
					.appendTo($card);
			}
			$list.append($card);
		}
		return section(__("Areas and wardens", null, CONTEXT), $list);
	}
})();
