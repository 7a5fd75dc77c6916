"""What every algorithm and every proposal obeys."""

import random
from dataclasses import replace

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer.cluster import Granularity, Proposal, Settings, propose, reworded, subject
from analyzer.cluster.algorithms import ALGORITHMS, Algorithm, Ground
from analyzer.cluster.measures import crossable, measures_of
from analyzer.cluster.trivial import TRIVIAL
from analyzer.model.codebase import Codebase
from analyzer.model.partition import SHARED, Constraint, ConstraintKind
from analyzer.model.patterns import covers
from analyzer.model.place import Location
from analyzer.signals import collect_evidence
from tests.unit.cluster.shop import code_base, decision, layers, proposed, shop, shuffled
from tests.unit.signals.rich import rich

CODE_BASES = {
    "empty": code_base({}),
    "one module": code_base({"app": []}),
    "five modules": code_base({"app.a": ["app.b"], "app.b": ["app.c"], "app.d": ["app.c"], "app.e": []}),
    "no imports": code_base({f"app.part{number}": [] for number in range(30)}),
    "a ring": code_base({f"ring.m{number}": [f"ring.m{(number + 1) % 40}"] for number in range(40)}),
    "a deep tree": code_base({".".join(["deep"] * depth): [] for depth in range(1, 60)}),
    "flat names": code_base({f"m{number}": [f"m{number // 2}"] for number in range(1, 60)}),
    "shop": shop(),
    "layers": layers(),
    "rich": rich(),
}

# two triangles with a bridge, a node without ties, a node tied to itself
BARBELL = {
    ("a", "b"): 1.0,
    ("a", "c"): 1.0,
    ("b", "c"): 1.0,
    ("c", "d"): 0.1,
    ("d", "e"): 1.0,
    ("d", "f"): 1.0,
    ("e", "f"): 1.0,
    ("g", "g"): 1.0,
}
NODES = ["a", "b", "c", "d", "e", "f", "g", "h"]


def groups(labels: dict[str, int]) -> set[frozenset[str]]:
    return {frozenset(node for node in labels if labels[node] == label) for label in labels.values()}


@pytest.mark.parametrize("algorithm", ALGORITHMS, ids=lambda algorithm: algorithm.name)
class TestEveryAlgorithm:
    def test_labels_every_node_once(self, algorithm: Algorithm) -> None:
        assert sorted(algorithm.cluster(Ground(NODES, BARBELL, 1.0, 1))) == NODES

    def test_finds_two_triangles(self, algorithm: Algorithm) -> None:
        found = groups(algorithm.cluster(Ground(NODES, BARBELL, 1.0, 1)))
        assert found == {frozenset("abc"), frozenset("def"), frozenset("g"), frozenset("h")}

    def test_does_not_depend_on_order(self, algorithm: Algorithm) -> None:
        ties = list(BARBELL.items())
        for seed in range(5):
            random.Random(seed).shuffle(ties)
            assert algorithm.cluster(Ground(NODES[::-1], dict(ties), 1.0, 7)) == algorithm.cluster(Ground(NODES, BARBELL, 1.0, 7))

    def test_does_not_depend_on_the_scale_of_weights(self, algorithm: Algorithm) -> None:
        scaled = {pair: 1024 * weight for pair, weight in BARBELL.items()}
        assert groups(algorithm.cluster(Ground(NODES, scaled, 1.0, 1))) == groups(algorithm.cluster(Ground(NODES, BARBELL, 1.0, 1)))

    def test_divides_nothing_without_ties(self, algorithm: Algorithm) -> None:
        assert len(groups(algorithm.cluster(Ground(NODES, {}, 1.0, 1)))) == len(NODES)

    def test_has_no_trouble_with_nothing(self, algorithm: Algorithm) -> None:
        assert algorithm.cluster(Ground([], {}, 1.0, 1)) == {}


def check_placements(proposal: Proposal, modules: tuple[str, ...]) -> None:
    placements = proposal.partition.placements
    assert tuple(place.module for place in placements) == modules
    for place in placements:
        assert place.service
        assert 0 <= place.confidence <= 1
        assert place.reason
        assert place.next_best != place.service


