"""Where labels lie on a sheet: layouts of common A4 sheets and of label printers, in millimetres. No frappe."""

from collections.abc import Iterator
from typing import NamedTuple


class Layout(NamedTuple):
	"""A page of labels. A label printer's page is one label."""

	page_width: float
	page_height: float
	columns: int
	rows: int
	width: float
	height: float
	left: float = 0
	top: float = 0
	gap_x: float = 0
	gap_y: float = 0

	@property
	def per_page(self) -> int:
		return self.columns * self.rows


class Spot(NamedTuple):
	"""Where one label lies: the page from 0, and its upper left corner."""

	page: int
	x: float
	y: float


LAYOUTS = {
	"3 x 8": Layout(210, 297, 3, 8, 63.5, 33.9, 7.25, 12.9, 2.5, 0),
	"4 x 10": Layout(210, 297, 4, 10, 48.5, 25.4, 8, 21.5),
	"5 x 13": Layout(210, 297, 5, 13, 38.1, 21.2, 4.75, 10.7, 2.5, 0),
	"57 x 32": Layout(57, 32, 1, 1, 57, 32),
	"62 x 29": Layout(62, 29, 1, 1, 62, 29),
}
"""Sheets by columns and rows (A4: 63.5 x 33.9, 48.5 x 25.4 and 38.1 x 21.2 mm), label printers by their label."""


def spots(layout: Layout, number: int, start: int = 1) -> Iterator[Spot]:
	"""Where so many labels lie, row by row.

	Args:
		start: the first label that is still on the first sheet, counted from 1; beyond the sheet's last: the last.
	"""
	first = min(max(start, 1), layout.per_page) - 1
	for index in range(first, first + number):
		page, place = divmod(index, layout.per_page)
		row, column = divmod(place, layout.columns)
		yield Spot(
			page,
			round(layout.left + column * (layout.width + layout.gap_x), 2),
			round(layout.top + row * (layout.height + layout.gap_y), 2),
		)
