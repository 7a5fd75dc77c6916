"""Partition to plan: who owns which data, what crosses and how to cut it, what stands in the way, and in which order to go."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from analyzer.model.analysis import Alternative
from analyzer.model.beside import Beside, one_by_one
from analyzer.model.codebase import Codebase
from analyzer.model.data import EntityLink
from analyzer.model.graph import DependencyGraph, Evidence
from analyzer.model.partition import SHARED, Partition
from analyzer.model.place import ModuleName
from analyzer.model.plan import ExtractionPlan
from analyzer.model.replay import NO_REPLAY, Replay
from analyzer.plan.changes import find_changes
from analyzer.plan.circles import find_circles
from analyzer.plan.conflicts import find_conflicts
from analyzer.plan.crossings import crossings
from analyzer.plan.cut import Cut
from analyzer.plan.data_ties import find_data_ties
from analyzer.plan.data_uses import data_uses
from analyzer.plan.effects import Effects, find_effects
from analyzer.plan.findings import bounded, find_all
from analyzer.plan.findings.finder import Survey
from analyzer.plan.liveness import dead_modules, unused_definitions, unused_modules
from analyzer.plan.moving_tests import move_tests
from analyzer.plan.ownership import Ownership, own
from analyzer.plan.roadmap import Material, make_roadmap
from analyzer.plan.seams import find_seams
from analyzer.plan.services import lines_of, plan_services
from analyzer.plan.verdict import Case, judge


def make_plan(
    codebase: Codebase,
    graph: DependencyGraph,
    evidence: tuple[Evidence, ...],
    partition: Partition,
    alternatives: tuple[Alternative, ...] = (),
    replayed: Replay = NO_REPLAY,
    effects: Callable[[], Effects] | None = None,
    beside: Beside = one_by_one,
) -> ExtractionPlan:
    """What has to be done to get from the monolith to the services of a partition; pure, the same for the same input. The cuts beside
    it and the history are weighed in the verdict. ``effects`` gives those of the code base where they are being found already; findings are
    looked for beside the rest."""
    cut = Cut.of(codebase, partition)
    owned = own(cut)
    ownership: Ownership = {one.entity: one for one in owned}
    dead, unused = dead_modules(cut, unused_modules(cut)), tuple(one.name for one in unused_definitions(cut))
    tests = move_tests(cut)
    changes = find_changes(cut, tests)
    data_ties = find_data_ties(data_uses(cut, ownership))
    crossed = crossings(cut, ownership)
    known = effects() if effects else find_effects(cut)
    findings_beside = beside(partial(find_all, Survey(cut, ownership, known, dead, unused)))
    seams = find_seams(cut, ownership, known, crossed)
    circles = find_circles(seams, known, ownership)
    found = findings_beside()
    services = plan_services(cut, owned, seams, found, changes)
    findings = bounded(found)
    plan = ExtractionPlan(
        services=services,
        shared_modules=partition.shared,
        shared_lines=lines_of(cut, partition.shared),
        ownership=owned,
        crossing_links=_crossing_links(codebase, ownership),
        seams=seams,
        findings=findings,
        conflicts=find_conflicts(cut),
        verdict="",
        verdict_reasons=(),
        data_ties=data_ties,
        circles=circles,
        steps=make_roadmap(Material(services, seams, findings, data_ties, tests, changes)),
        tests=tests,
        dead_modules=dead.modules,
        roots=tuple(ModuleName(module) for module in sorted(cut.roots)),
    )
    verdict = judge(Case(cut, graph, plan, found, alternatives, replayed))
    return replace(plan, verdict=verdict.choice, verdict_reasons=verdict.reasons, weighed=verdict.weighed)


def _crossing_links(codebase: Codebase, ownership: Ownership) -> tuple[EntityLink, ...]:
    """The links between entities of two services, sorted."""

    def owner(entity: str) -> str:
        return ownership[entity].owner if entity in ownership else SHARED

    links = codebase.of(EntityLink)
    return tuple(sorted(link for link in links if SHARED not in (a := {owner(link.source), owner(link.target)}) and len(a) == 2))
