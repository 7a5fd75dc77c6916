"""Folder to code base to evidence to boundaries to plan: the whole job on one page."""

from dataclasses import replace
from functools import partial

from analyzer import __version__
from analyzer.app.boundaries import boundaries_text, decided, draw
from analyzer.app.copies import copies
from analyzer.app.evidence import weighed
from analyzer.app.job import Job, tell
from analyzer.app.memory import digest_of
from analyzer.app.proposing import Ground
from analyzer.app.source import look_at, read_source
from analyzer.model.analysis import Analysis, Provenance
from analyzer.model.beside import Beside
from analyzer.model.codebase import Codebase
from analyzer.read.boundaries import Boundaries
from analyzer.read.cache import Cache
from analyzer.read.scan import Progress


def analyze(job: Job, progress: Progress | None = None) -> tuple[Analysis, str | None]:
    """The analysis with every problem met, and the text of the boundaries file that was followed (None without one).

    Raises UsageError where there is no code to read, or where the boundaries file cannot be obeyed.
    """
    text, source = boundaries_text(job), look_at(job)
    return analysis_of(job, source.cache, read_source(source, job.workers, progress), text, progress), text


def analysis_of(job: Job, cache: Cache, codebase: Codebase, text: str | None, progress: Progress | None) -> Analysis:
    """The analysis of a code base under the boundaries file of that text; raises UsageError."""
    boundaries = decided(job, text, codebase)
    with copies(job.workers, len(codebase.files)) as beside:
        return analysis_from(job, codebase, boundaries, cache, progress, beside)


def analysis_from(
    job: Job, codebase: Codebase, boundaries: Boundaries, cache: Cache, progress: Progress | None, beside: Beside
) -> Analysis:
    """Everything between the facts and the report; raises UsageError."""
    from analyzer.plan import make_plan
    from analyzer.plan.effects import effects_in
    from analyzer.plan.replay import replay

    effects = beside(partial(effects_in, codebase))
    tell(progress, "gathering evidence")
    gathered = weighed(codebase, cache)
    evidence = gathered.evidence
    tell(progress, "drawing boundaries")
    drawn = draw(job, Ground.of(codebase, gathered, cache, beside), boundaries)
    proposal = drawn.proposal
    tell(progress, "replaying history")
    cuts = ((drawn.name, proposal.partition.homes()), *((one.name, one.homes) for one in proposal.alternatives if one.homes))
    replayed = replay(codebase, cuts)
    tell(progress, "planning")
    codebase = replace(codebase, problems=tuple(sorted({*codebase.problems, *boundaries.problems, *drawn.notes})))
    plan = make_plan(codebase, proposal.graph, evidence, proposal.partition, proposal.alternatives, replayed, effects, beside)
    plan = replace(plan, services=tuple(replace(one, title=boundaries.titles.get(one.id, one.title)) for one in plan.services))
    settings = digest_of(job.services, job.granularity, drawn.decisions)[:16]
    return Analysis(
        codebase,
        evidence,
        proposal.graph,
        proposal.partition,
        proposal.alternatives,
        plan,
        drawn.decisions,
        Provenance(__version__, settings, job.seed),
        replayed,
        drawn.drift,
        drawn.name,
    )
