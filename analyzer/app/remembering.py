"""An analysis that is remembered: what was found once is explained and compared without finding it again."""

from dataclasses import fields, replace
from typing import Any, get_type_hints

from analyzer.app.analysis import analysis_of
from analyzer.app.boundaries import boundaries_text
from analyzer.app.job import Job
from analyzer.app.memory import DAMAGE, job_key
from analyzer.app.source import look_at, read_source
from analyzer.app.watching import content_now, content_of
from analyzer.facts import codebase_of
from analyzer.model.analysis import Analysis
from analyzer.model.graph import Evidence
from analyzer.model.place import Problem
from analyzer.read.cache import ANALYSIS, Cache
from analyzer.read.collector import collector_paused
from analyzer.read.fact_bytes import pack_rows, pack_value, unpack_rows, unpack_value
from analyzer.read.scan import Progress
from analyzer.read.source import Source

Kept = dict[str, bytes]
"""The parts of an analysis, packed, by name; of the code base only its problems, for its facts are remembered by themselves."""


def analysed(job: Job, progress: Progress | None = None) -> Analysis:
    """The analysis that ``unbraid analyze`` makes of a job, taken from the last run where nothing has changed; raises UsageError."""
    source, text = look_at(job), boundaries_text(job)
    known = content_of(source)
    found = _load(job, source, known, text) if known else None
    if found is None:
        with collector_paused():
            codebase = read_source(source, job.workers, progress)
        told = content_now(source, codebase)
        found = _load(job, source, told, text) if told != known else None
        if found is None:
            with collector_paused():
                found = analysis_of(job, source.cache, codebase, text, progress)
            keep_analysis(job, source.cache, told, text, found)
    return found


def remembered(job: Job) -> Analysis | None:
    """The analysis of the last run, None where there is none or something has changed since."""
    if not job.cached or not job.path.is_dir() or not _is_kept(Cache.of(job.path)):
        return None
    source = look_at(job)
    known = content_of(source)
    return _load(job, source, known, boundaries_text(job)) if known else None


def keep_analysis(job: Job, cache: Cache, content: str, text: str | None, analysis: Analysis) -> None:
    """Remember the analysis of a job on a code base of this content, under a boundaries file of this text."""
    if cache.folder is not None:
        parts = {field.name: getattr(analysis, field.name) for field in fields(Analysis) if field.name != "codebase"}
        evidence = pack_rows(parts.pop("evidence"), Evidence)
        packed = {name: pack_value(part) for name, part in {**parts, "problems": analysis.codebase.problems}.items()}
        packed["evidence"] = evidence
        cache.keep(ANALYSIS, job_key(job, content, text), packed)


def _load(job: Job, source: Source, content: str, text: str | None) -> Analysis | None:
    kept: Kept | None = source.cache.load(ANALYSIS, job_key(job, content, text))
    if kept is None:
        return None
    types = get_type_hints(Analysis)
    try:
        with collector_paused():
            problems = unpack_value(kept.pop("problems"), tuple[Problem, ...])
            evidence = tuple(unpack_rows(kept.pop("evidence"), Evidence))
            parts: dict[str, Any] = {name: unpack_value(packed, types[name]) for name, packed in kept.items()}
            return Analysis(codebase=replace(codebase_of(source), problems=problems), evidence=evidence, **parts)
    except DAMAGE:
        return None  # damaged: as good as none


def _is_kept(cache: Cache) -> bool:
    """Whether any analysis is kept, for whatever key: a question that opens nothing."""
    return cache.folder is not None and (cache.folder / ANALYSIS).is_file()
