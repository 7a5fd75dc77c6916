"""Answers to "why": why a module is where it is, what holds a service together, what ties two of them."""

from dataclasses import dataclass

from analyzer.model.place import Location


@dataclass(frozen=True, slots=True)
class Ground:
    """One piece of evidence: the signal, the two modules, its part of the weight that ties them (0 where it is no tie of the graph but
    an import or a neighbour in the package), in words, and the place (lines count from 1)."""

    signal: str
    module: str
    other: str
    weight: float
    reason: str
    at: Location


@dataclass(frozen=True, slots=True)
class SignalGrounds:
    """What one signal says: its weight, its share (0 to 1) of all that is weighed here, how many ties, and the strongest evidence."""

    signal: str
    weight: float
    share: float
    ties: int
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """A possible home of a module: service (or ``shared``), the weight of the ties into it, their share (0 to 1) of all ties of the
    module, and to how many modules."""

    service: str
    weight: float
    share: float
    modules: int


@dataclass(frozen=True, slots=True)
class Traffic:
    """Modules of a service that use a module (or that it uses), how many, and the first place."""

    service: str
    modules: int
    at: Location


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision of the architect that holds here: kind, in words, and the line of the boundaries file."""

    kind: str
    words: str
    at: Location


@dataclass(frozen=True, slots=True)
class ModuleAnswer:
    """Why a module is in its service. ``confidence`` (0 to 1) is how near the decision was; ``homes`` are the possible homes, the one
    with the strongest ties first; ``evidence`` is what ties it to its home, the strongest signal first, ``against`` what ties it to
    ``next_best``. ``role`` is the kind of file, ``is_kernel`` whether it belongs to the shared kernel, ``by_default`` whether nothing
    speaks for its place."""

    module: str
    path: str
    role: str
    lines: int
    service: str
    reason: str
    confidence: float
    is_uncertain: bool
    by_default: bool
    is_kernel: bool
    next_best: str
    decisions: tuple[Decided, ...]
    homes: tuple[Home, ...]
    evidence: tuple[SignalGrounds, ...]
    against: tuple[SignalGrounds, ...]
    used_by: tuple[Traffic, ...]
    uses: tuple[Traffic, ...]
    holds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A module of a service that could as well be elsewhere."""

    module: str
    confidence: float
    next_best: str
    at: Location


@dataclass(frozen=True, slots=True)
class Bond:
    """What ties a service to another: weight of ties, uses in each direction, pieces of shared data, commits that changed both."""

    service: str
    weight: float
    calls: int
    called_by: int
    data: int
    commits: int


@dataclass(frozen=True, slots=True)
class Owned:
    """Something that a service owns: ``table``, ``route``, ``task`` or ``event``, its name, and the place."""

    kind: str
    name: str
    at: Location


@dataclass(frozen=True, slots=True)
class ServiceAnswer:
    """What a service (or the shared kernel) consists of. ``inside`` is the weight of the ties between its modules, ``outside`` of those
    to others; ``evidence`` what holds it together; ``findings`` counts by kind those that concern it."""

    service: str
    title: str
    modules: tuple[str, ...]
    lines: int
    wave: int
    risk: str
    why_now: str
    inside: float
    outside: float
    evidence: tuple[SignalGrounds, ...]
    owned: tuple[Owned, ...]
    doubts: tuple[Doubt, ...]
    bonds: tuple[Bond, ...]
    findings: dict[str, int]
    commits: int
    commits_alone: int
    authors: int


@dataclass(frozen=True, slots=True)
class Crossed:
    """A definition of one side that the other uses: its seam class and remedy, how often, the first places."""

    caller: str
    callee: str
    target: str
    seam_class: str
    count: int
    remedy: str
    sites: tuple[Location, ...]


@dataclass(frozen=True, slots=True)
class SharedData:
    """Data or a finding that ties both sides: kind, in words, what to do, and places."""

    kind: str
    words: str
    remedy: str
    places: tuple[Location, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """A module that both sides are tied to, and the evidence of both."""

    module: str
    service: str
    weight: float
    first: Ground
    second: Ground


@dataclass(frozen=True, slots=True)
class PairAnswer:
    """What ties two services, two modules, or one of each. ``share`` is the part (0 to 1) of the ties of the one that has fewer;
    ``between`` are modules that both are tied to (two modules only)."""

    first: str
    second: str
    first_home: str
    second_home: str
    weight: float
    share: float
    evidence: tuple[SignalGrounds, ...]
    crossings: tuple[Crossed, ...]
    data: tuple[SharedData, ...]
    between: tuple[Between, ...]
    commits: int
    confidence: float


@dataclass(frozen=True, slots=True)
class CodeAnswer:
    """What a code means: its section in the documents (Markdown), and where it occurs here (findings or problems of that code)."""

    code: str
    page: str
    text: str
    places: tuple[SharedData, ...]


Answer = ModuleAnswer | ServiceAnswer | PairAnswer | CodeAnswer
