"""Tags that make themselves: from a pattern such as "A-.#####" to the tag of a number. No frappe.

A pattern is written as ERPNext's series are: parts between full stops, one of them a run of # for the number. YYYY, YY
and MM stand for the date, and the number begins anew with each of them. A tag must fit on a small label and be read
by any scanner, so it holds plain letters, digits and a few signs, and is short.
"""

import re
from datetime import date
from typing import NamedTuple

LONGEST = 30
DATES = {"YYYY": "%Y", "YY": "%y", "MM": "%m"}
_SIGNS = re.compile(r"[A-Za-z0-9/+:_-]*")
_NUMBER = re.compile(r"#+")

NO_NUMBER, MANY_NUMBERS, BAD_SIGNS, TOO_LONG = "no number", "many numbers", "bad signs", "too long"


class PatternError(ValueError):
	"""This is no pattern; `code` is one of the codes above."""

	def __init__(self, code: str):
		super().__init__(code)
		self.code = code


class Series(NamedTuple):
	"""The numbers of one pattern on one day: what stands before and after the number, and its fewest digits."""

	before: str
	digits: int
	after: str

	@property
	def key(self) -> str:
		"""What tells this row of numbers from others."""
		return f"{self.before}#{self.after}"

	def tag(self, number: int) -> str:
		"""The tag of this number; it grows longer rather than beginning anew."""
		return f"{self.before}{number:0{self.digits}}{self.after}"


def series_of(pattern: str, today: date) -> Series:
	"""The numbers that a pattern counts today. Raises PatternError."""
	parts = pattern.strip().split(".")
	numbers = [index for index, part in enumerate(parts) if _NUMBER.fullmatch(part)]
	if len(numbers) != 1:
		raise PatternError(MANY_NUMBERS if numbers else NO_NUMBER)
	(place,) = numbers
	series = Series(_text(parts[:place], today), len(parts[place]), _text(parts[place + 1 :], today))
	if not _SIGNS.fullmatch(series.before + series.after):
		raise PatternError(BAD_SIGNS)
	if len(series.tag(0)) > LONGEST:
		raise PatternError(TOO_LONG)
	return series


def _text(parts: list[str], today: date) -> str:
	return "".join(today.strftime(DATES[part]) if part in DATES else part for part in parts)
