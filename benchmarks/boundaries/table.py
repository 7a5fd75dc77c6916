"""The figures as text."""

from collections import defaultdict
from collections.abc import Sequence
from statistics import fmean

from benchmarks.boundaries.run import Row
from benchmarks.boundaries.stability import Firmness

COLUMNS = ("xF1", "ARI_moved", "AMI", "with evidence", "groups", "stability", "seconds")


def print_rows(rows: Sequence[Row]) -> None:
    """One line per case and way, then the means over cases; a spread over seeds is shown as +-."""
    print(f"{'case':16s} {'way':22s} " + " ".join(f"{name:>14s}" for name in COLUMNS))
    for row in rows:
        print(f"{row.case:16s} {row.way:22s} " + " ".join(f"{_cell(row.figures.get(name, ())):>14s}" for name in COLUMNS))
    print()
    for way in dict.fromkeys(row.way for row in rows):
        means = _means([row for row in rows if row.way == way])
        print(f"{'mean':16s} {way:22s} " + " ".join(f"{means.get(name, '-'):>14s}" for name in COLUMNS))


def firmness_line(case: str, firm: Firmness) -> str:
    """The figures of one case as a line."""
    return (
        f"{case:16s} agreement {firm.agreement:.3f} (least {firm.least:.3f}); moved when 2% are removed {firm.moved:.2%}, from the last "
        f"boundaries {firm.moved_on:.2%}; by one import {firm.moved_by_import:.2%}, from the last {firm.moved_on_by_import:.2%}, in "
        f"{firm.time:.0%} of the time; uncertain {firm.uncertain:.1%}"
    )


def _means(rows: Sequence[Row]) -> dict[str, str]:
    values: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        for name, figures in row.figures.items():
            known = [figure for figure in figures if figure is not None]
            if known:
                values[name].append(fmean(known))
    return {name: f"{fmean(figures):.3f}" for name, figures in values.items()}


def _cell(figures: Sequence[float | None]) -> str:
    known = [figure for figure in figures if figure is not None]
    if not known:
        return "-"
    spread = (max(known) - min(known)) / 2
    return f"{fmean(known):.3f}" + (f" +-{spread:.3f}" if spread >= 0.0005 else "")
