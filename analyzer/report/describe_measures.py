"""The proposal's figures beside those of the alternatives and the trivial cuts."""

from analyzer.model.analysis import PROPOSAL, TRIVIAL_CUTS, Analysis
from analyzer.model.partition import Measure
from analyzer.report.document import Cut, Figure


def cuts(analysis: Analysis) -> tuple[Cut, ...]:
    """The proposal, then the cuts beside it in the order of the analysis."""
    first = Cut(analysis.name, len(analysis.plan.services), PROPOSAL)
    return (first, *(Cut(other.name, other.services, _kind(other.name)) for other in analysis.alternatives))


def _kind(name: str) -> str:
    return "trivial" if name in TRIVIAL_CUTS else "alternative"


def measures(analysis: Analysis) -> tuple[Figure, ...]:
    """One figure per measure that any cut has, in the order in which they are first met; one value per cut."""
    columns = [_by_name(analysis.partition.measures), *(_by_name(other.measures) for other in analysis.alternatives)]
    first: dict[str, Measure] = {}
    for column in columns:
        first = {**column, **first}
    order = dict.fromkeys(name for column in columns for name in column)
    return tuple(_figure(first[name], [column.get(name) for column in columns]) for name in order)


def _by_name(found: tuple[Measure, ...]) -> dict[str, Measure]:
    return {measure.name: measure for measure in found}


def _figure(measure: Measure, row: list[Measure | None]) -> Figure:
    values = tuple(None if cell is None else round(float(cell.value), 6) + 0.0 for cell in row)
    return Figure(measure.name, measure.meaning, measure.more_is_better, values)
