"""``unbraid report`` and ``unbraid export``: one format, or the words of one other tool, of an analysis."""

from dataclasses import dataclass, replace
from pathlib import Path

from analyzer.app.earlier import earlier
from analyzer.app.job import Job, tell
from analyzer.app.output import written_by
from analyzer.app.presenting import check_wishes, presented
from analyzer.app.remembering import analysed
from analyzer.disk import Templates, Written, templates_folder, write_files
from analyzer.model.analysis import Analysis
from analyzer.model.errors import UsageError
from analyzer.model.files import FileSet, TextFile
from analyzer.model.nearest import did_you_mean, nearest
from analyzer.model.place import Problem
from analyzer.read.scan import Progress
from analyzer.report.exports.export import Wishes


@dataclass(frozen=True, slots=True)
class Made:
    """Texts that were made of an analysis, whether they belong into a folder, and everything that a user should be told."""

    files: tuple[TextFile, ...]
    is_folder: bool
    problems: tuple[Problem, ...]


def report_of(job: Job, format_: str, templates: Templates | None = None, progress: Progress | None = None) -> Made:
    """One format of the report: the extension of its file (``html``, ``md``, ``json``, ``dot``, ``svg``) or ``partition``; raises
    UsageError."""
    from analyzer.report import find_dot, make_format

    check_wishes(job)
    since = earlier(job)
    analysis = presented(job, analysed(job, progress))
    tell(progress, "writing the report")
    dot = find_dot() if format_ == "svg" else None
    made = make_format(format_, analysis, templates or templates_folder(), dot, job.source_url, since)
    return Made(made.files, False, (*analysis.codebase.problems, *made.problems))


def export_of(job: Job, name: str, wishes: Wishes, progress: Progress | None = None) -> Made:
    """The export of that name, its names redacted where the job says so; raises UsageError where it cannot be made, or where a wish
    names no service."""
    from analyzer.report.exports import EXPORTS, make_export

    export = next(one for one in EXPORTS if one.name == name)
    check_wishes(job)
    if job.redact and export.is_for_code:
        raise UsageError(f"{name} is held against the code, and of no use without its names", "leave --redact out")
    analysis = analysed(job, progress)
    known = {*analysis.partition.services, "shared"}
    if unknown := sorted({*wishes.strict, *wishes.owners} - known):
        raise UsageError(f"there is no service {unknown[0]}", _near(unknown[0], known))
    tell(progress, "writing the export")
    shown = presented(job, analysis)
    files = make_export(export, shown, _renamed(wishes, analysis, shown, job.source_url))
    return Made(files, export.is_folder, shown.codebase.problems)


def _renamed(wishes: Wishes, analysis: Analysis, shown: Analysis, source_url: str) -> Wishes:
    """The wishes with services called as they are shown."""
    names = {old.id: new.id for old, new in zip(analysis.plan.services, shown.plan.services, strict=True)}
    strict = frozenset(names.get(one, one) for one in wishes.strict)
    return replace(wishes, strict=strict, owners={names.get(one, one): team for one, team in wishes.owners.items()}, source_url=source_url)


def write_made(made: Made, target: Path) -> Written:
    """Write what was made: into the folder ``target`` where it is several files, else to the file ``target``; raises UsageError."""
    if made.is_folder and target.exists() and not target.is_dir():
        raise UsageError(f"{target} is a file", "give a folder with -o")
    if not made.is_folder and target.is_dir():
        raise UsageError(f"{target} is a folder", f"give a file with -o, such as {target / made.files[0].path}")
    if made.is_folder:
        return written_by(lambda: write_files(FileSet.of(made.files), target))
    files = FileSet.of([TextFile(target.name, made.files[0].text)])
    return written_by(lambda: write_files(files, target.parent))


def _near(name: str, known: set[str]) -> str:
    return did_you_mean(nearest(name, known), f"the services are {', '.join(sorted(known)[:12])}")
