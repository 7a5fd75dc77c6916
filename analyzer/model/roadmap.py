"""The way from the monolith to the services: steps with prerequisites, effort, gains, and the check that proves each one done."""

from dataclasses import dataclass

from analyzer.model.place import Location, ModuleName


@dataclass(frozen=True, slots=True, order=True)
class Prerequisite:
    """A refactoring that has to be done before a step: what stands in the way (``kind`` is a kind of finding, of data tie, or
    ``seam``), in how many places, the first of them (at most 10), and what to do."""

    kind: str
    what: str
    remedy: str
    services: tuple[str, ...]
    count: int
    places: tuple[Location, ...]


@dataclass(frozen=True, slots=True, order=True)
class EffortTerm:
    """One summand of an effort: ``count`` things at ``days`` person-days each. ``source`` says which part of the report is
    counted, with a filter: ``seams?class=X&service=orders``."""

    name: str
    count: int
    days: float
    source: str


@dataclass(frozen=True, slots=True, order=True)
class Effort:
    """Person-days: the sum of the terms (``likely``), and the range that is as uncertain as such an early estimate is."""

    terms: tuple[EffortTerm, ...]
    low: float
    likely: float
    high: float
    formula: str


@dataclass(frozen=True, slots=True, order=True)
class Gain:
    """What gets faster: of ``commits`` that touched the service, ``commits_alone`` touched no other service and no shared code, so
    that they need one release; of ``tests`` (functions in all test modules) a change of the service needs ``tests_after`` only."""

    commits: int
    commits_alone: int
    tests: int
    tests_after: int


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """One step. ``wave`` 0 is the modular monolith (``service`` is empty); later ones extract a service each. ``risk`` is ``low``,
    ``medium`` or ``high``; ``check`` is the command that passes when the step is done, ``done`` says so in words."""

    wave: int
    service: str
    title: str
    why: str
    risk: str
    risk_reasons: tuple[str, ...]
    prerequisites: tuple[Prerequisite, ...]
    effort: Effort
    gain: Gain
    done: str
    check: str


@dataclass(frozen=True, slots=True, order=True)
class CircleEdge:
    """``caller`` uses ``callee``, and that closes a circle: how many definitions in how many places, what it costs to turn round
    (person-days), how, and the first places (at most 10)."""

    caller: str
    callee: str
    definitions: int
    uses: int
    cost: float
    remedy: str
    places: tuple[Location, ...]


@dataclass(frozen=True, slots=True, order=True)
class Circle:
    """Services that need one another in a circle, and the uses to turn round so that none is left: the cheapest in total where
    ``is_exact``, else cheap. ``uses`` counts all uses inside the circle."""

    services: tuple[str, ...]
    cut: tuple[CircleEdge, ...]
    cost: float
    uses: int
    is_exact: bool


@dataclass(frozen=True, slots=True, order=True)
class TestMove:
    """A test module: the services that it exercises (directly), how many tests it holds, and with which service it moves: ``""``
    where it exercises several and becomes a test across services, ``shared`` where it exercises none. ``why`` says what decided."""

    __test__ = False  # not a test itself, whatever its name says to test runners

    module: ModuleName
    path: str
    service: str
    services: tuple[str, ...]
    tests: int
    why: str


@dataclass(frozen=True, slots=True, order=True)
class DeadModule:
    """A module that nothing uses, as far as seen: it need not move."""

    module: ModuleName
    service: str
    lines: int
    at: Location
