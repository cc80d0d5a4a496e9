"""Who clears an area: of those who are named for it, the nearest who is here and may do it."""

from collections.abc import Sequence
from dataclasses import dataclass

from office_management.domain.validity import RUN_OUT, RUNS_OUT

NO_WARDEN = "No Warden"
NOBODY_HERE = "Nobody Here"
AWAY = "Away"
EXPIRED = "Certificate Ran Out"
RUNNING_OUT = "Certificate Runs Out"
UNRECORDED = "No Certificate"


@dataclass(frozen=True)
class Candidate:
	"""Somebody named for an area. `certificate`: a state of `domain.validity`, None when none is on record."""

	person: str
	step: str
	is_here: bool
	certificate: str | None = None


@dataclass(frozen=True)
class Choice:
	"""`acting` clears the area, `usual` is named first; `problem` is what to know about it, or None."""

	acting: Candidate | None
	usual: Candidate | None
	problem: str | None


def choose(candidates: Sequence[Candidate]) -> Choice:
	"""Choose who acts; candidates come in the order in which they are named, the nearest first.

	Who is away does not act. Whose certificate has run out acts only when nobody here has a better one: a warden
	with an old certificate is better than none.
	"""
	if not candidates:
		return Choice(None, None, NO_WARDEN)
	usual, here = candidates[0], [one for one in candidates if one.is_here]
	if not here:
		return Choice(None, usual, NOBODY_HERE)
	acting = next((one for one in here if one.certificate != RUN_OUT), here[0])
	return Choice(acting, usual, _problem(acting, usual))


def _problem(acting: Candidate, usual: Candidate) -> str | None:
	if not usual.is_here:
		return AWAY
	if RUN_OUT in (usual.certificate, acting.certificate):
		return EXPIRED
	return {RUNS_OUT: RUNNING_OUT, None: UNRECORDED}.get(acting.certificate)
