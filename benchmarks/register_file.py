"""A floor register as a file, imported and taken away again."""

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import frappe

CODE = "BZ"
HEADER = ("Site", "Floor", "Room", "Desk", "Space Name", "Type", "Capacity", "Area", "Allocatable")
FLOORS, ROOMS = 10, 20


@contextmanager
def imported(rows: int) -> Iterator[tuple[Callable, Callable, Callable]]:
	"""Three steps to be timed: check the file, carry it out, check again. What was made is removed at the end."""
	from office_management.office_space import register

	remove()
	file = frappe.get_doc(
		{"doctype": "File", "file_name": "benchmark-register.csv", "is_private": 1, "content": _content(rows)}
	).insert()
	doc = frappe.get_doc(
		{"doctype": "Floor Register Import", "import_file": file.file_url, "make_missing": 1}
	)
	doc.company = frappe.get_all("Company", pluck="name", order_by="creation", limit=1)[0]
	doc.insert()
	frappe.db.commit()

	def check() -> None:
		doc.reload()
		register.check(doc)
		frappe.db.commit()

	def carry_out() -> None:
		doc.reload()
		enqueue, register.enqueue = register.enqueue, lambda name: None
		try:
			register.start(doc)
		finally:
			register.enqueue = enqueue
		frappe.db.commit()
		register.run_import(doc.name)
		frappe.db.commit()
		doc.reload()
		if doc.refused_count or doc.created_count < rows:
			raise RuntimeError(
				f"{doc.status}: {doc.created_count} made, {doc.refused_count} refused. {doc.message}"
			)

	try:
		yield check, carry_out, check
	finally:
		frappe.db.rollback()
		remove()
		frappe.delete_doc("Floor Register Import", doc.name, force=True)
		frappe.delete_doc("File", file.name, force=True)
		frappe.db.commit()


def _content(rows: int) -> bytes:
	text = io.StringIO()
	writer = csv.writer(text, delimiter=";")
	writer.writerow(HEADER)
	for number in range(rows):
		room, desk = number % (FLOORS * ROOMS), number // (FLOORS * ROOMS)
		place = (CODE, str(room // ROOMS), f"R{room % ROOMS:02d}", f"D{desk:03d}")
		writer.writerow((*place, f"Desk {room}-{desk}", "Desk", 1, "7,5", "Yes"))
	return text.getvalue().encode("utf-8-sig")


def remove() -> None:
	for doctype in ("Office Space", "Location"):
		frappe.db.delete(doctype, {"name": ("like", f"{CODE}-%")})
		frappe.db.delete(doctype, {"name": CODE})
	frappe.db.commit()
