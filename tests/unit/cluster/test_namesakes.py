"""Small groups whose package is named after another."""

from collections.abc import Mapping

from analyzer.cluster.namesakes import joined_to_namesakes
from analyzer.graphs.packages import package_tree
from analyzer.model.partition import SHARED
from analyzer.model.place import ModuleName
from tests.unit.cluster.shop import code_base


def joined(sizes: Mapping[str, int], *ties: tuple[str, str]) -> dict[str, str]:
    """Packages of so many modules, each a group of its own, and ties between first modules: package to group."""
    homes = {ModuleName(f"app.{name}.m{number}"): name for name, size in sizes.items() for number in range(size)}
    around: dict[ModuleName, dict[ModuleName, float]] = {}
    for first, second in ties:
        around.setdefault(ModuleName(f"app.{first}.m0"), {})[ModuleName(f"app.{second}.m0")] = 1.0
    tree = package_tree(code_base({module: [] for module in homes}))
    found = joined_to_namesakes({**homes, ModuleName("app.base"): SHARED}, around, tree)
    assert found.pop(ModuleName("app.base")) == SHARED
    return {module.split(".")[1]: home for module, home in found.items()}


def test_a_small_package_named_after_another_is_part_of_it() -> None:
    found = joined({"case": 7, "case_cost": 3, "costs": 4}, ("case_cost", "case"), ("case_cost", "costs"))
    assert found["case_cost"] == found["case"] != found["costs"]


def test_the_longest_common_name_wins_and_chains_are_followed() -> None:
    sizes = {"case": 7, "case_cost": 3, "case_cost_type": 2}
    assert len(set(joined(sizes, ("case_cost_type", "case_cost"), ("case_cost", "case")).values())) == 1
    found = joined(sizes, ("case_cost_type", "case"), ("case_cost", "case"))
    assert found["case_cost_type"] != found["case_cost"] == found["case"]


def test_large_ones_strangers_and_those_below_another_package_stay() -> None:
    assert len(set(joined({"case": 7, "case_cost": 6}, ("case_cost", "case")).values())) == 2
    assert len(set(joined({"case": 7, "case_cost": 3}).values())) == 2
    assert len(set(joined({"case": 7, "cost_case": 3}, ("cost_case", "case")).values())) == 2
