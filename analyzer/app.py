"""The whole job on one page: folder to code base to boundaries to plan to files. The public Python API."""

import hashlib
import os
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from analyzer import __version__
from analyzer.cluster import Granularity, Proposal, Settings, propose
from analyzer.disk import Templates, Written, read_inside, templates_folder, write_files, write_tree
from analyzer.extract import TemplateProblemError, make_services
from analyzer.frameworks import FRAMEWORKS
from analyzer.frameworks.guarded import Reader, guarded
from analyzer.model.analysis import Analysis, Provenance
from analyzer.model.codebase import Codebase, Fact
from analyzer.model.errors import UsageError
from analyzer.model.facts import Reference
from analyzer.model.files import FileSet, TextFile
from analyzer.model.graph import Evidence
from analyzer.model.partition import SHARED, Constraint, ConstraintKind
from analyzer.model.place import Location, Problem, Severity
from analyzer.model.source import FileKind
from analyzer.plan import make_plan
from analyzer.read.blinds import link_blinds
from analyzer.read.boundaries import Boundaries, read_boundaries
from analyzer.read.calls import call_graph, entry_of
from analyzer.read.collector import collector_paused
from analyzer.read.entry_points import read_entry_points
from analyzer.read.history import read_history
from analyzer.read.imports import link_imports
from analyzer.read.names import NameTable
from analyzer.read.package_uses import link_package_uses
from analyzer.read.program import Program
from analyzer.read.references import link_definitions, link_references
from analyzer.read.requirements import read_requirements
from analyzer.read.scan import Progress, scan
from analyzer.read.strings import link_strings
from analyzer.read.title import title_of
from analyzer.report import find_dot, make_reports
from analyzer.report.boundaries import render_boundaries
from analyzer.report.encoding import indented
from analyzer.report.fact_list import FACT_KINDS, facts_json, facts_table
from analyzer.signals import collect_evidence

BOUNDARIES = "boundaries.toml"
MAX_WORKERS = 8
READERS: tuple[tuple[str, Reader], ...] = (
    ("imports", lambda program: link_imports(program.names)),
    ("definitions", lambda program: link_definitions(program.names)),
    ("strings", lambda program: link_strings(program.names)),
    ("packages", lambda program: link_package_uses(program.modules)),
    ("blind spots", lambda program: link_blinds(program.names)),
    *((framework.name, framework.facts) for framework in FRAMEWORKS),
)
"""Who reads facts out of a program, by the name under which a failure is told."""
VOCABULARY = frozenset[str]().union(*(framework.vocabulary for framework in FRAMEWORKS))


@dataclass(frozen=True, slots=True)
class Job:
    """What a user asks for: the folder to read, the folder to write to, and how to draw boundaries.

    ``boundaries`` is the file to follow (default: the one in ``out``); ``fresh`` follows its decisions but not its lists.
    """

    path: Path
    out: Path
    boundaries: Path | None = None
    services: int | None = None
    granularity: str | None = None
    fresh: bool = False
    seed: int = 0
    workers: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """An analysis, what was written, and everything that a user should be told."""

    analysis: Analysis
    written: Written
    problems: tuple[Problem, ...]


def analyze_to(job: Job, progress: Progress | None = None) -> Result:
    """Analyse a code base and write every report file and ``boundaries.toml``; raises UsageError."""
    with collector_paused():
        analysis, old_text = analyze(job, progress)
    _tell(progress, "writing the report")
    files, report_problems = make_reports(analysis, templates_folder(), find_dot())
    text = render_boundaries(analysis.partition, analysis.plan, old_text)
    written = _written(lambda: write_files(files + FileSet.of([TextFile(BOUNDARIES, text)]), job.out))
    return Result(analysis, written, (*analysis.codebase.problems, *report_problems, *written.problems))


def scaffold_to(job: Job, templates: Path | None = None, progress: Progress | None = None) -> Result:
    """Analyse a code base and write its services; what a user has edited there is kept. Raises UsageError."""
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
    path: Path, kind: str, format_: str = "json", workers: int | None = None, progress: Progress | None = None
) -> tuple[str, tuple[Problem, ...]]:
    """The facts of one kind (see ``FACT_KINDS``) as ``json`` or ``table`` text, and the problems met; raises UsageError."""
    codebase = _read(path, workers, progress)
    chosen = next(one for one in FACT_KINDS if one.name == kind)
    return (facts_json if format_ == "json" else facts_table)(codebase, chosen), codebase.problems


def calls_of(path: Path, entry: Path) -> tuple[str, tuple[Problem, ...]]:
    """The call graph from an entry file as JSON text, ``{caller: [callees]}``, and the problems met; raises UsageError."""
    _check(path)
    graph = call_graph(path, entry_of(path, entry))
    return indented(graph.as_dict()), graph.problems


