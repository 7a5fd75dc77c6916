"""What a job found, in the few figures that a terminal has room for."""

from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from analyzer.model.comparison import Difference
from analyzer.model.facts import BlindSpot
from analyzer.model.partition import SHARED
from analyzer.model.place import Problem
from analyzer.model.plan import ExtractionPlan, SeamClass, TieKind
from analyzer.model.text import counted
from analyzer.report.comparison import in_one_line
from analyzer.report.kernel import kernel_size
from analyzer.report.notes import notes
from analyzer.report.wording import leanings

SHOWN_REASONS = 4
"""Reasons of the verdict that a terminal shows."""


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One proposed service: counts of what it owns, uses of others (``calls_out``) and by others (``calls_in``), commits of the past
    that touched it and those that touched no other service (both 0 without a history), its wave and its risk."""

    id: str
    modules: int
    lines: int
    tables: int
    routes: int
    tasks: int
    calls_out: int
    calls_in: int
    commits: int
    commits_alone: int
    wave: int
    risk: str


@dataclass(frozen=True, slots=True)
class Summary:
    """A code base and its proposal; ``reasons`` of the verdict, each after what it speaks for (see ``leanings``); sizes in lines,
    ``stability`` from 0 to 1 (None where it was not measured); ``in_the_way`` counts
    in words what has to be done first; ``effort`` is the range in person-days (None where there is nothing to do); ``since`` tells in one
    sentence what changed since an earlier report (empty where none was given)."""

    name: str
    files: int
    lines: int
    problems: tuple[Problem, ...]
    services: tuple[ServiceLine, ...]
    kernel_modules: int
    kernel_lines: int
    stability: float | None
    verdict: str
    reasons: tuple[tuple[str, str], ...]
    notes: tuple[str, ...] = ()
    in_the_way: tuple[str, ...] = ()
    effort: tuple[float, float] | None = None
    first_steps: tuple[str, ...] = ()
    blind_spots: int = 0
    since: str = ""


def summarise(analysis: Analysis, problems: tuple[Problem, ...], since: Difference | None = None) -> Summary:
    """The summary of an analysis; ``problems`` are those met after it, ``since`` is what changed since an earlier report."""
    codebase, plan = analysis.codebase, analysis.plan
    efforts, known = [step.effort for step in plan.steps], leanings(plan.weighed)
    return Summary(
        codebase.name,
        len(codebase.files),
        sum(file.lines for file in codebase.files),
        (*codebase.problems, *problems),
        tuple(_lines(analysis)),
        *kernel_size(analysis),
        analysis.partition.stability,
        plan.verdict,
        tuple((known.get(reason, ""), reason) for reason in plan.verdict_reasons),
        notes(analysis),
        tuple(_in_the_way(plan)),
        (sum(one.low for one in efforts), sum(one.high for one in efforts)) if efforts else None,
        tuple(step.title for step in plan.steps[:3]),
        len(codebase.of(BlindSpot)),
        in_one_line(since) if since is not None else "",
    )


def _lines(analysis: Analysis) -> Iterator[ServiceLine]:
    changes = {one.service: one for one in analysis.replay.services}
    for service in analysis.plan.services:
        change = changes.get(service.id)
        yield ServiceLine(
            service.id,
            len(service.modules),
            service.lines,
            len(service.entities),
            len(service.endpoints),
            len(service.tasks),
            sum(count for _, count in service.calls),
            sum(count for _, count in service.called_by),
            change.commits if change else 0,
            change.alone if change else 0,
            service.wave,
            service.risk,
        )


def _in_the_way(plan: ExtractionPlan) -> Iterator[str]:
    """What has to be taken apart before services can leave, in words, the heaviest first; what the verdict says already is left out."""
    said = " ".join(plan.verdict_reasons[:SHOWN_REASONS])
    torn = sum(tie.kind is TieKind.TRANSACTION for tie in plan.data_ties)
    if torn and "transaction" not in said:
        yield f"{counted(torn, 'transaction commits', 'transactions commit')} data of several services"
    written = sum(tie.kind is TieKind.SHARED_WRITE for tie in plan.data_ties)
    if written:
        yield f"{counted(written, 'time a service writes', 'times a service writes')} a table that another one owns"
    keys = sum(tie.kind is TieKind.FOREIGN_KEY for tie in plan.data_ties)
    if keys:
        yield f"{counted(keys, 'pair')} of tables of two services {'is' if keys == 1 else 'are'} tied by foreign keys"
    seams = [seam for seam in plan.seams if SHARED not in (seam.caller, seam.callee)]
    blockers = sum(seam.seam_class is SeamClass.BLOCKER for seam in seams)
    used = f"of {counted(len(seams), 'definition')} that services use of each other"
    if blockers and "cannot be cut" not in said:
        yield f"{blockers:,} {used} cannot be cut as {'it is' if blockers == 1 else 'they are'}"
    chatty = sum(seam.in_loop for seam in seams)
    if chatty:
        yield f"{chatty:,} {used} {'is' if chatty == 1 else 'are'} used in loops: each round would be a call over the network"
    for circle in plan.circles if "in circles" not in said else ():
        way = "the cheapest way out turns" if circle.is_exact else "a cheap way out turns"
        uses = counted(sum(edge.uses for edge in circle.cut), "use")
        yield f"{len(circle.services)} services need each other in a circle; {way} round {uses}"
