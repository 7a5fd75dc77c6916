"""``unbraid compare`` and ``unbraid diff``: partitions and analyses beside each other."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.app.earlier import side_of
from analyzer.app.job import Job
from analyzer.app.presenting import check_links
from analyzer.app.remembering import analysed
from analyzer.app.sheets import sheet_as
from analyzer.model.analysis import TRIVIAL_CUTS, Analysis
from analyzer.model.comparison import Comparison, Difference
from analyzer.model.errors import UsageError
from analyzer.model.partition import Measure
from analyzer.model.place import ModuleName
from analyzer.model.replay import Tally
from analyzer.read.scan import Progress

if TYPE_CHECKING:
    from analyzer.report.comparison import Measured


def compare_files(job: Job, old: Path, new: Path, progress: Progress | None = None) -> Comparison:
    """Two partitions (``boundaries.toml``, ``partition.json`` or ``report.json``) of the code base of a job; raises UsageError."""
    from analyzer.report.comparison import compare

    sides = [side_of(path) for path in (old, new)]
    analysis = analysed(job, progress)
    known = frozenset(analysis.codebase.modules)
    unknown = {module for side in sides for module in side.homes if module not in known}
    homes = [{ModuleName(module): home for module, home in side.homes.items() if module in known} for side in sides]
    for side, placed in zip(sides, homes, strict=True):
        if not placed:
            raise UsageError(f"{side.name} places no module of {job.path}", "give the code base with --path")
    names = _told_apart(old, new)
    cuts = [(name, kind, placed) for name, kind, placed in zip(names, ("old", "new"), homes, strict=True)]
    cuts += [(one.name, "trivial", dict(one.homes)) for one in analysis.alternatives if one.name in TRIVIAL_CUTS]
    first, second, *trivial = _measured(analysis, cuts)
    return compare(first, second, trivial, sorted(unknown))


def _told_apart(old: Path, new: Path) -> tuple[str, str]:
    """What two files are called: their names, as much of their paths as it takes to tell them apart."""
    if old.name != new.name:
        return old.name, new.name
    return str(old), str(new)


def _measured(analysis: Analysis, cuts: Iterable[tuple[str, str, Mapping[ModuleName, str]]]) -> "list[Measured]":
    from analyzer.cluster.measures import crossable, measures_of
    from analyzer.plan.replay import replay
    from analyzer.report.comparison import Measured

    known = list(cuts)
    ground = crossable(analysis.codebase)
    replayed = replay(analysis.codebase, [(name, homes) for name, _, homes in known]).cuts
    found = []
    for at, (name, kind, homes) in enumerate(known):
        measures = [one for one in measures_of(ground, analysis.graph, homes) if one.name != "coverage"]
        by_name = {str(module): home for module, home in homes.items()}
        found.append(Measured(name, kind, by_name, (*measures, *(_replayed(replayed[at].whole) if replayed else ()))))
    return found


def _replayed(whole: Tally) -> list[Measure]:
    told = (
        ("replay_corrected", whole.corrected, "multi-module commits that stay inside one service, beyond chance", True),
        ("services_per_commit", whole.services, "services that a commit touched, on average", False),
        ("authors_per_service", whole.authors_per_service, "authors of a service, on average", False),
        ("foreign_changes", whole.foreign, "share of an author's changes outside the service changed most", False),
    )
    return [Measure(name, value, meaning, wanted) for name, value, meaning, wanted in told if value is not None]


def diff_files(old: Path, new: Path) -> Difference:
    """Two analyses (``report.json``, or the folder that holds it), or two boundary files; raises UsageError."""
    from analyzer.report.comparison import difference

    return difference(side_of(old), side_of(new))


def comparison_text(found: Comparison | Difference, format_: str, source_url: str = "", width: int = 0) -> str:
    """A comparison or a difference as ``text`` (for a terminal of that width, 0: any), ``markdown``, ``html`` or ``json``; raises
    UsageError for a wrong ``source_url``."""
    from analyzer.report.comparison import comparison_sheet, difference_sheet
    from analyzer.report.encoding import indented

    check_links(source_url)
    if format_ == "json":
        return indented(found)
    return sheet_as(comparison_sheet(found) if isinstance(found, Comparison) else difference_sheet(found), format_, source_url, width)
