"""A step that takes one service out: what ties it to those that are still inside."""

import shlex
from collections.abc import Iterator

from analyzer.model.partition import SHARED
from analyzer.model.plan import DataTie, Finding, Seam, SeamClass, ServicePlan, TieKind
from analyzer.model.roadmap import EffortTerm, Gain, Prerequisite, Step
from analyzer.model.text import counted
from analyzer.plan.effort import SEAM_DAYS, SERVICE_DAYS, TABLE_DAYS, TEST_DAYS, TIE_DAYS, effort, term
from analyzer.plan.roadmap.material import Material, check_of, few, of_finding, of_tie, prerequisite
from analyzer.plan.wording import last

SEAM_WORDS: dict[SeamClass, str] = {
    SeamClass.BLOCKER: "blockers",
    SeamClass.CONTEXT_FUNCTION: "functions that read the request",
    SeamClass.ENTITY_BY_IDENTITY: "entities by key",
    SeamClass.DATA_FUNCTION: "functions of plain data",
    SeamClass.FIRE_AND_FORGET: "jobs and events",
    SeamClass.DECLARED_EXCEPTION: "exceptions",
    SeamClass.PURE_HELPER: "helpers to copy",
}
TIE_WORDS: dict[TieKind, str] = {
    TieKind.TRANSACTION: "transactions",
    TieKind.FOREIGN_KEY: "foreign keys",
    TieKind.CASCADE: "cascades",
    TieKind.NAVIGATION: "attributes that lead to other tables",
}
FIRST_TIES = (TieKind.TRANSACTION, TieKind.SHARED_WRITE, TieKind.CASCADE, TieKind.FOREIGN_KEY)
"""Ties that have to be taken apart before the data can move, in the order in which they are shown."""
LOCAL = ("ambient-context", "version-conflict")
"""Kinds of findings that concern one service alone."""
ACROSS = ("cross-service-listener",)
"""Kinds of findings that count where the other end is still inside."""


def extraction(known: Material, position: int) -> Step:
    """The step of the service at a position; what is outside already no longer counts."""
    service = known.services[position]
    inside = {other.id for other in known.services[position + 1 :]} | {SHARED}
    seams = [seam for seam in known.seams if service.id in (seam.caller, seam.callee) and not inside.isdisjoint((seam.caller, seam.callee))]
    ties = [tie for tie in known.data_ties if service.id in tie.services and not inside.isdisjoint(tie.services)]
    return Step(
        wave=service.wave,
        service=service.id,
        title=f"Extract {service.title}",
        why=service.why_now,
        risk=service.risk,
        risk_reasons=tuple(_risks(seams, ties)),
        prerequisites=tuple(_prerequisites(known, service.id, inside, seams, ties)),
        effort=effort(_terms(known, service, inside, seams, ties)),
        gain=_gain(known, service.id),
        done=f"No import crosses the border of {service.title} in either direction, only its own code writes its tables, and its tests "
        "pass without the rest",
        check=check_of(f"--strict {shlex.quote(service.id)} "),
    )


def _risks(seams: list[Seam], ties: list[DataTie]) -> Iterator[str]:
    blockers = sum(seam.seam_class is SeamClass.BLOCKER for seam in seams)
    chatty = sum(seam.in_loop for seam in seams)
    for count, text in (
        (sum(tie.kind is TieKind.TRANSACTION for tie in ties), "transaction with data of services that are still inside"),
        (sum(tie.kind is TieKind.SHARED_WRITE for tie in ties), "table written from both sides"),
        (blockers, "use that no rewrite is safe for yet"),
        (chatty, "definition used across the border inside loops"),
    ):
        if count:
            head, _, tail = text.partition(" ")
            yield f"{counted(count, head)} {tail}"


def _terms(known: Material, service: ServicePlan, inside: set[str], seams: list[Seam], ties: list[DataTie]) -> Iterator[EffortTerm]:
    yield term("service to set up", 1, SERVICE_DAYS, f"services?id={service.id}")
    yield term("tables to move", len(service.entities), TABLE_DAYS, f"tables?owner={service.id}")
    for seam_class, words in SEAM_WORDS.items():
        count = sum(seam.seam_class is seam_class for seam in seams)
        yield term(words, count, SEAM_DAYS[seam_class], f"seams?class={seam_class}&service={service.id}&with=later")
    for kind, words in TIE_WORDS.items():
        yield term(words, sum(tie.kind is kind for tie in ties), TIE_DAYS[kind], f"data_ties?kind={kind}&service={service.id}&with=later")
    across = sum(service.id in test.services and not inside.isdisjoint(test.services) for test in known.tests)
    yield term("test modules across services", across, TEST_DAYS, f"tests?service={service.id}&with=later")


def _prerequisites(known: Material, service: str, inside: set[str], seams: list[Seam], ties: list[DataTie]) -> list[Prerequisite]:
    found: list[Prerequisite] = []
    for kind in FIRST_TIES:
        found += few([of_tie(tie) for tie in ties if tie.kind is kind])
    blockers = sorted((seam for seam in seams if seam.seam_class is SeamClass.BLOCKER), key=lambda seam: (-seam.count, seam))
    found += few([_of_seam(seam) for seam in blockers])
    for code in (*LOCAL, *ACROSS):
        found += few([of_finding(one) for one in known.findings if one.kind == code and _concerns(one, service, inside)])
    return found


def _of_seam(seam: Seam) -> Prerequisite:
    what = f"{seam.caller} uses {last(seam.target)} of {seam.callee}: {seam.why}"
    return prerequisite("seam", what, seam.remedy, (seam.caller, seam.callee), seam.count, seam.sites)


def _concerns(found: Finding, service: str, inside: set[str]) -> bool:
    return service in found.services and (found.kind in LOCAL or not inside.isdisjoint(found.services))


def _gain(known: Material, service: str) -> Gain:
    """Commits that touch it (alone), all tests, and those that a change of it needs after the step."""
    after = sum(test.tests for test in known.tests if test.service == service or (not test.service and service in test.services))
    changes = known.changes
    return Gain(changes.touching.get(service, 0), changes.alone.get(service, 0), sum(test.tests for test in known.tests), after)
