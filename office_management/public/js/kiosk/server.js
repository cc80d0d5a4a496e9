// How the page /front-desk speaks to the server: as nobody (no cookie is sent), with the key of its station.

(function () {
	const METHODS = "/api/method/office_management.front_desk.api.";
	const STORED = "office_management_front_desk_station";
	const BADGE = "office_management_front_desk_badge";
	const PATIENCE = { short: 15000, long: 45000 };
	const kiosk = (window.kiosk = window.kiosk || {});

	kiosk.Unreachable = class extends Error {};

	// --- the station's key: from the address, once, and then kept where only this browser sees it -----------------

	let key = "";

	kiosk.read_key = function () {
		const given = window.location.hash.slice(1);
		if (given) {
			// out of the address at once: not in the history, not on a photo of the screen
			window.history.replaceState(null, "", window.location.pathname);
		}
		key =
			given || stored(window.localStorage, STORED) || stored(window.sessionStorage, STORED);
		return key;
	};

	kiosk.has_key = () => Boolean(key);

	// a tablet remembers its key; a visitor's own phone forgets it with the tab
	kiosk.keep_key = function (kind) {
		store(kind === "Kiosk" ? window.localStorage : window.sessionStorage, STORED, key);
	};

	kiosk.forget_key = function () {
		key = "";
		[window.localStorage, window.sessionStorage].forEach((place) => store(place, STORED, ""));
		kiosk.keep_badge(null);
	};

	// the badge on a visitor's own phone, which drops pages that nobody looks at; gone with the tab, or at check-out
	kiosk.keep_badge = function (badge) {
		store(window.sessionStorage, BADGE, badge ? JSON.stringify(badge) : "");
	};

	kiosk.kept_badge = function () {
		const badge = JSON.parse(stored(window.sessionStorage, BADGE) || "null");
		return badge && new Date() <= new Date(`${badge.until}T23:59:59`) ? badge : null;
	};

	function stored(place, name) {
		try {
			return place.getItem(name) || "";
		} catch {
			return "";
		}
	}

	function store(place, name, value) {
		try {
			value ? place.setItem(name, value) : place.removeItem(name);
		} catch {
			kiosk.storage_refused = true;
		}
	}

	// --- calls ----------------------------------------------------------------------------------------------------

	kiosk.call = async function (method, values, patience = "short") {
		const stop = new AbortController();
		const timer = window.setTimeout(() => stop.abort(), PATIENCE[patience]);
		try {
			const answer = await fetch(METHODS + method, {
				method: "POST",
				body: JSON.stringify({ ...values, k: key }),
				headers: { "Content-Type": "application/json", Accept: "application/json" },
				credentials: "omit",
				referrerPolicy: "no-referrer",
				cache: "no-store",
				signal: stop.signal,
			});
			const said = answer.ok || answer.status === 429 ? (await answer.json()).message : null;
			if (!said || !said.state) {
				throw new kiosk.Unreachable();
			}
			return said;
		} catch {
			throw new kiosk.Unreachable();
		} finally {
			window.clearTimeout(timer);
		}
	};

	// one random key per attempt: however often it is sent, it makes one visit
	kiosk.attempt_key = function () {
		const bytes = window.crypto.getRandomValues(new Uint8Array(24));
		return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
	};
})();
