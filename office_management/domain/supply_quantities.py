"""What may be ordered at once, and whether it comes from the store. Pure."""

import math

MOST_OF_ONE = 1000
"""Of one item in one row; who needs more talks to the buyer."""
MOST_ROWS = 50
"""Rows in one order."""
MOST_LETTERS = 500
"""Of free text."""

NOT_A_NUMBER, NOT_POSITIVE, NOT_WHOLE, TOO_MUCH = "not_a_number", "not_positive", "not_whole", "too_much"


def why_not(quantity: float, whole: bool, most: float = MOST_OF_ONE) -> str | None:
	"""Why so many cannot be ordered; None when they can.

	Args:
		quantity: in the unit the item is ordered in.
		whole: the unit cannot be divided.
		most: the largest quantity.
	"""
	if not math.isfinite(quantity):
		return NOT_A_NUMBER
	if quantity <= 0:
		return NOT_POSITIVE
	if whole and not float(quantity).is_integer():
		return NOT_WHOLE
	return TOO_MUCH if quantity > most else None


def comes_from_store(is_stock_item: bool, wanted: float, free: float) -> bool:
	"""Whether a row is issued from the store: it is kept there and all of it is free. Else all of it is bought.

	Args:
		wanted, free: in the item's stock unit; `free` is what stands there less what others are promised.
	"""
	return bool(is_stock_item) and free >= wanted
