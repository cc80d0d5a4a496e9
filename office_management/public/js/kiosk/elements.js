// Making what the page /front-desk shows. Text is always text: nothing that a visitor typed becomes HTML.

(function () {
	const kiosk = (window.kiosk = window.kiosk || {});
	const ALLOWED = new Set(
		"P H1 H2 H3 H4 H5 H6 UL OL LI STRONG B EM I U BR BLOCKQUOTE TABLE THEAD TBODY TR TH TD".split(
			" ",
		),
	);

	// el("button", { class: "big", onclick }, "text", child …); null children are left out
	kiosk.el = function (tag, values = {}, ...children) {
		const node = document.createElement(tag);
		Object.entries(values).forEach(([name, value]) => {
			if (name.startsWith("on")) {
				node.addEventListener(name.slice(2), value);
			} else if (value === true) {
				node.setAttribute(name, "");
			} else if (value !== false && value != null) {
				node.setAttribute(name, value);
			}
		});
		node.append(...children.filter((child) => child != null));
		return node;
	};

	// a labelled field; an error is said beside it and tied to it
	kiosk.field = function (label, name, values = {}, hint = "") {
		const { el } = kiosk;
		const input = el(values.tag || "input", {
			type: values.tag ? null : "text",
			id: `field-${name}`,
			name,
			autocomplete: "off",
			autocorrect: "off",
			spellcheck: "false",
			"data-lpignore": "true",
			"aria-describedby": `error-${name}${hint ? ` hint-${name}` : ""}`,
			...values,
			tag: null,
		});
		return el(
			"div",
			{ class: "field" },
			el("label", { for: `field-${name}` }, label),
			hint ? el("p", { class: "hint", id: `hint-${name}` }, hint) : null,
			input,
			el("p", { class: "error", id: `error-${name}`, hidden: true }),
		);
	};

	kiosk.say_errors = function (form, errors) {
		form.querySelectorAll(".error").forEach((line) => {
			const text = errors[line.id.slice("error-".length)] || "";
			line.textContent = text;
			line.hidden = !text;
		});
		form.querySelectorAll("[name]").forEach((input) => {
			input.setAttribute("aria-invalid", errors[input.name] ? "true" : "false");
		});
		const [first] = Object.keys(errors);
		const input = first && form.elements[first];
		const focused = input instanceof RadioNodeList ? input[0] : input;
		focused && focused.focus();
	};

	// the text of an agreement, built anew from plain elements: no script, link, picture or style comes along
	kiosk.plain_copy = function (html) {
		const source = new DOMParser().parseFromString(html, "text/html").body;
		const copy = document.createDocumentFragment();
		copy_children(source, copy);
		return copy;
	};

	function copy_children(from, into) {
		from.childNodes.forEach((node) => {
			if (node.nodeType === Node.TEXT_NODE) {
				into.append(node.textContent);
			} else if (
				node.nodeType === Node.ELEMENT_NODE &&
				!/^(SCRIPT|STYLE|TEMPLATE)$/.test(node.tagName)
			) {
				let place = into;
				if (ALLOWED.has(node.tagName)) {
					// headings of the text stand below that of the page
					place = document.createElement(
						/^H\d$/.test(node.tagName) ? "h2" : node.tagName,
					);
					into.append(place);
				}
				copy_children(node, place);
			}
		});
	}
})();
