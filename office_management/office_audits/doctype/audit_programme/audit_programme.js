// The form of an Audit Programme: its next dates, and what can be done with it. What it shares with plans of facility
// work is in public/js/facility_plans.js, which is there once the form is.

(function () {
	const PROGRAMME = "Audit Programme";
	const METHODS = {
		preview_programme: "office_management.office_audits.api.preview_programme",
		make_programme_audits: "office_management.office_audits.api.make_programme_audits",
		pause_programme: "office_management.office_audits.api.pause_programme",
		resume_programme: "office_management.office_audits.api.resume_programme",
		end_programme: "office_management.office_audits.api.end_programme",
		skip_programme_date: "office_management.office_audits.api.skip_programme_date",
	};
	const plans = () => office_management.plans;

	frappe.ui.form.on(PROGRAMME, {
		setup(frm) {
			frm.set_query("space", () => ({ filters: { status: ["!=", "Closed"] } }));
			frm.set_query("checklist_template", () => ({ filters: { disabled: 0 } }));
			frm.show_dates = frappe.utils.debounce(() => show_dates(frm), 400);
		},

		onload(frm) {
			if (frm.is_new() && !frm.doc.lead_auditor) {
				frm.set_value("lead_auditor", frappe.session.user);
			}
		},

		refresh(frm) {
			plans().show_weekdays(frm);
			frm.show_dates();
			if (frm.is_new()) {
				return;
			}
			plans().show_indicator(frm);
			if (frm.doc.status === "Active" && frm.doc.generation_error) {
				const why = plans().escaped(frm.doc.generation_error);
				frm.set_intro(__("Audits could not be planned: {0}", [why], PROGRAMME), "red");
			}
			if (frm.doc.__onload?.may_act) {
				add_buttons(frm);
			}
		},

		frequency: (frm) => plans().show_weekdays(frm),
		start_date: (frm) => plans().show_weekdays(frm),
		weekdays: (frm) => plans().show_weekdays(frm),
		company: (frm) => frm.show_dates(),
	});

	const show_dates = (frm) =>
		plans().show_dates(frm, {
			read: (doc) => frappe.xcall(METHODS.preview_programme, { doc }),
			appears: __("Audit Appears", null, PROGRAMME),
			intro: () => __("One audit begins on each of these days.", null, PROGRAMME),
			none: () => __("No date to come.", null, "Facility Plan"),
		});

	// --- acts --------------------------------------------------------------------------------------

	const act = async (frm, method, args = {}) =>
		(
			await frappe.call({
				method: METHODS[method],
				args: { programme: frm.doc.name, ...args },
				freeze: true,
			})
		).message;

	function add_buttons(frm) {
		const add = (label, run) => frm.add_custom_button(label, () => run(frm));
		if (frm.doc.status === "Active") {
			add(__("Plan Audits Now", null, PROGRAMME), make_now);
			add(__("Skip a Date", null, "Facility Plan"), skip_date);
			add(__("Pause", null, "Facility Plan"), pause);
		} else {
			add(__("Resume", null, "Facility Plan"), resume);
		}
		if (frm.doc.status !== "Ended") {
			add(__("End", null, "Facility Plan"), end);
		}
	}

	async function make_now(frm) {
		const number = await act(frm, "make_programme_audits");
		plans().done(
			number
				? __("Audits planned: {0}", [number], PROGRAMME)
				: __("Everything due within {0} days is planned.", [frm.doc.lead_days], PROGRAMME),
		);
		frm.reload_doc();
	}

	async function resume(frm) {
		await act(frm, "resume_programme");
		plans().done(__("The programme goes on from today", null, PROGRAMME));
		frm.reload_doc();
	}

	const pause = (frm) =>
		plans().ask(frm, {
			title: __("Pause This Programme", null, PROGRAMME),
			fields: [plans().reason_field()],
			label: __("Pause", null, "Facility Plan"),
			act: (values) => act(frm, "pause_programme", values),
			done: () => __("Paused", null, "Facility Plan"),
		});

	const end = (frm) =>
		plans().ask(frm, {
			title: __("End This Programme", null, PROGRAMME),
			fields: [plans().reason_field()],
			label: __("End", null, "Facility Plan"),
			act: (values) => act(frm, "end_programme", values),
			done: () => __("Ended. Audits that were planned stay.", null, PROGRAMME),
		});

	const skip_date = (frm) =>
		plans().ask_for_date(frm, {
			act: (values) => act(frm, "skip_programme_date", values),
			done: (given_up) =>
				given_up
					? __("Skipped, and its audit was given up", null, PROGRAMME)
					: __("Skipped; the reason stays on record", null, "Facility Plan"),
		});
})();
