"""Scores as a table, and the programs that differ as a list."""

from collections.abc import Sequence

from benchmarks.calls.cases import Edges
from benchmarks.calls.scores import Outcome, Score

HEAD = "| programs | count | complete | sound | exact | precision | recall |\n|---|---|---|---|---|---|---|"


def render(title: str, outcomes: Sequence[Outcome]) -> str:
    """A row for each category, one for all, then what differs."""
    categories = sorted({one.case.category for one in outcomes})
    rows = [_row(name, [one for one in outcomes if one.case.category == name]) for name in categories]
    return "\n".join((HEAD, *rows, _row(f"**{title}**", outcomes), "", *_differences(outcomes))) + "\n"


def _row(name: str, outcomes: Sequence[Outcome]) -> str:
    score = Score.of(outcomes)
    return f"| {name} | {score.programs} | {score.complete} | {score.sound} | {score.exact} | {score.precision:.3f} | {score.recall:.3f} |"


def _differences(outcomes: Sequence[Outcome]) -> list[str]:
    lines = []
    for one in outcomes:
        if one.extra or one.missing:
            seen = one.seen
            parts = [f"extra {_text(one.extra)}" if one.extra else "", f"missing {_text(one.missing)}" if one.missing else ""]
            if seen is not None:
                parts.append(f"a run takes {_text(one.extra & seen)} of the extra and {_text(one.missing & seen)} of the missing")
            lines.append(f"- {one.case.name}: {'; '.join(part for part in parts if part)}")
    return lines


def _text(edges: Edges) -> str:
    return ", ".join(f"{caller} -> {callee}" for caller, callee in sorted(edges)) or "none"
