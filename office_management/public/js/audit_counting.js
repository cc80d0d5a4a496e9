// Counting in an audit: choose the room, then scan, or type, tag after tag. What cannot be sent waits on this device
// and is sent later, once each; closing the page loses nothing.

frappe.provide("office_management.audits");

(function () {
	const AUDIT = "Office Audit";
	const SCAN = "Audit Scan";
	const TAKE = "office_management.office_audits.api.take_scans";
	const LIVE = ["In Progress", "Reconciling"];
	const RETRY = 15000; // milliseconds between two tries to send what waits
	const MOST_SHOWN = 50;
	const PORTION = 100;

	const escape = (text) => frappe.utils.escape_html(`${text ?? ""}`);
	const clock = () => moment().format("YYYY-MM-DD HH:mm:ss.SSS");

	// --- what waits on this device ------------------------------------------------------------------------------

	const key = (audit) => `office-audit-scans:${frappe.session.user}:${audit}`;

	function waiting(audit) {
		try {
			return JSON.parse(localStorage.getItem(key(audit)) || "[]");
		} catch {
			return [];
		}
	}

	function keep(audit, scans) {
		if (scans.length) {
			localStorage.setItem(key(audit), JSON.stringify(scans));
		} else {
			localStorage.removeItem(key(audit));
		}
	}

	function device() {
		let name = localStorage.getItem("office-audit-device");
		if (!name) {
			name = frappe.utils.get_random(12);
			localStorage.setItem("office-audit-device", name);
		}
		return name;
	}

	let sending = Promise.resolve();

	// in order, one request at a time; answers by the id of the scan
	function send(audit) {
		sending = sending.catch(() => {}).then(() => send_waiting(audit));
		return sending;
	}

	async function send_waiting(audit) {
		const answers = {};
		for (let scans = waiting(audit); scans.length; scans = waiting(audit)) {
			const portion = scans.slice(0, PORTION);
			const told = await frappe.xcall(TAKE, {
				audit,
				scans_json: JSON.stringify(portion),
				device: device(),
				device_now: clock(),
			});
			told.forEach((answer) => (answers[answer.scan_id] = answer));
			const sent = new Set(portion.map((scan) => scan.serial));
			keep(
				audit,
				waiting(audit).filter((scan) => !sent.has(scan.serial)),
			);
		}
		return answers;
	}

	function add(audit, scan) {
		const made = { serial: frappe.utils.get_random(16), device_time: clock(), ...scan };
		keep(audit, [...waiting(audit), made]);
		return made;
	}

	// --- the dialog ---------------------------------------------------------------------------------------------

	function count(frm) {
		const audit = frm.doc.name;
		const seen = [];
		const dialog = new frappe.ui.Dialog({
			title: __("Count: {0}", [frm.doc.title], AUDIT),
			fields: fields_of(frm),
			primary_action_label: __("Seen", null, AUDIT),
			primary_action: take,
		});

		async function take() {
			const values = dialog.get_values(true);
			const tag = (values.tag || "").trim();
			if (!tag) {
				dialog.get_field("tag").set_focus();
				return;
			}
			dialog.set_value("tag", "");
			const scan = add(audit, {
				scan_id: frappe.utils.get_random(24),
				tag,
				space: await place_of(dialog.get_field("space")),
				quantity: values.quantity,
				condition: values.condition,
				note: values.note,
				way: "Typed",
			});
			seen.unshift(scan);
			dialog.set_values({ quantity: 1, condition: "", note: "" });
			dialog.get_field("tag").set_focus();
			deliver();
		}

		async function deliver() {
			draw();
			try {
				const answers = await send(audit);
				seen.forEach((scan) => {
					if (answers[scan.scan_id] && !scan.undone) {
						scan.answer = answers[scan.scan_id];
					}
				});
			} catch {
				// it waits on this device; the line on top says so
			}
			draw();
		}

		function take_back(scan) {
			scan.undone = true;
			add(audit, { scan_id: scan.scan_id, tag: scan.tag, undo: true });
			deliver();
		}

		function draw() {
			const left = waiting(audit).length;
			const rows = seen.slice(0, MOST_SHOWN).map(row_html);
			const note = left
				? `<p class="text-warning">${__("Not sent yet: {0}. They are kept on this device.", [left], AUDIT)}</p>`
				: "";
			const $list = dialog.fields_dict.list.$wrapper;
			$list.html(
				`${note}<ul class="list-unstyled" aria-live="polite">${rows.join("")}</ul>`,
			);
			$list.find("[data-scan]").on("click", (event) => {
				take_back(seen.find((scan) => scan.scan_id === event.target.dataset.scan));
			});
		}

		dialog.get_field("tag").$input.on("keydown", (event) => {
			if (event.key === "Enter") {
				event.preventDefault();
				event.stopPropagation();
				take();
			}
		});
		const retry = setInterval(() => waiting(audit).length && deliver(), RETRY);
		const online = () => deliver();
		window.addEventListener("online", online);
		dialog.onhide = () => {
			clearInterval(retry);
			window.removeEventListener("online", online);
			frm.reload_doc();
		};
		dialog.show();
		deliver();
	}

	// the name behind the title; a title that was just typed is looked up by the field itself, which takes a moment
	async function place_of(field) {
		for (let tries = 0; tries < 20; tries++) {
			const text = field.$input.val();
			const name = text && field.title_value_map?.[text];
			if (!text || name) {
				return name || null;
			}
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
		return field.get_value();
	}

	function fields_of(frm) {
		const conditions = ["", "Good", "Worn", "Damaged", "Unusable"];
		return [
			{
				fieldname: "space",
				fieldtype: "Link",
				options: "Office Space",
				label: __("Where You Are", null, AUDIT),
				default: frm.doc.space,
			},
			{
				fieldname: "tag",
				fieldtype: "Data",
				options: "Barcode",
				label: __("Tag", null, SCAN),
				description: __("Scan or type it, then press Enter", null, AUDIT),
			},
			{
				fieldtype: "Section Break",
				collapsible: 1,
				label: __("Condition and Note", null, AUDIT),
			},
			{
				fieldname: "condition",
				fieldtype: "Select",
				label: __("Condition", null, SCAN),
				options: conditions.map((value) => ({
					value,
					label: value && __(value, null, SCAN),
				})),
			},
			{ fieldtype: "Column Break" },
			{
				fieldname: "quantity",
				fieldtype: "Int",
				label: __("Number", null, SCAN),
				default: 1,
			},
			{ fieldtype: "Section Break", hide_border: 1 },
			{ fieldname: "note", fieldtype: "Data", label: __("Note", null, SCAN) },
			{ fieldtype: "Section Break" },
			{ fieldname: "list", fieldtype: "HTML" },
		];
	}

	function row_html(scan) {
		const [color, words] = scan.undone
			? ["gray", __("taken back", null, AUDIT)]
			: said_of(scan.answer);
		const name = scan.answer?.asset_name ? ` ${escape(scan.answer.asset_name)}` : "";
		const undo = scan.undone
			? ""
			: `<button class="btn btn-xs btn-link text-nowrap" data-scan="${scan.scan_id}">${__("Take Back", null, AUDIT)}</button>`;
		return `<li class="d-flex justify-content-between align-items-center">
			<span><span class="indicator ${color}"></span> <b>${escape(scan.tag)}</b>${name}: ${words}</span>${undo}</li>`;
	}

	function said_of(answer) {
		if (!answer) {
			return ["gray", __("kept on this device", null, AUDIT)];
		}
		const place = escape(answer.expected_space);
		return {
			right: ["green", __("right", null, AUDIT)],
			elsewhere: ["orange", __("belongs to {0}", [place], AUDIT)],
			again: ["blue", __("counted already by {0}", [escape(answer.by)], AUDIT)],
			unknown: ["red", __("nobody knows this tag; it is kept", null, AUDIT)],
			outside: ["orange", __("not in this audit; it is kept", null, AUDIT)],
		}[answer.answer];
	}

	office_management.audits.count = count;

	frappe.ui.form.on(AUDIT, {
		refresh(frm) {
			if (!frm.is_new() && LIVE.includes(frm.doc.status)) {
				frm.add_custom_button(__("Count", null, AUDIT), () => count(frm));
			}
		},
	});
})();
