"""What stands beside the figures of an analysis in a sentence each: your boundaries and the proposal, what came and went, the history."""

from collections.abc import Iterator

from analyzer.model.analysis import PROPOSAL, YOURS, Analysis
from analyzer.model.drift import Settled
from analyzer.model.partition import SHARED
from analyzer.model.replay import CutReplay
from analyzer.model.text import counted

SHOWN = 3
MANY = 0.05
"""A part of the files that is too large for what they do to be missing without a word on the first page."""

UNREAD = frozenset({"syntax-error", "wrong-encoding", "null-bytes", "too-large", "too-deep", "unreadable"})
"""Problems of files of which nothing is known."""

COMPARED = ("modularity", "calls_cut", "shared_writes", "transactions_cut", "services_in_cycles")
"""Measures that are told on the first page; all of them are in the report."""


def notes(analysis: Analysis) -> tuple[str, ...]:
    """The sentences, each only where there is something to say."""
    return (*_unread(analysis), *_yours(analysis), *_drift(analysis), *_history(analysis))


def _unread(analysis: Analysis) -> Iterator[str]:
    """How many files could not be read, where these are so many that little is known of the rest."""
    files = {file.path for file in analysis.codebase.files}
    unread = {problem.at.path for problem in analysis.codebase.problems if problem.code in UNREAD} & files
    if len(unread) == len(files) and files:
        yield f"None of the {counted(len(files), 'file')} could be read: nothing here rests on what the code does."
    elif len(unread) >= MANY * len(files) > 0:
        yield f"{len(unread):,} of {counted(len(files), 'file')} could not be read: what they do is missing from everything said here."


def _yours(analysis: Analysis) -> Iterator[str]:
    """Your boundaries beside the proposal that they overrule."""
    proposal = next((one for one in analysis.alternatives if one.name == PROPOSAL), None)
    if analysis.name != YOURS or proposal is None:
        return
    ours = {one.name: one.value for one in analysis.partition.measures}
    theirs = {one.name: one.value for one in proposal.measures}
    told = ", ".join(
        f"{name.replace('_', ' ')} {_figure(ours[name])} ({_figure(theirs[name])})" for name in COMPARED if name in ours and name in theirs
    )
    homes = analysis.partition.homes()
    moved = sum(homes.get(module) != home for module, home in proposal.homes.items())
    yield f"Your boundaries differ from the proposal in {counted(moved, 'module')}; yours (the proposal's): {told}."


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:.3f}"


def _drift(analysis: Analysis) -> Iterator[str]:
    """Modules that have come or gone since the boundaries were written down."""
    new, gone = analysis.drift.new, analysis.drift.gone
    if new:
        yield f"New since the boundaries were written: {_modules(new, 'to')}."
    if gone:
        yield f"Gone since the boundaries were written: {_modules(gone, 'from')}."


def _modules(settled: tuple[Settled, ...], word: str) -> str:
    shown = ", ".join(f"{one.module} ({word} {one.service})" for one in settled[:SHOWN])
    return shown + (f" and {len(settled) - SHOWN:,} more" if len(settled) > SHOWN else "")


def _history(analysis: Analysis) -> Iterator[str]:
    """How many commits would have stayed inside one service, and which services change together most."""
    replay = analysis.replay
    if not replay.cuts or not replay.cuts[0].whole.several or len(analysis.partition.services) < 2:
        return
    ours = replay.cuts[0].whole
    beyond = "" if ours.corrected is None else f", {ours.corrected:.0%} beyond chance{_beside(replay.cuts)}"
    yield f"History: {ours.inside:,} of {ours.several:,} commits of several modules would have stayed inside one service{beyond}."
    bound = [f"{_part(one.first)} and {_part(one.second)} ({one.count})" for one in replay.lockstep if one.is_lockstep]
    if bound:
        more = f" and {counted(len(bound) - SHOWN, 'more pair')}" if len(bound) > SHOWN else ""
        yield f"Changed in lockstep so far: {', '.join(bound[:SHOWN])}{more}."


def _part(service: str) -> str:
    return "the shared kernel" if service == SHARED else service


def _beside(cuts: tuple[CutReplay, ...]) -> str:
    today = next((one.whole.corrected for one in cuts if one.name == "top-packages"), None)
    return "" if today is None else f" (along today's packages {today:.0%})"
