// The page /front-desk: visitors check in and out by themselves, on a tablet or on their own phone.
//
// What a visitor gives lives in `visit` and on the screen, and nowhere else. Starting over drops both; what the server
// answers to an earlier visitor is not shown any more.

(function () {
	const { kiosk } = window;
	const { el } = kiosk;
	const { languages, texts } = JSON.parse(document.getElementById("texts").textContent);
	const CODE = /[A-Za-z0-9_-]{43}/g;
	const LOOK_EVERY = 60; // seconds between two looks whether the server is there
	const LOOK_AGAIN = 5; // … while it is not
	const RETRIES = [2, 4, 8, 15]; // seconds until what could not be sent is sent again; the last one on and on
	const WARNING = 10; // seconds before a page that nobody touches starts over
	const RESULT_SHOWN = 25; // seconds that the last page stays on a tablet
	const WAITED_FOR = 180; // seconds that a page waits for the server on behalf of somebody

	const place = document.getElementById("place");
	const nav = document.getElementById("languages");
	const notice = document.getElementById("notice");
	const main = document.getElementById("main");
	const said = document.getElementById("said");

	let station = null;
	let language = first_language();
	let chosen = ""; // by whoever stands here
	let visit = null;
	let turn = 0; // of whoever stands here; goes up when the page starts over
	let leave_screen = () => {};
	let screen = () => {}; // shows once more what is shown, in another language
	let at_start = false;

	// --- words ----------------------------------------------------------------------------------------------------

	function t(key, ...values) {
		return texts[language][key].replace(/\{(\d)\}/g, (_all, number) => values[number]);
	}

	// that of the browser, where the page speaks it
	function first_language() {
		const spoken = (navigator.languages || []).map((each) => each.slice(0, 2));
		return spoken.find((each) => each in texts) || "en";
	}

	// a tablet speaks what its station says, a phone what its owner does
	function own_language() {
		const is_tablet = station && station.kind === "Kiosk";
		return is_tablet && station.language in texts ? station.language : first_language();
	}

	function speak(code) {
		chosen = code;
		language = code;
		document.documentElement.lang = code;
		screen();
	}

	function draw_languages(offered) {
		nav.setAttribute("aria-label", t("language"));
		nav.hidden = !offered;
		nav.replaceChildren(
			...Object.entries(languages).map(([code, name]) =>
				el(
					"button",
					{
						type: "button",
						lang: code,
						"aria-pressed": String(code === language),
						onclick: () => speak(code),
					},
					name,
				),
			),
		);
	}

	function say(text) {
		said.textContent = text;
	}

	function warn(text) {
		notice.textContent = text;
		notice.hidden = !text;
	}

	// --- screens --------------------------------------------------------------------------------------------------

	function show({ title, lead = "", step = "", nodes = [], offers_languages = false }) {
		leave_screen();
		leave_screen = () => {};
		at_start = false;
		const heading = el("h1", { tabindex: "-1" }, title);
		main.replaceChildren(
			...(step ? [el("p", { class: "step" }, step)] : []),
			heading,
			...(lead ? [el("p", { class: "lead" }, lead)] : []),
			...nodes,
		);
		document.title = title;
		place.textContent = station ? station.place : "";
		draw_languages(offers_languages);
		say("");
		window.scrollTo(0, 0);
		heading.focus();
	}

	function on_leave(act) {
		leave_screen = act;
	}

	function button(text, onclick, quiet) {
		return el("button", { type: "button", class: quiet ? "quiet" : null, onclick }, text);
	}

	function show_start() {
		screen = show_start;
		const nodes = [
			button(t("expected"), show_expected),
			station.walk_ins ? button(t("walk_in"), begin_walk_in) : null,
			button(t("leave"), show_leave, true),
		].filter(Boolean);
		const [first, ...rest_of_welcome] = station.welcome.split("\n");
		show({
			title: first || t("title"),
			lead: rest_of_welcome.join("\n") || t("lead"),
			nodes: [
				el("div", { class: "start" }, ...nodes),
				station.walk_ins ? null : el("p", {}, t("reception_only")),
				el("p", { class: "small" }, t("privacy")),
			].filter(Boolean),
			offers_languages: true,
		});
		at_start = true;
		// a language that somebody chose and left is not that of the next visitor
		language === own_language() ? rest() : stir(RESULT_SHOWN);
		is_gone && missing();
	}

	function show_closed(text) {
		screen = () => show_closed(text);
		visit = null;
		show({ title: t("closed_title"), lead: t(text), offers_languages: true });
		rest();
	}

	// forget this visitor, whatever was under way
	function start_over() {
		turn += 1;
		visit = null;
		warn("");
		language = own_language();
		chosen = "";
		document.documentElement.lang = language;
		document.querySelectorAll("canvas").forEach((canvas) => (canvas.width = 0));
		station ? show_start() : look();
	}

	// --- a visitor who is expected --------------------------------------------------------------------------------

	function show_expected() {
		screen = show_expected;
		stir();
		const given = kiosk.field(t("code_or_name"), "code_or_name", {
			autocapitalize: "words",
			maxlength: 500,
		});
		const page = page_for({ next: () => {}, back: start_over });
		const form = kiosk.form(
			{ ...page, next: () => meet(form, form.elements.code_or_name.value.trim()) },
			(made) =>
				made.elements.code_or_name.value.trim() ? {} : { code_or_name: t("required") },
			given,
			scanner((code) => meet(form, code)),
			kiosk.acts(page, { label: t("next") }),
		);
		show({ title: t("expected_title"), nodes: [form], offers_languages: true });
	}

	function meet(form, text) {
		const code = code_in(text);
		if (code) {
			return open_code(form, code);
		}
		begin(station.forms[language], { values: { full_name: text }, back: show_expected });
	}

	function code_in(text) {
		const found = text.match(CODE);
		return found ? found[found.length - 1] : "";
	}

	async function open_code(form, code) {
		const answer = await ask(form, "open_station_code", { code, language });
		if (!answer) {
			return;
		}
		if (answer.state === "found") {
			begin(answer.form, { code, name: answer.name, back: show_expected });
		} else if (answer.state === "on_site") {
			show_on_site(code, answer);
		} else {
			kiosk.say_errors(form, { code_or_name: t("code_unknown") });
		}
	}

	function show_on_site(code, answer) {
		show({
			title: t("on_site_title"),
			lead: t("on_site_text"),
			nodes: [
				button(t("check_out"), (event) => leave(event.target, code)),
				answer.is_out ? button(t("come_back"), () => come_back(code, answer), true) : null,
				button(t("start_over"), start_over, true),
			].filter(Boolean),
		});
	}

	function come_back(code, answer) {
		begin(
			{ fields: [], questions: [], agreement: null, photo: "Off", escort: false },
			{ code, name: answer.name },
		);
		send();
	}

	function begin_walk_in() {
		begin(station.forms[language], { back: start_over });
	}

	function begin(form, values) {
		visit = {
			attempt: kiosk.attempt_key(),
			form,
			values: {},
			answers: {},
			signature: "",
			photo: "",
			...values,
		};
		show_step(0);
	}

	// --- the steps ------------------------------------------------------------------------------------------------

	function show_step(number, errors = {}) {
		stir();
		const names = kiosk.steps_of(visit.form);
		if (!names.length) {
			return show_hello();
		}
		const page = page_for({
			is_last: number === names.length - 1,
			next: () => (number + 1 < names.length ? show_step(number + 1) : send()),
			back: () => (number ? show_step(number - 1) : (visit.back || start_over)()),
		});
		// what the step leaves behind is set before it is shown, and run when the next one is
		const leaving = [];
		const made = kiosk.steps[names[number]](
			{ ...page, on_leave: (act) => leaving.push(act) },
			visit,
		);
		show({
			...made,
			title: number === 0 && visit.name ? t("hello", visit.name) : made.title,
			step: names.length > 1 ? t("step", number + 1, names.length) : "",
		});
		on_leave(() => leaving.forEach((act) => act()));
		made.form && kiosk.say_errors(made.form, errors);
	}

	function show_hello() {
		const page = page_for({ next: send, back: visit.back || start_over });
		show({
			title: t("hello", visit.name),
			lead: t("hello_text"),
			nodes: [kiosk.acts(page, { label: t("check_in"), onclick: send })],
		});
	}

	function page_for(values) {
		return { t, say, on_leave, is_last: false, ...values };
	}

	// --- sending --------------------------------------------------------------------------------------------------

	function show_sending() {
		show({ title: t("sending"), lead: t("loading") });
	}

	async function send() {
		const mine = turn;
		show_sending();
		stir(WAITED_FOR);
		const answer = await keep_trying(mine, "check_in_at_station", () => ({
			attempt: visit.attempt,
			code: visit.code || "",
			language,
			visitor: visit.values,
			answers: visit.answers,
			agreement: visit.form.agreement && visit.signature ? visit.form.agreement.name : "",
			signature: visit.signature,
			photo: visit.photo,
		}));
		answer && mine === turn && settle(answer);
	}

	// the same attempt, until the server has answered it or somebody else stands here
	async function keep_trying(mine, method, values) {
		for (let count = 0; mine === turn; count++) {
			try {
				const answer = await kiosk.call(method, values(), "long");
				is_gone = false;
				mine === turn && warn("");
				return answer;
			} catch {
				gone();
				if (mine !== turn) {
					return null;
				}
				warn(t("unreachable"));
				await nap(RETRIES[Math.min(count, RETRIES.length - 1)]);
			}
		}
		return null;
	}

	// waits, or until the visitor or the network says "now"
	function nap(seconds) {
		return new Promise((wake) => {
			const again = button(t("try_again"), wake);
			const over = button(t("start_over"), () => (start_over(), wake()), true);
			main.querySelectorAll("button").forEach((old) => old.remove());
			main.append(again, over);
			window.addEventListener("online", wake, { once: true });
			window.setTimeout(wake, seconds * 1000);
		});
	}

	function settle(answer) {
		if (answer.state === "form") {
			return mend(answer.errors);
		}
		if (["thanks", "wait"].includes(answer.state)) {
			return show_result(answer);
		}
		if (answer.state === "unknown" && visit.code) {
			return start_over();
		}
		show_closed(["busy", "closed"].includes(answer.state) ? answer.state : "unknown");
		stir(RESULT_SHOWN);
	}

	function mend(keys) {
		const names = kiosk.steps_of(visit.form);
		const errors = Object.fromEntries(
			Object.entries(keys).map(([name, key]) => [name, t(key)]),
		);
		const wrong = { photo: "photo", signature: "agreement" };
		const [first] = Object.keys(keys);
		if ("photo" in keys) {
			visit.photo = "";
		}
		show_step(Math.max(names.indexOf(wrong[first] || "details"), 0), errors);
		first in wrong && say(errors[first]);
	}

	// --- how it ends ----------------------------------------------------------------------------------------------

	function show_result({ state, badge }) {
		const own_phone = station.kind === "Door Sign";
		const stays = own_phone && badge;
		show({
			title: t(`${state}_title`),
			lead: stays ? t("keep_open") : t(`${state}_text`),
			nodes: [
				badge ? badge_of(badge) : null,
				badge && !own_phone ? button(t("print_badge"), () => window.print()) : null,
				stays
					? button(t("check_out"), (event) => leave(event.target, badge.code), true)
					: button(t("done"), start_over, Boolean(badge)),
			].filter(Boolean),
		});
		visit = null;
		if (stays) {
			kiosk.keep_badge(badge);
			rest();
		} else {
			stir(RESULT_SHOWN);
		}
	}

	function badge_of(badge) {
		const day = new Date(`${badge.until}T12:00`);
		const locale = language === "en" ? "en-GB" : language;
		const until = new Intl.DateTimeFormat(locale, { dateStyle: "long" }).format(day);
		const line = (text, name) => (text ? el("p", { class: name }, text) : null);
		return el(
			"section",
			{ class: "badge", "aria-label": t("badge") },
			el(
				"div",
				{},
				line(t("badge"), "badge-kind"),
				line(badge.name, "badge-name"),
				line(badge.organisation),
				line(badge.host && t("badge_host", badge.host)),
				line(station.place),
				line(t("badge_until", until)),
				badge.escort ? line(t("badge_escort"), "badge-escort") : null,
			),
			el(
				"div",
				{ class: "badge-pictures" },
				visit && visit.photo
					? el("img", { src: visit.photo, alt: t("photo_yours") })
					: null,
				el("img", { src: badge.qr, alt: t("badge_code") }),
			),
		);
	}

	// --- leaving --------------------------------------------------------------------------------------------------

	function show_leave() {
		screen = show_leave;
		stir();
		const label = station.kind === "Door Sign" ? "leave_label_sign" : "leave_label";
		const given = kiosk.field(t(label), "leaving", {
			autocapitalize: "words",
			maxlength: 500,
		});
		const page = page_for({ back: start_over });
		const form = kiosk.form(
			{ ...page, next: () => leave(form, form.elements.leaving.value.trim()) },
			(made) => (made.elements.leaving.value.trim() ? {} : { leaving: t("required") }),
			given,
			scanner((code) => leave(form, code)),
			kiosk.acts(page, { label: t("check_out") }),
		);
		show({ title: t("leave_title"), nodes: [form], offers_languages: true });
	}

	async function leave(where, text) {
		const answer = await ask(where, "check_out_at_station", { text });
		if (answer && answer.state === "bye") {
			turn += 1;
			visit = null;
			kiosk.keep_badge(null);
			show({
				title: t("bye_title"),
				lead: t("bye_text"),
				nodes: [button(t("done"), start_over)],
			});
			stir(RESULT_SHOWN);
		} else if (answer) {
			settle(answer);
		}
	}

	// --- asking, scanning -----------------------------------------------------------------------------------------

	// one question; while it is under way nothing can be pressed. Answers null when the page has gone on, or the server
	// is not there
	async function ask(where, method, values) {
		const mine = turn;
		const before = idle;
		const buttons = main.querySelectorAll("button");
		buttons.forEach((each) => (each.disabled = true));
		say(t("loading"));
		stir(WAITED_FOR);
		try {
			const answer = await kiosk.call(method, values);
			is_gone = false;
			if (mine !== turn) {
				return null;
			}
			warn("");
			return answer;
		} catch {
			gone();
			mine === turn && warn(t("unreachable"));
			return null;
		} finally {
			if (mine === turn) {
				buttons.forEach((each) => (each.disabled = false));
				say("");
				before ? stir(before.seconds) : rest();
			}
		}
	}

	function scanner(on_code) {
		const message = el("p", { class: "hint", role: "status" });
		const view = el("div");
		const start = button(t("scan"), begin_scan, true);
		let camera = null;

		async function begin_scan() {
			if (camera) {
				return end_scan("");
			}
			stir();
			const scanning = new kiosk.Camera(
				t("scan_label"),
				station.kind === "Door Sign" ? "environment" : "user",
			);
			camera = scanning;
			start.textContent = t("scan_stop");
			on_leave(() => scanning.stop());
			try {
				await scanning.start();
				view.replaceChildren(scanning.video);
				message.textContent = t("scanning");
				await scanning.scan((text) => {
					const code = code_in(text);
					code && (end_scan(""), on_code(code));
					return Boolean(code);
				});
			} catch (problem) {
				end_scan(t(`camera_${problem.message || "none"}`));
			}
		}

		function end_scan(text) {
			camera && camera.stop();
			camera = null;
			view.replaceChildren();
			message.textContent = text;
			start.textContent = t("scan");
		}

		return el("div", { class: "field" }, start, message, view);
	}

	// --- nobody there any more ------------------------------------------------------------------------------------

	let idle = null; // {timer, warned, seconds}
	const dialog = el("dialog", { "aria-labelledby": "idle-title" });
	document.body.append(dialog);

	// somebody is there: count anew
	function stir(seconds) {
		rest();
		const allowed = seconds || (station && station.idle_seconds) || 45;
		const warning = seconds ? 0 : Math.min(WARNING, allowed / 2);
		idle = { seconds };
		idle.timer = window.setTimeout(
			() => (warning ? ask_whether_there(warning) : start_over()),
			(allowed - warning) * 1000,
		);
	}

	// nobody is waited for
	function rest() {
		if (idle) {
			window.clearTimeout(idle.timer);
			window.clearInterval(idle.countdown);
			idle = null;
		}
		dialog.open && dialog.close();
	}

	function ask_whether_there(seconds) {
		let left = Math.round(seconds);
		const text = el("p", {}, t("idle_text", left));
		dialog.replaceChildren(
			el("h2", { id: "idle-title" }, t("idle_title")),
			text,
			button(t("still_here"), () => stir()),
		);
		dialog.oncancel = () => stir();
		dialog.showModal();
		idle.countdown = window.setInterval(() => {
			left -= 1;
			text.textContent = t("idle_text", left);
			left <= 0 && start_over();
		}, 1000);
	}

	["pointerdown", "keydown", "input", "wheel", "touchmove"].forEach((name) =>
		document.addEventListener(name, () => idle && !dialog.open && stir(idle.seconds), {
			passive: true,
			capture: true,
		}),
	);

	// --- the server -----------------------------------------------------------------------------------------------

	let look_timer = null;
	let is_gone = false; // the server, as far as we know
	let is_closed = false; // this station

	// ask what this station shows; on the start page again and again, so that it knows when the server is gone
	async function look() {
		window.clearTimeout(look_timer);
		if (!kiosk.has_key()) {
			return show_closed("unknown");
		}
		let answer = null;
		try {
			answer = await kiosk.call("start_station", {
				revision: station ? station.revision : "",
			});
		} catch {
			gone();
			return missing();
		}
		is_gone = false;
		look_again(LOOK_EVERY);
		take(answer);
	}

	function look_again(seconds) {
		window.clearTimeout(look_timer);
		look_timer = window.setTimeout(look, seconds * 1000);
	}

	function gone() {
		is_gone = true;
		look_again(LOOK_AGAIN);
	}

	function take(answer) {
		const is_free = !visit && (!station || at_start || is_closed);
		if (answer.state === "ready") {
			const first = !station;
			station = answer;
			kiosk.keep_key(station.kind);
			if (is_free) {
				is_closed = false;
				first ? begin_station() : show_start();
			}
		} else if (answer.state === "same" || answer.state === "busy") {
			if (is_closed && station) {
				is_closed = false;
				start_over();
			}
			station || show_closed("busy");
		} else {
			stop_station(answer.state);
			return;
		}
		if (is_free) {
			warn("");
			able(true);
		}
	}

	function begin_station() {
		const asked_for = chosen;
		start_over();
		asked_for && speak(asked_for);
		const badge = station.kind === "Door Sign" && kiosk.kept_badge();
		badge && show_result({ state: "thanks", badge });
	}

	// the key opens nothing any more, or nobody can check in here now: whoever is in the middle of it is told, too
	function stop_station(state) {
		turn += 1;
		station = null;
		is_closed = true;
		if (state === "unknown") {
			kiosk.forget_key();
		}
		warn("");
		show_closed(state === "closed" ? "closed" : "unknown");
	}

	function missing() {
		if (!station) {
			screen = missing;
			show({ title: t("closed_title"), lead: t("paper"), offers_languages: true });
		} else if (at_start) {
			warn(t("paper"));
			able(false);
		}
	}

	function able(can) {
		if (at_start) {
			main.querySelectorAll("button").forEach((each) => (each.disabled = !can));
		}
	}

	// --- the page comes and goes ----------------------------------------------------------------------------------

	window.addEventListener("online", look);
	window.addEventListener("hashchange", () => {
		kiosk.read_key();
		station = null;
		start_over();
	});
	window.addEventListener("pagehide", () => {
		leave_screen();
		turn += 1;
		visit = null;
		main.replaceChildren();
	});
	window.addEventListener("pageshow", (event) => event.persisted && start_over());

	kiosk.read_key();
	screen = () => show({ title: t("loading"), offers_languages: true });
	document.documentElement.lang = language;
	screen();
	look();
})();
