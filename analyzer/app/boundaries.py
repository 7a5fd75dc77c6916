"""The boundaries of a job: what the architect has written down, and the proposal that obeys it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analyzer.app.job import BOUNDARIES, Job
from analyzer.app.proposing import Ground
from analyzer.model.analysis import PROPOSAL, YOURS, Alternative
from analyzer.model.codebase import Codebase
from analyzer.model.drift import NO_DRIFT, Drift, Settled
from analyzer.model.errors import UsageError
from analyzer.model.partition import SHARED, Constraint, ConstraintKind, Partition, Placement
from analyzer.model.place import Location, ModuleName, Problem, Severity
from analyzer.read.boundaries import Boundaries, read_boundaries

if TYPE_CHECKING:  # imported where it begins: a run that finds nothing changed would spend its time on imports
    from analyzer.cluster import Proposal


@dataclass(frozen=True, slots=True)
class Drawn:
    """The boundaries of a job. ``name`` is ``your-boundaries`` where the architect's lists were followed, with the proposal that they
    overrule first among the alternatives; else it is ``proposal``. ``notes`` say what was not as decided."""

    proposal: "Proposal"
    decisions: tuple[Constraint, ...]
    notes: tuple[Problem, ...]
    drift: Drift
    name: str = PROPOSAL


def draw(job: Job, ground: Ground, boundaries: Boundaries) -> Drawn:
    """The proposal under the architect's decisions; where the lists differ from it, the lists are the truth."""
    from analyzer.cluster import Granularity, Settings

    settings = Settings(Granularity(job.granularity or Granularity.BALANCED), job.services, job.seed)
    codebase, decisions = ground.codebase, boundaries.constraints
    proposal = _obeyed(ground.proposed(PROPOSAL, decisions, settings))
    proposed = proposal.partition.homes()
    moved = {module: home for module, home in boundaries.homes.items() if proposed.get(module) != home}
    if job.fresh or job.services or job.granularity or not moved:
        return _drawn(Drawn(proposal, decisions, proposal.problems, NO_DRIFT), boundaries, codebase)
    decided = {(one.kind, one.modules, one.value) for one in decisions}
    at = Location(BOUNDARIES)
    listed = tuple(_pin(module, home, at) for module, home in sorted(boundaries.homes.items()))
    constraints = tuple(sorted({*decisions, *(one for one in listed if (one.kind, one.modules, one.value) not in decided)}))
    examples = ", ".join(f"{module} to {proposed[module]}" for module in sorted(moved)[:3])
    message = f"the lists were followed; without them {len(moved)} modules would go elsewhere ({examples})"
    note = Problem(at, "boundaries-differ", message, Severity.INFO, "use --fresh for a new proposal that keeps your decisions")
    settings = replace(settings, services=None)
    followed = _obeyed(ground.proposed(YOURS, constraints, settings, boundaries.homes))
    overruled = Alternative(PROPOSAL, len(proposal.partition.services), proposal.partition.measures, proposal.partition.homes())
    told = _told(followed.partition, proposal.partition)
    followed = replace(followed, alternatives=(overruled, *proposal.alternatives), partition=told)
    return _drawn(Drawn(followed, decisions, (*followed.problems, note), NO_DRIFT, YOURS), boundaries, codebase)


def _told(followed: Partition, proposed: Partition) -> Partition:
    """The followed partition; where it agrees with the proposal a module keeps the reason, the confidence and the next best home that
    it has there, since a list that changes nothing decided nothing. A service under another name is the same."""
    from analyzer.report.comparison.changes import names_of, service_changes

    names = names_of(service_changes(*({str(m): home for m, home in one.homes().items()} for one in (proposed, followed))))
    before = {place.module: _renamed(place, names) for place in proposed.placements}
    services = {*followed.services, SHARED, ""}
    agree = ((place, before[place.module]) for place in followed.placements)
    kept = tuple(old if old.service == new.service and old.next_best in services else new for new, old in agree)
    return replace(followed, placements=kept)


def _renamed(place: Placement, names: Mapping[str, str]) -> Placement:
    """A placement under other names of services."""
    other = names.get(place.next_best, place.next_best)
    reason = place.reason.replace(f"uncertain, {place.next_best} is", f"uncertain, {other} is")
    return replace(place, service=names.get(place.service, place.service), next_best=other, reason=reason)


def _drawn(drawn: Drawn, boundaries: Boundaries, codebase: Codebase) -> Drawn:
    """The same boundaries with what has come and gone since the lists were written."""
    drift = drift_of(boundaries.listed, codebase.modules, drawn.proposal.partition.homes())
    return replace(drawn, drift=drift, notes=(*drawn.notes, *_come(drift)))


def drift_of(listed: Mapping[ModuleName, str], modules: Iterable[ModuleName], homes: Mapping[ModuleName, str]) -> Drift:
    """The modules that lists of a boundaries file do not hold, and those that are listed and gone."""
    if not listed:
        return NO_DRIFT
    known = sorted(modules)
    new = tuple(Settled(module, homes[module]) for module in known if module not in listed)
    gone = tuple(Settled(module, listed[module]) for module in sorted(set(listed).difference(known)))
    return Drift(new, gone)


def _come(drift: Drift) -> tuple[Problem, ...]:
    """A note of the modules that have come; each one that is gone is a problem at its own line already."""
    if not drift.new:
        return ()
    examples = ", ".join(f"{one.module} to {one.service}" for one in drift.new[:3])
    count = f"{len(drift.new)} modules have come" if len(drift.new) > 1 else "1 module has come"
    message = f"{count} since the lists were written, and went where the analysis puts them ({examples})"
    hint = "look whether they are at home there; all are listed in report.json under drift"
    return (Problem(Location(BOUNDARIES), "boundaries-module-new", message, Severity.INFO, hint),)


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
