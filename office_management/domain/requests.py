"""What of the materials of a job has still to be asked for, given what was asked for already. No frappe.

A row of a request belongs to the material whose key it carries. Rows without a key (somebody wrote the request by
hand), with the key of a material that is gone, or for another item than the material now names, count for the
materials of the same item, one after the other, until they are used up.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

SMALLEST = 1e-6
"""Quantities below this are what is left of dividing, not wishes."""


@dataclass(frozen=True)
class Wanted:
	"""One material of a job: its key, the item, and how much of it in the stock unit."""

	key: str
	item: str
	quantity: float


@dataclass(frozen=True)
class Asked:
	"""One row of a request: the key it carries (or None), the item, and how much in the stock unit."""

	key: str | None
	item: str
	quantity: float


def still_to_ask(wanted: Iterable[Wanted], asked: Iterable[Asked]) -> dict[str, float]:
	"""Key -> how much is still to be asked for, in the stock unit; keys with nothing left are left out."""
	wanted = list(wanted)
	left = {material.key: material.quantity for material in wanted}
	items = {material.key: material.item for material in wanted}
	loose: dict[str, float] = defaultdict(float)
	for row in asked:
		if row.key in left and items[row.key] == row.item:
			left[row.key] -= row.quantity
		else:
			loose[row.item] += row.quantity
	for material in wanted:
		used = min(max(left[material.key], 0), loose[material.item])
		left[material.key] -= used
		loose[material.item] -= used
	return {key: quantity for key, quantity in left.items() if quantity > SMALLEST}
