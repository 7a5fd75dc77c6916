"""``unbraid analyze``: an analysis, and every report file of it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from analyzer.app.analysis import analysis_of
from analyzer.app.boundaries import boundaries_text
from analyzer.app.copies import copies
from analyzer.app.earlier import earlier
from analyzer.app.job import BOUNDARIES, Job, tell
from analyzer.app.memory import job_key
from analyzer.app.output import written_by
from analyzer.app.presenting import check_wishes, presented
from analyzer.app.remembering import keep_analysis
from analyzer.app.source import look_at, read_source
from analyzer.app.watching import content_now, content_of
from analyzer.disk import Templates, Written, templates_folder, write_files
from analyzer.model.codebase import Codebase
from analyzer.model.files import FileSet, TextFile
from analyzer.model.place import Problem
from analyzer.read.cache import RESULT, Cache
from analyzer.read.collector import collector_paused
from analyzer.read.fact_bytes import pack_value, unpack_value
from analyzer.read.scan import Progress
from analyzer.read.source import Source
from analyzer.report.comparison import Side
from analyzer.report.graphviz_dot import find_dot
from analyzer.report.summary import Summary, summarise


@dataclass(frozen=True, slots=True)
class Reported:
    """What an analysis found, in a few figures, and what was written."""

    summary: Summary
    written: Written

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that a user should be told."""
        return (*self.summary.problems, *self.written.problems)


def analyze_to(job: Job, progress: Progress | None = None) -> Reported:
    """Analyse a code base and write every report file and ``boundaries.toml`` (not where names are redacted); raises UsageError.

    Where neither the code base nor anything else that the report depends on has changed since the last time, the last files are
    written again.
    """
    check_wishes(job)
    source, text, templates, since = look_at(job), boundaries_text(job), templates_folder(), earlier(job)
    if job.redact:
        return _redacted(job, source, text, templates, progress)
    key_with = _result_keys(job, templates, since)
    known = content_of(source)
    kept = source.cache.load(RESULT, key_with(known, text)) if known else None
    if kept is None:
        with collector_paused():
            codebase = read_source(source, job.workers, progress)
        told = content_now(source, codebase)
        # Files have changed, and perhaps nothing that anybody looks at.
        kept = source.cache.load(RESULT, key_with(told, text)) if told != known else None
    if kept is None:
        with collector_paused():
            files, summary = _report(job, source.cache, codebase, told, text, templates, since, progress)
        new_text = next(file.text for file in files if file.path == BOUNDARIES)
        # A report follows from the boundaries that it wrote, once these are what was read, or were nothing at all.
        if text in (None, new_text) and summary.services:
            source.cache.keep(RESULT, key_with(told, new_text), pack_value((files, summary)))
    else:
        files, summary = unpack_value(kept, tuple[tuple[TextFile, ...], Summary])
    return Reported(summary, written_by(lambda: write_files(FileSet(files), job.out)))


def _report(
    job: Job,
    cache: Cache,
    codebase: Codebase,
    content: str,
    old_text: str | None,
    templates: Templates,
    since: Side | None,
    progress: Progress | None,
) -> tuple[tuple[TextFile, ...], Summary]:
    from analyzer.report import described, files_of
    from analyzer.report.boundaries import render_boundaries

    analysis = analysis_of(job, cache, codebase, old_text, progress)
    tell(progress, "writing the report")
    text = TextFile(BOUNDARIES, render_boundaries(analysis.partition, analysis.plan, old_text))
    with copies(job.workers, len(analysis.codebase.files)) as beside:
        is_settled = old_text in (None, text.text)
        keeping = beside(partial(keep_analysis, job, cache, content, text.text, analysis)) if is_settled else None
        material = described(analysis, templates, find_dot(), job.source_url, since)
        files, problems = files_of(material, beside)
        if keeping:
            keeping()
    summary = summarise(analysis, problems, material.report.since)
    return tuple(file for file in files + FileSet.of([text]) if isinstance(file, TextFile)), summary


def _redacted(job: Job, source: Source, text: str | None, templates: Templates, progress: Progress | None) -> Reported:
    """Writes the reports of the analysis with its names replaced; the terminal still says the real ones."""
    from analyzer.report import make_reports

    with collector_paused():
        analysis = analysis_of(job, source.cache, read_source(source, job.workers, progress), text, progress)
        tell(progress, "writing the report")
        files, problems = make_reports(presented(job, analysis), templates, find_dot())
    return Reported(summarise(analysis, problems), written_by(lambda: write_files(files, job.out)))


def _result_keys(job: Job, templates: Templates, since: Side | None) -> Callable[[str, str | None], str]:
    """From the content of a code base and the text of the boundaries file to a key that tells apart whatever may lead to another report."""
    pages, has_dot = [templates.text(name) for name in templates.names("report")], find_dot() is not None
    return lambda content, text: job_key(job, content, text, pages, has_dot, job.source_url, since)
