"""Circles of services: the cheapest uses to turn round, against trying every order, and on hand-made seams."""

import random
from itertools import permutations

import pytest

from analyzer.graphs.cycles import components
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.plan import Seam, SeamClass
from analyzer.plan.circles import find_circles
from analyzer.plan.effects import Effect, Effects
from analyzer.plan.feedback_arcs import MOST_EXACT, cheapest_cut

Edges = dict[tuple[str, str], float]


def random_graph(seed: int, size: int, density: float) -> tuple[list[str], Edges]:
    chance = random.Random(seed)
    nodes = [f"n{i:02}" for i in range(size)]
    return nodes, {(a, b): float(chance.randint(1, 9)) for a in nodes for b in nodes if a != b and chance.random() < density}


def least(nodes: list[str], weights: Edges) -> float:
    """The cost of the best of all orders, each tried."""
    orders = ({node: rank for rank, node in enumerate(order)} for order in permutations(nodes))
    return min(sum(weight for (a, b), weight in weights.items() if rank[a] > rank[b]) for rank in orders)


@pytest.mark.parametrize("seed", range(12))
def test_up_to_a_dozen_services_nothing_is_cheaper(seed: int) -> None:
    nodes, weights = random_graph(seed, 6, 0.5)
    cut, is_exact = cheapest_cut(nodes, weights)
    assert is_exact and sum(weights[edge] for edge in cut) == least(nodes, weights)
    assert components(edge for edge in weights if edge not in cut) == ()


@pytest.mark.parametrize("seed", range(6))
def test_beyond_that_no_circle_is_left_and_the_cut_is_near_the_best(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    nodes, weights = random_graph(seed, 11, 0.3)
    exact = sum(weights[edge] for edge in cheapest_cut(nodes, weights)[0])
    monkeypatch.setattr("analyzer.plan.feedback_arcs.MOST_EXACT", 3)
    cut, is_exact = cheapest_cut(nodes, weights)
    assert not is_exact and components(edge for edge in weights if edge not in cut) == ()
    assert exact <= sum(weights[edge] for edge in cut) <= 1.25 * exact


def test_a_large_graph_is_no_trouble() -> None:
    nodes, weights = random_graph(1, 90, 0.2)
    cut, is_exact = cheapest_cut(nodes, weights)
    assert len(nodes) > MOST_EXACT and not is_exact
    assert components(edge for edge in weights if edge not in cut) == () and len(cut) < len(weights) / 2


def seam(caller: str, callee: str, name: str, seam_class: SeamClass = SeamClass.DATA_FUNCTION, count: int = 1) -> Seam:
    at = (Location(f"shop/{caller}.py", 3),)
    return Seam(
        caller, callee, QualName(f"shop.{callee}.{name}"), ModuleName(f"shop.{callee}"), seam_class, ("call",), count, False, at, "", ""
    )


def test_the_cheap_direction_is_turned_round_and_says_how() -> None:
    seams = [seam("orders", "billing", f"f{i}") for i in range(4)] + [seam("billing", "orders", "close", count=7)]
    writes = Effects({}, {"shop.orders.close": Effect.WRITES_DATA})
    (circle,) = find_circles(seams, writes, {})
    assert (circle.services, circle.is_exact, circle.uses) == (("billing", "orders"), True, 11)
    (edge,) = circle.cut
    assert (edge.caller, edge.callee, edge.definitions, edge.uses, edge.cost) == ("billing", "orders", 1, 7, 0.5)
    assert edge.remedy == "Let billing publish an event instead of using close, and orders listen"
    assert edge.places == (Location("shop/billing.py", 3),)
    (asked,) = find_circles(seams, Effects({}, {}), {})
    assert asked.cut[0].remedy.startswith("Move close to billing")


def test_what_is_copied_or_sent_closes_no_circle() -> None:
    for loose in (SeamClass.PURE_HELPER, SeamClass.FIRE_AND_FORGET, SeamClass.DECLARED_EXCEPTION):
        assert find_circles([seam("a", "b", "f"), seam("b", "a", "g", loose)], Effects({}, {}), {}) == ()
    assert find_circles([seam("a", "b", "f"), seam("b", "shared", "g")], Effects({}, {}), {}) == ()
