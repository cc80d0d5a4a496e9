frappe.pages["report-a-problem"].on_page_load = function (wrapper) {
	const page = frappe.ui.make_app_page({
		parent: wrapper,
		title: __("Report a Problem", null, "Problem Report"),
		single_column: true,
	});
	wrapper.problem_report = new ProblemReport(page);
};

frappe.pages["report-a-problem"].on_page_show = function (wrapper) {
	const space = (frappe.route_options || {}).space;
	frappe.route_options = null;
	wrapper.problem_report.show(space);
};

const PROBLEMS = "office_management.facilities.api.";
const STATE_COLORS = {
	Open: "orange",
	"In Progress": "blue",
	"On Hold": "gray",
	Done: "green",
	Verified: "green",
};

class ProblemReport {
	constructor(page) {
		this.places = new Map();
		this.body = $(`<div class="problem-report"></div>`).appendTo(page.body);
		this.form = this.make_form().appendTo(this.body);
		this.own = $(`<section aria-live="polite"></section>`).appendTo(this.body);
	}

	async show(space) {
		this.key = frappe.utils.get_random(32);
		const answer = await frappe.xcall(PROBLEMS + "get_report_form", { space });
		const untouched = !this.place.val() && !this.place.is(":focus");
		if (answer.place && (space || untouched)) {
			this.place.val(this.remember(answer.place));
		}
		this.show_reports(answer.reports);
	}

	// --- the form -------------------------------------------------------------------------------------------

	make_form() {
		this.text = $(
			`<textarea id="problem-text" class="form-control" rows="3" maxlength="2000" required></textarea>`,
		);
		this.place = $(
			`<input id="problem-place" class="form-control" list="problem-places" autocomplete="off">`,
		);
		this.list = $(`<datalist id="problem-places"></datalist>`);
		this.photo = $(
			`<input id="problem-photo" type="file" accept="image/jpeg,image/png,image/webp">`,
		);
		this.danger = $(`<input id="problem-danger" type="checkbox">`);
		this.button = $(`<button type="submit" class="btn btn-primary"></button>`).text(
			__("Send", null, "Problem Report"),
		);
		this.place.on(
			"input",
			frappe.utils.debounce(() => this.look_up(), 250),
		);
		this.place.on("focus", () => this.look_up());
		return $(`<form class="frappe-card"></form>`)
			.append(
				field("problem-text", __("What is wrong?", null, "Problem Report"), this.text),
				field("problem-place", __("Where", null, "Problem Report"), this.place, this.list),
				field("problem-photo", __("Photo", null, "Problem Report"), this.photo),
				this.danger_switch(),
				this.button,
			)
			.on("submit", (event) => {
				event.preventDefault();
				this.send();
			});
	}

	danger_switch() {
		return $(`<div class="form-group problem-danger"></div>`).append(
			this.danger,
			$(`<label for="problem-danger" class="mb-0"></label>`).text(
				__("It is dangerous: tell somebody at once", null, "Problem Report"),
			),
		);
	}

	remember(place) {
		const shown =
			place.label === place.value ? place.value : `${place.label} (${place.value})`;
		this.places.set(shown, place.value);
		return shown;
	}

	async look_up() {
		const typed = this.place.val();
		const txt = this.places.has(typed) ? "" : typed;
		const found = await frappe.xcall(PROBLEMS + "find_report_places", { txt });
		if (this.place.val() !== typed) {
			return;
		}
		const options = found.map((place) => $(`<option></option>`).val(this.remember(place)));
		this.list.empty().append(options);
	}

	// --- sending --------------------------------------------------------------------------------------------

	async send() {
		if (!(await this.settle_place())) {
			frappe.show_alert({
				message: __(
					"Choose the place from the list, or leave it empty.",
					null,
					"Problem Report",
				),
				indicator: "orange",
			});
			this.place.trigger("focus");
			return;
		}
		this.button.prop("disabled", true);
		try {
			await this.post(this.places.get(this.place.val()) || "");
			this.done();
		} finally {
			this.button.prop("disabled", false);
		}
	}

	// what was typed is a place of the list, or can mean only one, or is nothing
	async settle_place() {
		this.place.val(this.place.val().trim());
		if (!this.place.val() || this.places.has(this.place.val())) {
			return true;
		}
		await this.look_up();
		const options = this.list.children();
		if (options.length === 1) {
			this.place.val(options.val());
		}
		return this.places.has(this.place.val());
	}

	async post(space) {
		const data = new FormData();
		data.append("text", this.text.val());
		data.append("space", space);
		data.append("is_dangerous", this.danger.prop("checked") ? "1" : "0");
		data.append("key", this.key);
		const [photo] = this.photo[0].files;
		if (photo) {
			data.append("photo", photo);
		}
		const answer = await fetch(`/api/method/${PROBLEMS}report_problem_at_desk`, {
			method: "POST",
			body: data,
			headers: { Accept: "application/json", "X-Frappe-CSRF-Token": frappe.csrf_token },
		});
		if (!answer.ok) {
			show_refusal(await answer.json().catch(() => ({})));
			throw new Error("not taken");
		}
	}

	done() {
		frappe.show_alert({
			message: __("Thank you. We have your report.", null, "Problem Report"),
			indicator: "green",
		});
		this.form[0].reset();
		this.show();
	}

	// --- what was reported before ---------------------------------------------------------------------------

	show_reports(reports) {
		this.own.empty();
		$(`<h4></h4>`)
			.text(__("My Reports", null, "Problem Report"))
			.appendTo(this.own);
		if (!reports.length) {
			$(`<p class="text-muted"></p>`)
				.text(__("You have reported nothing yet.", null, "Problem Report"))
				.appendTo(this.own);
			return;
		}
		$(`<ul></ul>`).append(reports.map(report_item)).appendTo(this.own);
	}
}

function field(id, label, ...inputs) {
	return $(`<div class="form-group"></div>`).append(
		$(`<label class="control-label"></label>`).attr("for", id).text(label),
		...inputs,
	);
}

function report_item(report) {
	const parts = [report.space_name, frappe.datetime.prettyDate(report.creation)];
	if (report.outcome && ["Done", "Verified"].includes(report.status)) {
		parts.push(report.outcome);
	}
	const text = $(`<div></div>`).append(
		$(`<div></div>`).text(report.subject),
		$(`<div class="text-muted small"></div>`).text(parts.filter(Boolean).join(" · ")),
	);
	const state = $(`<span class="indicator-pill no-indicator-dot"></span>`)
		.addClass(STATE_COLORS[report.status] || "gray")
		.text(report.state);
	return $(`<li></li>`).append(text, state);
}

function show_refusal(answer) {
	const messages = JSON.parse(answer._server_messages || "[]").map(
		(each) => JSON.parse(each).message,
	);
	const failed = __(
		"Your report could not be sent. Your words are still here: press Send again.",
		null,
		"Problem Report",
	);
	frappe.msgprint({
		message: messages.join("<br>") || failed,
		title: __("Not Sent", null, "Problem Report"),
		indicator: "orange",
	});
}
