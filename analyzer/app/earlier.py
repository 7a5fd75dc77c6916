"""What an earlier command wrote, read again: a report, a partition or a boundaries file."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.app.job import Job
from analyzer.model.errors import UsageError
from analyzer.read.boundaries import read_boundaries

if TYPE_CHECKING:
    from analyzer.report.comparison import Side

REPORT, MOST_BYTES = "report.json", 2_000_000_000


def earlier(job: Job) -> "Side | None":
    """The earlier report that a job wants to be compared with; raises UsageError where it is none."""
    if job.since is None:
        return None
    from analyzer.report.comparison import Side

    found = side_of(job.since)
    # What it is called must not depend on where it lies.
    return Side("the earlier report", found.homes, found.report)


def side_of(path: Path) -> "Side":
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
        raise UsageError(f"cannot read {place}: {getattr(error, 'strerror', None) or error}", hint) from error


def _json(place: Path, text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{place} is no JSON: {error}", "give report.json, partition.json or boundaries.toml") from error
    if not isinstance(data, dict):
        raise UsageError(f"{place} is neither a report nor a partition", "give report.json, partition.json or boundaries.toml")
    return data
