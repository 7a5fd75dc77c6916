"""The code bases that scale is measured on, and circles beside a peer's answer."""

from random import Random

import networkx

from analyzer.cluster import propose
from analyzer.graphs.cycles import cyclic
from analyzer.model.facts import Import
from analyzer.report.comparison.agreement import agreement
from analyzer.signals import collect_evidence
from benchmarks.boundaries.planted import planted


def test_planted_services_have_the_size_asked_for_and_are_found() -> None:
    codebase, homes = planted(400, 2_800)
    assert len(codebase.modules) == len(homes) == 400
    assert len(codebase.of(Import)) == 2_800
    found = {str(place.module): place.service for place in propose(codebase, collect_evidence(codebase)).partition.placements}
    assert agreement({str(module): home for module, home in homes.items()}, found).f1 > 0.5


def test_circles_are_those_that_networkx_finds() -> None:
    some = 0
    for seed in range(300):
        draw = Random(seed)
        size = draw.randrange(1, 25)
        pairs = [(str(draw.randrange(size)), str(draw.randrange(size))) for _ in range(draw.randrange(50))]
        components = networkx.strongly_connected_components(networkx.DiGraph(pairs))
        expected = {node for component in components if len(component) > 1 for node in component}
        assert cyclic(pairs) == expected
        some += bool(expected)
    assert some > 100


def test_a_long_circle_needs_no_deep_stack() -> None:
    pairs = [(str(number), str((number + 1) % 50_000)) for number in range(50_000)]
    assert len(cyclic(pairs)) == 50_000
