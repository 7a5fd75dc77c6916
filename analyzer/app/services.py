"""``unbraid scaffold``: an analysis, and its services cut out."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from analyzer.app.job import Job, Result, tell
from analyzer.app.output import planned_by, templates_of, written_by
from analyzer.app.remembering import analysed
from analyzer.app.strangler import asked_for, cut_before, with_rest
from analyzer.disk import Plan, difference, plan_tree, read_inside, write_tree
from analyzer.model.analysis import Analysis
from analyzer.model.errors import UsageError
from analyzer.model.files import FileSet
from analyzer.model.place import Problem
from analyzer.read.collector import collector_paused
from analyzer.read.scan import Progress


@dataclass(frozen=True, slots=True)
class Cut:
    """How services are cut out: how far (``stage``: ``closure`` or ``seams``) and with which templates of the user.

    With ``only``, these services and those that are there already are cut out, and the rest of the monolith is a service that
    calls them. The functions ``copied`` are not called over HTTP. ``kernel`` says whether each service has a ``copy`` of the shared
    modules that it needs, or all of them one ``library``.
    """

    stage: str = "seams"
    only: tuple[str, ...] = ()
    copied: tuple[str, ...] = ()
    templates: Path | None = None
    kernel: str = "library"


WHOLE = Cut()
"""All services, seams cut."""


def scaffold_to(job: Job, cut: Cut = WHOLE, progress: Progress | None = None) -> Result:
    """Analyse a code base, unless that is remembered, and write its services; what a user has edited there is kept.
    Raises UsageError."""
    analysis, files, problems = _cut_out(job, cut, progress)
    written = written_by(lambda: write_tree(files, job.out, job.path))
    return Result(analysis, written, (*problems, *written.problems))


def preview_scaffold(job: Job, cut: Cut = WHOLE, progress: Progress | None = None) -> tuple[Result, Iterable[str]]:
    """What ``scaffold_to`` would do, and the lines of a unified diff of it. Nothing is written. Raises UsageError."""
    analysis, files, problems = _cut_out(job, cut, progress)
    plan: Plan = planned_by(lambda: plan_tree(files, job.out, job.path))
    return Result(analysis, plan.outcome, (*problems, *plan.outcome.problems)), difference(plan)


def _cut_out(job: Job, cut: Cut, progress: Progress | None) -> tuple[Analysis, FileSet, tuple[Problem, ...]]:
    from analyzer.extract import Kernel, Stage, TemplateProblemError, make_services

    analysis, rest = analysed(job, progress), ""
    if cut.only:
        services = analysis.partition.services
        analysis, rest = with_rest(analysis, asked_for(cut.only, services) | cut_before(job.out, services))
    tell(progress, "cutting out services")
    analysis = _inferred(analysis, job)
    templates = templates_of(cut.templates)
    try:
        with collector_paused():
            files, problems = make_services(
                analysis, lambda path: read_inside(job.path, path), templates, Stage(cut.stage), rest, cut.copied, Kernel(cut.kernel)
            )
    except TemplateProblemError as error:
        raise UsageError(str(error), "mend the template") from error
    return analysis, files, (*analysis.codebase.problems, *problems)


def _inferred(analysis: Analysis, job: Job) -> Analysis:
    """The analysis with the seams that reading function bodies proves, where annotations do not."""
    from analyzer.extract import infer
    from analyzer.plan.inferred import with_inferred

    found = infer(analysis, lambda path: read_inside(job.path, path))
    known, evidence = {str(one.definition.name): one.definition for one in found}, {str(one.definition.name): one.evidence for one in found}
    return replace(analysis, plan=with_inferred(analysis.codebase, analysis.partition, analysis.plan, known, evidence))


def contradicted(proof: Path) -> tuple[str, ...]:
    """The functions of a ``proof.json`` of ``unbraid prove`` that the recorded run contradicts as seams, sorted. Raises UsageError."""
    try:
        seams = json.loads(proof.read_text(encoding="utf-8"))["seams"]
        return tuple(sorted(str(seam["target"]) for seam in seams if seam.get("demoted")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{proof} is no proof of unbraid prove", "give its proof.json") from error
