"""Measures that are kept up to date while nodes move are those of counting anew."""

import random

import pytest

from analyzer.cluster.published import structural_modularity
from analyzer.graphs.structure import MovingCut, Structure


def counted(uses: dict[tuple[str, str], float], homes: dict[str, str]) -> Structure:
    sizes, flows = dict[str, int](), dict[tuple[str, str], int]()
    for home in homes.values():
        sizes[home] = sizes.get(home, 0) + 1
    for source, target in uses:
        pair = (homes[source], homes[target])
        flows[pair] = flows.get(pair, 0) + 1
    crossing = {pair: count for pair, count in uses.items() if homes[pair[0]] != homes[pair[1]]}
    return Structure(
        structural_modularity(flows, sizes), sum(crossing.values()) / sum(uses.values()), len({used for _, used in crossing}) / len(sizes)
    )


@pytest.mark.parametrize("seed", range(10))
def test_after_every_move_the_measures_are_those_of_counting_anew(seed: int) -> None:
    draw = random.Random(seed)
    nodes = [f"n{number}" for number in range(20)]
    uses = {(draw.choice(nodes), draw.choice(nodes)): float(draw.randint(1, 9)) for _ in range(60)}
    homes = {node: draw.choice("abcd") for node in nodes}
    cut = MovingCut.of(uses, homes)
    assert cut.figures == pytest.approx(counted(uses, homes))
    for number in range(120):
        node = draw.choice(nodes)
        homes[node] = draw.choice([*homes.values(), f"new{number}"])
        cut.move(node, homes[node])
        assert cut.homes == homes
        assert cut.figures == pytest.approx(counted(uses, homes))


def test_neighbours_are_other_groups_in_both_directions() -> None:
    cut = MovingCut.of({("a", "b"): 1.0, ("c", "a"): 1.0, ("a", "d"): 1.0}, {"a": "x", "b": "y", "c": "z", "d": "x"})
    assert cut.neighbours("a") == ["y", "z"]
    assert cut.neighbours("d") == []
