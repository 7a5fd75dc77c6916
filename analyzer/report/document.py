"""What a report says, as values: the shape of ``report.json``, and what every other format is written from.

This is a published interface (``docs/report.schema.json`` is generated from it). Adding a field is a new minor version of the
schema; taking one away, or changing its meaning, is a new major version. ``DataTie``, ``Circle``, ``Step``, ``TestMove``,
``DeadModule``, ``Replay``, ``Drift``, ``Weighed`` and ``Difference`` of the model are published as they are.
"""

from dataclasses import dataclass
from typing import Final, Literal

from analyzer.model.comparison import Difference
from analyzer.model.drift import Drift
from analyzer.model.place import Location
from analyzer.model.plan import DataTie
from analyzer.model.replay import Replay
from analyzer.model.roadmap import Circle, DeadModule, Step, TestMove
from analyzer.model.verdict import Weighed
from analyzer.report.document_services import Call, Count, Module, ModuleUse, Service, Shared

SCHEMA_VERSION: Final = "1.2"
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
    agreement (0 to 1) over seeds and perturbed weights, or null; ``calls_across`` counts uses from one service of another, ``chatty``
    the definitions that are so used inside loops. ``effort`` is in person-days: low, likely, high, or null where nothing is to do.
    ``kernel_modules`` leaves out the tests, migrations and scripts that ``shared_modules`` counts;
    ``kernel_lines`` are the lines of the former. ``dead_lines`` are those of
    ``dead_modules``. docs/report.md says for every figure what it counts."""

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
    kernel_modules: int
    kernel_lines: int
    data_ties: int
    circles: int
    chatty: int
    tests: int
    tests_across: int
    dead_modules: int
    dead_lines: int
    conflicts: int
    conflicts_removed: int
    effort: tuple[float, float, float] | None


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

    ``sites`` are the first places of ``count`` uses; ``loops`` counts the using definitions that use it inside a loop."""

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
    loops: int


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
    """Requirements on one distribution that contradict one another. ``fate`` is what the split makes of it: ``removed``, ``kept`` or
    ``unused``; ``why`` says what decided."""

    name: str
    services: tuple[str, ...]
    requirements: tuple[Want, ...]
    fate: str
    why: str


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
    """A partition that was measured, and its number of services. ``kind``: ``proposal`` (the boundaries of this report, always first;
    named ``your-boundaries`` where lists that you edited are followed), ``alternative`` (also the proposal without your lists) or
    ``trivial``."""

    name: str
    services: int
    kind: str


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
    """A migration report. Paths are relative to the analysed root; nothing in it depends on the machine or the clock. ``since`` is what
    changed since an earlier report, or null where none was given; ``uses`` are those between modules, the arrows inside the map."""

    schema_version: Literal["1.2"]
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
    steps: tuple[Step, ...]
    data_ties: tuple[DataTie, ...]
    circles: tuple[Circle, ...]
    tests: tuple[TestMove, ...]
    dead_modules: tuple[DeadModule, ...]
    replay: Replay
    drift: Drift
    weighed: tuple[Weighed, ...]
    notes: tuple[str, ...]
    since: Difference | None
    uses: tuple[ModuleUse, ...]
