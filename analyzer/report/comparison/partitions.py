"""Two partitions of one code base beside each other and beside the trivial cuts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analyzer.model.comparison import ComparedCut, Comparison, MeasureRow
from analyzer.model.partition import SHARED, Measure
from analyzer.report.comparison.agreement import agreement
from analyzer.report.comparison.changes import moved, names_of, service_changes


@dataclass(frozen=True, slots=True)
class Measured:
    """A cut that was measured: its name, ``old``, ``new`` or ``trivial``, module to service, and its measures."""

    name: str
    kind: str
    homes: Mapping[str, str]
    measures: tuple[Measure, ...]


def compare(old: Measured, new: Measured, trivial: Sequence[Measured], unknown: Sequence[str] = ()) -> Comparison:
    """The comparison of two partitions of one code base; ``unknown`` are names in either that the code base does not have."""
    changes = service_changes(old.homes, new.homes)
    cuts = (old, new, *trivial)
    return Comparison(
        old=old.name,
        new=new.name,
        cuts=tuple(ComparedCut(cut.name, len(set(cut.homes.values()) - {SHARED}), cut.kind) for cut in cuts),
        measures=_rows(cuts),
        services=changes,
        moved=moved(old.homes, new.homes, names_of(changes)),
        agreement=agreement(old.homes, new.homes),
        only_old=tuple(sorted(old.homes.keys() - new.homes.keys())),
        only_new=tuple(sorted(new.homes.keys() - old.homes.keys())),
        unknown=tuple(sorted(unknown)),
    )


def _rows(cuts: Sequence[Measured]) -> tuple[MeasureRow, ...]:
    columns = [{measure.name: measure for measure in cut.measures} for cut in cuts]
    first = {name: measure for column in reversed(columns) for name, measure in column.items()}
    order = dict.fromkeys(name for column in columns for name in column)
    return tuple(_row(first[name], [column[name].value if name in column else None for column in columns]) for name in order)


def _row(measure: Measure, values: list[float | None]) -> MeasureRow:
    old, new = values[:2]
    best = -1
    if measure.more_is_better is not None and old is not None and new is not None and old != new:
        best = int((new > old) == measure.more_is_better)
    return MeasureRow(measure.name, measure.meaning, measure.more_is_better, tuple(values), best)
