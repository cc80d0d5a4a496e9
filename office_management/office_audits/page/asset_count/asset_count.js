// {% include "office_management/public/js/device_store.js" %}
// {% include "office_management/public/js/audit_counting.js" %}

// Asset Count: choose the count and the room, then scan with the camera, with a hand scanner or by typing. Each scan
// is answered at once from the list on this device; what cannot be sent waits here and is sent later, once each.

(() => {
	const PAGE = "asset-count";
	const CONTEXT = "Asset Count";
	const SCAN = "Audit Scan";
	const API = "office_management.office_audits.page.asset_count.asset_count.";
	const ASK_AGAIN = 15000; // milliseconds between two looks for what others counted
	const SAME_CODE = 2500; // the camera sees one code many times
	const BY_HAND = 45; // milliseconds between two letters: faster is a scanner
	const MOST_SHOWN = 100;
	const CONDITIONS = ["Good", "Worn", "Damaged", "Unusable"];
	const NOWHERE = "-"; // no room, in the address of the page
	const { ask, Outbox, CountList, photos, shrink } = office_management.audits;

	frappe.pages[PAGE].on_page_load = (wrapper) => {
		const page = frappe.ui.make_app_page({
			parent: wrapper,
			title: __("Asset Count", null, CONTEXT),
			single_column: true,
		});
		wrapper.asset_count = new AssetCount(page);
	};
	frappe.pages[PAGE].on_page_show = (wrapper) => {
		const [, audit, room] = frappe.get_route();
		wrapper.asset_count.show(audit, room);
	};
	frappe.pages[PAGE].on_page_hide = (wrapper) => wrapper.asset_count.hide();

	// --- the page ------------------------------------------------------------------------------------------------

	class AssetCount {
		constructor(page) {
			this.page = page;
			this.body = $('<div class="asset-count"></div>').appendTo(page.body);
			this.seen = []; // the scans of this page, newest first
			window.addEventListener("online", () => this.beat());
			document.addEventListener("keydown", (event) => this.catch_key(event));
		}

		async show(audit, room) {
			this.hide();
			this.is_shown = true;
			try {
				await this.open(audit, room);
			} catch (error) {
				this.body.empty().append(this.failed(error, () => this.show(audit, room)));
			}
			this.beats = setInterval(() => this.beat(), ASK_AGAIN);
		}

		async open(audit, room) {
			if (!audit) {
				return this.choose_audit();
			}
			if (this.audit?.name !== audit) {
				await this.load(audit);
			}
			this.room = room === NOWHERE ? null : room;
			room ? this.draw_counting() : this.draw_rooms();
			this.outbox.send();
		}

		hide() {
			this.is_shown = false;
			clearInterval(this.beats);
			this.stop_camera();
		}

		async beat() {
			if (!this.is_shown || !this.outbox) {
				return;
			}
			this.outbox.send();
			try {
				await this.list.follow();
			} catch {
				return; // no network, or no right any more: sending says so
			}
			this.draw_progress?.();
		}

		failed(error, again) {
			const words =
				error instanceof office_management.audits.NoNetwork
					? __(
							"There is no network. The list of this count is not on this device yet.",
							null,
							CONTEXT,
						)
					: error.message;
			return $('<div class="ac-empty"></div>').append(
				$("<p></p>").text(words),
				button(__("Try Again", null, CONTEXT), again, "btn-default"),
			);
		}

		// --- choosing the count --------------------------------------------------------------------------------

		async choose_audit() {
			this.draw_progress = null;
			this.body.empty().append(empty(__("Loading…", null, CONTEXT)));
			const audits = await ask(`${API}get_audits`, {});
			if (audits.length === 1) {
				frappe.set_route(PAGE, audits[0].name);
				return;
			}
			this.body.empty();
			if (!audits.length) {
				const words = __(
					"No count is under way that you are named in. Its lead can add you as an auditor.",
					null,
					CONTEXT,
				);
				this.body.append(empty(words));
				return;
			}
			$("<h4></h4>")
				.text(__("Which count?", null, CONTEXT))
				.appendTo(this.body);
			for (const audit of audits) {
				const about = [audit.place, __(audit.status, null, "Office Audit")].filter(
					Boolean,
				);
				choice(audit.title, about.join(" · "), () =>
					frappe.set_route(PAGE, audit.name),
				).appendTo(this.body);
			}
		}

		async load(name) {
			this.body.empty().append(empty(__("Loading the list of this count…", null, CONTEXT)));
			const audits = await ask(`${API}get_audits`, {});
			const audit = audits.find((one) => one.name === name);
			if (!audit) {
				frappe.set_route(PAGE);
				throw new Error(
					__("You cannot count in this audit, or it has ended.", null, CONTEXT),
				);
			}
			this.has_others = audits.length > 1;
			const list = new CountList(audit);
			await list.load();
			this.audit = audit;
			this.list = list;
			this.seen = [];
			this.outbox = new Outbox(name, {
				told: (answers) => this.hear(answers),
				changed: () => this.draw_state(),
			});
			this.recall();
		}

		// scans that wait since this page was last open are counted here, too
		recall() {
			for (const one of this.outbox.stored()) {
				if (one.undo) {
					this.list.forget(one.tag, one.scan_id);
					this.seen.forEach(
						(scan) => scan.scan_id === one.scan_id && (scan.is_undone = true),
					);
				} else if (one.amend) {
					Object.assign(
						this.seen.find((scan) => scan.scan_id === one.scan_id) ?? {},
						details(one),
					);
				} else {
					this.seen.unshift({ ...one, told: this.list.answer(one.tag, one.space) });
					this.note(one);
				}
			}
		}

		note(scan) {
			this.list.mine.add(scan.scan_id);
			const who = frappe.session.user_fullname || frappe.session.user;
			this.list.note(scan.tag, scan.scan_id, {
				who,
				place: scan.space,
				number: scan.quantity ?? 1,
			});
		}

		// --- choosing the room -----------------------------------------------------------------------------------

		draw_rooms() {
			this.stop_camera();
			this.body.empty().append(this.head(), this.state_line());
			const $search = $('<input type="search" class="form-control">')
				.attr("placeholder", __("Search a room", null, CONTEXT))
				.attr("aria-label", __("Search a room", null, CONTEXT))
				.on("input", () => this.draw_progress())
				.appendTo(this.body);
			const $list = $('<div class="ac-rooms"></div>').appendTo(this.body);
			this.draw_progress = () => {
				const words = $search.val().trim().toLowerCase();
				const found = [...this.list.places.values()].filter((place) =>
					words
						? `${place.label} ${place.name}`.toLowerCase().includes(words)
						: !place.is_seat || this.list.homes.has(place.name),
				);
				$list
					.empty()
					.append(found.slice(0, MOST_SHOWN).map((place) => this.room_choice(place)));
				if (found.length > MOST_SHOWN) {
					$list.append(
						empty(
							__(
								"And {0} more. Search for yours.",
								[found.length - MOST_SHOWN],
								CONTEXT,
							),
						),
					);
				}
				if (!words) {
					$list.append(
						choice(
							__("No room", null, CONTEXT),
							__("Say only that it is there", null, CONTEXT),
							() => this.go_to(NOWHERE),
						),
					);
				}
			};
			this.draw_progress();
			this.draw_state();
		}

		room_choice(place) {
			const about = [place.name, this.progress_words(place.name)]
				.filter(Boolean)
				.join(" · ");
			return choice(place.label, about, () => this.go_to(place.name))
				.toggleClass("ac-done", this.is_done(place.name))
				.attr("data-room", place.name)
				.css("--depth", Math.min(place.depth, 4));
		}

		progress_words(room) {
			if (this.is_open_list()) {
				const number = this.list.scanned_at(room);
				return number ? __("Counted: {0}", [number], CONTEXT) : "";
			}
			const expected = this.list.expected_at(room);
			const seen = expected.filter((line) => this.list.is_seen(line));
			return expected.length
				? __("{0} of {1}", [seen.length, expected.length], CONTEXT)
				: "";
		}

		// nothing is expected, or nobody may know what is
		is_open_list() {
			return this.audit.is_blind || this.audit.audit_type === "First Inventory";
		}

		go_to(room) {
			frappe.set_route(PAGE, this.audit.name, room);
		}

		done_key() {
			return `office-audit-rooms:${frappe.session.user}:${this.audit.name}`;
		}

		done_rooms() {
			try {
				return JSON.parse(localStorage.getItem(this.done_key()) || "[]");
			} catch {
				return [];
			}
		}

		is_done(room) {
			return this.done_rooms().includes(room);
		}

		finish_room() {
			const left = this.is_open_list() || !this.room ? [] : this.left_here();
			const done = () => {
				try {
					const rooms = new Set([...this.done_rooms(), this.room || NOWHERE]);
					localStorage.setItem(this.done_key(), JSON.stringify([...rooms]));
				} catch {
					// only a mark in the list of rooms
				}
				frappe.set_route(PAGE, this.audit.name);
			};
			if (!left.length) {
				done();
				return;
			}
			frappe.confirm(
				__(
					"Not found here yet: {0}. Is the room done all the same?",
					[left.length],
					CONTEXT,
				),
				done,
			);
		}

		left_here() {
			return this.list.expected_at(this.room).filter((line) => !this.list.is_seen(line));
		}

		// --- counting --------------------------------------------------------------------------------------------

		draw_counting() {
			this.stop_camera();
			this.body.empty().append(this.head(), this.state_line(), this.scan_box());
			this.$camera = $('<div class="ac-camera"></div>').appendTo(this.body).hide();
			this.$answer = $('<div class="ac-answer" aria-live="assertive"></div>').appendTo(
				this.body,
			);
			this.$progress = $('<div class="ac-progress"></div>').appendTo(this.body);
			this.$left = $("<section></section>").appendTo(this.body);
			this.$seen = $("<section></section>").appendTo(this.body);
			this.draw_progress = () => this.draw_room();
			this.draw_answer();
			this.draw_room();
			this.draw_state();
			if (!frappe.is_mobile()) {
				this.$tag.trigger("focus");
			}
		}

		scan_box() {
			this.$tag = $(
				'<input class="form-control ac-tag" autocomplete="off" autocapitalize="off">',
			)
				.attr({
					placeholder: __("Scan or type a tag", null, CONTEXT),
					"aria-label": __("Tag", null, SCAN),
					enterkeyhint: "done",
					maxlength: 140,
					spellcheck: "false",
				})
				.on("keydown", (event) => this.note_speed(event));
			const $form = $('<form class="ac-scan"></form>').append(
				this.$tag,
				button(__("Count", null, CONTEXT), null, "btn-primary").attr("type", "submit"),
				button(
					__("Camera", null, CONTEXT),
					() => this.toggle_camera(),
					"btn-default ac-camera-button",
				),
				this.audit.audit_type === "First Inventory" &&
					button(__("No Tag", null, CONTEXT), () => this.take_new_tag()),
			);
			return $form.on("submit", (event) => {
				event.preventDefault();
				this.take(this.$tag.val(), this.is_fast ? "Hand Scanner" : "Typed");
				this.$tag.val("");
				this.is_fast = true;
			});
		}

		// a hand scanner types faster than anybody can
		note_speed(event) {
			const now = event.timeStamp;
			if (!this.$tag.val()) {
				this.is_fast = true;
			} else if (now - this.last_key > BY_HAND) {
				this.is_fast = false;
			}
			this.last_key = now;
		}

		// a hand scanner types wherever the page has its focus
		catch_key(event) {
			const typing = event.target.closest(
				"input, textarea, select, .modal, [contenteditable=true]",
			);
			const is_letter =
				event.key?.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
			if (this.is_shown && !typing && is_letter && this.$tag?.is(":visible")) {
				this.$tag.trigger("focus");
			}
		}

		// a thing without a tag gets the next one, to be written on it; for that a network is needed
		async take_new_tag() {
			const tag = await frappe.xcall(
				"office_management.office_audits.api.new_inventory_tag",
				{ audit: this.audit.name },
			);
			this.take(tag, "Typed");
			frappe.show_alert({
				message: __("Write {0} on it, or print its label later.", [tag.bold()], CONTEXT),
				indicator: "blue",
			});
		}

		take(text, way) {
			const tag = (text || "").trim();
			if (!tag) {
				this.$tag.trigger("focus");
				return;
			}
			const told = this.list.answer(tag, this.room);
			const scan = this.outbox.add({ tag, space: this.room, quantity: 1, way });
			this.note(scan);
			this.seen.unshift({ ...scan, told });
			navigator.vibrate?.(["right", "noted"].includes(told.answer) ? 60 : [80, 60, 80]);
			this.draw_answer();
			this.draw_room();
		}

		// what the server says is what holds
		hear(answers) {
			const by_id = Object.fromEntries(answers.map((one) => [one.scan_id, one]));
			for (const scan of this.seen) {
				const told = by_id[scan.scan_id];
				if (told && !["undone", "amended"].includes(told.answer)) {
					scan.told = { ...scan.told, ...told, is_sure: true };
					if (this.is_open_list() && told.answer === "right") {
						scan.told.answer = "noted";
					}
				}
			}
			this.$answer?.is(":visible") && this.redraw_answer();
			this.$seen?.is(":visible") && this.draw_seen();
		}

		take_back(scan) {
			scan.is_undone = true;
			this.list.forget(scan.tag, scan.scan_id);
			photos.drop_of(this.audit.name, scan.scan_id);
			this.outbox.add({ scan_id: scan.scan_id, tag: scan.tag, undo: true });
			this.draw_answer();
			this.draw_room();
		}

		amend(scan, values) {
			Object.assign(scan, values);
			this.outbox.add({
				scan_id: scan.scan_id,
				tag: scan.tag,
				amend: true,
				...details(scan),
			});
			this.note(scan);
			this.draw_room();
		}

		async add_photo(scan, file) {
			const small = file && (await shrink(file));
			if (!small) {
				frappe.show_alert({
					message: __("This photo cannot be used. Take another one.", null, CONTEXT),
					indicator: "orange",
				});
				return;
			}
			await photos.put(this.audit.name, scan.scan_id, small);
			scan.photos = (scan.photos || 0) + 1;
			this.draw_answer();
			this.draw_state();
			this.outbox.send();
		}

		// --- the camera ------------------------------------------------------------------------------------------

		async toggle_camera() {
			if (this.scanner) {
				this.stop_camera();
				return;
			}
			if (!(await may_use_camera())) {
				frappe.msgprint({
					title: __("No Camera", null, CONTEXT),
					message: __(
						"The camera cannot be used. Allow it in the browser; it works only where the address begins with https. You can type the tag, or use a hand scanner.",
						null,
						CONTEXT,
					),
				});
				return;
			}
			this.$camera.show().empty();
			this.scanner = new frappe.ui.Scanner({
				container: this.$camera,
				multiple: true,
				on_scan: (found) => this.see_code(found.decodedText),
			});
			this.scanner.scan();
			this.body.find(".ac-camera-button").text(__("Stop", null, CONTEXT));
		}

		see_code(code) {
			const now = Date.now();
			const again = code === this.last_code && now - this.last_seen < SAME_CODE;
			this.last_code = code;
			this.last_seen = now;
			if (!again) {
				this.take(code, "Phone");
			}
		}

		stop_camera() {
			this.scanner?.stop_scan();
			this.scanner = null;
			this.$camera?.hide();
			this.body.find(".ac-camera-button").text(__("Camera", null, CONTEXT));
		}

		// --- what is shown -----------------------------------------------------------------------------------------

		head() {
			const $head = $('<div class="ac-head"></div>');
			const $title = $('<div class="ac-title"></div>')
				.text(this.audit.title)
				.appendTo($head);
			if (frappe.get_route()[2]) {
				$title.text(this.room ? this.list.label(this.room) : __("No room", null, CONTEXT));
				$('<div class="text-muted small"></div>')
					.text(this.audit.title)
					.insertAfter($title);
				button(__("Other Room", null, CONTEXT), () =>
					frappe.set_route(PAGE, this.audit.name),
				).appendTo($head);
			}
			if (!frappe.get_route()[2] && this.has_others) {
				button(__("Other Count", null, CONTEXT), () => frappe.set_route(PAGE)).appendTo(
					$head,
				);
			}
			return $head;
		}

		state_line() {
			this.$state = $('<div class="ac-state" aria-live="polite"></div>');
			return this.$state;
		}

		async draw_state() {
			if (!this.$state) {
				return;
			}
			const waiting =
				this.outbox.waiting().length + (await photos.of(this.audit.name)).length;
			const $state = this.$state.empty();
			const say = (words, color) =>
				$('<div class="indicator"></div>').addClass(color).text(words).appendTo($state);
			if (!waiting) {
				say(__("Everything is sent.", null, CONTEXT), "green");
			} else {
				say(
					__("Not sent yet: {0}. They are kept on this device.", [waiting], CONTEXT),
					"orange",
				);
			}
			if (!this.outbox.is_kept) {
				say(
					__(
						"This browser keeps nothing: do not close the page before all is sent.",
						null,
						CONTEXT,
					),
					"red",
				);
			}
			if (this.outbox.trouble) {
				say(this.outbox.trouble, "red");
				button(__("Save as a File", null, CONTEXT), () => this.save_file()).appendTo(
					$state,
				);
			}
			for (const scan of this.outbox.refused()) {
				this.refused_row(scan).appendTo($state);
			}
		}

		refused_row(scan) {
			return $('<div class="ac-refused"></div>').append(
				$("<span></span>").text(`${scan.tag}: ${scan.refused}`),
				button(__("Forget", null, CONTEXT), () => {
					this.outbox.forget([scan]);
					this.draw_state();
				}),
			);
		}

		// what nobody takes can be handed in as a list
		save_file() {
			const rows = this.outbox
				.waiting()
				.filter((one) => !one.undo && !one.amend)
				.map((one) => [
					one.scan_id,
					one.tag,
					one.space,
					one.quantity,
					one.condition,
					one.note,
					moment(one.at).format("YYYY-MM-DD HH:mm:ss"),
				]);
			const head = ["Scan", "Tag", "Place", "Number", "Condition", "Note", "Scanned On"];
			frappe.tools.downloadify([head, ...rows], null, this.audit.name);
		}

		draw_answer() {
			const scan = this.seen.find((one) => !one.is_undone && one.space === this.room);
			this.$answer.find("input:focus").trigger("blur"); // what is being typed belongs to the scan before
			this.$answer.empty().attr("class", "ac-answer");
			if (!scan) {
				return;
			}
			this.$answer.append('<div class="ac-words"></div>', '<div class="ac-called"></div>');
			this.draw_words(scan);
			this.$answer.append(this.details_of(scan));
		}

		draw_words(scan) {
			const [color, words] = said_of(scan, this.list);
			this.$answer
				.attr("class", `ac-answer ac-${color}`)
				.attr("data-answer", scan.told.answer);
			this.$answer.find(".ac-words").text(words);
			const called = [scan.told.asset_name, scan.tag].filter(Boolean).join(" · ");
			this.$answer.find(".ac-called").text(called);
		}

		// an answer of the server comes at any moment: whoever types goes on typing
		redraw_answer() {
			const scan = this.seen.find((one) => !one.is_undone && one.space === this.room);
			if (scan && this.$answer.find("input:focus").length) {
				this.draw_words(scan);
			} else {
				this.draw_answer();
			}
		}

		details_of(scan) {
			const $box = $('<div class="ac-details"></div>');
			const group = scan.told.number > 1;
			$box.append(this.conditions(scan));
			const $number = $(
				'<input type="number" min="0" step="1" class="form-control ac-number">',
			)
				.val(scan.quantity)
				.attr("aria-label", __("Number", null, SCAN))
				.on("change", () =>
					this.amend(scan, { quantity: Math.max(0, cint($number.val())) }),
				);
			const $note = $('<input class="form-control ac-note" maxlength="1000">')
				.val(scan.note)
				.attr("placeholder", __("Note", null, SCAN))
				.attr("aria-label", __("Note", null, SCAN))
				.on("change", () => this.amend(scan, { note: $note.val() }))
				.on("keydown", (event) => event.key === "Enter" && $note.trigger("blur"));
			$('<label class="ac-line"></label>')
				.append(
					$("<span></span>").text(
						group
							? __("How many? The books have {0}.", [scan.told.number], CONTEXT)
							: __("How many", null, CONTEXT),
					),
					$number,
				)
				.toggleClass("ac-group", group)
				.appendTo($box);
			if (this.audit.audit_type === "First Inventory") {
				$box.append(this.thing_fields(scan));
			}
			return $box.append($note, this.last_buttons(scan));
		}

		// what a thing is that is in no books yet: an item of fixed assets, and what people call it
		thing_fields(scan) {
			const field = (name, label) =>
				$('<input class="form-control ac-note" maxlength="140">')
					.val(scan[name])
					.attr({ placeholder: label, "aria-label": label, name })
					.on("change", (event) => this.amend(scan, { [name]: event.target.value }));
			const $items = $('<datalist id="ac-items"></datalist>');
			const offer = frappe.utils.debounce(async (txt) => {
				const args = { audit: this.audit.name, txt };
				const items = await frappe
					.xcall("office_management.office_audits.api.search_asset_items", args)
					.catch(() => []); // without a network the item is typed
				$items.empty();
				items.forEach(({ value, label }) =>
					$("<option>").attr("value", value).text(label).appendTo($items),
				);
			}, 300);
			offer("");
			const $item = field("item", __("Item", null, SCAN))
				.attr("list", "ac-items")
				.on("input", (event) => offer(event.target.value));
			return [field("description", __("Description", null, SCAN)), $item, $items];
		}

		conditions(scan) {
			const $chips = $('<div class="ac-chips" role="group"></div>');
			for (const value of CONDITIONS) {
				const chosen = scan.condition === value;
				button(
					__(value, null, SCAN),
					() => {
						this.amend(scan, { condition: chosen ? "" : value });
						this.draw_answer();
					},
					chosen ? "btn-primary" : "btn-default",
				)
					.attr("aria-pressed", chosen)
					.appendTo($chips);
			}
			return $chips;
		}

		last_buttons(scan) {
			const $file = $(
				'<input type="file" accept="image/*" capture="environment" hidden>',
			);
			// while the camera is open the answer may be drawn anew; jQuery would drop its listener with the old button
			$file[0].addEventListener("change", () => this.add_photo(scan, $file[0].files[0]));
			const photo = scan.photos
				? __("Photos: {0}", [scan.photos], CONTEXT)
				: __("Photo", null, CONTEXT);
			return $('<div class="ac-buttons"></div>').append(
				$file,
				button(photo, () => $file.trigger("click")),
				button(
					__("Take Back", null, CONTEXT),
					() => this.take_back(scan),
					"btn-default ac-undo",
				),
			);
		}

		draw_room() {
			if (!this.$progress) {
				return;
			}
			this.draw_seen();
			this.$left.empty();
			this.$progress.empty();
			const finish = button(
				__("Room Done", null, CONTEXT),
				() => this.finish_room(),
				"btn-default ac-room-done",
			);
			const say = (words) => $("<div></div>").append($("<span></span>").text(words), finish);
			if (this.is_open_list() || !this.room) {
				const number = this.list.scanned_at(this.room);
				this.$progress.append(say(__("Counted here: {0}", [number], CONTEXT)));
				return;
			}
			const expected = this.list.expected_at(this.room);
			const left = expected.filter((line) => !this.list.is_seen(line));
			const found = expected.length - left.length;
			const percent = expected.length ? Math.round((100 * found) / expected.length) : 0;
			this.$progress.append(
				say(__("Found: {0} of {1}", [found, expected.length], CONTEXT)),
				$('<div class="progress"><div class="progress-bar"></div></div>')
					.find(".progress-bar")
					.css("width", `${percent}%`)
					.end(),
			);
			if (left.length) {
				this.$left.append(
					$("<h4></h4>").text(__("Still to find here", null, CONTEXT)),
					$('<ul class="ac-left"></ul>').append(
						left.slice(0, MOST_SHOWN).map((line) => this.left_row(line)),
					),
				);
			}
		}

		left_row(line) {
			const seen = this.list.seen_number(line);
			const about = [
				line.tag || line.asset,
				line.number > 1 && __("{0} of {1}", [seen, line.number], CONTEXT),
				line.for_counter && __("confirmed by the custodian, to be seen", null, CONTEXT),
			];
			return row(line.name || line.asset, about.filter(Boolean).join(" · "));
		}

		draw_seen() {
			const mine = this.seen.filter((one) => one.space === this.room);
			this.$seen.empty();
			if (!mine.length) {
				return;
			}
			$("<h4></h4>")
				.text(__("Scanned now", null, CONTEXT))
				.appendTo(this.$seen);
			const $list = $('<ul class="ac-seen"></ul>').appendTo(this.$seen);
			for (const scan of mine.slice(0, MOST_SHOWN)) {
				const [color, words] = said_of(scan, this.list);
				row(scan.told.asset_name || scan.tag, `${scan.tag} · ${words}`)
					.addClass(`ac-${color}`)
					.appendTo($list);
			}
		}
	}

	// --- parts -----------------------------------------------------------------------------------------------------

	const empty = (words) => $('<p class="ac-empty text-muted"></p>').text(words);
	const details = ({ quantity, condition, note, item, description }) => ({
		quantity,
		condition,
		note,
		...(item === undefined ? {} : { item }),
		...(description === undefined ? {} : { description }),
	});

	function button(text, act, look = "btn-default") {
		return $('<button type="button" class="btn btn-sm"></button>')
			.addClass(look)
			.text(text)
			.on("click", () => act?.());
	}

	function choice(title, about, act) {
		return $('<button type="button" class="btn btn-default ac-choice"></button>')
			.append(
				$("<b></b>").text(title),
				$('<span class="text-muted small"></span>').text(about),
			)
			.on("click", act);
	}

	function row(title, about) {
		return $("<li></li>").append(
			$("<div></div>").text(title),
			$('<div class="text-muted small"></div>').text(about),
		);
	}

	function said_of(scan, list) {
		if (scan.is_undone) {
			return ["gray", __("taken back", null, CONTEXT)];
		}
		const { by_name, by, expected_space } = scan.told;
		const is_new =
			list.audit.audit_type === "First Inventory" && scan.told.answer === "unknown";
		const answer = is_new ? "new" : scan.told.answer;
		return (
			{
				right: ["green", __("Right", null, CONTEXT)],
				noted: ["green", __("Counted", null, CONTEXT)],
				new: ["green", __("Kept. Say what it is: a note, a photo.", null, CONTEXT)],
				new: ["green", __("New", null, CONTEXT)],
				elsewhere: ["orange", __("Belongs to {0}", [list.label(expected_space)], CONTEXT)],
				again: ["blue", __("Counted already by {0}", [by_name || by], CONTEXT)],
				unknown: [
					"red",
					__("Nobody knows this tag. It is kept: add a note or a photo.", null, CONTEXT),
				],
				outside: ["orange", __("Not in this audit. It is kept.", null, CONTEXT)],
			}[answer] || ["gray", ""]
		);
	}

	async function may_use_camera() {
		try {
			const stream = await navigator.mediaDevices.getUserMedia({
				video: { facingMode: "environment" },
			});
			stream.getTracks().forEach((track) => track.stop());
			return true;
		} catch {
			return false;
		}
	}
})();
