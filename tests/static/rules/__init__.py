"""The rules of the house, each a function from a Tree to a list of violations. `RULES` names them all."""

from tests.static.rules import database, endpoints, layers, standard, translation, wiring, writing

RULES = {
	f"{module.__name__.rpartition('.')[2]}.{name.removeprefix('check_')}": rule
	for module in (database, endpoints, layers, standard, translation, wiring, writing)
	for name, rule in vars(module).items()
	if name.startswith("check_") and rule.__module__ == module.__name__
}
