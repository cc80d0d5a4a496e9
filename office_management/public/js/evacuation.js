// Alarm or drill in two taps: office_management.evacuation.start({ space }) asks which, and opens the list.
// Used by the form of a place, by tasks that are drills, and by pages (which include this file).

frappe.provide("office_management.evacuation");

(function () {
	const EVACUATION = "Evacuation";
	const API = "office_management.front_desk.page.roll_call.roll_call.";
	const RECEPTION = ["System Manager", "Office Manager", "Office Receptionist"];

	const open = (name) => frappe.set_route("roll-call", name);

	// reception sees the button everywhere; wardens start from the page Roll Call, which asks the server
	const may_start = () =>
		frappe.model.can_read(EVACUATION) && RECEPTION.some((role) => frappe.user.has_role(role));

	// `space`: the place, asked for when left out; `task`: a drill that was planned, then only a drill is offered
	async function start({ space, label, task } = {}) {
		const known = space
			? { places: [{ name: space, label: label || space }], open: [] }
			: await frappe.xcall(API + "get_places", {}, "GET");
		if (!known.places.length && !known.open.length) {
			frappe.msgprint(
				__(
					"You may not start an evacuation. Reception, office managers and wardens may.",
					null,
					EVACUATION,
				),
			);
			return;
		}
		ask(known, task);
	}

	function ask(known, task) {
		const dialog = new frappe.ui.Dialog({
			title: __("Evacuation", null, EVACUATION),
			fields: [{ fieldtype: "HTML", fieldname: "body" }],
		});
		const $body = dialog.fields_dict.body.$wrapper.addClass("evacuation-start");
		for (const one of known.open) {
			$body.append(open_button(one, dialog));
		}
		const place = place_choice(known.places);
		if (known.places.length) {
			$body.append(place.element);
			if (!task) {
				$body.append(choice("btn-danger", ALARM(), () => go(dialog, place.value(), 0)));
			}
			$body.append(choice("btn-warning", DRILL(), () => go(dialog, place.value(), 1, task)));
		}
		dialog.show();
	}

	const ALARM = () => ({
		title: __("Alarm", null, EVACUATION),
		text: __("Everybody must get out now.", null, EVACUATION),
	});
	const DRILL = () => ({
		title: __("Drill", null, EVACUATION),
		text: __("Practice. Wardens are told that it is a drill.", null, EVACUATION),
	});

	function open_button(one, dialog) {
		const text = one.is_drill
			? __("Open drill: {0}", [one.place], EVACUATION)
			: __("Open alarm: {0}", [one.place], EVACUATION);
		const about = __("Go to the list", null, EVACUATION);
		return choice("btn-default", { title: text, text: about }, () => {
			dialog.hide();
			open(one.name);
		});
	}

	// one place is said, several are chosen from
	function place_choice(places) {
		if (places.length < 2) {
			return {
				element: $('<p class="text-muted"></p>').text(places[0]?.label || ""),
				value: () => places[0].name,
			};
		}
		const $select = $('<select class="form-control input-lg"></select>')
			.attr("aria-label", __("Place", null, EVACUATION))
			.css({ "min-height": "44px", "margin-bottom": "12px" });
		places.forEach((one) => $("<option>").val(one.name).text(one.label).appendTo($select));
		return { element: $select, value: () => $select.val() };
	}

	function choice(look, { title, text }, click) {
		return $('<button type="button" class="btn btn-block"></button>')
			.addClass(look)
			.css({ "min-height": "72px", "margin-bottom": "12px", "white-space": "normal" })
			.append($('<div style="font-size: 20px; font-weight: 600"></div>').text(title))
			.append($("<div></div>").text(text))
			.on("click", click);
	}

	async function go(dialog, space, is_drill, task) {
		dialog.$wrapper.find("button").prop("disabled", true);
		try {
			const made = await frappe.xcall(API + "start_evacuation", {
				space,
				is_drill,
				facility_task: task || null,
			});
			dialog.hide();
			open(made.name);
			if (!made.is_new) {
				frappe.show_alert({
					message: __(
						"There is an open evacuation here already. This is it.",
						null,
						EVACUATION,
					),
					indicator: "orange",
				});
			}
		} finally {
			dialog.$wrapper.find("button").prop("disabled", false);
		}
	}

	Object.assign(office_management.evacuation, { start, open, may_start });
})();
