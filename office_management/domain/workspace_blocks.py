"""Blocks of a workspace taken out, and put back where they were shipped."""

from collections.abc import Collection


def without(blocks: list[dict], hidden: Collection[str]) -> list[dict]:
	"""The blocks whose `id` is not among `hidden`."""
	return [block for block in blocks if block.get("id") not in hidden]


def put_back(blocks: list[dict], shipped: list[dict], wanted: Collection[str]) -> list[dict]:
	"""Add the shipped blocks that are `wanted` and missing, each behind the closest one it was shipped behind.

	Args:
		blocks: the workspace as it is, perhaps changed by a user; its order stays.
		shipped: the workspace as it came.
		wanted: ids of shipped blocks.
	"""
	result, there = list(blocks), {block.get("id") for block in blocks}
	for place, block in enumerate(shipped):
		if block.get("id") in wanted and block.get("id") not in there:
			result.insert(place_for(result, shipped[:place]), block)
			there.add(block.get("id"))
	return result


def place_for(blocks: list[dict], before: list[dict]) -> int:
	"""Behind the last of `before` that is among the blocks; in front when none is."""
	places = {block.get("id"): place for place, block in enumerate(blocks)}
	for block in reversed(before):
		if block.get("id") in places:
			return places[block.get("id")] + 1
	return 0
