"""One cell of a floor register -> one value.

Each reader takes whatever a CSV or XLSX file gives (text, number, boolean, date) and returns a value, or raises
BadValue with a reason code. None and blank text are None.
"""

import datetime
import math
import re

from office_management.domain import register_words as words

EXCEL_EPOCH = datetime.date(1899, 12, 30)
EXCEL_SERIALS = (10_000, 80_000)
YEARS = (1900, 2200)
MAX_CODE = 40
MAX_TEXT = 140
BLANKS = {"", "-", "–", "—", "?"}
_SPACES = re.compile(r"[\s\u00a0\u2007\u202f\u200b\ufeff]+")
_UNIT = re.compile(r"(m2|m²|sqm|kvm|m\^2|seats?|pers\.?|pl\.?)\s*$", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\d[\d.,' ]*")
_FORBIDDEN = re.compile(r"[<>\x00-\x1f\x7f]")


class Formula(str):
	"""A formula found in a spreadsheet cell. It is never evaluated."""

	__slots__ = ()


class BadValue(ValueError):
	"""The cell cannot be read. `code` is a reason code, `values` what the message may show."""

	def __init__(self, code: str, **values):
		super().__init__(code)
		self.code = code
		self.values = values


def text(value, limit: int = MAX_TEXT) -> str | None:
	"""Text without surplus spaces (also non-breaking ones). Numbers lose an empty fraction: 12.0 -> "12"."""
	if value is None:
		return None
	if isinstance(value, Formula):
		raise BadValue("formula", value=str(value)[:40])
	if isinstance(value, float) and math.isfinite(value) and value == int(value):
		value = int(value)
	cleaned = _SPACES.sub(" ", str(value)).strip()
	if cleaned in BLANKS:
		return None
	if len(cleaned) > limit:
		raise BadValue("too_long", limit=limit, length=len(cleaned))
	if _FORBIDDEN.search(cleaned):
		raise BadValue("bad_characters", value=cleaned[:40])
	return cleaned


def code(value) -> str | None:
	"""A short code. A date here is a code like 3-12 that a spreadsheet program has turned into a date."""
	if isinstance(value, datetime.date | datetime.time):
		raise BadValue("code_became_date", value=str(value)[:10])
	if isinstance(value, bool):
		value = int(value)
	return text(value, MAX_CODE)


def label(value) -> str | None:
	"""A seat label."""
	return code(value)


def person(value) -> str | None:
	"""Who sits there, as written; words for "nobody" are None."""
	name = text(value)
	if name and words.squash(name) in words.NOBODY:
		return None
	return name


def space_type(value) -> str | None:
	"""One of the space types, from a word in three languages. Raises unknown_type."""
	word = text(value)
	if word is None:
		return None
	found = words.SPACE_TYPES.get(words.squash(word))
	if not found:
		raise BadValue("unknown_type", value=word)
	return found


def yes_no(value) -> bool | None:
	"""True or False from a boolean, a number or a word in three languages. Raises not_yes_no."""
	if isinstance(value, bool):
		return value
	word = text(value)
	if word is None:
		return None
	key = words.squash(word) or word
	if key in words.YES:
		return True
	if key in words.NO:
		return False
	raise BadValue("not_yes_no", value=word)


def number(value) -> float | None:
	"""A number from a number or text: decimal comma or point, thousands either way, a unit behind it.

	One separator with exactly three digits behind it and no leading zero is read as thousands: nobody writes
	three decimals of a square metre. Raises not_a_number or negative.
	"""
	if isinstance(value, bool | datetime.date | datetime.time):
		raise BadValue("not_a_number", value=str(value))
	found = float(value) if isinstance(value, int | float) else _number_from_text(text(value))
	if found is None:
		return None
	if not math.isfinite(found) or abs(found) > 1e9:
		raise BadValue("not_a_number", value=str(value)[:40])
	if found < 0:
		raise BadValue("negative", value=f"{found:g}")
	return found


def _number_from_text(written: str | None) -> float | None:
	if written is None:
		return None
	bare = _UNIT.sub("", written).strip()
	if not _NUMBER.fullmatch(bare):
		raise BadValue("not_a_number", value=written[:40])
	try:
		return float(_with_decimal_point(re.sub(r"[' ]", "", bare)))
	except ValueError:
		raise BadValue("not_a_number", value=written[:40]) from None


def _with_decimal_point(digits: str) -> str:
	last = max(digits.rfind(","), digits.rfind("."))
	if last < 0:
		return digits
	separator, other = digits[last], "." if digits[last] == "," else ","
	if other in digits:
		return digits.replace(other, "").replace(separator, ".")
	if re.fullmatch(rf"[+-]?[1-9]\d{{0,2}}(?:\{separator}\d{{3}})+", digits):
		return digits.replace(separator, "")
	return digits.replace(separator, ".")


def area(value) -> float | None:
	"""Square metres, to two decimals."""
	found = number(value)
	return None if found is None else round(found, 2)


def count(value) -> int | None:
	"""A whole number. Raises not_whole for 4.5."""
	found = number(value)
	if found is None:
		return None
	if found != int(found):
		raise BadValue("not_whole", value=f"{found:g}")
	return int(found)


def weekdays(value) -> int | None:
	"""Days in three languages, separated by anything, as bits (Mon=1 … Sun=64). All seven are 0: every day."""
	written = text(value)
	if written is None:
		return None
	bits = 0
	for part in re.split(r"[\s,;/+&|]+", written):
		bits |= _days_of(part, written)
	return 0 if bits == words.ALL_DAYS else bits


def _days_of(part: str, written: str) -> int:
	if not part:
		return 0
	if part.casefold() in {"and", "en", "og"}:
		return 0
	ends = [words.DAYS.get(words.squash(end)) for end in re.split(r"[-–]", part, maxsplit=1)]
	if None in ends:
		raise BadValue("not_weekdays", value=written)
	first, last = ends[0], ends[-1]
	if first > last:
		raise BadValue("not_weekdays", value=written)
	return (last * 2 - 1) & ~(first - 1)


def date(value, day_first: bool = True) -> datetime.date | None:
	"""A date from a date, an Excel serial number or text (ISO, d-m-Y, d/m/Y, d.m.Y, 1 maj 2024).

	`day_first=False` reads 3/4/2024 as March 4. Raises not_a_date.
	"""
	if isinstance(value, datetime.datetime):
		found = value.date()
	elif isinstance(value, datetime.date):
		found = value
	elif isinstance(value, int | float) and not isinstance(value, bool):
		found = _from_serial(float(value))
	else:
		written = text(value)
		if written is None:
			return None
		found = _date_from_text(written, day_first)
	if found is None or not YEARS[0] <= found.year <= YEARS[1]:
		raise BadValue("not_a_date", value=str(value)[:40])
	return found


def _from_serial(serial: float) -> datetime.date | None:
	if not math.isfinite(serial) or not EXCEL_SERIALS[0] <= serial <= EXCEL_SERIALS[1]:
		return None
	return EXCEL_EPOCH + datetime.timedelta(days=int(serial))


def _date_from_text(written: str, day_first: bool) -> datetime.date | None:
	bare = re.sub(r"[T ]\d{1,2}:\d{2}.*$", "", written)
	if re.fullmatch(r"\d{5}(\.\d+)?", bare):
		return _from_serial(float(bare))
	if re.fullmatch(r"\d{8}", bare):
		return _date_of(bare[:4], bare[4:6], bare[6:])
	parts = [part for part in re.split(r"[-/. ,]+", bare) if part]
	if len(parts) != 3:
		return None
	if len(parts[0]) == 4:
		return _date_of(*parts)
	if words.squash(parts[0]) in words.MONTHS:
		return _date_of(parts[2], parts[0], parts[1])
	day, month = parts[:2] if day_first else parts[1::-1]
	return _date_of(parts[2], month, day)


def _date_of(year: str, month: str, day: str) -> datetime.date | None:
	month_number = words.MONTHS.get(words.squash(month), month)
	try:
		whole_year = int(year) + 2000 if len(year) == 2 else int(year)
		return datetime.date(whole_year, int(month_number), int(day))
	except ValueError:
		return None
