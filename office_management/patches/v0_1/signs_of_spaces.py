"""Give every space the random id of its sign, by which the QR code on its door is known."""

from office_management.office_space.sign import give_missing_signs


def execute() -> None:
	give_missing_signs()
