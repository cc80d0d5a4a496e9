// The steps between "I am here" and "Check In": details, questions, agreement, photo. Each makes what one screen shows.
//
// A step gets `page` (see kiosk.js: t, next, back, say, on_leave, is_last) and `visit`, where what was given is kept.

(function () {
	const kiosk = (window.kiosk = window.kiosk || {});
	const { el } = kiosk;
	const KEYBOARDS = {
		full_name: { autocapitalize: "words", maxlength: 140 },
		organisation: { autocapitalize: "words", maxlength: 140 },
		email: { inputmode: "email", autocapitalize: "none", maxlength: 140 },
		phone: { inputmode: "tel", maxlength: 140 },
		vehicle_plate: { autocapitalize: "characters", maxlength: 20 },
		host: { autocapitalize: "words", maxlength: 140 },
	};

	// which steps a form has
	kiosk.steps_of = function (form) {
		return [
			form.fields.length && "details",
			form.questions.length && "questions",
			form.agreement && "agreement",
			form.photo !== "Off" && "photo",
		].filter(Boolean);
	};

	kiosk.acts = function (page, values = {}) {
		const label = values.label || (page.is_last ? page.t("check_in") : page.t("next"));
		return el(
			"div",
			{ class: "acts" },
			el(
				"button",
				{ type: values.onclick ? "button" : "submit", onclick: values.onclick },
				label,
			),
			el("button", { type: "button", class: "quiet", onclick: page.back }, page.t("back")),
		);
	};

	// a form that asks once more where something is missing or wrong
	kiosk.form = function (page, check, ...children) {
		const form = el("form", { novalidate: true, autocomplete: "off" }, ...children);
		form.addEventListener("submit", (event) => {
			event.preventDefault();
			const errors = check(form);
			kiosk.say_errors(form, errors);
			if (!Object.keys(errors).length) {
				page.next();
			}
		});
		return form;
	};

	// --- details --------------------------------------------------------------------------------------------------

	kiosk.steps = {};

	kiosk.steps.details = function (page, visit) {
		const { t } = page;
		const fields = visit.form.fields.map(({ name, required }) =>
			kiosk.field(
				required ? t(name) : t("optional", t(name)),
				name,
				{
					...KEYBOARDS[name],
					value: visit.values[name] || "",
					"aria-required": String(required),
				},
				name === "host" ? t("host_hint") : "",
			),
		);
		const check = (form) => {
			const errors = {};
			visit.form.fields.forEach(({ name, required }) => {
				visit.values[name] = form.elements[name].value.trim();
				if (required && !visit.values[name]) {
					errors[name] = t("required");
				}
			});
			return errors;
		};
		const form = kiosk.form(
			page,
			check,
			el("div", { class: "fields" }, ...fields),
			kiosk.acts(page),
		);
		return { title: t("details_title"), nodes: [form], form };
	};

	// --- questions ------------------------------------------------------------------------------------------------

	kiosk.steps.questions = function (page, visit) {
		const { t } = page;
		const name_of = (question) => `answer-${question.line_key}`;
		const fields = visit.form.questions.map((question) =>
			question.answer_type === "Text"
				? kiosk.field(label_of(question), name_of(question), {
						value: visit.answers[question.line_key] || "",
						maxlength: 500,
						"aria-required": String(question.is_required),
					})
				: choices(question),
		);

		function label_of(question) {
			return question.is_required ? question.question : t("optional", question.question);
		}

		function choices(question) {
			const name = name_of(question);
			const options = question.choices.map((choice, number) =>
				el(
					"label",
					{ for: `${name}-${number}` },
					el("input", {
						type: "radio",
						id: `${name}-${number}`,
						name,
						value: choice,
						checked: visit.answers[question.line_key] === choice,
					}),
					words_of(question, choice),
				),
			);
			return el(
				"fieldset",
				{ "aria-describedby": `error-${name}` },
				el("legend", {}, label_of(question)),
				el("div", { class: "choices" }, ...options),
				el("p", { class: "error", id: `error-${name}`, hidden: true }),
			);
		}

		function words_of(question, choice) {
			return question.answer_type === "Yes or No"
				? t(choice === "Yes" ? "yes" : "no")
				: choice;
		}

		const check = (form) => {
			const errors = {};
			visit.form.questions.forEach((question) => {
				const given = form.elements[name_of(question)].value.trim();
				visit.answers[question.line_key] = given;
				if (question.is_required && !given) {
					errors[name_of(question)] = t(
						question.answer_type === "Text" ? "required" : "choose",
					);
				}
			});
			return errors;
		};
		const form = kiosk.form(page, check, ...fields, kiosk.acts(page));
		return { title: t("questions_title"), nodes: [form], form };
	};

	// --- agreement ------------------------------------------------------------------------------------------------

	kiosk.steps.agreement = function (page, visit) {
		const { t } = page;
		const { agreement } = visit.form;
		const text = el("div", {
			class: "agreement",
			tabindex: "0",
			role: "region",
			"aria-label": t("agreement_text"),
		});
		text.append(kiosk.plain_copy(agreement.body || ""));
		const error = el("p", {
			class: "error",
			id: "error-signature",
			role: "alert",
			hidden: true,
		});
		const pad = new kiosk.Signature(t("signature"), () => (error.hidden = true));
		const name = kiosk.field(t("full_name"), "signed_name", {
			autocapitalize: "words",
			maxlength: 140,
			value: visit.values.full_name || visit.name || "",
			oninput: (event) => pad.write(event.target.value.trim()),
		});
		name.hidden = true;
		const typed = el("button", { type: "button", class: "quiet" }, t("sign_typed"));
		typed.addEventListener("click", () => {
			name.hidden = false;
			const input = name.querySelector("input");
			pad.write(input.value.trim());
			input.focus();
		});
		const clear = el("button", { type: "button", class: "quiet" }, t("clear"));
		clear.addEventListener("click", () => pad.clear());
		const check = () => {
			if (!pad.is_signed()) {
				error.textContent = t("sign_first");
				error.hidden = false;
				return { signature: t("sign_first") };
			}
			visit.signature = pad.picture();
			return {};
		};
		const form = kiosk.form(
			page,
			check,
			text,
			el("p", { class: "hint" }, t("signature_hint")),
			pad.canvas,
			el("div", { class: "signed-by" }, typed, clear),
			name,
			error,
			kiosk.acts(page, { label: t("agree") }),
		);
		page.on_leave(() => pad.clear());
		return { title: agreement.title, lead: t("agreement_lead"), nodes: [form] };
	};

	// --- photo ----------------------------------------------------------------------------------------------------

	kiosk.steps.photo = function (page, visit) {
		const { t } = page;
		const camera = new kiosk.Camera(t("scan_label"), "user");
		const shown = el("img", { class: "photo", alt: t("photo_yours"), hidden: true });
		const why = el("p", { class: "lead", role: "status", hidden: true });
		const error = el("p", { class: "error", role: "alert", hidden: true });
		const take = el("button", { type: "button", hidden: true }, t("photo_take"));
		const again = el(
			"button",
			{ type: "button", class: "quiet", hidden: true },
			t("photo_again"),
		);
		const input = el("input", {
			type: "file",
			accept: "image/jpeg,image/png,image/webp",
			capture: "user",
			"aria-label": t("photo_file"),
		});
		const file = el(
			"div",
			{ class: "button quiet file", hidden: true },
			t("photo_file"),
			input,
		);
		const skip = el("button", { type: "button", class: "quiet" }, t("photo_skip"));
		const acts = kiosk.acts(page, { onclick: () => page.next() });

		take.addEventListener("click", () => keep(camera.photo()));
		again.addEventListener("click", () => {
			keep("");
			camera.video.srcObject ? take.focus() : input.focus();
		});
		input.addEventListener("change", async () => {
			try {
				keep(input.files[0] ? await kiosk.photo_of_file(input.files[0]) : "");
			} catch {
				say(t("photo_wrong"));
			}
			input.value = "";
		});
		skip.addEventListener("click", () => {
			visit.photo = "";
			page.next();
		});

		function keep(picture) {
			visit.photo = picture;
			say("");
			picture ? shown.setAttribute("src", picture) : shown.removeAttribute("src");
			arrange();
			if (picture) {
				page.say(t("photo_taken"));
				again.focus();
			}
		}

		function arrange() {
			const works = Boolean(camera.video.srcObject);
			shown.hidden = again.hidden = !visit.photo;
			camera.video.hidden = take.hidden = Boolean(visit.photo) || !works;
			file.hidden = Boolean(visit.photo) || works;
			skip.hidden = Boolean(visit.photo);
			acts.firstChild.hidden = !visit.photo;
		}

		function say(text) {
			error.textContent = text;
			error.hidden = !text;
		}

		camera.video.hidden = true;
		camera
			.start()
			.catch((problem) => {
				why.textContent = t(`camera_${problem.message}`);
				why.hidden = false;
			})
			.finally(arrange);
		page.on_leave(() => {
			camera.stop();
			shown.removeAttribute("src");
		});
		visit.photo ? keep(visit.photo) : arrange();
		const nodes = [why, camera.video, shown, error, take, again, file, skip, acts];
		const lead = visit.form.photo === "Required" ? t("photo_needed") : t("photo_lead");
		return { title: t("photo_title"), lead, nodes };
	};
})();
