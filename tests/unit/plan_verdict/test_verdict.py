"""The verdict: one clear case for services, and each thing that speaks against them, one at a time."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from analyzer.model.analysis import Alternative
from analyzer.model.codebase import Fact
from analyzer.model.data import Entity, EntityLink, EntityUse, LinkKind, Mode, Transaction
from analyzer.model.facts import Definition, DefinitionKind
from analyzer.model.graph import DependencyGraph, Edge
from analyzer.model.partition import SHARED, Measure, Partition, Placement
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.plan import ExtractionPlan
from analyzer.model.replay import CutReplay, Lockstep, Replay, Tally
from analyzer.model.surface import Task
from analyzer.model.syntax import UseKind
from analyzer.model.verdict import Leaning, Weighed
from analyzer.plan import make_plan
from analyzer.plan.verdict import CRITERIA
from tests.unit.plan.builders import codebase, function, home_of, path_of, uses

SERVICES = ("billing", "catalogue", "orders")
MODULES = [f"shop.{service}.m{number:02}" for service in SERVICES for number in range(10)]
MODULARITY = Measure("modularity", 0.5, "", True)


def entity(module: str) -> Entity:
    return Entity(QualName(f"{module}.T"), ModuleName(module), module.replace(".", "_"), "x", Location(path_of(module), 9))


TABLES = tuple(entity(f"shop.{service}.m{number:02}") for service in SERVICES for number in range(2))


def edges(pairs: list[tuple[str, str]], weight: float = 1.0) -> list[Edge]:
    return [Edge(*sorted((ModuleName(one), ModuleName(other))), weight) for one, other in pairs]


INSIDE = edges([(f"shop.{service}.m00", f"shop.{service}.m{number:02}") for service in SERVICES for number in range(1, 10)])


def definition(module: str, name: str, kind: DefinitionKind) -> Definition:
    return Definition(QualName(f"{module}.{name}"), ModuleName(module), kind, Location(path_of(module), 1), 6)


def tally(corrected: float | None, several: int = 200) -> Tally:
    return Tally(several, several, several // 2, 0, 0.5, 0.1, corrected, 1.5, 2.0, 2.0, 0.2)


def judged(
    *facts: Fact,
    modules: list[str] = MODULES,
    lines: int = 200,
    more: tuple[Edge, ...] = (),
    homes: dict[str, str] | None = None,
    confidence: float = 1.0,
    stability: float | None = None,
    packages: float | None = None,
    replay: Replay | None = None,
) -> ExtractionPlan:
    """The plan of a shop of three clear services, with one thing changed."""
    known = homes or {}
    placed = tuple(Placement(ModuleName(one), known.get(one, home_of(one)), confidence, "") for one in sorted(modules))
    partition = Partition(placed, "hand", stability=stability, measures=(MODULARITY,))
    graph = DependencyGraph(tuple(map(ModuleName, sorted(modules))), tuple(sorted((*INSIDE, *more))))
    beside = () if packages is None else (Alternative("top-packages", 3, (replace(MODULARITY, value=packages),)),)
    code = codebase(modules, *(facts or TABLES), lines=lines)
    return make_plan(code, graph, (), partition, beside, *([replay] if replay else []))


def weighed(plan: ExtractionPlan, criterion: str) -> Weighed:
    return next(one for one in plan.weighed if one.criterion == criterion)


def test_three_clear_services_are_split() -> None:
    plan = judged()
    assert plan.verdict == "split"
    assert {one.leaning for one in plan.weighed} == {Leaning.SPLIT, Leaning.NEITHER}


def test_what_is_small_is_left() -> None:
    assert judged(lines=90).verdict == "leave"
    few = judged(modules=MODULES[:6] + MODULES[10:16], lines=2000)
    assert few.verdict == "leave" and "easier to keep in one process" in few.verdict_reasons[0]


def test_what_has_no_boundary_is_left() -> None:
    plan = judged(homes=dict.fromkeys(MODULES, "orders"))
    assert plan.verdict == "leave" and "no boundary" in plan.verdict_reasons[0]


def test_a_library_is_left_however_clear_its_parts_are() -> None:
    plan = judged(*(function(one, "f") for one in MODULES))
    assert plan.verdict == "leave" and "a library" in plan.verdict_reasons[0]
    assert weighed(plan, "surface").value == 0


def test_commands_make_no_service_but_a_queue_does() -> None:
    def tasks(framework: str) -> list[Task]:
        return [Task(one, QualName(f"{one}.f"), ModuleName(one), framework, Location(path_of(one), 1)) for one in MODULES]

    assert judged(*tasks("click")).verdict == "leave"
    assert judged(*tasks("celery")).verdict == "split"


def test_a_library_with_a_site_beside_it_is_left_and_an_application_with_data_is_not() -> None:
    served = [f"shop.{service}.m{number:02}" for service in ("billing", "orders") for number in range(2)]
    jobs = [Task(one, QualName(f"{one}.f"), ModuleName(one), "celery", Location(path_of(one), 1)) for one in served]
    plan = judged(*jobs)
    assert plan.verdict == "leave" and "with a site" in plan.verdict_reasons[0]
    assert weighed(plan, "surface").value == 0.6667
    assert judged(*jobs, entity("shop.orders.m00")).verdict == "split"


def test_ties_across_are_a_doubt_and_then_a_reason_to_wait() -> None:
    across = [(f"shop.orders.m{number:02}", f"shop.billing.m{number:02}") for number in range(10)]
    some, many = (judged(more=tuple(edges(across, weight))) for weight in (1.7, 3.0))
    assert (weighed(some, "ties").leaning, some.verdict) == (Leaning.DOUBT, "split")
    assert (weighed(many, "ties").leaning, many.verdict) == (Leaning.WAIT, "modularise-first")
    assert "runs between services" in many.verdict_reasons[0]


def test_what_cannot_be_cut_makes_one_wait() -> None:
    """A class that is inherited from across services is a blocker."""
    names = [definition(one, "C", DefinitionKind.CLASS) for one in MODULES]
    plan = judged(
        *TABLES, *names, *(uses(f"shop.orders.m{number:02}.C", f"shop.billing.m{number:02}.C", UseKind.SUBCLASS) for number in range(10))
    )
    assert weighed(plan, "blockers").value == 1.0
    assert plan.verdict == "modularise-first"


def written(*tables: str, by: str) -> list[Fact]:
    source, at = QualName(f"{by}.f"), Location(path_of(by), 3)
    names = tuple(QualName(f"{table}.T") for table in tables)
    return [
        function(by, "f"),
        Transaction(source, ModuleName(by), names, at),
        *(EntityUse(ModuleName(by), name, Mode.WRITE, source, 1, at) for name in names),
    ]


def test_torn_transactions_and_foreign_writes_make_one_wait() -> None:
    torn = judged(
        *TABLES, *written("shop.billing.m00", by="shop.billing.m02"), *written("shop.billing.m00", "shop.orders.m00", by="shop.orders.m03")
    )
    assert weighed(torn, "transactions").value == 0.5
    assert (weighed(torn, "transactions").leaning, torn.verdict) == (Leaning.WAIT, "modularise-first")
    own = judged(*TABLES, *written("shop.orders.m00", by="shop.orders.m03"))
    assert weighed(own, "transactions").leaning is Leaning.SPLIT and own.verdict == "split"
    assert weighed(torn, "shared-writes").value == pytest.approx(1 / 6, abs=1e-4)


def test_foreign_keys_across_are_counted_but_alone_no_reason() -> None:
    link = EntityLink(TABLES[0].name, TABLES[-1].name, LinkKind.FOREIGN_KEY, "x", Location("shop/billing/m00.py", 12))
    plan = judged(*TABLES, link)
    assert (weighed(plan, "foreign-keys").value, weighed(plan, "foreign-keys").leaning, plan.verdict) == (1.0, Leaning.DOUBT, "split")


def test_services_in_circles_are_weighed_by_the_uses_to_turn_round() -> None:
    names = [definition(one, "C", DefinitionKind.CLASS) for one in MODULES]
    there = [uses(f"shop.orders.m{n:02}.C", f"shop.billing.m{n:02}.C", UseKind.SUBCLASS, count=9) for n in range(9)]
    few, lots = (
        judged(*TABLES, *names, *there, uses("shop.billing.m00.C", "shop.orders.m01.C", UseKind.SUBCLASS, count=count)) for count in (1, 80)
    )
    assert weighed(few, "circles").leaning is Leaning.SPLIT
    assert weighed(lots, "circles").leaning is Leaning.WAIT
    assert (
        weighed(lots, "circles").text
        == "2 of 3 services need each other in circles; 80 of 161 uses between services have to be turned round"
    )


def test_services_that_nothing_holds_back_are_named() -> None:
    names = [definition(one, "C", DefinitionKind.CLASS) for one in MODULES]
    plan = judged(*TABLES, *names, uses("shop.orders.m00.C", "shop.billing.m00.C", UseKind.SUBCLASS))
    assert weighed(plan, "ready").text == "1 of 3 services could be cut out as it is: catalogue"


def test_a_kernel_that_is_half_of_the_code_makes_one_wait() -> None:
    homes = {one: SHARED for one in MODULES if one.endswith(("1", "2", "3", "4", "5"))}
    assert weighed(judged(homes=homes), "kernel").leaning is Leaning.WAIT


def test_boundaries_that_are_no_better_than_packages_are_a_doubt() -> None:
    assert weighed(judged(packages=0.3), "packages").leaning is Leaning.SPLIT
    plan = judged(packages=0.49)
    assert weighed(plan, "packages").leaning is Leaning.DOUBT
    assert "not clearly better than what is there" in plan.verdict_reasons[0]


def test_two_doubts_make_one_wait() -> None:
    assert judged(packages=0.49).verdict == "split"
    assert judged(packages=0.49, confidence=0.4).verdict == "modularise-first"
    assert judged(packages=0.49, stability=0.6).verdict == "modularise-first"


@pytest.mark.parametrize(("ours", "leaning"), [(0.4, Leaning.SPLIT), (0.21, Leaning.NEITHER), (0.1, Leaning.DOUBT), (None, None)])
def test_replay_is_weighed_beside_that_of_the_packages(ours: float | None, leaning: Leaning | None) -> None:
    cuts = (CutReplay("proposal", 3, tally(ours), ()), CutReplay("top-packages", 3, tally(0.2), ()))
    plan = judged(replay=Replay(300, 0, "", (), cuts, (), (), ()))
    assert next((one.leaning for one in plan.weighed if one.criterion == "replay"), None) is leaning


def test_few_commits_say_nothing() -> None:
    cuts = (CutReplay("proposal", 3, tally(0.0, several=49), ()), CutReplay("top-packages", 3, tally(0.9), ()))
    plan = judged(replay=Replay(300, 0, "", (), cuts, (), (), ()))
    assert not {"replay", "lockstep"} & {one.criterion for one in plan.weighed}


def test_services_in_lockstep_make_one_wait() -> None:
    def pair(first: str, second: str) -> Lockstep:
        return Lockstep(first, second, 50, 60, 70, 0.8, 2.0, True, (50,), (), ())

    cuts = (CutReplay("proposal", 3, tally(0.3), ()),)
    plan = judged(replay=Replay(300, 0, "", (), cuts, (pair("billing", "orders"), pair("orders", "shared")), (), ()))
    assert weighed(plan, "lockstep").value == pytest.approx(1 / 3, abs=1e-4)
    both = judged(replay=Replay(300, 0, "", (), cuts, (pair("billing", "orders"), pair("catalogue", "orders")), (), ()))
    assert (weighed(both, "lockstep").leaning, both.verdict) == (Leaning.WAIT, "modularise-first")


def test_reasons_are_those_against_first_and_all_are_weighed_once() -> None:
    across = edges([(f"shop.orders.m{number:02}", f"shop.billing.m{number:02}") for number in range(10)], 3.0)
    plan = judged(more=tuple(across), packages=0.3)
    assert plan.verdict_reasons[0] == weighed(plan, "ties").text
    assert weighed(plan, "packages").text in plan.verdict_reasons[1:]
    names = [one.criterion for one in plan.weighed]
    assert len(names) == len(set(names)) <= len(CRITERIA)


def test_every_criterion_and_every_verdict_is_documented() -> None:
    cuts = (CutReplay("proposal", 3, tally(0.3), ()), CutReplay("top-packages", 3, tally(0.2), ()))
    names = [definition(one, "C", DefinitionKind.CLASS) for one in MODULES]
    link = EntityLink(TABLES[0].name, TABLES[-1].name, LinkKind.FOREIGN_KEY, "x", Location("shop/billing/m00.py", 12))
    crossed = uses("shop.orders.m00.C", "shop.billing.m00.C", UseKind.SUBCLASS)
    facts = [*TABLES, *names, link, crossed, *written("shop.orders.m00", by="shop.orders.m03")]
    whole = judged(*facts, packages=0.3, replay=Replay(300, 0, "", (), cuts, (), (), ()))
    one = judged(homes=dict.fromkeys(MODULES, "orders"))
    found = {each.criterion for plan in (whole, one) for each in plan.weighed}
    assert len(found) == len(CRITERIA)
    page = (Path(__file__).parents[3] / "docs" / "verdict.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^### `(.+)`$", page, re.MULTILINE)) == found | {"split", "modularise-first", "leave"}
