"""One small bad example, or more, for each rule; and good examples for the rules that are easily too strict.

An example is the least clone that breaks the rule: path -> text (a dict is written as JSON).
"""

P = "office_management"
API = f"{P}/office_space/api.py"
HOOKS = f"{P}/hooks.py"
CONTROLLER = f"{P}/office_space/doctype/thing/thing.py"
THING = f"{P}/office_space/doctype/thing/thing.json"
WHITELIST = "@frappe.whitelist(methods=['GET'])\n"


def thing(*fields, **values) -> dict:
	"""A DocType JSON with these fields."""
	return {
		"doctype": "DocType",
		"name": "Thing",
		"module": "Office Space",
		"creation": "2026-01-01 00:00:00.000000",
		"modified": "2026-01-02 00:00:00.000000",
		"fields": list(fields),
		"permissions": [],
		**values,
	}


def field(fieldname: str, fieldtype: str = "Data", **values) -> dict:
	return {"fieldname": fieldname, "fieldtype": fieldtype, **values}


def code(path: str, text: str) -> dict:
	return {path: text}


ALL_ROLES = (
	"System Manager",
	"Office Manager",
	"Office Receptionist",
	"Facility Technician",
	"Office Auditor",
)
MODULES = {f"{P}/modules.txt": "Office Space\nFront Desk\n"}
CARD = {"doctype": "Number Card", "name": "Seats", "module": "Office Space"}
BLOCK = """class Thing(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		{}
	# end: auto-generated types
"""
POT = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
ENTRY = 'msgctxt "Thing"\nmsgid "{0} seats"\nmsgstr "{1}"\n\n'
LOCALE = f"{P}/locale"

