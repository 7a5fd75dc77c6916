"""What every plan obeys, however odd the code base is."""

import random
import time
from itertools import pairwise

import pytest

from analyzer.model.data import Entity, EntityLink, EntityUse, LinkKind, Mode, Transaction
from analyzer.model.graph import DependencyGraph, Edge
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.plan import ExtractionPlan
from analyzer.model.syntax import When
from analyzer.plan import make_plan
from analyzer.plan.findings import FINDINGS, MOST_OF_A_KIND
from tests.unit.plan.builders import codebase, function, imports, partition, path_of, uses


def tangle(seed: int, services: int, size: int) -> tuple[list[str], list[object]]:
    """Modules and facts that hang together at random."""
    chance = random.Random(seed)
    modules = [f"shop.s{service:02}.m{number:03}" for service in range(services) for number in range(size)]
    facts: list[object] = [function(m, "f") for m in modules]
    entities = [f"{m}.T" for m in modules[::4]]
    for name in entities:
        module = name.rpartition(".")[0]
        facts.append(
            Entity(QualName(name), ModuleName(module), name.rpartition(".")[0].replace(".", "_"), "x", Location(path_of(module), 9))
        )
    for module in modules:
        for other in chance.sample(modules, 3):
            facts += [imports(module, other, 3, chance.choice([When.RUN, When.LAZY])), uses(f"{module}.f", f"{other}.f")]
        source, at = QualName(f"{module}.f"), Location(path_of(module), 4)
        written = chance.sample(entities, 2)
        facts += [EntityUse(ModuleName(module), QualName(name), chance.choice(list(Mode)), source, 1, at) for name in written]
        facts.append(Transaction(source, ModuleName(module), tuple(sorted(map(QualName, written))), at))
    for name in entities:
        facts.append(EntityLink(QualName(name), QualName(chance.choice(entities)), LinkKind.FOREIGN_KEY, "x", Location("shop/a.py", 1)))
    return modules, list(dict.fromkeys(facts))


def plan_of(seed: int, services: int = 6, size: int = 8, shuffle: bool = False) -> ExtractionPlan:
    modules, facts = tangle(seed, services, size)
    if shuffle:
        random.Random(1).shuffle(facts)
    names = tuple(sorted(map(ModuleName, modules)))
    graph = DependencyGraph(names, tuple(Edge(a, b, 1.0) for a, b in pairwise(names)))
    return make_plan(codebase(modules, *facts), graph, (), partition(modules))  # type: ignore[arg-type]  # facts of many types


@pytest.mark.parametrize("seed", range(5))
def test_every_service_has_a_plan_and_every_table_one_owner(seed: int) -> None:
    plan = plan_of(seed)
    assert sorted(service.id for service in plan.services) == [f"s{number:02}" for number in range(6)]
    owned = [entity for service in plan.services for entity in service.entities]
    assert sorted(owned) == sorted(one.entity for one in plan.ownership)
    assert [service.wave for service in plan.services] == sorted(service.wave for service in plan.services)
    assert {service.wave for service in plan.services} == set(range(1, max(s.wave for s in plan.services) + 1))


@pytest.mark.parametrize("seed", range(5))
def test_calls_of_one_are_called_by_of_the_other(seed: int) -> None:
    services = plan_of(seed).services
    calls = sorted((one.id, other, count) for one in services for other, count in one.calls)
    assert calls == sorted((other, one.id, count) for one in services for other, count in one.called_by)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_facts_changes_nothing(seed: int) -> None:
    assert plan_of(seed) == plan_of(seed, shuffle=True)


@pytest.mark.parametrize("seed", range(3))
def test_findings_have_known_kinds_places_and_remedies(seed: int) -> None:
    findings = plan_of(seed).findings
    assert {found.kind for found in findings} <= {finder.kind for finder in FINDINGS}
    for found in findings:
        assert found.at.path
        assert found.message
        assert found.remedy
        assert found.at not in found.places
        assert list(found.places) == sorted(found.places)
        assert list(found.services) == sorted(found.services)


def test_five_thousand_modules_take_seconds_and_give_a_bounded_number_of_findings() -> None:
    modules, facts = tangle(1, 50, 100)
    code = codebase(modules, *facts)  # type: ignore[arg-type]  # facts of many types
    start = time.process_time()
    plan = make_plan(code, DependencyGraph(code.modules, ()), (), partition(modules))
    assert time.process_time() - start < 15
    assert len(plan.findings) <= len(FINDINGS) * (MOST_OF_A_KIND + 1)
    assert plan.verdict == "modularise-first"


def test_nothing_is_planned_for_nothing() -> None:
    plan = make_plan(codebase([]), DependencyGraph((), ()), (), partition([]))
    assert (plan.services, plan.findings, plan.seams, plan.verdict) == ((), (), (), "leave")


def test_what_hangs_least_on_the_rest_goes_first() -> None:
    modules = ["shop.a.m", "shop.b.m", "shop.c.m", "shop.z.m"]
    facts = [*(function(m, "f") for m in modules), uses("shop.a.m.f", "shop.b.m.f", count=9), uses("shop.b.m.f", "shop.c.m.f", count=4)]
    plan = make_plan(codebase(modules, *facts), DependencyGraph((), ()), (), partition(modules))
    assert [(service.id, service.wave) for service in plan.services] == [("z", 1), ("c", 2), ("a", 3), ("b", 4)]
