"""What the history says, in ``report.md``: commits that would have crossed services, and services that change together."""

from collections.abc import Iterator

from analyzer.model.partition import SHARED
from analyzer.model.replay import Replay, Tally
from analyzer.report.document import Report
from analyzer.report.markdown_text import cell, code, plain, table

PAIRS = 10


def history(report: Report) -> Iterator[str]:
    """The replay of the history against every cut, over time, and the pairs of services in lockstep; why there is none otherwise."""
    replay = report.replay
    yield from ("", "## Had the services existed: past commits", "")
    if not replay.cuts:
        yield f"No commits were replayed: {plain(replay.note)}."
        return
    yield (
        f"{replay.commits:,} commits, {replay.large:,} large ones left out. Beyond chance, 1 means that no commit crosses services, 0 that "
        "the boundaries tell no more than drawing lots."
    )
    yield ""
    heads = ("Cut", "Services", "Commits inside one service", "Beyond chance", "Services a commit", "Authors a service")
    yield from table(heads, ((cell(cut.name.replace("-", " ")), f"{cut.services:,}", *_figures(cut.whole)) for cut in replay.cuts))
    yield from _over_time(replay)
    yield from _lockstep(replay)


def _figures(whole: Tally) -> tuple[str, ...]:
    inside = f"{whole.inside:,} of {whole.several:,}"
    return inside, _number(whole.corrected), _number(whole.services), _number(whole.authors_per_service)


def _title(service: str) -> str:
    return "the shared kernel" if service == SHARED else service


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _over_time(replay: Replay) -> Iterator[str]:
    if len(replay.periods) > 1:
        parts = zip(replay.periods, replay.cuts[0].periods, strict=True)
        yield from (
            "",
            "Over time, beyond chance: " + ", ".join(f"{period.began} {_number(tally.corrected)}" for period, tally in parts) + ".",
        )


def _lockstep(replay: Replay) -> Iterator[str]:
    bound = [pair for pair in replay.lockstep if pair.is_lockstep]
    if not bound:
        return
    yield from ("", "Services that change in the same commits again and again are one service in two places until that ends:", "")
    rows = (
        (
            cell(f"{_title(pair.first)} and {_title(pair.second)}"),
            f"{pair.count:,}",
            f"{pair.confidence:.0%}",
            ", ".join(f"{code(one.first)} with {code(one.second)}" for one in pair.modules[:1]),
        )
        for pair in bound[:PAIRS]
    )
    yield from table(("Services", "Common commits", "Of the one that changes less", "Most often"), rows)
