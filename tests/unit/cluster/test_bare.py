"""Bare graphs: what is one, how it is cut, and what refinement may and may not do."""

import random
from collections import Counter
from itertools import combinations, pairwise

import pytest

from analyzer.cluster.algorithms.structural import Limits, better_than, refined
from analyzer.cluster.bare import ALONE, bare_cut, is_bare, uses_between
from analyzer.graphs.structure import MovingCut, Structure
from analyzer.model.data import Entity
from analyzer.model.facts import Definition, DefinitionKind
from analyzer.model.partition import SHARED, Constraint, ConstraintKind
from analyzer.model.place import ModuleName, QualName
from tests.unit.cluster.shop import at, code_base, decision, proposed

CLIQUES = [[f"{letter}{number}" for number in range(6)] for letter in "abcd"]
IMPORTS = {
    **{one: [other for other in clique if other < one] for clique in CLIQUES for one in clique},
    **{here[0]: [there[1]] for here, there in pairwise(CLIQUES)},
    "alone": [],
    "lone": [],
}
BARE = code_base(IMPORTS)


def test_names_without_packages_and_one_definition_each_are_a_bare_graph() -> None:
    assert is_bare(BARE)
    assert not is_bare(code_base({f"app.{name}": [f"app.{other}" for other in used] for name, used in IMPORTS.items()}))
    assert not is_bare(code_base({name: [] for name in "abc"}))
    entity = Entity(QualName("a1.Order"), ModuleName("a1"), "orders", "x", at("a1"))
    second = Definition(QualName("a1.other"), ModuleName("a1"), DefinitionKind.FUNCTION, at("a1", 9), 5)
    assert not is_bare(code_base(IMPORTS, facts=[entity]))
    assert not is_bare(code_base(IMPORTS, facts=[second]))


@pytest.mark.parametrize("constraints", [[], [decision(ConstraintKind.SERVICES, value="4")]], ids=["free", "four"])
def test_what_uses_each_other_is_found_and_what_nothing_ties_is_shared(constraints: list[Constraint]) -> None:
    proposal = proposed(BARE, *constraints)
    homes = proposal.partition.homes()
    assert {frozenset(module for module in homes if homes[module] == home) for home in set(homes.values())} == {
        frozenset(("alone", "lone")),
        *map(frozenset, CLIQUES),
    }
    reasons = {place.module: place.reason for place in proposal.partition.placements if place.service == SHARED}
    assert reasons == {ModuleName("alone"): ALONE, ModuleName("lone"): ALONE}


@pytest.mark.parametrize("number", [2, 3, 6])
def test_a_number_of_services_is_obeyed(number: int) -> None:
    modules = tuple(module for module in BARE.modules)
    groups = bare_cut(modules, uses_between(BARE, modules), number, 1)
    assert len(set(groups.values()) - {SHARED}) == number


def random_uses(seed: int) -> dict[tuple[str, str], float]:
    draw = random.Random(seed)
    nodes = [f"n{number:02}" for number in range(40)]
    return {(one, other): float(draw.randint(1, 50)) for one, other in combinations(nodes, 2) if draw.random() < 0.08}


@pytest.mark.parametrize("seed", range(6))
def test_a_refined_cut_is_worth_more_and_keeps_its_limits(seed: int) -> None:
    uses = random_uses(seed)
    nodes = sorted({node for pair in uses for node in pair})
    start = {node: str(number % 5) for number, node in enumerate(nodes)}
    base = MovingCut.of(uses, start).figures
    homes = refined(uses, start, better_than(base), Limits(3, 12), seed, tries=5)
    found = MovingCut.of(uses, homes).figures
    assert found.modularity > base.modularity
    assert found.cut < base.cut
    sizes = Counter(homes.values())
    assert len(sizes) == 5
    assert max(sizes.values()) <= 14  # a node without ties to its group may still come
    assert refined(dict(reversed(uses.items())), start, better_than(base), Limits(3, 12), seed, tries=5) == homes


def test_some_of_each_gain_is_worth_more_than_much_of_one_and_a_loss_costs_most() -> None:
    worth = better_than(Structure(0.4, 0.4, 2.0))
    assert worth(Structure(0.4, 0.4, 2.0)) == 0
    assert worth(Structure(0.48, 0.32, 2.0)) > worth(Structure(0.4, 0.24, 2.0)) > 0
    assert worth(Structure(0.8, 0.4, 2.4)) < 0