def read_codebase(root: Path, workers: int | None = None, progress: Progress | None = None) -> Codebase:
    """Everything that reading finds out about the Python code below a folder, without running any of it.

    ``workers`` is the number of processes (default: one per processor, at most 8); the result does not depend on it.
    """
    scanned = scan(root, VOCABULARY, workers or min(os.cpu_count() or 1, MAX_WORKERS), progress)
    names = NameTable(scanned.modules, scanned.is_python2)
    paths = (*(asset.path for asset in scanned.assets), *(file.path for file in scanned.files))
    program = Program(scanned.modules, names, (), scanned.templates, read_entry_points(root, paths))
    references, crashes = guarded("references", lambda program: link_references(program.names), program)
    program = replace(program, references=tuple(one for one in references if isinstance(one, Reference)))
    requirements, requirement_problems = read_requirements(root, paths)
    history, history_problems = read_history(root, tuple(file.path for file in scanned.files))
    facts: list[Fact] = [*references, *requirements]
    for reader, read in READERS:
        found, failed = guarded(reader, read, program)
        facts += found
        crashes += failed
    problems = (*scanned.problems, *requirement_problems, *history_problems, *crashes)
    name = title_of(root, tuple(file.module for file in scanned.files if file.kind is FileKind.CODE))
    return Codebase(name, scanned.files, _by_type(facts), scanned.assets, history, tuple(sorted(problems)))


def _by_type(facts: Iterable[Fact]) -> dict[type[Fact], tuple[Fact, ...]]:
    grouped: dict[type[Fact], set[Fact]] = defaultdict(set)
    for fact in facts:
        grouped[type(fact)].add(fact)
    return {kind: tuple(sorted(grouped[kind])) for kind in sorted(grouped, key=lambda kind: kind.__name__)}


def analyze(job: Job, progress: Progress | None = None) -> tuple[Analysis, str | None]:
    """The analysis with every problem met, and the text of the boundaries file that was followed (None without one).

    Raises UsageError where there is no code to read, or where the boundaries file cannot be obeyed.
    """
    if job.out.exists() and not job.out.is_dir():
        raise UsageError(f"{job.out} is a file", "give a folder to write to with --out")
    codebase = _read(job.path, job.workers, progress)
    text, boundaries = _read_boundaries(job, codebase)
    _tell(progress, "gathering evidence")
    evidence = collect_evidence(codebase)
    _tell(progress, "drawing boundaries")
    proposal, constraints, notes = _draw(job, codebase, evidence, boundaries)
    _tell(progress, "planning")
    codebase = replace(codebase, problems=tuple(sorted({*codebase.problems, *boundaries.problems, *notes})))
    plan = make_plan(codebase, proposal.graph, evidence, proposal.partition)
    plan = replace(plan, services=tuple(replace(one, title=boundaries.titles.get(one.id, one.title)) for one in plan.services))
    settings = hashlib.sha256(repr((job.services, job.granularity, constraints)).encode()).hexdigest()[:16]
    analysis = Analysis(
        codebase,
        evidence,
        proposal.graph,
        proposal.partition,
        proposal.alternatives,
        plan,
        constraints,
        Provenance(__version__, settings, job.seed),
    )
    return analysis, text


def _draw(
    job: Job, codebase: Codebase, evidence: tuple[Evidence, ...], boundaries: Boundaries
) -> tuple[Proposal, tuple[Constraint, ...], tuple[Problem, ...]]:
    """The proposal under the architect's decisions; where the lists differ from it, the lists are the truth."""
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
    if home == SHARED:
        return Constraint(ConstraintKind.SHARED, (module,), "", at)
    return Constraint(ConstraintKind.PIN, (module,), home, at)


def _obeyed(proposal: Proposal) -> Proposal:
    errors = tuple(problem for problem in proposal.problems if problem.severity is Severity.ERROR)
    if errors:
        raise UsageError("the boundaries cannot be drawn as decided", f"change the decisions in {BOUNDARIES}", errors)
    return proposal


def _read_boundaries(job: Job, codebase: Codebase) -> tuple[str | None, Boundaries]:
    path = job.boundaries or job.out / BOUNDARIES
    if job.boundaries is None and not path.is_file():
        return None, Boundaries((), {}, {}, ())
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the boundaries file cannot be read: {path}: {error}", "give another one with --boundaries") from error
    boundaries = read_boundaries(text, path.name, codebase.modules)
    if not boundaries.is_obeyed:
        raise UsageError(f"{path} cannot be followed; nothing was written", "mend the lines named above", boundaries.problems)
    return text, boundaries


def _check(path: Path) -> None:
    """Raises UsageError where there is no folder of that name."""
    if not path.exists():
        near = [one.name for one in sorted(path.parent.glob("*")) if one.name.lower()[:3] == path.name.lower()[:3]]
        raise UsageError(f"there is no folder {path}", f"did you mean {near[0]}?" if near else "check the path")
    if not path.is_dir():
        raise UsageError(f"{path} is a file", "give the folder that holds the code base")


def _read(path: Path, workers: int | None, progress: Progress | None) -> Codebase:
    """The code base in a folder; raises UsageError where there is none."""
    _check(path)
    codebase = read_codebase(path, workers, progress)
    if not codebase.files:
        raise UsageError(f"no Python files below {path}", "point at the folder that holds the packages", codebase.problems)
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


__all__ = ["Job", "Result", "analyze", "analyze_to", "calls_of", "facts_of", "read_codebase", "scaffold_to"]
