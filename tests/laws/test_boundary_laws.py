"""What boundaries obey on any code base and on any division of it."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer.cluster import Settings
from analyzer.cluster.bonds import neighbours_of
from analyzer.cluster.measures import crossable, measures_of
from analyzer.facts import read_codebase
from analyzer.model.codebase import Codebase
from analyzer.model.partition import SHARED
from analyzer.signals import SIGNALS, collect_evidence
from benchmarks.boundaries.dominance import against_trivial
from benchmarks.boundaries.planted import planted
from tests.unit.cluster.shop import code_base, layers, proposed, shop, shuffled
from tests.unit.signals.rich import rich

HERE = Path(__file__).parents[2]
CUT = ("imports_cut", "calls_cut", "calls_cut_in_loops", "interfaces", "entity_links_cut", "shared_writes", "transactions_cut")

PLACES = ("app.shop", "app.depot", "app.models", "lib")
NAMES = st.sampled_from([f"{place}.{part}" for place in PLACES for part in ("one", "two", "orders", "view")])
CODE = st.dictionaries(NAMES, st.lists(NAMES, max_size=5, unique=True), min_size=1, max_size=16).map(code_base)
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@FEW
@given(CODE)
def test_every_module_of_any_code_base_is_placed_once_whatever_the_order(codebase: Codebase) -> None:
    proposal = proposed(codebase)
    assert tuple(place.module for place in proposal.partition.placements) == codebase.modules
    assert proposed(shuffled(codebase)) == proposal


@FEW
@given(CODE, st.sampled_from([0.25, 2.0, 64.0]))
def test_scaling_all_weights_changes_nothing(codebase: Codebase, factor: float) -> None:
    weights = tuple((signal, factor * weight) for signal, weight in Settings().weights)
    assert proposed(codebase, settings=Settings(weights=weights)).partition == proposed(codebase).partition


@pytest.mark.parametrize("codebase", [shop(), layers(), rich(), planted(120, 700)[0]], ids=["shop", "layers", "rich", "planted"])
def test_merging_two_services_of_any_division_never_raises_what_is_cut(codebase: Codebase) -> None:
    graph, cuttable, fell = proposed(codebase).graph, crossable(codebase), 0
    for seed in range(12):
        draw = random.Random(seed)
        homes = {module: draw.choice(("a", "b", "c", "d", SHARED)) for module in codebase.modules}
        joined = {module: "a" if home == "b" else home for module, home in homes.items()}
        before, after = (
            {measure.name: measure.value for measure in measures_of(cuttable, graph, division)} for division in (homes, joined)
        )
        assert [name for name in CUT if after[name] > before[name]] == []
        fell += any(after[name] < before[name] for name in CUT)
    assert fell, "nothing was cut at all"


@pytest.mark.parametrize("name", ["shop", "planted", "sample_monolith", "analyzer"])
def test_no_trivial_cut_is_better_than_the_proposal(name: str) -> None:
    made = {"shop": shop, "planted": lambda: planted(300, 2_000)[0]}
    codebase = made[name]() if name in made else read_codebase(HERE / name)
    found = against_trivial(codebase)
    assert len(found) == 4
    assert [trivial for trivial, worse in found.items() if not worse] == []


def test_boundaries_are_found_with_history_and_without() -> None:
    codebase = rich()
    evidence = collect_evidence(codebase)
    assert codebase.history
    assert "history" in {item.signal for item in evidence}
    bare = Codebase(codebase.name, codebase.files, codebase.facts)
    assert {item.signal for item in evidence} - {item.signal for item in collect_evidence(bare)} <= {"authors", "history"}
    for one in (codebase, bare):
        assert tuple(place.module for place in proposed(one).partition.placements) == codebase.modules


def test_ties_lead_both_ways() -> None:
    around = neighbours_of(proposed(rich()).graph)
    assert all(around[partner][module] == weight for module, partners in around.items() for partner, weight in partners.items())


def test_every_signal_has_a_weight() -> None:
    assert {signal.name for signal in SIGNALS} == {name for name, _ in Settings().weights}
