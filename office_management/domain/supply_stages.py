"""How far a thing that an employee ordered has come, in words an employee uses. Pure: facts in, a stage out."""

from dataclasses import dataclass

ORDERED, ON_ITS_WAY, PARTLY_READY, READY = "Ordered", "On Its Way", "Partly Ready", "Ready"
STOPPED, CANCELLED = "Stopped", "Cancelled"
STAGES = (ORDERED, ON_ITS_WAY, PARTLY_READY, READY, STOPPED, CANCELLED)
OPEN_STAGES = (ORDERED, ON_ITS_WAY, PARTLY_READY)

DRAFT, SUBMITTED = 0, 1
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Progress:
	"""What ERPNext's documents say of one row of a request. Quantities are in the item's stock unit.

	`ordered`: on submitted purchase orders; of these `given_up` will not come any more (the order was closed).
	`arrived`: received, issued from the store, or, for what is never received, invoiced.
	"""

	docstatus: int
	stopped: bool = False
	wanted: float = 0.0
	ordered: float = 0.0
	arrived: float = 0.0
	given_up: float = 0.0


def stage_of(progress: Progress) -> str:
	"""The stage of a row, from the facts alone.

	What has arrived is ready, whatever became of the request since. A stopped or cancelled one is said to be so
	only where nothing more can come.
	"""
	if progress.docstatus == DRAFT:
		return ORDERED
	if progress.arrived >= progress.wanted - TOLERANCE:
		return READY
	if progress.docstatus != SUBMITTED:
		return CANCELLED
	coming = progress.ordered - progress.given_up - progress.arrived
	if coming <= TOLERANCE and (progress.stopped or progress.given_up > TOLERANCE):
		return READY if progress.arrived > TOLERANCE else STOPPED
	if progress.arrived > TOLERANCE:
		return PARTLY_READY
	return ON_ITS_WAY if coming > TOLERANCE else ORDERED


def may_change(progress: Progress) -> bool:
	"""Whether the employee may still change or cancel it: nobody has submitted the request yet."""
	return progress.docstatus == DRAFT
