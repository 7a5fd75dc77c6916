"""What a command reads: the folder, checked, and the code base in it."""

from analyzer.app.folder import check_folder
from analyzer.app.job import Job
from analyzer.facts import codebase_of
from analyzer.model.codebase import Codebase
from analyzer.model.errors import UsageError
from analyzer.read.cache import NO_CACHE, Cache
from analyzer.read.scan import Progress
from analyzer.read.source import Source, look


def look_at(job: Job) -> Source:
    """What lies in the folder of a job; raises UsageError where it or the output folder is no folder."""
    if job.out.exists() and not job.out.is_dir():
        raise UsageError(f"{job.out} is a file", "give a folder to write to with --out")
    check_folder(job.path)
    return look(job.path, Cache.of(job.path) if job.cached else NO_CACHE)


def read_source(source: Source, workers: int | None, progress: Progress | None) -> Codebase:
    """The code base of a folder; raises UsageError where there is none."""
    codebase = codebase_of(source, workers, progress)
    if not codebase.files:
        raise UsageError(f"no Python files below {source.seen.root}", "point at the folder that holds the packages", codebase.problems)
    return codebase
