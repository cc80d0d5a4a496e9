// The page /report-a-problem works without this. With it, what was typed outlives a lost connection.

(function () {
	const LARGEST_FILE = 10 * 1024 * 1024;
	const main = document.getElementById("main");
	const form = main && main.querySelector("form");
	if (!form || !window.fetch || !window.FormData) {
		return;
	}
	const error = document.getElementById("error");
	const button = form.querySelector("button");
	const send = button.textContent;

	form.addEventListener("submit", (event) => {
		event.preventDefault();
		const problem = look();
		if (problem) {
			return say(problem);
		}
		post();
	});

	function look() {
		if (!form.elements.text.value.trim()) {
			form.elements.text.focus();
			return form.dataset.empty;
		}
		const photo = form.elements.photo.files[0];
		return photo && photo.size > LARGEST_FILE ? form.dataset.large : "";
	}

	async function post() {
		busy(true);
		try {
			const answer = await fetch(form.action, {
				method: "POST",
				body: new FormData(form),
				headers: { Accept: "application/json" },
			});
			show((await answer.json()).message);
		} catch {
			// the key in the form stays the same, so sending again makes no second report
			say(form.dataset.failed);
		} finally {
			busy(false);
		}
	}

	function show(answer) {
		if (!answer || !answer.state) {
			return say(form.dataset.failed);
		}
		if (answer.state === "form") {
			return say(answer.error);
		}
		const title = document.createElement("h1");
		const text = document.createElement("p");
		title.textContent = answer.title;
		text.textContent = answer.message;
		text.className = "lead";
		main.dataset.state = answer.state;
		main.replaceChildren(title, text);
		document.title = answer.title;
		const languages = document.querySelector("nav");
		languages && languages.remove();
		main.focus();
	}

	function say(text) {
		error.textContent = text;
		error.hidden = false;
		error.scrollIntoView({ block: "center" });
	}

	function busy(is_busy) {
		button.disabled = is_busy;
		button.textContent = is_busy ? form.dataset.sending : send;
		if (is_busy) {
			error.hidden = true;
		}
	}
})();
