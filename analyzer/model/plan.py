"""What has to be done to get from the monolith to the services."""

from dataclasses import dataclass
from enum import StrEnum

from analyzer.model.data import EntityLink
from analyzer.model.place import Location, ModuleName, QualName, Severity
from analyzer.model.surface import Endpoint, Requirement, Task


class SeamClass(StrEnum):
    """How something that crosses a boundary can be cut (docs: extraction, seam classes)."""

    PURE_HELPER = "S1"
    DATA_FUNCTION = "S2"
    ENTITY_BY_IDENTITY = "S3"
    CONTEXT_FUNCTION = "S4"
    DECLARED_EXCEPTION = "S5"
    FIRE_AND_FORGET = "S6"
    BLOCKER = "X"


@dataclass(frozen=True, slots=True, order=True)
class Seam:
    """One definition of ``callee`` (a service) that code of ``caller`` uses. ``sites`` are the first places, at most 20, of
    ``count`` uses; ``remedy`` is the proposed refactoring; ``why`` says what decided the class."""

    caller: str
    callee: str
    target: QualName
    target_module: ModuleName
    seam_class: SeamClass
    kinds: tuple[str, ...]
    count: int
    in_loop: bool
    sites: tuple[Location, ...]
    why: str
    remedy: str


@dataclass(frozen=True, slots=True, order=True)
class EntityOwnership:
    """Who owns a table and why; ``writers`` and ``readers`` are (service id, count of places), most first."""

    entity: QualName
    table: str
    module: ModuleName
    owner: str
    writers: tuple[tuple[str, int], ...]
    readers: tuple[tuple[str, int], ...]
    reason: str
    at: Location


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something that makes the split harder. ``kind`` is a code with a section in docs/findings.md; ``services`` are those
    concerned; ``places`` has further lines after ``at``; ``remedy`` says what to do."""

    kind: str
    severity: Severity
    at: Location
    message: str
    services: tuple[str, ...]
    places: tuple[Location, ...]
    remedy: str


@dataclass(frozen=True, slots=True)
class ServicePlan:
    """One candidate service. ``lines`` counts its own modules; ``packages`` are the distributions that they import."""

    id: str
    title: str
    modules: tuple[ModuleName, ...]
    lines: int
    entities: tuple[QualName, ...]
    endpoints: tuple[Endpoint, ...]
    tasks: tuple[Task, ...]
    calls: tuple[tuple[str, int], ...]
    called_by: tuple[tuple[str, int], ...]
    reads_foreign: tuple[tuple[QualName, str], ...]
    packages: tuple[str, ...]
    wave: int
    risk: str
    why_now: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class VersionConflict:
    """Two requirements on one distribution that no version satisfies, or that the lock contradicts."""

    name: str
    requirements: tuple[Requirement, ...]
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExtractionPlan:
    """Services in the order of their waves (then id), who owns what data, what crosses, and what stands in the way."""

    services: tuple[ServicePlan, ...]
    shared_modules: tuple[ModuleName, ...]
    shared_lines: int
    ownership: tuple[EntityOwnership, ...]
    crossing_links: tuple[EntityLink, ...]
    seams: tuple[Seam, ...]
    findings: tuple[Finding, ...]
    conflicts: tuple[VersionConflict, ...]
    verdict: str
    verdict_reasons: tuple[str, ...]
