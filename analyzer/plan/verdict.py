"""Whether to split at all: the verdict and its reasons."""

from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.model.data import Transaction
from analyzer.model.graph import DependencyGraph
from analyzer.model.partition import SHARED
from analyzer.model.plan import EntityOwnership, Finding, Seam
from analyzer.model.source import FileKind
from analyzer.plan.cut import Cut
from analyzer.plan.cycles import components
from analyzer.plan.wording import counted

SMALL_MODULES = 12
SMALL_LINES = 1_500
"""Below either a split costs more than it gives."""
CUT_TIES = 0.5
"""Above this part of all ties between business modules the boundaries are not clear."""
CUT_TRANSACTIONS = 0.35
SHARED_TABLES = 0.35
UNSURE = 0.4
"""Part of transactions cut, of tables written by strangers, of modules placed without evidence, above which to wait."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """``split``, ``modularise-first`` or ``leave``, with reasons in words."""

    choice: str
    reasons: tuple[str, ...]


def judge(
    cut: Cut, graph: DependencyGraph, ownership: tuple[EntityOwnership, ...], seams: tuple[Seam, ...], findings: tuple[Finding, ...]
) -> Verdict:
    """The verdict on a cut."""
    if reasons := tuple(_too_small(cut)):
        return Verdict("leave", reasons)
    against: list[str] = []
    in_favour: list[str] = []
    for bad, text in (_ties(cut, graph), _transactions(cut, findings), _tables(ownership, findings), _placed(cut), _circles(cut, seams)):
        if text:
            (against if bad else in_favour).append(text)
    return Verdict("modularise-first", tuple(against + in_favour)) if against else Verdict("split", tuple(in_favour))


def _too_small(cut: Cut) -> Iterator[str]:
    code = [file for file in cut.codebase.files if file.kind is FileKind.CODE and file.lines]
    lines = sum(file.lines for file in code)
    if len(code) < SMALL_MODULES or lines < SMALL_LINES:
        yield f"{counted(len(code), 'module')} with {counted(lines, 'line')} are easier to keep in one process than to run as several"
    if len(cut.services) < 2:
        yield "no boundary was found that would leave two services"


def _ties(cut: Cut, graph: DependencyGraph) -> tuple[bool, str]:
    inside = across = 0.0
    for edge in graph.edges:
        here, there = cut.home(edge.source), cut.home(edge.target)
        if here and there and SHARED not in (here, there):
            inside += edge.weight * (here == there)
            across += edge.weight * (here != there)
    if not inside + across:
        return False, ""
    share = across / (inside + across)
    return share > CUT_TIES, f"{share:.0%} of the weight that ties business modules to each other runs between services"


def _transactions(cut: Cut, findings: tuple[Finding, ...]) -> tuple[bool, str]:
    all_of_them = sum(1 for _ in cut.running(cut.codebase.of(Transaction)))
    torn = sum(found.kind == "cross-service-transaction" for found in findings)
    if not all_of_them:
        return False, ""
    text = f"{torn} of {counted(all_of_them, 'transaction')} {'commits' if torn == 1 else 'commit'} data of several services"
    return torn > CUT_TRANSACTIONS * all_of_them, text


def _tables(ownership: tuple[EntityOwnership, ...], findings: tuple[Finding, ...]) -> tuple[bool, str]:
    torn = sum(found.kind == "shared-write" for found in findings)
    if not ownership:
        return False, ""
    text = f"a service that is not the owner writes {torn} of {counted(len(ownership), 'table')}"
    return torn > SHARED_TABLES * len(ownership), text


def _placed(cut: Cut) -> tuple[bool, str]:
    code = {file.module for file in cut.codebase.files if file.kind is FileKind.CODE}
    placements = [placement for placement in cut.partition.placements if placement.module in code]
    unsure = sum(placement.by_default for placement in placements)
    if not unsure:
        return False, ""
    text = f"{unsure} of {counted(len(placements), 'module')} {'was' if unsure == 1 else 'were'} placed without evidence"
    return unsure > UNSURE * len(placements), text


def _circles(cut: Cut, seams: tuple[Seam, ...]) -> tuple[bool, str]:
    """Services that need each other in a circle; alone that is no reason to wait, since most monoliths have it."""
    parts = components((seam.caller, seam.callee) for seam in seams if SHARED not in (seam.caller, seam.callee))
    knotted = sum(len(part) for part in parts)
    return False, f"{knotted} of {counted(len(cut.services), 'service')} need each other in circles" if knotted else ""
