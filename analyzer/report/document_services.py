"""What a report says about services, their modules, and the calls between them; part of the published interface."""

from dataclasses import dataclass

from analyzer.model.place import Location
from analyzer.model.plan import Exposed, Use


@dataclass(frozen=True, slots=True)
class Route:
    """A URL pattern, its methods (empty: any) and the function that answers."""

    route: str
    methods: tuple[str, ...]
    handler: str
    at: Location


@dataclass(frozen=True, slots=True)
class Job:
    """A queue job: the name on the wire and the function that runs it."""

    name: str
    handler: str
    at: Location


@dataclass(frozen=True, slots=True)
class Count:
    """A service (or ``shared``) and how often."""

    service: str
    count: int


@dataclass(frozen=True, slots=True)
class ForeignRead:
    """A table of another service that this service reads, and the service that owns it."""

    entity: str
    owner: str


@dataclass(frozen=True, slots=True)
class Service:
    """One candidate service: what it owns, exposes, calls and needs, when it is extracted (``wave``, from 1) and at what risk.

    ``blockers`` counts the crossings with this service on either side that no rewrite is safe for. ``exposes`` are its definitions
    that others use, most used first; ``settings``, ``sends``, ``receives`` (events) and ``outside`` say how often and where first;
    ``tests`` are the test modules that move with it."""

    id: str
    title: str
    wave: int
    risk: str
    why_now: str
    lines: int
    modules: tuple[str, ...]
    entities: tuple[str, ...]
    routes: tuple[Route, ...]
    tasks: tuple[Job, ...]
    calls: tuple[Count, ...]
    called_by: tuple[Count, ...]
    reads_foreign: tuple[ForeignRead, ...]
    packages: tuple[str, ...]
    blockers: int
    findings: int
    evidence: tuple[str, ...]
    classes: int
    functions: int
    exposes: tuple[Exposed, ...]
    templates: tuple[str, ...]
    settings: tuple[Use, ...]
    sends: tuple[Use, ...]
    receives: tuple[Use, ...]
    outside: tuple[Use, ...]
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """The shared kernel: the modules that become a library. Tables, routes and tasks found there still need a service to own them."""

    modules: tuple[str, ...]
    lines: int
    entities: tuple[str, ...]
    routes: tuple[Route, ...]
    tasks: tuple[Job, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """A reason why a module stands where it does: the signal, the module at the other end, and in words."""

    signal: str
    module: str
    reason: str
    at: Location


@dataclass(frozen=True, slots=True)
class Module:
    """A module and its home: a service id or ``shared``. ``ties`` are its strongest reasons, at most three;
    ``commits`` touched its file."""

    name: str
    path: str
    kind: str
    lines: int
    service: str
    confidence: float
    reason: str
    next_best: str
    by_default: bool
    ties: tuple[Tie, ...]
    commits: int


@dataclass(frozen=True, slots=True)
class ModuleUse:
    """``source`` uses ``target`` in so many places, the first at ``line`` of the source; ``in_loop`` when any stands in a loop."""

    source: str
    target: str
    count: int
    line: int
    in_loop: bool


@dataclass(frozen=True, slots=True)
class Example:
    """A definition that is used across a boundary, how often, and the first place."""

    target: str
    count: int
    seam_class: str
    at: Location


@dataclass(frozen=True, slots=True)
class Call:
    """How often one service uses another, and how many definitions of it; ``examples`` are the definitions used most, at most five;
    ``loops`` counts definitions of the caller that use the callee inside a loop."""

    caller: str
    callee: str
    count: int
    blockers: int
    in_loop: bool
    examples: tuple[Example, ...]
    definitions: int
    loops: int