@pytest.mark.parametrize("name", CODE_BASES)
class TestEveryProposal:
    @pytest.mark.parametrize("granularity", Granularity)
    def test_places_every_module_once_with_a_reason(self, name: str, granularity: Granularity) -> None:
        check_placements(proposed(CODE_BASES[name], settings=Settings(granularity)), CODE_BASES[name].modules)

    def test_has_ids_that_are_short_slugs(self, name: str) -> None:
        for service in proposed(CODE_BASES[name]).partition.services:
            assert service.isascii()
            assert service[0].isalpha()
            assert service == service.lower()
            assert service.replace("-", "").isalnum()
            assert len(service) <= 40

    def test_does_not_depend_on_the_order_of_facts(self, name: str) -> None:
        assert proposed(shuffled(CODE_BASES[name])) == proposed(CODE_BASES[name])

    def test_is_the_same_when_all_weights_are_scaled(self, name: str) -> None:
        twice = Settings(weights=tuple((signal, 2 * weight) for signal, weight in Settings().weights))
        assert proposed(CODE_BASES[name], settings=twice).partition.homes() == proposed(CODE_BASES[name]).partition.homes()

    def test_has_all_measures_for_all_cuts(self, name: str) -> None:
        proposal = proposed(CODE_BASES[name])
        names = [measure.name for measure in proposal.partition.measures]
        assert len(names) == len(set(names)) > 8
        assert {"coarse", "fine", *(trivial for trivial, _ in TRIVIAL)} == {cut.name for cut in proposal.alternatives}
        for cut in proposal.alternatives:
            assert [measure.name for measure in cut.measures] == names


def test_merging_two_services_never_raises_what_is_cut() -> None:
    codebase = shop()
    proposal = proposed(codebase)
    homes = proposal.partition.homes()
    services = proposal.partition.services
    before = {measure.name: measure.value for measure in measures_of(crossable(codebase), proposal.graph, homes)}
    for first in services:
        for second in services:
            joined = {module: first if home == second else home for module, home in homes.items()}
            after = {measure.name: measure.value for measure in measures_of(crossable(codebase), proposal.graph, joined)}
            assert all(
                after[name] <= before[name] for name in ("imports_cut", "calls_cut", "interfaces", "entity_links_cut", "shared_writes")
            )


PATTERNS = st.sampled_from(
    [str(module) for module in shop().modules] + ["shop.orders.*", "shop.billing.*", "shop.*.models", "shop.*.views", "shop.[os]*.rules"]
)
SERVICES = st.sampled_from(["orders", "money", "depot"])
CONSTRAINTS = st.lists(
    st.one_of(
        st.builds(lambda names: decision(ConstraintKind.TOGETHER, *names), st.lists(PATTERNS, min_size=2, max_size=3)),
        st.builds(lambda names: decision(ConstraintKind.APART, *names), st.lists(PATTERNS, min_size=2, max_size=3)),
        st.builds(lambda name, value: decision(ConstraintKind.PIN, name, value=value), PATTERNS, SERVICES),
        st.builds(lambda name: decision(ConstraintKind.SHARED, name), PATTERNS),
    ),
    max_size=5,
)


def obeyed(proposal: Proposal, constraint: Constraint) -> bool:
    homes = proposal.partition.homes()
    sides = [{homes[module] for module in homes if covers(pattern, module)} for pattern in constraint.modules]
    if constraint.kind is ConstraintKind.TOGETHER:
        return len(set().union(*sides)) <= 1
    if constraint.kind is ConstraintKind.APART:
        return not any(first & second for index, first in enumerate(sides) for second in sides[index + 1 :])
    return sides[0] <= {constraint.value or SHARED}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CONSTRAINTS, st.one_of(st.none(), st.integers(1, 9)))
def test_constraints_are_obeyed_or_named_impossible(constraints: list[Constraint], number: int | None) -> None:
    codebase = shop()
    if number:
        constraints = [*constraints, decision(ConstraintKind.SERVICES, value=str(number))]
    proposal = proposed(codebase, *constraints, settings=Settings(runs=1))
    assert set(proposal.partition.homes()) == set(codebase.modules)
    assert {problem.code for problem in proposal.problems} <= {"impossible-constraint"}
    single = [constraint for constraint in constraints if constraint.kind in (ConstraintKind.PIN, ConstraintKind.SHARED)]
    for constraint in constraints if not proposal.problems else ():
        if constraint.kind is ConstraintKind.SERVICES:
            assert len(proposal.partition.services) == number
        elif constraint not in single or len(single) == 1:
            assert obeyed(proposal, constraint)


def test_the_same_proposal_twice() -> None:
    assert proposed(rich()) == proposed(replace(rich()))


@pytest.mark.parametrize("codebase", CODE_BASES.values(), ids=CODE_BASES)
class TestWhatBoundariesHangOn:
    def test_is_all_that_clustering_looks_at(self, codebase: Codebase) -> None:
        evidence = collect_evidence(codebase)
        assert propose(subject(codebase), evidence) == propose(codebase, evidence)

    def test_is_no_line(self, codebase: Codebase) -> None:
        evidence = collect_evidence(codebase)
        moved = tuple(msgspec.structs.replace(item, at=Location(item.at.path, item.at.line * 3 + 1)) for item in evidence)
        found, expected = reworded(propose(codebase, evidence), moved), propose(codebase, moved)
        assert found == expected
        assert moved == () or found.partition != propose(codebase, evidence).partition
