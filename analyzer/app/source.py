"""What a command reads: the folder, checked, and the code base in it."""

from pathlib import Path

from analyzer.app.job import Job
from analyzer.facts import Source, codebase_of, look
from analyzer.model.codebase import Codebase
from analyzer.model.errors import UsageError
from analyzer.read.cache import NO_CACHE, Cache
from analyzer.read.scan import Progress


def look_at(job: Job) -> Source:
    """What lies in the folder of a job; raises UsageError where it or the output folder is no folder."""
    if job.out.exists() and not job.out.is_dir():
        raise UsageError(f"{job.out} is a file", "give a folder to write to with --out")
    check_folder(job.path)
    return look(job.path, Cache.of(job.path) if job.cached else NO_CACHE)


def check_folder(path: Path) -> None:
    """Raises UsageError where there is no folder of that name."""
    if not path.exists():
        near = [one.name for one in sorted(path.parent.glob("*")) if one.name.lower()[:3] == path.name.lower()[:3]]
        raise UsageError(f"there is no folder {path}", f"did you mean {near[0]}?" if near else "check the path")
    if not path.is_dir():
        raise UsageError(f"{path} is a file", "give the folder that holds the code base")


def read_source(source: Source, workers: int | None, progress: Progress | None) -> Codebase:
    """The code base of a folder; raises UsageError where there is none."""
    codebase = codebase_of(source, workers, progress)
    if not codebase.files:
        raise UsageError(f"no Python files below {source.seen.root}", "point at the folder that holds the packages", codebase.problems)
    return codebase
