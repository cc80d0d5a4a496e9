// Counting on a device: what waits to be sent, the photos, and the list that answers a scan without a network.
// Used by the page Asset Count; the page My Equipment takes the photos from here.

frappe.provide("office_management.audits");

(() => {
	if (office_management.audits.Outbox) {
		return; // another page has brought it along
	}
	const TAKE = "office_management.office_audits.api.take_scans";
	const PAGE = "office_management.office_audits.page.asset_count.asset_count.";
	const PATIENCE = 30000; // milliseconds for one answer
	const PORTION = 100;
	const ONE_IS_BAD = ["ScanError", "ScanChangeError"]; // the others of the portion are sent without it
	const LONGEST_SIDE = 1600; // pixels of a photo
	const random = (length) => frappe.utils.get_random(length);
	const THIS_PAGE = random(12);

	// --- talking to the server: quiet when there is no network -----------------------------------------------------

	class NoNetwork extends Error {}

	class Refused extends Error {
		constructor(status, answer) {
			super(is_logged_out(answer) ? logged_out() : words_of(answer) || String(status));
			this.kind = answer.exc_type;
		}
	}

	// the session has ended, or somebody else has logged in beside this page
	const is_logged_out = (answer) =>
		answer.exc_type === "CSRFTokenError" ||
		decodeURIComponent(frappe.get_cookie("user_id") || "") !== frappe.session.user;
	const logged_out = () =>
		__(
			"You are not logged in any more. Reload the page and log in as {0}: nothing is lost.",
			[frappe.session.user],
			"Asset Count",
		);

	function words_of(answer) {
		try {
			return JSON.parse(answer._server_messages || "[]")
				.map((each) => strip_html(JSON.parse(each).message || ""))
				.join(" ");
		} catch {
			return "";
		}
	}

	async function ask(method, args, post = false) {
		const query = post ? "" : `?${new URLSearchParams(given(args))}`;
		const body = args instanceof FormData ? args : post ? JSON.stringify(args) : undefined;
		const stop = new AbortController();
		const timer = setTimeout(() => stop.abort(), PATIENCE);
		try {
			const response = await fetch(`/api/method/${method}${query}`, {
				method: post ? "POST" : "GET",
				headers: {
					Accept: "application/json",
					"X-Frappe-CSRF-Token": frappe.csrf_token,
					...(args instanceof FormData ? {} : { "Content-Type": "application/json" }),
				},
				body,
				signal: stop.signal,
				cache: "no-store",
			});
			if (response.ok) {
				return (await response.json()).message;
			}
			const answer = await response.json().catch(() => ({}));
			if (response.status >= 500 || response.status === 429) {
				throw new NoNetwork();
			}
			throw new Refused(response.status, answer);
		} catch (error) {
			throw error instanceof Refused ? error : new NoNetwork();
		} finally {
			clearTimeout(timer);
		}
	}

	const given = (args) =>
		Object.fromEntries(Object.entries(args).filter(([, value]) => value != null));

	// --- what waits on this device: one entry of the store for each, so no two tabs write over one another -----------

	const utc = (milliseconds) => moment.utc(milliseconds).format("YYYY-MM-DD HH:mm:ss.SSS");

	function device() {
		let name = "";
		try {
			name = localStorage.getItem("office-audit-device");
			if (!name) {
				name = random(12);
				localStorage.setItem("office-audit-device", name);
			}
		} catch {
			name = THIS_PAGE;
		}
		return name;
	}

	// counts up on this device, so that what was done later sorts later, whatever its clock says
	let last_number = 0;
	function next_serial() {
		let stored = 0;
		try {
			stored = cint(localStorage.getItem("office-audit-number"));
		} catch {
			// no store: this page counts alone
		}
		last_number = Math.max(stored, last_number) + 1;
		try {
			localStorage.setItem("office-audit-number", last_number);
		} catch {
			// likewise
		}
		return `${String(last_number).padStart(9, "0")}-${random(12)}`;
	}

	class Outbox {
		// told(answers): what the server said, by the id of each scan; changed(): what waits is another number
		constructor(audit, { told, changed }) {
			this.audit = audit;
			this.prefix = `office-audit:${frappe.session.user}:${audit}:`;
			this.memory = new Map(); // what the store did not take; lives as long as this page
			this.told = told;
			this.changed = changed;
			this.portion = PORTION;
			this.trouble = null; // why nothing is taken, in words
		}

		get is_kept() {
			return !this.memory.size;
		}

		add(what) {
			const serial = next_serial();
			const one = {
				serial,
				at: Date.now(),
				ticks: performance.now(),
				page: THIS_PAGE,
				...what,
			};
			one.scan_id ??= serial;
			this.write(one);
			this.changed();
			this.send();
			return one;
		}

		write(one) {
			try {
				localStorage.setItem(this.prefix + one.serial, JSON.stringify(one));
				this.memory.delete(one.serial);
			} catch {
				this.memory.set(one.serial, one);
			}
		}

		forget(ones) {
			for (const { serial } of ones) {
				this.memory.delete(serial);
				try {
					localStorage.removeItem(this.prefix + serial);
				} catch {
					// there was no store
				}
			}
		}

		stored() {
			const found = new Map(this.memory);
			try {
				for (const key of Object.keys(localStorage)) {
					if (key.startsWith(this.prefix)) {
						const one = JSON.parse(localStorage.getItem(key));
						one && found.set(one.serial, one);
					}
				}
			} catch {
				// there is no store
			}
			return [...found.values()].sort((a, b) => (a.serial < b.serial ? -1 : 1));
		}

		waiting() {
			return this.stored().filter((one) => !one.refused);
		}

		refused() {
			return this.stored().filter((one) => one.refused);
		}

		// one sender at a time, in order, over all tabs where the browser can do that; never throws
		send() {
			this.sending ??= this.alone(() => this.send_all()).finally(() => {
				this.sending = null;
				this.changed();
			});
			return this.sending;
		}

		async alone(act) {
			try {
				return await (navigator.locks?.request
					? navigator.locks.request(`office-audit:${this.audit}`, act)
					: act());
			} catch (error) {
				this.trouble = error instanceof Refused ? error.message : null;
				this.is_offline = error instanceof NoNetwork;
			}
		}

		async send_all() {
			for (let ones = this.waiting(); ones.length; ones = this.waiting()) {
				await this.send_some(ones.slice(0, this.portion));
			}
			await this.send_photos();
			this.is_offline = false;
			this.trouble = null;
		}

		async send_some(ones) {
			const now = Date.now();
			const scans = ones.map((one) => ({ ...one, device_time: utc(now - age_of(one)) }));
			let answers;
			try {
				answers = await ask(
					TAKE,
					{
						audit: this.audit,
						scans_json: JSON.stringify(scans),
						device: device(),
						device_now: utc(now),
					},
					true,
				);
			} catch (error) {
				if (!(error instanceof Refused) || !ONE_IS_BAD.includes(error.kind)) {
					throw error;
				}
				if (ones.length === 1) {
					this.write({ ...ones[0], refused: error.message });
				}
				this.portion = 1;
				return;
			}
			this.portion = PORTION;
			this.forget(ones);
			this.is_offline = false;
			this.told(answers);
			this.changed();
		}

		async send_photos() {
			for (const photo of await photos.of(this.audit)) {
				const form = new FormData();
				form.append("audit", this.audit);
				form.append("scan_id", photo.scan_id);
				form.append("photo_id", photo.id);
				form.append("photo", photo.blob, "photo.jpg");
				try {
					await ask(`${PAGE}add_photo`, form, true);
				} catch (error) {
					if (error.kind !== "ScanPhotoError") {
						throw error;
					}
					frappe.show_alert({
						message: frappe.utils.escape_html(error.message),
						indicator: "orange",
					});
				}
				await photos.drop(photo.id);
				this.changed();
			}
		}
	}

	// How long ago it was, whatever the clock of the device was set to meanwhile. A clock set back shows: less time
	// has passed by it than by the ticks of this page (which may stand still while the device sleeps).
	function age_of(one) {
		const by_clock = Date.now() - one.at;
		const by_ticks = one.page === THIS_PAGE ? performance.now() - one.ticks : 0;
		return Math.max(by_clock, by_ticks, 0);
	}

	// --- photos: in a store of their own, since they are large ---------------------------------------------------------

	const kept = new office_management.DeviceStore("office-audit");
	const photos = {
		put: (audit, scan_id, blob) =>
			kept.put({
				id: `${Date.now()}-${random(16)}`,
				user: frappe.session.user,
				audit,
				scan_id,
				blob,
			}),

		drop: (id) => kept.drop(id),

		async of(audit) {
			return (await kept.all()).filter(
				(one) => one.audit === audit && one.user === frappe.session.user,
			);
		},

		async drop_of(audit, scan_id) {
			for (const one of await this.of(audit)) {
				if (one.scan_id === scan_id) {
					await this.drop(one.id);
				}
			}
		},
	};

	// a JPEG of at most so many pixels; null for what is no picture
	async function shrink(file) {
		let picture;
		try {
			picture = await createImageBitmap(file, { imageOrientation: "from-image" });
		} catch {
			return null;
		}
		const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
		const canvas = document.createElement("canvas");
		canvas.width = Math.round(picture.width * scale);
		canvas.height = Math.round(picture.height * scale);
		canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
		return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.8));
	}

	// --- what is expected, and what was counted by whom ----------------------------------------------------------------

	const fold = (tag) => tag.trim().toLowerCase();

	class CountList {
		constructor(audit) {
			this.audit = audit; // as get_audits tells it
			this.places = new Map();
			this.lines = new Map(); // by tag and by name of the asset
			this.all = [];
			this.homes = new Set(); // places at which something is expected
			this.others = new Set();
			this.mine = new Set(); // scans of this page: what it knows of them is newer than any news
			this.counted = new Map(); // asset or unknown tag -> scan -> {who, place, number, by_custodian}
		}

		async load() {
			const audit = this.audit.name;
			const above = []; // the places that hold the one that is read
			for (const row of await ask(`${PAGE}get_places`, { audit })) {
				const [name, label, left, right, is_seat] = row;
				const place = { name, label, left, right, is_seat };
				while (above.length && !holds(above.at(-1), place)) {
					above.pop();
				}
				place.depth = above.length;
				above.push(place);
				this.places.set(name, place);
			}
			for await (const row of this.pages("get_expected")) {
				this.add_line(row);
			}
			await this.follow();
			for await (const tag of this.pages("get_other_tags")) {
				this.others.add(fold(tag));
			}
		}

		async *pages(method) {
			for (let after = null, more = true; more; ) {
				const page = await ask(PAGE + method, { audit: this.audit.name, after });
				yield* page.rows;
				after = page.next;
				more = Boolean(after);
			}
		}

		add_line([tag, asset, name, place, number, for_counter]) {
			const line = { tag, asset, name, place, number: number || 1, for_counter };
			this.all.push(line);
			this.homes.add(place);
			this.lines.set(fold(asset), line);
			tag && this.lines.set(fold(tag), line);
		}

		// what everybody has counted since the last look
		async follow() {
			for (let more = true; more; ) {
				const found = await ask(`${PAGE}get_news`, {
					audit: this.audit.name,
					since: this.since,
				});
				for (const [
					key,
					scan_id,
					who,
					place,
					number,
					is_undone,
					by_custodian,
				] of found.rows) {
					if (this.mine.has(scan_id)) {
						continue;
					}
					is_undone
						? this.forget(key, scan_id)
						: this.note(key, scan_id, { who, place, number, by_custodian });
				}
				this.since = found.next;
				more = found.more;
			}
		}

		key_of(tag) {
			return fold(this.lines.get(fold(tag))?.asset ?? tag);
		}

		note(tag, scan_id, seen) {
			const key = this.key_of(tag);
			const scans = this.counted.get(key) ?? new Map();
			scans.set(scan_id, { ...scans.get(scan_id), ...seen });
			this.counted.set(key, scans);
		}

		forget(tag, scan_id) {
			this.counted.get(this.key_of(tag))?.delete(scan_id);
		}

		scans_of(tag) {
			return [...(this.counted.get(this.key_of(tag))?.values() ?? [])];
		}

		// what a scan means, as far as this device knows
		answer(tag, place) {
			const line = this.lines.get(fold(tag));
			const before = this.scans_of(tag)
				.filter((scan) => !scan.by_custodian && (scan.place || null) === (place || null))
				.at(-1);
			const told = line ? { asset_name: line.name, number: line.number } : {};
			if (before) {
				return { ...told, answer: "again", by_name: before.who };
			}
			if (this.audit.is_blind || this.audit.audit_type === "First Inventory") {
				return { answer: "noted" };
			}
			if (!line) {
				return { answer: this.others.has(fold(tag)) ? "outside" : "unknown" };
			}
			if (!this.at_home(line, place)) {
				return { ...told, answer: "elsewhere", expected_space: line.place };
			}
			return { ...told, answer: "right" };
		}

		at_home(line, place) {
			const home = this.places.get(line.place);
			const here = this.places.get(place);
			return !home || !here || holds(home, here) || holds(here, home);
		}

		label(place) {
			return this.places.get(place)?.label || place || "";
		}

		expected_at(place) {
			const room = this.places.get(place);
			const here = this.all.filter((line) => {
				const home = this.places.get(line.place);
				return room && home && holds(room, home);
			});
			const word = (line) => `${line.name || ""} ${line.tag || line.asset}`;
			return here.sort((a, b) => in_order(word(a), word(b)));
		}

		// how many of it were seen: of a group the last number in each place
		seen_number(line) {
			const scans = this.scans_of(line.asset).filter(
				(scan) => !(line.for_counter && scan.by_custodian),
			);
			if (line.number <= 1) {
				return scans.some((scan) => scan.number > 0) ? 1 : 0;
			}
			const last = new Map(scans.map((scan) => [scan.place || null, cint(scan.number)]));
			return [...last.values()].reduce((sum, number) => sum + number, 0);
		}

		is_seen(line) {
			return this.seen_number(line) >= line.number;
		}

		scanned_at(place) {
			let number = 0;
			for (const scans of this.counted.values()) {
				number += [...scans.values()].some((scan) => scan.place === place) ? 1 : 0;
			}
			return number;
		}
	}

	const in_order = new Intl.Collator(undefined, { numeric: true }).compare;
	const holds = (outer, inner) => outer.left <= inner.left && inner.right <= outer.right;

	Object.assign(office_management.audits, { ask, Outbox, CountList, photos, shrink, NoNetwork });
})();
