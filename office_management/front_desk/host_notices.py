"""Telling hosts that their visitor is here."""


def arrived(log: str) -> None:
	"""A visitor is at the desk: whoever is to be told, is told."""


def closed(log: str) -> None:
	"""The visit is over: nobody is told of it any more."""
