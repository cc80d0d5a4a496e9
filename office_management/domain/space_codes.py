"""Codes, names and types of places: what a code may look like and how a place's full name is made from codes."""

import re

SEPARATOR = "-"
MAX_NAME = 140  # the length of a name in Frappe, and so of a Location
MAX_CODE = 40

# Letters and digits of any language, and between them what stands on doors: blank . _ - + ( )
# Not: < > (refused in names), / ? # % & (break addresses), quotes, and a leading = + - @ (formulas in sheets).
_CODE = re.compile(r"[^\W_](?:[\w .+()\-]*[\w)])?")
_NOT_IN_CODES = re.compile(r"[^\w .+()\-]+")

TYPES = ("Site", "Building", "Floor", "Zone", "Room", "Meeting Room", "Desk", "Parking", "Storage")

# Words (English, Dutch, Danish) that tell what a place is; the first type that fits wins.
_WORDS = (
	("Meeting Room", r"meeting|conference|vergader|møde|moede|konference"),
	("Desk", r"desks?|workstation|werkplek|bureau|skrivebord|arbejdsplads"),
	("Parking", r"parking|garage|parkeer|parkering"),
	("Storage", r"storage|store ?room|archive|warehouse|opslag|magazijn|berging|archief|lager|depot|arkiv"),
	("Floor", r"floor|storey|basement|verdieping|kelder|begane|etage|sal|kælder|stue|stueetage"),
	("Zone", r"zone|wing|area|vleugel|afdeling|fløj|område"),
	("Building", r"building|tower|gebouw|toren|bygning|hus"),
	("Room", r"rooms?|office|hall|kitchen|lab|kamer|kantoor|zaal|lokaal|keuken|rum|lokale|kontor|køkken"),
)
_HINTS = tuple((name, re.compile(rf"(?<!\w)(?:{words})", re.IGNORECASE)) for name, words in _WORDS)
_BY_DEPTH = ("Site", "Building", "Floor", "Room", "Desk")


def clean_code(code: str | None) -> str:
	"""Return the code without outer blanks and with single blanks inside."""
	return " ".join(str("" if code is None else code).split())


def code_problem(code: str) -> str | None:
	"""Say why a code can't be used: `empty`, `too_long` or `characters`; None when it can."""
	if not code:
		return "empty"
	if len(code) > MAX_CODE:
		return "too_long"
	return None if _CODE.fullmatch(code) else "characters"


def full_name(parent_name: str | None, code: str) -> str:
	"""Return the path of codes joined by "-": the parent's full name and the place's own code."""
	return f"{parent_name}{SEPARATOR}{code}" if parent_name else code


def is_too_long(name: str) -> bool:
	"""Whether a full name is longer than Frappe can store (140 characters)."""
	return len(name) > MAX_NAME


def code_in_name(name: str, parent_name: str | None) -> str | None:
	"""Return the code that makes `name` a path below `parent_name`, or None when it is no such path."""
	code = name
	if parent_name:
		start = parent_name + SEPARATOR
		if not name.startswith(start):
			return None
		code = name[len(start) :]
	return None if code_problem(code) else code


def code_for(name: str, parent_name: str | None, taken: set[str]) -> str:
	"""Propose a code for an existing place called `name`.

	`taken` holds the codes already used under the same parent, in lower case; the answer is not among them.
	"""
	code = code_in_name(name, parent_name) or _sanitized(name)
	if code.lower() not in taken:
		return code
	number = 2
	while f"{code[: MAX_CODE - 5]} {number}".lower() in taken:
		number += 1
	return f"{code[: MAX_CODE - 5]} {number}"


def propose_type(name: str, depth: int, has_children: bool) -> str:
	"""Propose the type of an existing place from its depth in the tree (0 = top) and words in its name."""
	if depth == 0:
		return "Site"
	for space_type, words in _HINTS:
		if words.search(name) and not (space_type == "Desk" and has_children):
			return space_type
	proposed = _BY_DEPTH[min(depth, len(_BY_DEPTH) - 1)]
	if proposed == "Desk" and has_children:
		return "Room"
	return proposed if has_children or proposed == "Desk" else "Room"


def _sanitized(name: str) -> str:
	code = clean_code(_NOT_IN_CODES.sub(" ", name)).strip(" .+()-_")[:MAX_CODE].strip(" .+()-_")
	return code if not code_problem(code) else "X"
