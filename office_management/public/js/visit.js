// The page /visit works without this, apart from signing. With it, what was filled in outlives a lost connection.

(function () {
	const main = document.getElementById("main");
	const coming = document.getElementById("coming");
	if (!coming || !window.fetch || !window.FormData) {
		return;
	}
	const error = document.getElementById("error");
	const pad = signature_pad();

	coming.addEventListener("submit", (event) => {
		event.preventDefault();
		if (pad && !pad.is_ready()) {
			document.getElementById("agreed").focus();
			return say(coming.dataset.read);
		}
		if (pad) {
			coming.elements.signature.value = pad.picture();
		}
		post(coming);
	});

	const not_coming = document.getElementById("not-coming");
	not_coming.addEventListener("submit", (event) => {
		event.preventDefault();
		post(not_coming);
	});

	async function post(form) {
		busy(form, true);
		try {
			const answer = await fetch(form.action, {
				method: "POST",
				body: new FormData(form),
				headers: { Accept: "application/json" },
				referrerPolicy: "no-referrer",
			});
			show(form, (await answer.json()).message);
		} catch {
			say(form.dataset.failed);
		} finally {
			busy(form, false);
		}
	}

	function show(form, answer) {
		if (!answer || !answer.state) {
			return say(form.dataset.failed);
		}
		if (answer.state === "form") {
			return say(answer.error);
		}
		const parts = [element("h1", answer.title), element("p", answer.message, "lead")];
		if (answer.code) {
			const code = element("img", "", "code");
			code.src = answer.code;
			code.alt = document.getElementById("code-label").content.textContent;
			parts.push(code);
		}
		main.dataset.state = answer.state;
		main.replaceChildren(...parts);
		document.title = answer.title;
		const languages = document.querySelector("nav");
		languages && languages.remove();
		main.focus();
		window.scrollTo(0, 0);
	}

	function element(tag, text, css) {
		const made = document.createElement(tag);
		made.textContent = text;
		if (css) {
			made.className = css;
		}
		return made;
	}

	function say(text) {
		error.textContent = text;
		error.hidden = false;
		error.scrollIntoView({ block: "center" });
	}

	function busy(form, is_busy) {
		const button = form.querySelector("button[type=submit]");
		button.dataset.label = button.dataset.label || button.textContent;
		button.disabled = is_busy;
		button.textContent = is_busy ? form.dataset.sending : button.dataset.label;
		if (is_busy) {
			error.hidden = true;
		}
	}

	// --- signing: by typing a name, or by drawing it ------------------------------------------------------

	function signature_pad() {
		const area = document.getElementById("signing");
		if (!area) {
			return null;
		}
		const canvas = document.getElementById("signature");
		const agreed = document.getElementById("agreed");
		const typed = document.getElementById("typed-name");
		const pen = canvas.getContext("2d");
		let drawn = false;
		let last = null;
		area.hidden = false;
		document.getElementById("sign-later").hidden = true;
		wipe();

		function wipe() {
			pen.fillStyle = "#ffffff";
			pen.fillRect(0, 0, canvas.width, canvas.height);
			drawn = false;
		}

		function at(event) {
			const box = canvas.getBoundingClientRect();
			const scale = canvas.width / box.width;
			return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
		}

		canvas.addEventListener("pointerdown", (event) => {
			last = at(event);
			canvas.setPointerCapture(event.pointerId);
			event.preventDefault();
		});
		canvas.addEventListener("pointermove", (event) => {
			if (!last) {
				return;
			}
			const next = at(event);
			pen.strokeStyle = "#101418";
			pen.lineWidth = 4;
			pen.lineCap = "round";
			pen.beginPath();
			pen.moveTo(...last);
			pen.lineTo(...next);
			pen.stroke();
			last = next;
			drawn = true;
		});
		["pointerup", "pointercancel"].forEach((name) =>
			canvas.addEventListener(name, () => (last = null)),
		);
		document.getElementById("clear").addEventListener("click", wipe);

		function write() {
			wipe();
			pen.fillStyle = "#101418";
			pen.font = "italic 52px Georgia, serif";
			pen.textBaseline = "middle";
			pen.fillText(typed.value.trim(), 24, canvas.height / 2, canvas.width - 48);
			drawn = false;
		}

		const is_signed = () => drawn || Boolean(typed.value.trim());
		return {
			is_ready: () => agreed.checked === is_signed(),
			picture() {
				if (!is_signed()) {
					return "";
				}
				if (!drawn) {
					write();
				}
				return canvas.toDataURL("image/png");
			},
		};
	}
})();
