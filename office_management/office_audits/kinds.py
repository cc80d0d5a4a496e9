"""What differs between the types of audits that go through the same steps: what is frozen, what ends, what is signed.

A count of assets does these with its lines (freezing.py, settling.py, decisions.py, sign_off.py); every other type has
a row here.
"""

from collections.abc import Callable
from typing import NamedTuple

from frappe.model.document import Document

from office_management.office_audits import document_review, inspecting


class Kind(NamedTuple):
	"""The parts of one type. Each is called under the lock of the audit, and throws where something stands in the way.

	freeze: write what is looked at, when the audit starts; answers how many lines.
	end: what must hold, and what follows, when looking has ended.
	check_signing: what must hold before the signature.
	doers: who did the work, by the audit's name; somebody else signs.
	"""

	freeze: Callable[[Document], int]
	end: Callable[[Document], None]
	check_signing: Callable[[Document], None]
	doers: Callable[[str], set[str]]


KINDS: dict[str, Kind] = {
	inspecting.CHECKLIST: Kind(
		inspecting.freeze, inspecting.end, inspecting.check_signing, inspecting.doers_of
	),
	document_review.DOCUMENTS: Kind(
		document_review.freeze,
		document_review.end,
		document_review.check_signing,
		document_review.doers_of,
	),
}


def of(audit: Document) -> Kind | None:
	"""The parts of this audit's type; None for a count."""
	return KINDS.get(audit.audit_type)
