"""What changed, counted in one sentence: for a terminal."""

from collections.abc import Iterator

from analyzer.model.comparison import Difference
from analyzer.model.text import counted, few
from analyzer.report.comparison.changes import GONE, NEW, RENAMED

NAMED = 3
FIGURES = (("blockers", "blocker"), ("data_ties", "tie between data"), ("circles", "circle"))
"""Figures of the summary that are told with their change, and what one of them is called."""


def in_one_line(found: Difference) -> str:
    """Services that are new, gone or renamed, modules that moved, came or went, findings new and fixed, blockers more or fewer."""
    told = ", ".join((*_services(found), *_modules(found), *_findings(found), *_figures(found)))
    return told or "nothing changed"


def _services(found: Difference) -> Iterator[str]:
    for change in (NEW, GONE, RENAMED):
        names = tuple(one.new or one.old for one in found.services if one.change == change)
        if names:
            yield f"{counted(len(names), 'service')} {change} ({few(names, NAMED)})"


def _modules(found: Difference) -> Iterator[str]:
    for count, what in ((len(found.moved), "moved"), (len(found.only_new), "new"), (len(found.only_old), "gone")):
        if count:
            yield f"{counted(count, 'module')} {what}"


def _findings(found: Difference) -> Iterator[str]:
    for change in ("new", "fixed"):
        count = sum(one.change == change for one in found.findings)
        if count:
            yield f"{counted(count, 'finding')} {change}"


def _figures(found: Difference) -> Iterator[str]:
    figures = {one.name: one for one in found.figures}
    for name, thing in FIGURES:
        one = figures.get(name)
        if one is not None and one.old is not None and one.new is not None:
            more = int(one.new - one.old)
            things = thing.replace("tie ", "ties ") if " " in thing else f"{thing}s"
            yield f"{counted(abs(more), thing, things)} {'more' if more > 0 else 'fewer'}"
