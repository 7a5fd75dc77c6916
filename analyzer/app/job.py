"""What a user asks for, and what every command answers with."""

from dataclasses import dataclass
from pathlib import Path

from analyzer.disk import Written
from analyzer.model.analysis import Analysis
from analyzer.model.place import Problem
from analyzer.read.scan import Progress

BOUNDARIES = "boundaries.toml"


@dataclass(frozen=True, slots=True)
class Job:
    """What a user asks for: the folder to read, the folder to write to, and how to draw boundaries.

    ``boundaries`` is the file to follow (default: the one in ``out``); ``fresh`` follows its decisions but not its lists; ``cached``
    allows what was remembered from the last run to be used, and this one to be remembered. ``source_url`` links places into the
    repository's web view, ``redact`` replaces every name of the code base in reports, ``since`` is an earlier report that
    this one is compared with.
    """

    path: Path
    out: Path
    boundaries: Path | None = None
    services: int | None = None
    granularity: str | None = None
    fresh: bool = False
    seed: int = 0
    workers: int | None = None
    cached: bool = True
    source_url: str = ""
    redact: bool = False
    since: Path | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """An analysis, what was written, and everything that a user should be told."""

    analysis: Analysis
    written: Written
    problems: tuple[Problem, ...]


def tell(progress: Progress | None, stage: str) -> None:
    """Say that a stage begins."""
    if progress is not None:
        progress(stage, 0, 0)
