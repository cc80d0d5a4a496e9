frappe.pages["office-day"].on_page_load = function (wrapper) {
	const page = frappe.ui.make_app_page({
		parent: wrapper,
		title: __("Office Day", null, "Office Day"),
		single_column: true,
	});
	wrapper.office_day = new OfficeDay(page);
};

frappe.pages["office-day"].on_page_show = function (wrapper) {
	wrapper.office_day.refresh();
};

class OfficeDay {
	constructor(page) {
		this.page = page;
		this.body = $(`<div class="office-day" aria-live="polite"></div>`).appendTo(page.body);
		page.set_secondary_action(
			__("Refresh", null, "Office Day"),
			() => this.refresh(),
			"refresh",
		);
	}

	async refresh() {
		if (!this.body.children().length) {
			this.say(__("Loading…", null, "Office Day"));
		}
		try {
			const day = await frappe.xcall(
				"office_management.office_administration.api.get_office_day",
			);
			this.show(day);
		} catch (error) {
			this.say(
				__("Office Day could not be loaded. Refresh to try again.", null, "Office Day"),
			);
			throw error;
		}
	}

	show(day) {
		this.body.empty();
		$(`<div class="office-day-date"></div>`).text(long_date(day.date)).appendTo(this.body);
		if (!day.areas.length) {
			this.body.append(empty_state(__("Nothing needs you today.", null, "Office Day")));
		}
		for (const area of day.areas) {
			this.body.append(area_section(area));
		}
	}

	say(text) {
		this.body.html(empty_state(text));
	}
}

function long_date(date) {
	const language = (frappe.boot.lang || "en").replace("_", "-");
	const weekday = moment(date).toDate().toLocaleDateString(language, { weekday: "long" });
	return `${weekday} ${frappe.datetime.str_to_user(date)}`;
}

function empty_state(text) {
	return $(`<div class="text-muted text-center" style="padding: var(--padding-xl)"></div>`).text(
		text,
	);
}

function area_section(area) {
	const id = `office-day-${area.key}`;
	const section = $(`<section class="office-day-area"></section>`).attr("aria-labelledby", id);
	$(`<h4></h4>`).attr("id", id).text(area.title).appendTo(section);
	const [quiet, pressing] = split(area.blocks, is_quiet);
	if (pressing.length) {
		$(`<div class="office-day-blocks"></div>`)
			.append(pressing.map(block_card))
			.appendTo(section);
	}
	if (quiet.length) {
		section.append(quiet_line(quiet));
	}
	return section;
}

function split(items, test) {
	return [items.filter(test), items.filter((item) => !test(item))];
}

function is_quiet(block) {
	return block.count === 0 && !block.failed;
}

function quiet_line(blocks) {
	const titles = blocks.map((block) => block.title).join(" · ");
	return $(`<div class="office-day-quiet"></div>`)
		.append($(`<span class="indicator green"></span>`))
		.append(document.createTextNode(__("All in order: {0}", [titles], "Office Day")));
}

function block_card(block) {
	const card = $(`<article class="frappe-card office-day-block"></article>`);
	card.attr("data-block", block.key);
	card.append(block_head(block));
	if (block.rows.length) {
		$(`<ul class="office-day-rows"></ul>`).append(block.rows.map(row_item)).appendTo(card);
	}
	if (block.text) {
		$(`<p class="office-day-text text-muted"></p>`).text(block.text).appendTo(card);
	}
	return card.append(block_foot(block));
}

function block_head(block) {
	const head = $(`<div class="office-day-head"></div>`);
	$(`<h5></h5>`).text(block.title).appendTo(head);
	if (block.count !== undefined) {
		$(`<span class="indicator-pill no-indicator-dot"></span>`)
			.addClass(block.indicator || "blue")
			.text(block.count)
			.appendTo(head);
	}
	return head;
}

function row_item(row) {
	const item = $(`<li></li>`);
	const text = $(`<div class="office-day-row-text"></div>`).appendTo(item);
	const title = row.route ? link_to(row.route) : $(`<span></span>`);
	title.text(row.title).appendTo(text);
	if (row.subtitle) {
		$(`<div class="text-muted"></div>`).text(row.subtitle).appendTo(text);
	}
	if (row.action) {
		action_button(row.action, row.title).addClass("btn-xs").appendTo(item);
	}
	return item;
}

function link_to(route) {
	return $(`<a></a>`).attr("href", frappe.router.make_url(route));
}

function block_foot(block) {
	const hidden = (block.count || 0) - block.rows.length;
	if (!block.action && hidden <= 0) {
		return "";
	}
	const foot = $(`<div class="office-day-foot"></div>`);
	const more = hidden > 0 ? __("and {0} more", [hidden], "Office Day") : "";
	$(`<span class="text-muted"></span>`).text(more).appendTo(foot);
	if (block.action) {
		action_button(block.action, block.title).addClass("btn-sm").appendTo(foot);
	}
	return foot;
}

function action_button(action, about) {
	return $(`<button type="button" class="btn btn-default"></button>`)
		.text(action.label)
		.attr("aria-label", `${action.label}: ${about}`)
		.on("click", () => run_action(action));
}

function run_action(action) {
	if (action.new) {
		return frappe.new_doc(action.new, action.values || {});
	}
	frappe.route_options = action.options || null;
	return frappe.set_route(action.route);
}
