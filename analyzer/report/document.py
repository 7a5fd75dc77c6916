"""What a report says, as values: the shape of ``report.json``, and what every other format is written from.

This is a published interface (``docs/report.schema.json`` is generated from it). Adding a field is a new minor version of the
schema; taking one away, or changing its meaning, is a new major version.
"""

from dataclasses import dataclass
from typing import Final, Literal

from analyzer.model.place import Location

SCHEMA_VERSION: Final = "1.0"
"""Version of the shape of ``report.json``: ``major.minor``."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What reproduces the report: tool and its version, digest of the settings, algorithm and seed."""

    tool: str
    version: str
    settings: str
    algorithm: str
    seed: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The key figures. ``coverage`` is the share (0 to 1) of placed modules that were placed with evidence; ``stability`` the
    agreement (0 to 1) over seeds and perturbed weights, or null; ``calls_across`` counts uses from one service of another."""

    verdict: str
    verdict_reasons: tuple[str, ...]
    files: int
    modules: int
    lines: int
    services: int
    shared_modules: int
    shared_lines: int
    tables: int
    routes: int
    tasks: int
    calls_across: int
    seams: int
    blockers: int
    findings: dict[str, int]
    coverage: float
    stability: float | None
    blind_spots: int
    problems: int
    commits: int


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

    ``blockers`` counts the crossings with this service on either side that no rewrite is safe for."""

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
    """A module and its home: a service id or ``shared``. ``ties`` are its strongest reasons, at most three."""

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


@dataclass(frozen=True, slots=True)
class Example:
    """A definition that is used across a boundary, how often, and the first place."""

    target: str
    count: int
    seam_class: str
    at: Location


@dataclass(frozen=True, slots=True)
class Call:
    """How often one service uses another; ``examples`` are the definitions used most, at most five."""

    caller: str
    callee: str
    count: int
    blockers: int
    in_loop: bool
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A stored thing, its owner and why, who writes it and who reads it. ``table`` is empty where it is not known."""

    entity: str
    table: str
    module: str
    owner: str
    writers: tuple[Count, ...]
    readers: tuple[Count, ...]
    reason: str
    at: Location


@dataclass(frozen=True, slots=True)
class Link:
    """A foreign key or relation between tables of two owners."""

    source: str
    target: str
    source_owner: str
    target_owner: str
    kind: str
    field: str
    at: Location


@dataclass(frozen=True, slots=True)
class Crossing:
    """One definition of ``callee`` that code of ``caller`` uses; ``seam_class`` is S1 to S6, or X where nothing is safe yet.

    ``sites`` are the first places of ``count`` uses."""

    caller: str
    callee: str
    target: str
    seam_class: str
    kinds: tuple[str, ...]
    count: int
    in_loop: bool
    why: str
    remedy: str
    sites: tuple[Location, ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that makes the split harder: kind, severity, services concerned, first place and further ones, and what to do."""

    kind: str
    severity: str
    message: str
    services: tuple[str, ...]
    remedy: str
    at: Location
    places: tuple[Location, ...]


@dataclass(frozen=True, slots=True)
class Want:
    """A requirement as it is written."""

    specifier: str
    is_pin: bool
    at: Location


@dataclass(frozen=True, slots=True)
class Conflict:
    """Requirements on one distribution that contradict one another."""

    name: str
    services: tuple[str, ...]
    requirements: tuple[Want, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure: id, what it means, whether more is better (null: neither), and its value for the proposal and each cut beside it.

    ``values`` has one entry per member of ``Report.cuts``, in that order; null where a cut has no such figure."""

    name: str
    meaning: str
    more_is_better: bool | None
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """A partition that was measured: the proposal (first), an alternative, or a trivial cut; and its number of services."""

    name: str
    services: int


@dataclass(frozen=True, slots=True)
class Unseen:
    """Something that reading cannot see: the module, a reason code, and the place."""

    module: str
    reason: str
    at: Location


@dataclass(frozen=True, slots=True)
class Trouble:
    """A part of the input that could not be handled: code, severity, message, hint and place."""

    code: str
    severity: str
    message: str
    hint: str
    at: Location


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision of the architect that the proposal keeps, from the boundaries file."""

    kind: str
    modules: tuple[str, ...]
    value: str
    at: Location


@dataclass(frozen=True, slots=True)
class File:
    """A file that was read: path relative to the root, the module it holds, its role and its size in lines."""

    path: str
    module: str
    kind: str
    lines: int


@dataclass(frozen=True, slots=True)
class Report:
    """A migration report. Paths are relative to the analysed root; nothing in it depends on the machine or the clock."""

    schema_version: Literal["1.0"]
    name: str
    provenance: Origin
    summary: Summary
    services: tuple[Service, ...]
    shared: Shared
    calls: tuple[Call, ...]
    tables: tuple[Table, ...]
    links: tuple[Link, ...]
    seams: tuple[Crossing, ...]
    findings: tuple[Issue, ...]
    conflicts: tuple[Conflict, ...]
    cuts: tuple[Cut, ...]
    measures: tuple[Figure, ...]
    blind_spots: tuple[Unseen, ...]
    problems: tuple[Trouble, ...]
    decisions: tuple[Decision, ...]
    modules: tuple[Module, ...]
    files: tuple[File, ...]
