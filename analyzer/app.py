"""The whole job on one page: folder to code base to boundaries to plan to files. The public Python API."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer import __version__
from analyzer.disk import Templates, Written, read_inside, templates_folder, write_files, write_tree
from analyzer.facts import Source, codebase_of, look, read_codebase
from analyzer.model.analysis import Analysis, Provenance
from analyzer.model.codebase import Codebase
from analyzer.model.errors import UsageError
from analyzer.model.files import FileSet, TextFile
from analyzer.model.graph import Evidence
from analyzer.model.partition import SHARED, Constraint, ConstraintKind
from analyzer.model.place import Location, Problem, Severity
from analyzer.read.boundaries import Boundaries, read_boundaries
from analyzer.read.cache import NO_CACHE, RESULT, TEXT, Cache
from analyzer.read.collector import collector_paused
from analyzer.read.fact_bytes import pack_value, unpack_value
from analyzer.read.scan import Progress
from analyzer.report.encoding import indented
from analyzer.report.fact_list import FACT_KINDS, facts_json, facts_table
from analyzer.report.graphviz_dot import find_dot
from analyzer.report.summary import Summary, summarise

if TYPE_CHECKING:  # stages are imported where they begin: a run that finds nothing changed would spend its time on imports
    from analyzer.cluster import Proposal

BOUNDARIES = "boundaries.toml"


@dataclass(frozen=True, slots=True)
class Job:
    """What a user asks for: the folder to read, the folder to write to, and how to draw boundaries.

    ``boundaries`` is the file to follow (default: the one in ``out``); ``fresh`` follows its decisions but not its lists; ``cached``
    allows what was remembered from the last run to be used, and this one to be remembered.
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


