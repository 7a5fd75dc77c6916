"""What has to be done to get from the monolith to the services."""

from dataclasses import dataclass
from enum import StrEnum

from analyzer.model.data import EntityLink
from analyzer.model.place import Location, ModuleName, QualName, Severity
from analyzer.model.roadmap import Circle, DeadModule, Step, TestMove
from analyzer.model.surface import Endpoint, Requirement, Task
from analyzer.model.verdict import Weighed


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
    ``count`` uses; ``remedy`` is the proposed refactoring; ``why`` says what decided the class. ``loops`` counts the using
    definitions in which a use stands in a loop: each is a call over the network per round."""

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
    loops: int = 0


class Remedy(StrEnum):
    """What takes apart data that two services hold on to."""

    KEY = "key"
    API = "api"
    EVENT = "event"
    READ_MODEL = "read-model"
    MOVE = "move"
    SAGA = "saga"
    MERGE = "merge"


class TieKind(StrEnum):
    """How data ties services together."""

    SHARED_WRITE = "shared-write"
    TRANSACTION = "transaction"
    FOREIGN_KEY = "foreign-key"
    CASCADE = "cascade"
    NAVIGATION = "navigation"
    FOREIGN_READ = "foreign-read"


@dataclass(frozen=True, slots=True, order=True)
class DataTie:
    """Data that ties services together. ``subject`` is the table that others hold on to, or the definition that commits
    (TRANSACTION); ``owner`` is the service of the subject; ``others`` are the entities at the other ends; ``why`` says what decided
    the remedy, ``how`` what to do; ``places`` are the first, at most 20, of ``count``."""

    kind: TieKind
    subject: QualName
    owner: str
    services: tuple[str, ...]
    others: tuple[QualName, ...]
    remedy: Remedy
    why: str
    how: str
    count: int
    places: tuple[Location, ...]


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


@dataclass(frozen=True, slots=True, order=True)
class Exposed:
    """A definition that others use: how often, by which services, and the class of its seam that is hardest to cut."""

    name: QualName
    seam_class: SeamClass
    count: int
    users: tuple[str, ...]
    at: Location


@dataclass(frozen=True, slots=True, order=True)
class Use:
    """Something named that a service uses or has: its name, how often, and the first place."""

    name: str
    count: int
    at: Location


@dataclass(frozen=True, slots=True, order=True)
class Holdings:
    """What a service has beside modules, tables, routes and tasks: numbers of classes and functions, what of it others use (most
    used first), page templates that are its own, settings that it reads, events that it sends and receives, what it calls outside."""

    classes: int = 0
    functions: int = 0
    exposes: tuple[Exposed, ...] = ()
    templates: tuple[str, ...] = ()
    settings: tuple[Use, ...] = ()
    sends: tuple[Use, ...] = ()
    receives: tuple[Use, ...] = ()
    outside: tuple[Use, ...] = ()


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
    holds: Holdings = Holdings()


@dataclass(frozen=True, slots=True, order=True)
class VersionConflict:
    """Two requirements on one distribution that no version satisfies, or that the lock contradicts. ``fate`` says what the split
    does: ``removed`` (each service can have its own version), ``kept`` (one service needs both), or ``unused`` (nothing imports it);
    ``why`` says what decided."""

    name: str
    requirements: tuple[Requirement, ...]
    services: tuple[str, ...]
    fate: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class ExtractionPlan:
    """Services in the order of their waves (then id), who owns what data and how it ties services together, what crosses, what
    stands in the way, which services need each other in circles, the steps in their order, where tests go, and what is dead.
    ``roots`` are the modules of the shared kernel that put the application together: they may know every service. ``weighed`` is what
    the verdict rests on."""

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
    data_ties: tuple[DataTie, ...] = ()
    circles: tuple[Circle, ...] = ()
    steps: tuple[Step, ...] = ()
    tests: tuple[TestMove, ...] = ()
    dead_modules: tuple[DeadModule, ...] = ()
    roots: tuple[ModuleName, ...] = ()
    weighed: tuple[Weighed, ...] = ()
