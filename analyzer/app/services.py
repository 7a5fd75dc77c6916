"""``unbraid scaffold``: an analysis, and its services cut out."""

import json
from collections.abc import Iterable
from pathlib import Path

from analyzer.app.analysis import analyze
from analyzer.app.job import Job, Result, tell
from analyzer.app.output import planned_by, templates_of, written_by
from analyzer.app.strangler import asked_for, cut_before, with_rest
from analyzer.disk import Plan, difference, plan_tree, read_inside, write_tree
from analyzer.model.analysis import Analysis
from analyzer.model.errors import UsageError
from analyzer.model.files import FileSet
from analyzer.model.place import Problem
from analyzer.read.collector import collector_paused
from analyzer.read.scan import Progress


def scaffold_to(
    job: Job,
    templates: Path | None = None,
    progress: Progress | None = None,
    stage: str = "seams",
    only: tuple[str, ...] = (),
    copied: tuple[str, ...] = (),
) -> Result:
    """Analyse a code base and write its services, as far split as ``stage`` says (``closure`` or ``seams``); what a user has edited
    there is kept. With ``only``, these services and those that are there already are cut out, and the rest of the monolith is a
    service that calls them. The functions ``copied`` are not called over HTTP. Raises UsageError."""
    analysis, files, problems = _cut_out(job, templates, progress, stage, only, copied)
    written = written_by(lambda: write_tree(files, job.out, job.path))
    return Result(analysis, written, (*problems, *written.problems))


def preview_scaffold(
    job: Job,
    templates: Path | None = None,
    progress: Progress | None = None,
    stage: str = "seams",
    only: tuple[str, ...] = (),
    copied: tuple[str, ...] = (),
) -> tuple[Result, Iterable[str]]:
    """What ``scaffold_to`` would do, and the lines of a unified diff of it. Nothing is written. Raises UsageError."""
    analysis, files, problems = _cut_out(job, templates, progress, stage, only, copied)
    plan: Plan = planned_by(lambda: plan_tree(files, job.out, job.path))
    return Result(analysis, plan.outcome, (*problems, *plan.outcome.problems)), difference(plan)


def _cut_out(
    job: Job, templates: Path | None, progress: Progress | None, stage: str, only: tuple[str, ...], copied: tuple[str, ...]
) -> tuple[Analysis, FileSet, tuple[Problem, ...]]:
    from analyzer.extract import Stage, TemplateProblemError, make_services

    with collector_paused():
        analysis, _ = analyze(job, progress)
        rest = ""
        if only:
            services = analysis.partition.services
            analysis, rest = with_rest(analysis, asked_for(only, services) | cut_before(job.out, services))
    tell(progress, "cutting out services")
    found = templates_of(templates)
    try:
        files, problems = make_services(analysis, lambda path: read_inside(job.path, path), found, Stage(stage), rest, copied)
    except TemplateProblemError as error:
        raise UsageError(str(error), "mend the template") from error
    return analysis, files, (*analysis.codebase.problems, *problems)


def contradicted(proof: Path) -> tuple[str, ...]:
    """The functions of a ``proof.json`` of ``unbraid prove`` that the recorded run contradicts as seams, sorted. Raises UsageError."""
    try:
        seams = json.loads(proof.read_text(encoding="utf-8"))["seams"]
        return tuple(sorted(str(seam["target"]) for seam in seams if seam.get("demoted")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{proof} is no proof of unbraid prove", "give its proof.json") from error
