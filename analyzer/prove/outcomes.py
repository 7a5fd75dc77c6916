"""What a proof found: tests with their outcomes, rung by rung."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from analyzer.model.errors import UsageError
from analyzer.model.nearest import did_you_mean, nearest


class Rung(StrEnum):
    """The rungs of the ladder, in their order."""

    BASELINE = "baseline"
    RECORD = "record"
    LOOPBACK = "loopback"
    HTTP = "http"
    A0 = "A0"
    A1 = "A1"
    A2 = "A2"
    FRESH = "fresh"
    CONTROLS = "controls"


MEANING = {
    Rung.BASELINE: "the monolith's test command as it is",
    Rung.RECORD: "the same, noting what each test does",
    Rung.LOOPBACK: "one process; every call of a seam goes through the codec and back",
    Rung.HTTP: "the whole monolith in one process of its own, asked over HTTP",
    Rung.A0: "one process a service with the whole code, each refusing foreign routes",
    Rung.A1: "one process a service, each with its slice of the code only",
    Rung.A2: "slices that call each other over HTTP where a seam was cut",
    Rung.FRESH: "each service in a new environment of its own requirements: it imports every module and answers /readyz",
    Rung.CONTROLS: "negative controls: what must turn red does",
}


def rungs_of(names: tuple[str, ...]) -> tuple[Rung, ...]:
    """Rungs by name, in their order; where none is named, all but ``http``, which is run for what others lose anyway, and ``fresh``,
    which installs packages. Raises UsageError."""
    known = {rung.value.lower(): rung for rung in Rung}
    for name in names:
        if name.lower() not in known:
            near = (known[one] for one in nearest(name.lower(), known))
            raise UsageError(f"there is no rung {name}", did_you_mean(near, f"one of {', '.join(Rung)}"))
    wanted = {known[name.lower()] for name in names}
    return tuple(rung for rung in Rung if rung in wanted or (not names and rung not in (Rung.HTTP, Rung.FRESH)))


PASSED, FAILED, SKIPPED, ABSENT = "passed", "failed", "skipped", "did not run"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One test in one rung. ``services`` counts the requests that each service answered; ``reasons`` are (code, text) of what
    the test did that cannot cross a process; ``errors`` are the answers that went wrong, as the services tell them; ``seams``
    counts the calls at seams."""

    test: str
    outcome: str
    message: str = ""
    seconds: float = 0.0
    requests: int = 0
    services: tuple[tuple[str, int], ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    errors: tuple[str, ...] = ()
    seams: int = 0


@dataclass(frozen=True, slots=True)
class RungRun:
    """One run of the test command. ``ended`` says how it ended where that was not by itself; ``troubles`` are those of the
    harness; ``output`` is the end of what the command printed; ``calls`` counts the calls of each seam,
    ``demoted`` says of seams what the run contradicts, ``rereads`` counts the queries that only the codec made, and
    ``environment`` are the variables in which the tests ran (recorded only)."""

    rung: Rung
    tests: Mapping[str, Outcome]
    seconds: float
    ended: str = ""
    troubles: tuple[str, ...] = ()
    output: str = ""
    services_output: Mapping[str, str] = field(default_factory=dict)
    calls: Mapping[str, int] = field(default_factory=dict)
    demoted: Mapping[str, str] = field(default_factory=dict)
    rereads: Mapping[str, int] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)

    def passed(self) -> frozenset[str]:
        """The tests that passed."""
        return frozenset(name for name, run in self.tests.items() if run.outcome == PASSED)

    def outcome(self, test: str) -> str:
        """How a test ended here."""
        return self.tests[test].outcome if test in self.tests else ABSENT


@dataclass(frozen=True, slots=True, order=True)
class Loss:
    """A test that a rung lost, and why; ``blame`` is ``split``, ``harness`` or ``test``."""

    test: str
    rung: Rung
    blame: str
    reason: str
    message: str


@dataclass(frozen=True, slots=True, order=True)
class Control:
    """One negative control: what was broken, the tests that had to fail, and those that did."""

    what: str
    expected: tuple[str, ...]
    red: tuple[str, ...]

    @property
    def held(self) -> bool:
        """Whether a test noticed; a test that stays green asks for an error anyway, and is named as one that did not notice."""
        return bool(self.red)


@dataclass(frozen=True, slots=True)
class Fresh:
    """One service in an environment of its own: why its requirements cannot be installed (``""`` where they can), how many modules were
    imported, which failed and how, ``ready`` or what its ``/readyz`` says instead, and what has to be said of the versions."""

    service: str
    refused: str
    modules: int
    failed: Mapping[str, str]
    readiness: str
    note: str = ""

    @property
    def held(self) -> bool:
        """Whether it installs, imports and is ready."""
        return not self.refused and not self.failed and self.readiness == "ready"


@dataclass(frozen=True, slots=True, order=True)
class SeamProof:
    """One seam: how often the recorded run and each rung called it, how many queries the codec made for it in loopback because objects
    cross by identity, and why it was demoted where it was."""

    id: str
    target: str
    caller: str
    callee: str
    seam_class: str
    recorded: int
    loopback: int
    over_http: int
    demoted: str
    rereads: int = 0


@dataclass(frozen=True, slots=True)
class Proof:
    """Everything that a proof found. ``portable`` are the tests that speak HTTP only; ``not_portable`` are (test, why);
    ``figures`` are those of the split; ``gates`` are the reasons for which it failed, none where it did not."""

    command: tuple[str, ...]
    services: tuple[str, ...]
    runs: tuple[RungRun, ...]
    left_out: tuple[tuple[str, str], ...]
    portable: tuple[str, ...]
    not_portable: tuple[tuple[str, str], ...]
    losses: tuple[Loss, ...]
    controls: tuple[Control, ...]
    seams: tuple[SeamProof, ...]
    figures: Mapping[str, int]
    blockers: Mapping[str, int]
    skipped_rungs: tuple[tuple[Rung, str], ...]
    gates: tuple[str, ...]
    fresh: tuple[Fresh, ...] = ()

    def run(self, rung: Rung) -> RungRun | None:
        """The run of a rung, None where there was none."""
        return next((one for one in self.runs if one.rung is rung), None)
