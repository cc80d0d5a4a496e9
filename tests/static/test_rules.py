"""The tree keeps every rule of the house, and every rule catches the small bad example made for it."""

import json
from pathlib import Path

import pytest

from tests.static.bad_examples import BAD, GOOD
from tests.static.rules import RULES
from tests.static.rules.tree import Tree

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def whole_tree() -> Tree:
	return Tree(ROOT)


def tree_of(folder: Path, files: dict) -> Tree:
	"""A small clone with these files; a dict is written as JSON."""
	for name, content in files.items():
		path = folder / name
		path.parent.mkdir(parents=True, exist_ok=True)
		path.write_text(content if isinstance(content, str) else json.dumps(content))
	return Tree(folder)


@pytest.mark.parametrize("rule", RULES)
def test_the_tree_keeps(rule, whole_tree):
	violations = RULES[rule](whole_tree)
	listed = "\n".join(str(violation) for violation in violations)
	assert not violations, f"{RULES[rule].__doc__}\n{listed}"


@pytest.mark.parametrize(("rule", "files", "said"), BAD)
def test_a_bad_example_is_caught(rule, files, said, tmp_path):
	violations = RULES[rule](tree_of(tmp_path, files))
	assert any(said in str(violation) for violation in violations), [str(item) for item in violations]


@pytest.mark.parametrize(("rule", "files"), GOOD)
def test_a_good_example_passes(rule, files, tmp_path):
	assert RULES[rule](tree_of(tmp_path, files)) == []


def test_every_rule_has_a_bad_example():
	assert set(RULES) == {rule for rule, _files, _said in BAD}
