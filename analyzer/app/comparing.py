"""``unbraid compare`` and ``unbraid diff``: partitions and analyses beside each other."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.app.job import Job
from analyzer.app.remembering import analysed
from analyzer.model.analysis import TRIVIAL_CUTS, Analysis
from analyzer.model.comparison import Comparison, Difference
from analyzer.model.errors import UsageError
from analyzer.model.partition import Measure
from analyzer.model.place import ModuleName
from analyzer.model.replay import Tally
from analyzer.read.boundaries import read_boundaries
from analyzer.read.scan import Progress

if TYPE_CHECKING:
    from analyzer.report.comparison import Measured, Side

REPORT, MOST_BYTES = "report.json", 2_000_000_000


def compare_files(job: Job, old: Path, new: Path, progress: Progress | None = None) -> Comparison:
    """Two partitions (``boundaries.toml``, ``partition.json`` or ``report.json``) of the code base of a job; raises UsageError."""
    from analyzer.report.comparison import compare

    sides = [_side(path) for path in (old, new)]
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

    return difference(_side(old), _side(new))


def _side(path: Path) -> "Side":
    """What a file says: a report with its partition, or a partition alone; raises UsageError."""
    from analyzer.report.comparison import Side

    place = path / REPORT if path.is_dir() else path
    text = _text(place)
    if place.suffix == ".toml":
        found = read_boundaries(text, place.name)
        if not found.is_obeyed:
            raise UsageError(f"{place} cannot be followed", "mend the lines named above", found.problems)
        return Side(str(path), dict(sorted(found.listed.items() or found.homes.items())))
    data = _json(place, text)
    if "schema_version" in data:
        return Side(str(path), _modules(place, data), data)
    if not data or not all(isinstance(home, str) for home in data.values()):
        raise UsageError(f"{place} is neither a report nor a partition", "give report.json, partition.json or boundaries.toml")
    return Side(str(path), dict(sorted(data.items())))


def _modules(place: Path, data: Mapping[str, Any]) -> dict[str, str]:
    try:
        return {str(one["name"]): str(one["service"]) for one in data["modules"]}
    except (KeyError, TypeError) as error:
        raise UsageError(f"{place} lists no modules", "write it anew with unbraid analyze") from error


def _text(place: Path) -> str:
    try:
        if place.stat().st_size > MOST_BYTES:
            raise UsageError(f"{place} is too large to be one of our files")
        return place.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        hint = "give report.json (or its folder), partition.json or boundaries.toml"
        raise UsageError(f"cannot read {place}: {error}", hint) from error


def _json(place: Path, text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{place} is no JSON: {error}", "give report.json, partition.json or boundaries.toml") from error
    if not isinstance(data, dict):
        raise UsageError(f"{place} is neither a report nor a partition", "give report.json, partition.json or boundaries.toml")
    return data


def comparison_text(found: Comparison | Difference, format_: str) -> str:
    """A comparison or a difference as ``text``, ``markdown`` or ``json``."""
    from analyzer.report.comparison import comparison_sheet, difference_sheet
    from analyzer.report.encoding import indented
    from analyzer.report.sheet import as_markdown, as_text

    if format_ == "json":
        return indented(found)
    sheet = comparison_sheet(found) if isinstance(found, Comparison) else difference_sheet(found)
    return (as_markdown if format_ == "markdown" else as_text)(sheet)
