"""``unbraid scaffold``: an analysis, and its services cut out."""

from pathlib import Path

from analyzer.app.analysis import analyze
from analyzer.app.job import Job, Result, tell
from analyzer.app.output import templates_of, written_by
from analyzer.disk import read_inside, write_tree
from analyzer.model.errors import UsageError
from analyzer.read.collector import collector_paused
from analyzer.read.scan import Progress


def scaffold_to(job: Job, templates: Path | None = None, progress: Progress | None = None, stage: str = "seams") -> Result:
    """Analyse a code base and write its services, as far split as ``stage`` says (``closure`` or ``seams``); what a user has edited
    there is kept. Raises UsageError."""
    from analyzer.extract import Stage, TemplateProblemError, make_services

    with collector_paused():
        analysis, _ = analyze(job, progress)
    tell(progress, "cutting out services")
    try:
        files, service_problems = make_services(analysis, lambda path: read_inside(job.path, path), templates_of(templates), Stage(stage))
    except TemplateProblemError as error:
        raise UsageError(str(error), "mend the template") from error
    written = written_by(lambda: write_tree(files, job.out, job.path))
    return Result(analysis, written, (*analysis.codebase.problems, *service_problems, *written.problems))
