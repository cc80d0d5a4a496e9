"""From what was expected and what was scanned to exactly one result per line. No frappe.

An expected line is an asset as the books had it when the count began; a scan is one sighting of a tag. Scans may come
in any order, twice, late, and from several devices: only their content counts, so the result is the same whatever the
order of arrival. Of several sightings of one asset the latest one holds, by the corrected time of the device; of a
grouped asset (so many of a kind under one tag) the latest sighting in each place, added up. What a counter has seen
outranks what a custodian says about their own things.

Presence is counted in units, so that sums tie, always:

	expected = found + misplaced + missing          (missing is "not counted" until counting has ended)
	seen     = found + misplaced + unexpected + unknown tag
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

NOT_COUNTED, FOUND, MISPLACED, MISSING = "Not Counted", "Found", "Misplaced", "Missing"
UNEXPECTED, UNKNOWN_TAG = "Unexpected", "Unknown Tag"
RESULTS = (NOT_COUNTED, FOUND, MISPLACED, MISSING, UNEXPECTED, UNKNOWN_TAG)


class Place(NamedTuple):
	"""A place as an interval of the tree of places: what lies in it has an interval inside."""

	name: str
	left: int
	right: int

	def holds(self, other: "Place") -> bool:
		"""Whether the other one is this place, or lies in it."""
		return self.left <= other.left and other.right <= self.right


class Expected(NamedTuple):
	"""An asset as the books had it. `place` None: the books name no place we know, so it is at home anywhere.

	`place_now` and `custodian_now`: where the books have it by now, if that has changed. Right is either.
	"""

	asset: str
	place: Place | None = None
	custodian: str | None = None
	quantity: int = 1
	place_now: Place | None = None
	custodian_now: str | None = None


class Sighting(NamedTuple):
	"""One scan that was not taken back. `asset` None: nobody knows the tag. `place` None: where was not said."""

	scan_id: str
	seen_on: datetime
	tag: str
	asset: str | None = None
	place: Place | None = None
	custodian: str | None = None
	quantity: int = 1
	condition: str | None = None
	is_self_confirmed: bool = False

	@property
	def age(self) -> tuple[datetime, str]:
		"""What orders sightings: time, then the scan's own name."""
		return self.seen_on, self.scan_id


class Result(NamedTuple):
	"""What became of one line. `key` is the asset, or the tag nobody knows. Counts are units.

	`sighting` is the one that holds; where an asset was seen at home and elsewhere, the latest one elsewhere.
	"""

	key: str
	result: str
	found: int = 0
	misplaced: int = 0
	missing: int = 0
	unexpected: int = 0
	unknown: int = 0
	sighting: Sighting | None = None
	custodian_differs: bool = False

	@property
	def seen(self) -> int:
		return self.found + self.misplaced + self.unexpected + self.unknown


def reconcile(
	expected: Iterable[Expected], sightings: Iterable[Sighting], has_ended: bool = False
) -> dict[str, Result]:
	"""Return {asset or unknown tag: its result}, one for each expected asset and each other thing that was seen.

	Args:
		expected: one line per asset.
		sightings: without those that were taken back; the same scan may be in it twice.
		has_ended: counting is over, so what nobody saw is missing.

	Raises:
		ValueError: an asset is expected twice.
	"""
	seen, unknown = _by_asset(sightings)
	results: dict[str, Result] = {}
	for line in expected:
		if line.asset in results:
			raise ValueError(f"{line.asset} is expected twice")
		results[line.asset] = _expected_result(line, seen.pop(line.asset, []), has_ended)
	for asset, own in seen.items():
		last = _latest(own)
		results[asset] = Result(asset, UNEXPECTED, unexpected=last.quantity, sighting=last)
	for tag, own in unknown.items():
		last = _latest(own)
		results[tag] = Result(tag, UNKNOWN_TAG, unknown=last.quantity, sighting=last)
	return results


def at_home(line: Expected, place: Place | None) -> bool:
	"""Whether a sighting there says that the asset is where the books have it.

	A scan in a room says nothing against a desk of that room, and a scan at a desk nothing against the room.
	"""
	if line.place is None or place is None:
		return True
	return _near(line.place, place) or (line.place_now is not None and _near(line.place_now, place))


def _near(home: Place, place: Place) -> bool:
	return home.holds(place) or place.holds(home)


def _by_asset(sightings: Iterable[Sighting]) -> tuple[dict[str, list], dict[str, list]]:
	seen, unknown = defaultdict(list), defaultdict(list)
	for sighting in {sighting.scan_id: sighting for sighting in sightings}.values():
		(seen if sighting.asset else unknown)[sighting.asset or sighting.tag].append(sighting)
	return seen, unknown


def _latest(sightings: list[Sighting]) -> Sighting:
	return max(sightings, key=lambda sighting: sighting.age) if len(sightings) > 1 else sightings[0]


def _expected_result(line: Expected, sightings: list[Sighting], has_ended: bool) -> Result:
	lost = MISSING if has_ended else NOT_COUNTED
	if not sightings:
		return Result(line.asset, lost, missing=line.quantity)
	sightings = [sighting for sighting in sightings if not sighting.is_self_confirmed] or sightings
	if line.quantity > 1:
		return _result_of_group(line, sightings, lost)
	last = _latest(sightings)
	differs = _custodian_differs(line, last)
	if last.quantity <= 0:
		return Result(line.asset, lost, missing=1, sighting=last, custodian_differs=differs)
	if at_home(line, last.place):
		return Result(line.asset, FOUND, found=1, sighting=last, custodian_differs=differs)
	return Result(line.asset, MISPLACED, misplaced=1, sighting=last, custodian_differs=differs)


def _result_of_group(line: Expected, sightings: list[Sighting], lost: str) -> Result:
	"""Of a group the latest sighting in each place holds, and units add up."""
	places = defaultdict(list)
	for sighting in sightings:
		places[sighting.place].append(sighting)
	last = [sighting for sighting in map(_latest, places.values()) if sighting.quantity > 0]
	here = [sighting for sighting in last if at_home(line, sighting.place)]
	away = [sighting for sighting in last if not at_home(line, sighting.place)]
	found = min(_units(here), line.quantity)
	misplaced = min(_units(away), line.quantity - found)
	surplus = _units(last) - found - misplaced
	missing = line.quantity - found - misplaced
	result = lost if missing else MISPLACED if misplaced else FOUND
	sighting = _latest(away or here or sightings)
	differs = _custodian_differs(line, sighting)
	return Result(line.asset, result, found, misplaced, missing, surplus, 0, sighting, differs)


def _custodian_differs(line: Expected, sighting: Sighting) -> bool:
	return bool(sighting.custodian) and sighting.custodian not in (line.custodian, line.custodian_now)


def _units(sightings: list[Sighting]) -> int:
	return sum(sighting.quantity for sighting in sightings)


class Sums(NamedTuple):
	"""Units of a whole count; they tie (see the module)."""

	expected: int = 0
	found: int = 0
	misplaced: int = 0
	missing: int = 0
	unexpected: int = 0
	unknown: int = 0

	@property
	def seen(self) -> int:
		return self.found + self.misplaced + self.unexpected + self.unknown


def sums(results: Iterable[Result]) -> Sums:
	"""Add up the units of many results."""
	found = misplaced = missing = unexpected = unknown = 0
	for result in results:
		found += result.found
		misplaced += result.misplaced
		missing += result.missing
		unexpected += result.unexpected
		unknown += result.unknown
	return Sums(found + misplaced + missing, found, misplaced, missing, unexpected, unknown)
