"""Cycles: components, cheap cuts and shortest ways agree with networkx and with the definition on random graphs."""

import random

import networkx
import pytest

from analyzer.graphs.cycles import components
from analyzer.plan.cycles import edges_to_cut, shortest_path

Weights = dict[tuple[str, str], float]


def graph(seed: int) -> Weights:
    chance = random.Random(seed)
    nodes = [f"n{number}" for number in range(chance.randint(2, 25))]
    edges = {(chance.choice(nodes), chance.choice(nodes)): chance.choice([0.25, 1.0, 3.0]) for _ in range(chance.randint(1, 60))}
    return {edge: weight for edge, weight in edges.items() if edge[0] != edge[1]}


@pytest.mark.parametrize("seed", range(40))
def test_components_are_those_of_networkx(seed: int) -> None:
    weights = graph(seed)
    expected = networkx.strongly_connected_components(networkx.DiGraph(list(weights)))
    assert components(weights) == tuple(sorted(tuple(sorted(part)) for part in expected if len(part) > 1))


@pytest.mark.parametrize("seed", range(40))
def test_cutting_leaves_no_cycle_and_every_cut_is_needed(seed: int) -> None:
    weights = graph(seed)
    cut = edges_to_cut(weights)
    rest = networkx.DiGraph([edge for edge in weights if edge not in cut])
    assert networkx.is_directed_acyclic_graph(rest)
    for edge in cut:
        rest.add_edge(*edge)
        assert not networkx.is_directed_acyclic_graph(rest)
        rest.remove_edge(*edge)


def test_the_cheaper_edge_is_cut() -> None:
    assert edges_to_cut({("a", "b"): 3.0, ("b", "a"): 1.0}) == (("b", "a"),)
    assert edges_to_cut({("a", "b"): 1.0, ("b", "a"): 3.0}) == (("a", "b"),)


def test_the_order_of_edges_changes_nothing() -> None:
    weights = graph(7)
    assert edges_to_cut(dict(reversed(weights.items()))) == edges_to_cut(weights)


def test_a_long_ring_needs_no_recursion() -> None:
    ring: Weights = {(f"n{number:05}", f"n{(number + 1) % 5000:05}"): 1.0 for number in range(5000)}
    assert [len(part) for part in components(ring)] == [5000]
    assert len(edges_to_cut(ring)) == 1


def test_the_shortest_way_is_found_or_none() -> None:
    after = {"a": ["b", "c"], "b": ["d"], "c": ["e"], "e": ["d"]}
    assert shortest_path(after, "a", "d") == ("a", "b", "d")
    assert shortest_path(after, "d", "a") == ()
