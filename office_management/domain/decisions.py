"""What may be decided on a line of a count, what is proposed, and what ERPNext would refuse. No frappe.

Presence and condition are separate things, and one line has one decision: where the thing stands comes first, then
who has it, then its condition.
"""

from typing import NamedTuple

from office_management.domain import reconciliation as counts

TRANSFER, CUSTODIAN, REPAIR, TASK = "Transfer Here", "Change Custodian", "Repair", "Facility Task"
RECOUNT, EXPLAIN = "Recount", "Explain"
WRITE_OFF, SPLIT, REGISTER, RESTORE = "Write Off", "Split and Write Off", "Register", "Restore"
RESOLUTIONS = (TRANSFER, CUSTODIAN, REPAIR, TASK, RECOUNT, EXPLAIN, WRITE_OFF, SPLIT, REGISTER, RESTORE)

NEED_REASON = frozenset({EXPLAIN, WRITE_OFF, SPLIT})
TAKE_OUT_OF_BOOKS = frozenset({WRITE_OFF, SPLIT})
DAMAGED = frozenset({"Damaged", "Unusable"})

SCRAPPED = "Scrapped"
NOT_IN_BOOKS = frozenset({"Draft", "Cancelled", "Sold", SCRAPPED, "Capitalized"})
BEYOND_REPAIR = NOT_IN_BOOKS | {"Fully Depreciated"}

GONE, NO_REPAIR, NO_PLACE, NO_CUSTODIAN = "gone", "no repair", "no place", "no custodian"
OTHER_COMPANY, NUMBER_CHANGED, NOT_SCRAPPED, NO_ASSET = (
	"other company",
	"number changed",
	"not scrapped",
	"no asset",
)
NOT_COUNTED_AGAIN = "not counted again"


class Facts(NamedTuple):
	"""What decides about one line.

	`status` is ERPNext's word for the asset as it is now, `quantity` how many of a group the books have now.
	`new_asset`: the asset that stands for a tag nobody knew, or the item of which one is made (`makes_asset`).
	`has_moved`: the books have changed since the count began.
	"""

	result: str
	condition: str = ""
	expected_quantity: int = 1
	seen_quantity: int = 0
	place_differs: bool = False
	custodian_differs: bool = False
	status: str = ""
	quantity: int = 1
	is_counted_again: bool = False
	has_place: bool = True
	custodian_of_company: bool = True
	new_asset: str = ""
	has_moved: bool = False
	makes_asset: bool = False

	@property
	def is_damaged(self) -> bool:
		return self.condition in DAMAGED

	@property
	def part_is_missing(self) -> bool:
		return self.result == counts.MISSING and 0 < self.seen_quantity < self.expected_quantity

	@property
	def missing_quantity(self) -> int:
		return max(self.expected_quantity - self.seen_quantity, 0)


def possible(facts: Facts) -> tuple[str, ...]:
	"""What may be decided, what is proposed first; nothing where nothing is to be decided."""
	return {
		counts.MISSING: _for_missing,
		counts.MISPLACED: _for_misplaced,
		counts.FOUND: _for_found,
		counts.UNEXPECTED: _for_unexpected,
		counts.UNKNOWN_TAG: lambda _facts: (REGISTER, EXPLAIN),
	}.get(facts.result, lambda _facts: ())(facts)


def proposal(facts: Facts) -> str:
	"""What is proposed; empty where nothing is to be decided."""
	return next(iter(possible(facts)), "")


def _for_missing(facts: Facts) -> tuple[str, ...]:
	away = SPLIT if facts.part_is_missing else WRITE_OFF
	if facts.has_moved:
		return (EXPLAIN, RECOUNT, away)
	return (away, RECOUNT, EXPLAIN) if facts.is_counted_again else (RECOUNT, EXPLAIN, away)


def _for_misplaced(facts: Facts) -> tuple[str, ...]:
	"""Of a group, a part may be away: moving all of it is possible, and not proposed."""
	first = (TRANSFER, EXPLAIN) if facts.expected_quantity <= 1 else (EXPLAIN, TRANSFER)
	return (*first, *_for_damage(facts))


def _for_found(facts: Facts) -> tuple[str, ...]:
	custody = (CUSTODIAN,) if facts.custodian_differs else ()
	damage = _for_damage(facts)
	return (*custody, *damage, EXPLAIN) if custody or damage else ()


def _for_damage(facts: Facts) -> tuple[str, ...]:
	if not facts.is_damaged:
		return ()
	mend = (TASK,) if facts.status in BEYOND_REPAIR else (REPAIR, TASK)
	return (*mend, WRITE_OFF)


def _for_unexpected(facts: Facts) -> tuple[str, ...]:
	if facts.status == SCRAPPED:
		return (RESTORE, EXPLAIN)
	if facts.status in NOT_IN_BOOKS:
		return (EXPLAIN,)
	return (TRANSFER, EXPLAIN) if facts.place_differs else (EXPLAIN,)


def refusal(resolution: str, facts: Facts, second_count: bool) -> str:
	"""Why this cannot be made now, as one of the codes above; empty where nothing stands in the way.

	Args:
		second_count: whether a write-off needs a second count before it.
	"""
	writes_off = facts.result == counts.MISSING and resolution in TAKE_OUT_OF_BOOKS
	if second_count and writes_off and not facts.is_counted_again:
		return NOT_COUNTED_AGAIN
	check = _CHECKS.get(resolution)
	return check(facts) if check else ""


def _gone(facts: Facts) -> str:
	return GONE if facts.status in NOT_IN_BOOKS else ""


def _no_transfer(facts: Facts) -> str:
	return _gone(facts) or ("" if facts.has_place else NO_PLACE) or _other_company(facts)


def _other_company(facts: Facts) -> str:
	return OTHER_COMPANY if facts.custodian_differs and not facts.custodian_of_company else ""


def _no_custodian(facts: Facts) -> str:
	return _gone(facts) or _other_company(facts) or ("" if facts.custodian_differs else NO_CUSTODIAN)


def _no_repair(facts: Facts) -> str:
	return NO_REPAIR if facts.status in BEYOND_REPAIR else ""


def _no_split(facts: Facts) -> str:
	return _gone(facts) or ("" if 0 < facts.missing_quantity < facts.quantity else NUMBER_CHANGED)


def _no_restoring(facts: Facts) -> str:
	return "" if facts.status == SCRAPPED else NOT_SCRAPPED


def _no_registering(facts: Facts) -> str:
	if not facts.new_asset:
		return NO_ASSET
	return NO_PLACE if facts.makes_asset and not facts.has_place else ""


_CHECKS = {
	TRANSFER: _no_transfer,
	CUSTODIAN: _no_custodian,
	REPAIR: _no_repair,
	WRITE_OFF: _gone,
	SPLIT: _no_split,
	RESTORE: _no_restoring,
	REGISTER: _no_registering,
}