@dataclass(frozen=True, slots=True)
class Reported:
    """What an analysis found, in a few figures, and what was written."""

    summary: Summary
    written: Written

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that a user should be told."""
        return (*self.summary.problems, *self.written.problems)


@dataclass(frozen=True, slots=True)
class Result:
    """An analysis, what was written, and everything that a user should be told."""

    analysis: Analysis
    written: Written
    problems: tuple[Problem, ...]


def analyze_to(job: Job, progress: Progress | None = None) -> Reported:
    """Analyse a code base and write every report file and ``boundaries.toml``; raises UsageError.

    Where neither the code base nor anything else that the report depends on has changed since the last time, the last files are
    written again.
    """
    source, text, templates = _look(job), _boundaries_text(job), templates_folder()
    key_with = _result_keys(job, source, templates)
    kept = source.cache.load(RESULT, key_with(text))
    if kept is None:
        with collector_paused():
            files, summary = _report(job, source, text, templates, progress)
        new_text = next(file.text for file in files if file.path == BOUNDARIES)
        # A report follows from the boundaries that it wrote, once these are what was read, or were nothing at all.
        if text in (None, new_text) and summary.services:
            source.cache.keep(RESULT, key_with(new_text), pack_value((files, summary)))
    else:
        files, summary = unpack_value(kept, tuple[tuple[TextFile, ...], Summary])
    return Reported(summary, _written(lambda: write_files(FileSet(files), job.out)))


def _report(
    job: Job, source: Source, old_text: str | None, templates: Templates, progress: Progress | None
) -> tuple[tuple[TextFile, ...], Summary]:
    from analyzer.report import make_reports
    from analyzer.report.boundaries import render_boundaries

    analysis = _analyze(job, source, old_text, progress)
    _tell(progress, "writing the report")
    files, problems = make_reports(analysis, templates, find_dot())
    text = TextFile(BOUNDARIES, render_boundaries(analysis.partition, analysis.plan, old_text))
    return tuple(file for file in files + FileSet.of([text]) if isinstance(file, TextFile)), summarise(analysis, problems)


def _result_keys(job: Job, source: Source, templates: Templates) -> Callable[[str | None], str]:
    """From the text of the boundaries file to a key that tells apart whatever may lead to another report."""
    pages = [templates.text(name) for name in templates.names("report")]
    told = (source.state, job.services, job.granularity, job.fresh, job.seed, job.boundaries is None, pages, find_dot() is None)
    return lambda text: hashlib.sha256(repr((*told, text)).encode(errors="surrogateescape")).hexdigest()


def scaffold_to(job: Job, templates: Path | None = None, progress: Progress | None = None) -> Result:
    """Analyse a code base and write its services; what a user has edited there is kept. Raises UsageError."""
    from analyzer.extract import TemplateProblemError, make_services

    with collector_paused():
        analysis, _ = analyze(job, progress)
    _tell(progress, "cutting out services")
    try:
        files, service_problems = make_services(analysis, lambda path: read_inside(job.path, path), _templates(templates))
    except TemplateProblemError as error:
        raise UsageError(str(error), "mend the template") from error
    written = _written(lambda: write_tree(files, job.out, job.path))
    return Result(analysis, written, (*analysis.codebase.problems, *service_problems, *written.problems))


def facts_of(
    path: Path, kind: str, format_: str = "json", workers: int | None = None, progress: Progress | None = None, cached: bool = True
) -> tuple[str, tuple[Problem, ...]]:
    """The facts of one kind (see ``FACT_KINDS``) as ``json`` or ``table`` text, and the problems met; raises UsageError."""
    _check(path)
    source = look(path, Cache.of(path) if cached else NO_CACHE)
    # What was printed last is kept as it is: for a large code base, writing it down takes longer than reading it.
    name = f"{TEXT}-{kind}-{format_}"
    kept = source.cache.load(name, source.state)
    if kept is not None:
        text, problems = kept
        return str(text), unpack_value(problems, tuple[Problem, ...])
    codebase = _read(source, workers, progress)
    chosen = next(one for one in FACT_KINDS if one.name == kind)
    text = (facts_json if format_ == "json" else facts_table)(codebase, chosen)
    source.cache.keep(name, source.state, (text, pack_value(codebase.problems)))
    return text, codebase.problems


def calls_of(path: Path, entry: Path) -> tuple[str, tuple[Problem, ...]]:
    """The call graph from an entry file as JSON text, ``{caller: [callees]}``, and the problems met; raises UsageError."""
    from analyzer.read.calls import call_graph, entry_of

    _check(path)
    graph = call_graph(path, entry_of(path, entry))
    return indented(graph.as_dict()), graph.problems


def analyze(job: Job, progress: Progress | None = None) -> tuple[Analysis, str | None]:
    """The analysis with every problem met, and the text of the boundaries file that was followed (None without one).

    Raises UsageError where there is no code to read, or where the boundaries file cannot be obeyed.
    """
    text = _boundaries_text(job)
    return _analyze(job, _look(job), text, progress), text


def _analyze(job: Job, source: Source, text: str | None, progress: Progress | None) -> Analysis:
    from analyzer.plan import make_plan
    from analyzer.signals import collect_evidence

    codebase = _read(source, job.workers, progress)
    boundaries = _boundaries(job, text, codebase)
    _tell(progress, "gathering evidence")
    evidence = collect_evidence(codebase)
    _tell(progress, "drawing boundaries")
    proposal, constraints, notes = _draw(job, codebase, evidence, boundaries)
    _tell(progress, "planning")
    codebase = replace(codebase, problems=tuple(sorted({*codebase.problems, *boundaries.problems, *notes})))
    plan = make_plan(codebase, proposal.graph, evidence, proposal.partition)
    plan = replace(plan, services=tuple(replace(one, title=boundaries.titles.get(one.id, one.title)) for one in plan.services))
    settings = hashlib.sha256(repr((job.services, job.granularity, constraints)).encode()).hexdigest()[:16]
    return Analysis(
        codebase,
        evidence,
        proposal.graph,
        proposal.partition,
        proposal.alternatives,
        plan,
        constraints,
        Provenance(__version__, settings, job.seed),
    )


def _draw(
    job: Job, codebase: Codebase, evidence: tuple[Evidence, ...], boundaries: Boundaries
) -> "tuple[Proposal, tuple[Constraint, ...], tuple[Problem, ...]]":
    """The proposal under the architect's decisions; where the lists differ from it, the lists are the truth."""
    from analyzer.cluster import Granularity, Settings, propose

    settings = Settings(Granularity(job.granularity or Granularity.BALANCED), job.services, job.seed)
    decisions = boundaries.constraints
    proposal = _obeyed(propose(codebase, evidence, decisions, settings))
    proposed = proposal.partition.homes()
    moved = {module: home for module, home in boundaries.homes.items() if proposed.get(module) != home}
    if job.fresh or job.services or job.granularity or not moved:
        return proposal, decisions, proposal.problems
    decided = {(one.kind, one.modules, one.value) for one in decisions}
    at = Location(BOUNDARIES)
    listed = tuple(_pin(module, home, at) for module, home in sorted(boundaries.homes.items()))
    constraints = tuple(sorted({*decisions, *(one for one in listed if (one.kind, one.modules, one.value) not in decided)}))
    examples = ", ".join(f"{module} to {proposed[module]}" for module in sorted(moved)[:3])
    message = f"the lists were followed; without them {len(moved)} modules would go elsewhere ({examples})"
    note = Problem(at, "boundaries-differ", message, Severity.INFO, "use --fresh for a new proposal that keeps your decisions")
    proposal = _obeyed(propose(codebase, evidence, constraints, replace(settings, services=None)))
    return proposal, decisions, (*proposal.problems, note)


