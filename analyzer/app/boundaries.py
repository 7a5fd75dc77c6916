"""The boundaries of a job: what the architect has written down, and the proposal that obeys it."""

from dataclasses import replace
from typing import TYPE_CHECKING

from analyzer.app.job import BOUNDARIES, Job
from analyzer.model.codebase import Codebase
from analyzer.model.errors import UsageError
from analyzer.model.graph import Evidence
from analyzer.model.partition import SHARED, Constraint, ConstraintKind
from analyzer.model.place import Location, Problem, Severity
from analyzer.read.boundaries import Boundaries, read_boundaries

if TYPE_CHECKING:  # imported where it begins: a run that finds nothing changed would spend its time on imports
    from analyzer.cluster import Proposal


def draw(
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


def boundaries_text(job: Job) -> str | None:
    """The text of the boundaries file to follow, None where there is none; raises UsageError."""
    path = job.boundaries or job.out / BOUNDARIES
    if job.boundaries is None and not path.is_file():
        return None
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the boundaries file cannot be read: {path}: {error}", "give another one with --boundaries") from error


def decided(job: Job, text: str | None, codebase: Codebase) -> Boundaries:
    """What the text of the boundaries file decides; raises UsageError where it cannot be followed."""
    if text is None:
        return Boundaries((), {}, {}, ())
    path = job.boundaries or job.out / BOUNDARIES
    boundaries = read_boundaries(text, path.name, codebase.modules)
    if not boundaries.is_obeyed:
        raise UsageError(f"{path} cannot be followed; nothing was written", "mend the lines named above", boundaries.problems)
    return boundaries
