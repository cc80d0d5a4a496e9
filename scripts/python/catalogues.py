"""Write office_management/locale/main.pot from the code, and add what is new in it to each translation.

Like `bench generate-pot-file` and `bench update-po-files`, but for a clone that lies outside the bench.
Usage: python catalogues.py CLONE
"""

import csv
import sys
from pathlib import Path

import frappe
import polib
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

PACKAGE = "office_management"
HEADER = {
	"Project-Id-Version": "Office Management",
	"MIME-Version": "1.0",
	"Content-Type": "text/plain; charset=utf-8",
	"Content-Transfer-Encoding": "8bit",
}


def extractors(clone: Path) -> list[tuple[str, str]]:
	"""Which function reads which files: ours first, then Frappe's; hooks.py holds nothing to translate."""
	tables = (clone / "babel_extractors.csv", Path(frappe.__file__).parents[1] / "babel_extractors.csv")
	rows = [tuple(row[:2]) for table in tables for row in csv.reader(table.read_text().splitlines()) if row]
	return [(pattern, function) for pattern, function in rows if not pattern.endswith("hooks.py")]


def in_package(clone: Path):
	def wanted(folder) -> bool:
		parts = Path(folder).relative_to(clone).parts
		return not parts or (parts[0] == PACKAGE and not {"__pycache__", "locale", "dist"} & set(parts))

	return wanted


def template(clone: Path) -> polib.POFile:
	"""Every string of the package, once per context, in a fixed order."""
	keywords = DEFAULT_KEYWORDS | {"_lt": None}
	found: dict[tuple[str, str], set] = {}
	rows = extract_from_dir(
		str(clone), extractors(clone), keywords=keywords, directory_filter=in_package(clone)
	)
	for filename, _line, message, _comments, context in rows:
		if message and isinstance(message, str):
			found.setdefault((context or "", message), set()).add(filename)
	catalogue = polib.POFile(wrapwidth=0)
	catalogue.metadata = HEADER
	for context, message in sorted(found):
		places = [(place, "") for place in sorted(found[context, message])]
		catalogue.append(polib.POEntry(msgid=message, msgctxt=context or None, occurrences=places))
	return catalogue


def update(clone: Path) -> None:
	folder = clone / PACKAGE / "locale"
	folder.mkdir(exist_ok=True)
	wanted = template(clone)
	wanted.save(str(folder / "main.pot"))
	for path in sorted(folder.glob("*.po")):
		translated = polib.pofile(str(path), wrapwidth=0)
		known = {(entry.msgctxt or "", entry.msgid): entry.msgstr for entry in translated}
		renewed = polib.POFile(wrapwidth=0)
		renewed.metadata = HEADER | {"Language": path.stem}
		for entry in wanted:
			said = known.get((entry.msgctxt or "", entry.msgid), "")
			renewed.append(polib.POEntry(msgid=entry.msgid, msgctxt=entry.msgctxt, msgstr=said))
		renewed.save(str(path))
		missing = sum(not entry.msgstr for entry in renewed)
		print(f"{path.name}: {len(renewed)} strings, {missing} without a translation")


if __name__ == "__main__":
	update(Path(sys.argv[1]).resolve())