BAD = [
	# database
	(
		"database.raw_sql",
		code(API, "def f():\n\tfrappe.db.sql('select 1')\n"),
		"raw SQL through frappe.db.sql",
	),
	("database.raw_sql", code(API, "def f(x):\n\treturn f'select name from `tab{x}`'\n"), "formatted string"),
	("database.commits", code(API, "def f():\n\tfrappe.db.commit()\n"), "belongs in batches.py"),
	("database.commits", code(API, "def f():\n\tfrappe.db.rollback()\n"), "belongs in batches.py"),
	(
		"database.commits",
		code(API, "def f():\n\tfrappe.db.rollback(save_point='x')\n"),
		"of a savepoint belongs in savepoints.py",
	),
	("database.lists", code(API, "def f():\n\tfrappe.get_all('Asset')\n"), "without order_by"),
	(
		"database.lists",
		code(API, "def f():\n\tfrappe.get_all('Asset', fields=['count(name) as n'], order_by='name')\n"),
		"use frappe.qb",
	),
	("database.overrides", code(HOOKS, "override_doctype_class = {}\n"), "override_doctype_class"),
	(
		"database.overrides",
		code(API, "import erpnext\n\n\ndef f():\n\terpnext.get_company = None\n"),
		"erpnext.get_company of another app is replaced",
	),
	("database.swallowed", code(API, "try:\n\tf()\nexcept ValueError:\n\tpass\n"), "swallowed"),
	("database.swallowed", code(API, "with contextlib.suppress(Exception):\n\tf()\n"), "swallowed"),
	(
		"database.ignored_permissions",
		code(API, "def f(doc):\n\n\n\tdoc.save(ignore_permissions=True)\n"),
		"without a comment",
	),
	("database.frappe_traps", code(API, "def f():\n\tfrappe.publish_realtime('x')\n"), "goes to everybody"),
	("database.frappe_traps", code(CONTROLLER, "def after_save(self):\n\treturn 1\n"), "no after_save"),
	(
		"database.frappe_traps",
		{THING: thing(issingle=1), API: "def f():\n\treturn frappe.db.get_value('Thing', None, 'x')\n"},
		"on a single",
	),
	("database.module_level", code(API, "X = frappe.get_all('Asset')\n"), "runs at import"),
	# endpoints
	(
		"endpoints.place",
		code(f"{P}/office_space/seats.py", WHITELIST + "def f() -> None:\n\treturn\n"),
		"outside api.py",
	),
	("endpoints.annotations", code(API, WHITELIST + "def f(x) -> None:\n\treturn\n"), "not annotated: x"),
	("endpoints.annotations", code(API, WHITELIST + "def f(x: str):\n\treturn\n"), "return value"),
	(
		"endpoints.switches",
		code(API, WHITELIST + "def f(ignore_permissions: bool) -> None:\n\treturn\n"),
		"switches security off",
	),
	(
		"endpoints.permission_first",
		code(API, WHITELIST + "def f() -> None:\n\tx = 1\n\tfrappe.only_for('Office Manager')\n"),
		"does not begin with a permission check",
	),
	(
		"endpoints.permission_first",
		code(API, WHITELIST + "def f() -> None:\n\tfrappe.has_permission('Thing')\n"),
		"does not begin with a permission check",
	),
	(
		"endpoints.permission_first",
		code(API, WHITELIST + "def f() -> None:\n\tcheck_it()\n\n\ndef check_it():\n\treturn True\n"),
		"does not begin with a permission check",
	),
	(
		"endpoints.http_methods",
		code(API, "@frappe.whitelist()\ndef f() -> None:\n\tfrappe.db.set_value('A', 'b', 'c', 1)\n"),
		"must be POST only",
	),
	(
		"endpoints.http_methods",
		code(API, WHITELIST + "def f() -> None:\n\tg()\n\n\ndef g():\n\tdoc.save()\n"),
		"must be POST only",
	),
	(
		"endpoints.guests",
		code(API, "@frappe.whitelist(allow_guest=True, methods=['GET'])\ndef f() -> None:\n\treturn\n"),
		"not on the list",
	),
	(
		"endpoints.guests",
		code(API, "@frappe.whitelist(allow_guest=True, methods=['GET'])\ndef f() -> None:\n\treturn\n"),
		"without a rate limit",
	),
	("endpoints.guest_pages", code(f"{P}/www/secret.html", "<p>"), "not on the list"),
	("endpoints.guest_pages", code(f"{P}/www/report-a-problem.html", "<p>"), "does not say no_cache = 1"),
	# layers
	("layers.imports", code(f"{P}/domain/x.py", "import frappe\n"), "domain may not import frappe"),
	("layers.imports", code(f"{P}/erp/x.py", f"from {P}.office_space import api\n"), "erp may not import"),
	("layers.imports", code(f"{P}/savepoints.py", f"from {P}.erp import x\n"), "savepoints may not import"),
	(
		"layers.imports",
		code(f"{P}/front_desk/api.py", f"def f():\n\tfrom {P}.office_space.seats import g\n"),
		"front_desk may not import",
	),
	(
		"layers.imports",
		code(f"{P}/events/employee.py", f"from {P}.office_space import leavers\n"),
		"events may not import",
	),
	("layers.imports", code(f"{P}/domain/x.py", "from ..erp import people\n"), "domain may not import"),
	(
		"layers.erp_door",
		code(API, "def f():\n\tframe = frappe.new_doc('Location')\n"),
		"only erp/ may write an ERPNext Location",
	),
	(
		"layers.erp_door",
		code(API, "def f():\n\tplace = frappe.get_doc('Location', 'HQ')\n\tplace.save()\n"),
		"only erp/ may write an ERPNext Location",
	),
	(
		"layers.erp_door",
		code(API, "def f():\n\tframe = frappe.get_doc({'doctype': 'Asset', 'x': 1}).insert()\n"),
		"only erp/ may write an ERPNext Asset",
	),
	# standard
	(
		"standard.places",
		{**MODULES, f"{P}/office_space/seats/seats.json": CARD},
		"v15 reads no JSON from here",
	),
	(
		"standard.places",
		{**MODULES, f"{P}/office_space/cards/seats/seats.json": CARD},
		"v15 does not read a folder cards",
	),
	(
		"standard.places",
		{**MODULES, f"{P}/office_space/number_card/places/places.json": CARD},
		"must lie in seats/",
	),
	(
		"standard.places",
		{**MODULES, f"{P}/front_desk/number_card/seats/seats.json": CARD},
		"module is Office Space, the folder is Front Desk's",
	),
	("standard.places", {**MODULES, THING: thing()}, "thing.py is missing"),
	("standard.places", {f"{P}/fixtures/custom_docperm.json": []}, "fixtures/ is only for records"),
	("standard.modified", {THING: thing(modified="yesterday")}, "must look like"),
	("standard.modified", {THING: thing(modified="2025-01-01 00:00:00.000000")}, "cannot be right"),
	("standard.field_names", {THING: thing(field("priority", "Select"))}, "banned field name"),
	("standard.field_names", {THING: thing(field("times_seen", "Int"))}, "left out of every list"),
	("standard.field_names", {THING: thing(field("seen_date", "Datetime"))}, "…_date is a Date"),
	("standard.field_names", {THING: thing(field("told_on", "Date"))}, "…_on is a Datetime"),
	("standard.field_names", {THING: thing(field("verified_by", "Link", options="Employee"))}, "…_by is"),
	("standard.links", {THING: thing(field("host", "Link", options="Employee"))}, "ignore_user_permissions"),
	(
		"standard.links",
		{THING: thing(field("who", "Dynamic Link", options="kind"))},
		"ignore_user_permissions",
	),
	("standard.links", {THING: thing(field("visit", "Link", options="Visit Of Mars"))}, "no DocType"),
	("standard.permissions", {THING: thing()}, "Office Auditor has no row of permissions"),
	(
		"standard.permissions",
		{THING: thing(permissions=[{"role": "Employee", "read": 1}, {"role": "Stock User", "read": 1}])},
		"Stock User is no role of ours",
	),
	("standard.permissions", {THING: thing(istable=1, permissions=[{"role": "Employee"}])}, "a child table"),
	("standard.type_blocks", {THING: thing(), CONTROLLER: "class Thing(Document):\n\tpass\n"}, "is missing"),
	(
		"standard.type_blocks",
		{THING: thing(field("label", reqd=1)), CONTROLLER: BLOCK.format("label: DF.Data | None")},
		"label is typed DF.Data | None, Thing says DF.Data",
	),
	(
		"standard.type_blocks",
		{THING: thing(), CONTROLLER: BLOCK.format("gone: DF.Data | None")},
		"gone is typed",
	),
	(
		"standard.custom_fields",
		code(API, "def f():\n\tcreate_custom_field('Asset', {'fieldname': 'om_tag'})\n"),
		"only from erp/custom_fields.py",
	),
	(
		"standard.custom_fields",
		code(f"{P}/erp/custom_fields.py", "F = [{'fieldname': 'tag', 'fieldtype': 'Data'}]\n"),
		"without the prefix om_",
	),
	(
		"standard.custom_fields",
		code(f"{P}/erp/custom_fields.py", "F = [{'fieldname': 'om_tag', 'fieldtype': 'Data'}]\n"),
		"without their module",
	),
	# translation
	("translation.calls", code(API, "def f(x):\n\treturn _(f'{x} seats')\n"), "an f-string inside _()"),
	(
		"translation.calls",
		code(API, "def f(x):\n\treturn _('{0} seats'.format(x))\n"),
		"formatted inside _()",
	),
	("translation.calls", code(API, "def f(x):\n\treturn _(' Seats')\n"), "white space around"),
	(
		"translation.calls",
		code(API, "def f(x):\n\treturn _('{} seats', context='Thing')\n"),
		"placeholder {}",
	),
	("translation.calls", code(f"{P}/public/js/x.js", "__(`${x} seats`)\n"), "a template string"),
	("translation.calls", code(f"{P}/public/js/x.js", '__("Seats: " + x)\n'), "joined inside __()"),
	("translation.contexts", code(API, "def f():\n\treturn _('Seats on Mars')\n"), "has no context"),
	("translation.contexts", code(f"{P}/public/js/x.js", '__("Seats on {0}", [x])\n'), "has no context"),
	("translation.contexts", code(f"{P}/templates/x.html", '{{ _("Seats on Mars") }}\n'), "has no context"),
	("translation.catalogues", {API: "x = 1\n"}, "main.pot: is missing"),
	(
		"translation.catalogues",
		{API: "def f():\n\treturn _('Moon', context='Thing')\n", f"{LOCALE}/main.pot": POT},
		"('Thing', 'Moon') is not in it",
	),
	(
		"translation.catalogues",
		{THING: thing(field("n", label="Number")), f"{LOCALE}/main.pot": POT},
		"('Thing', 'Number') is not in it",
	),
	(
		"translation.catalogues",
		{
			f"{LOCALE}/main.pot": POT + ENTRY.replace("{1}", ""),
			f"{LOCALE}/nl.po": POT + ENTRY.replace("{1}", "plaatsen"),
		},
		"different placeholders",
	),
	(
		"translation.catalogues",
		{f"{LOCALE}/main.pot": POT + ENTRY.replace("{1}", ""), f"{LOCALE}/da.po": POT},
		"da.po: ('Thing', '{0} seats') is missing",
	),
	(
		"translation.catalogues",
		{
			f"{LOCALE}/main.pot": POT + 'msgid "Save"\nmsgstr ""\n',
			f"{LOCALE}/nl.po": POT + 'msgid "Save"\nmsgstr "Redden"\n',
		},
		"redefines a text of Frappe's or ERPNext's",
	),
	# wiring
	("wiring.python_paths", code(HOOKS, f"after_install = '{P}.install.go'\n"), "leads nowhere"),
	("wiring.python_paths", code(HOOKS, "x = 'erpnext.setup.utils.no_such_thing'\n"), "leads nowhere"),
	("wiring.patches", code(f"{P}/patches.txt", f"[post_model_sync]\n{P}.patches.v0.gone\n"), "is no patch"),
	(
		"wiring.json_paths",
		{f"{P}/office_space/number_card/seats/seats.json": {**CARD, "method": f"{P}.office_space.api.gone"}},
		"leads nowhere",
	),
	("wiring.js_paths", code(f"{P}/public/js/x.js", f'frappe.xcall("{P}.gone.f");\n'), "leads nowhere"),
	(
		"wiring.js_paths",
		{
			API: "def f():\n\treturn 1\n",
			f"{P}/public/js/x.js": f'frappe.xcall("{P}.office_space.api.f");\n',
		},
		"is not whitelisted",
	),
	("wiring.hook_doctypes", code(HOOKS, "doc_events = {'Locatoin': {}}\n"), "Locatoin, which is no DocType"),
	("wiring.hook_files", code(HOOKS, "doctype_js = {'Asset': 'public/js/gone.js'}\n"), "does not exist"),
	("wiring.hook_keys", code(HOOKS, "after_install = 'a'\nafter_install = 'b'\n"), "is assigned twice"),
	("wiring.hook_keys", code(HOOKS, "doc_events = {'Asset': 1, 'Asset': 2}\n"), "is given twice"),
	(
		"wiring.scheduled_names",
		code(HOOKS, f"scheduler_events = {{'daily': ['{P}.a.jobs.sweep', '{P}.b.jobs.sweep']}}\n"),
		"jobs.sweep is scheduled twice",
	),
	(
		"wiring.scheduled_names",
		code(HOOKS, f"scheduler_events = {{'daily': ['{P}.email.queue.flush']}}\n"),
		"another app schedules a queue.flush too",
	),
	("wiring.jobs", code(API, "def f():\n\tfrappe.enqueue(g)\n"), "without enqueue_after_commit"),
	# writing
	("writing.exceptions", code(API, "class FullError(Exception):\n\tpass\n"), "does not derive"),
	("writing.throws", code(API, "def f():\n\tfrappe.throw(_('No'))\n"), "without an exception class"),
	(
		"writing.docstrings",
		{API: "def seats():\n\treturn 1\n", f"{P}/front_desk/x.py": "api.seats()\n"},
		"seats has no docstring",
	),
	(
		"writing.docstrings",
		code(API, WHITELIST + "def seats() -> None:\n\treturn\n"),
		"seats has no docstring",
	),
	("writing.function_sizes", code(API, "def f():\n" + "\tx = 1\n" * 50), "f has 51 lines"),
	("writing.function_sizes", code(API, ("def f():\n" + "\tx = 1\n" * 20) * 3), "median 21 lines"),
	(
		"writing.documents",
		code("README.md", "See [the page](docs/gone.md).\n"),
		"docs/gone.md does not exist",
	),
	("writing.browser_code", code(f"{P}/public/js/x.js", "cur_frm.save();\n"), "use the frm that is given"),
	(
		"writing.browser_code",
		code(f"{P}/public/js/x.js", "frappe.call({ method: x });\n"),
		"use frappe.xcall",
	),
	(
		"writing.tests",
		code("tests/unit/test_x.py", "@pytest.mark.skip\ndef test_x():\n\tf()\n"),
		"pytest.mark.skip",
	),
]