def _pin(module: str, home: str, at: Location) -> Constraint:
    kind, value = (ConstraintKind.SHARED, "") if home == SHARED else (ConstraintKind.PIN, home)
    return Constraint(kind, (module,), value, at)


def _obeyed(proposal: "Proposal") -> "Proposal":
    errors = tuple(problem for problem in proposal.problems if problem.severity is Severity.ERROR)
    if errors:
        raise UsageError("the boundaries cannot be drawn as decided", f"change the decisions in {BOUNDARIES}", errors)
    return proposal


def _boundaries_text(job: Job) -> str | None:
    """The text of the boundaries file to follow, None where there is none; raises UsageError."""
    path = job.boundaries or job.out / BOUNDARIES
    if job.boundaries is None and not path.is_file():
        return None
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the boundaries file cannot be read: {path}: {error}", "give another one with --boundaries") from error


def _boundaries(job: Job, text: str | None, codebase: Codebase) -> Boundaries:
    if text is None:
        return Boundaries((), {}, {}, ())
    path = job.boundaries or job.out / BOUNDARIES
    boundaries = read_boundaries(text, path.name, codebase.modules)
    if not boundaries.is_obeyed:
        raise UsageError(f"{path} cannot be followed; nothing was written", "mend the lines named above", boundaries.problems)
    return boundaries


def _look(job: Job) -> Source:
    """What lies in the folder of a job; raises UsageError where it or the output folder is no folder."""
    if job.out.exists() and not job.out.is_dir():
        raise UsageError(f"{job.out} is a file", "give a folder to write to with --out")
    _check(job.path)
    return look(job.path, Cache.of(job.path) if job.cached else NO_CACHE)


def _check(path: Path) -> None:
    """Raises UsageError where there is no folder of that name."""
    if not path.exists():
        near = [one.name for one in sorted(path.parent.glob("*")) if one.name.lower()[:3] == path.name.lower()[:3]]
        raise UsageError(f"there is no folder {path}", f"did you mean {near[0]}?" if near else "check the path")
    if not path.is_dir():
        raise UsageError(f"{path} is a file", "give the folder that holds the code base")


def _read(source: Source, workers: int | None, progress: Progress | None) -> Codebase:
    """The code base of a folder; raises UsageError where there is none."""
    codebase = codebase_of(source, workers, progress)
    if not codebase.files:
        raise UsageError(f"no Python files below {source.seen.root}", "point at the folder that holds the packages", codebase.problems)
    return codebase


def _templates(override: Path | None) -> Templates:
    try:
        return templates_folder(override)
    except NotADirectoryError as error:
        raise UsageError(str(error)) from error


def _written(write: Callable[[], Written]) -> Written:
    try:
        return write()
    except OSError as error:
        raise UsageError(f"cannot write: {error}", "check the output folder and its permissions") from error


def _tell(progress: Progress | None, stage: str) -> None:
    if progress is not None:
        progress(stage, 0, 0)


__all__ = ["Job", "Reported", "Result", "analyze", "analyze_to", "calls_of", "facts_of", "read_codebase", "scaffold_to"]