GOOD = [
	("database.commits", code(f"{P}/batches.py", "def f():\n\tfrappe.db.commit()\n")),
	("database.commits", code(f"{P}/savepoints.py", "def f():\n\tfrappe.db.rollback(save_point='x')\n")),
	("database.overrides", code(API, "import frappe\n\n\ndef f():\n\tfrappe.flags.x = 1\n")),
	("layers.imports", code(API, f"from {P}.front_desk.api import f\nfrom {P}.erp import people\n")),
	("layers.imports", code(f"{P}/events/employee.py", f"from {P}.office_space import api\n")),
	("layers.erp_door", code(f"{P}/erp/places.py", "def f():\n\treturn frappe.new_doc('Location')\n")),
	(
		"endpoints.permission_first",
		code(
			API,
			WHITELIST + "def f(name: str) -> None:\n\t'''Do it.'''\n\tcheck_it(name)\n\n\n"
			"def check_it(name):\n\tfrappe.has_permission('Thing', doc=name, throw=True)\n",
		),
	),
	(
		"endpoints.http_methods",
		code(API, "@frappe.whitelist(methods=['POST'])\ndef f() -> None:\n\tdoc.save()\n"),
	),
	(
		"standard.permissions",
		{THING: thing(permissions=[{"role": role} for role in (*ALL_ROLES, "Employee")])},
	),
	("standard.type_blocks", {THING: thing(field("n", "Int")), CONTROLLER: BLOCK.format("n: DF.Int")}),
	("translation.calls", code(API, "def f(x):\n\treturn _('{0} seats', context='Thing').format(x)\n")),
	("translation.contexts", code(API, "def f():\n\treturn _('Save')\n")),
	("translation.contexts", code(API, "C = 'Thing'\n\n\ndef f():\n\treturn _('Moon', context=C)\n")),
	("wiring.jobs", code(API, "def f():\n\tfrappe.enqueue(g)\n\n\nfrappe.db.after_commit.add(f)\n")),
	("writing.exceptions", code(API, "class InUseError(frappe.LinkExistsError):\n\tpass\n")),
	(
		"endpoints.permission_first",
		code(
			API,
			WHITELIST + "def f(names: list) -> None:\n\tfor name in names:\n\t\t_mine(name)\n\n\n"
			"def _mine(name):\n\tdoc = frappe.get_doc('Thing', name)\n\tdoc.check_permission('write')\n",
		),
	),
	("translation.contexts", code(f"{P}/public/js/x.js", '__("Seats on {0}", [f(x, "y")], "Thing")\n')),
	("wiring.python_paths", code(HOOKS, "x = 'erpnext.setup.utils.before_tests'\n")),
	(
		"writing.exceptions",
		code(API, "class A(frappe.ValidationError):\n\tpass\n\n\nclass BError(A):\n\tpass\n"),
	),
]
