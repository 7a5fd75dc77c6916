"""Negative controls: a service is stopped, and its tests must fail, else something else answers for it; the codec is made to
lie, and tests must fail, else nothing goes through it."""

from collections.abc import Callable, Mapping, Sequence

from analyzer.prove.outcomes import FAILED, MEANING, PASSED, Control, Rung, RungRun
from analyzer.prove.running import Errand, run
from analyzer.prove.setup import Setup

TESTS_EACH = 2
CORRUPTED_TESTS = 5


def run_controls(
    setup: Setup, runs: Sequence[RungRun], seconds: float, progress: Callable[[str, int, int], None] | None
) -> tuple[tuple[Control, ...], str]:
    """The controls of the highest rung that ran, or why there are none."""
    corrupted = _corrupted(setup, runs, seconds)
    best = next((one for one in reversed(runs) if one.rung in (Rung.A2, Rung.A1, Rung.A0) and one.passed()), None)
    if best is None:
        return corrupted, "" if corrupted else "no rung with separate services passed a test"
    if progress is not None:
        progress(f"{Rung.CONTROLS}: {MEANING[Rung.CONTROLS]}", 0, 0)
    order = stopping_order(best)
    system = setup.closure if best.rung is Rung.A1 else setup.system
    down = {tests[0]: service for service, tests in order.items()}
    only = [test for tests in order.values() for test in tests]
    errand = Errand(Rung.CONTROLS, "controls", "forward", seconds, only, system, whole_code=best.rung is Rung.A0, down=down)
    found = run(setup, errand)
    controls = [_control(service, tests, found) for service, tests in order.items()]
    silent = [service.folder for service in system.services if service.folder not in order and _is_asked(best, service.folder)]
    controls += [Control(f"stop {service}", (), ()) for service in silent]
    return (*controls, *corrupted), ""


def _corrupted(setup: Setup, runs: Sequence[RungRun], seconds: float) -> tuple[Control, ...]:
    """Loopback with a codec that decodes something else than was encoded, for the tests that cross most."""
    loopback = next((one for one in runs if one.rung is Rung.LOOPBACK), None)
    if loopback is None:
        return ()
    crossing = sorted((-test.seams, name) for name, test in loopback.tests.items() if test.seams and test.outcome == PASSED)
    tests = tuple(name for _, name in crossing[:CORRUPTED_TESTS])
    if not tests:
        return ()
    found = run(setup, Errand(Rung.CONTROLS, "corrupted", "loopback", seconds, tests, corrupt=True))
    return (Control("corrupt the codec", tests, tuple(test for test in tests if found.outcome(test) == FAILED)),)


def _is_asked(run: RungRun, service: str) -> bool:
    return any(name == service for test in run.tests.values() for name, _ in test.services)


def _control(service: str, tests: Sequence[str], found: RungRun) -> Control:
    red = tuple(test for test in tests if found.outcome(test) == FAILED)
    return Control(f"stop {service}", tuple(tests), red)


def stopping_order(run: RungRun) -> dict[str, list[str]]:
    """Which service to stop after which, with tests that then must fail: those that ask it, and otherwise only services
    that still run. The services that the fewest tests ask go first."""
    asked: dict[str, frozenset[str]] = {
        name: frozenset(service for service, _ in test.services) for name, test in run.tests.items() if test.outcome == PASSED
    }
    count = _counts(asked)
    alive, order = set(count), dict[str, list[str]]()
    while alive:
        choices = {service: _tests_for(service, asked, alive, order) for service in alive}
        usable = [service for service in alive if choices[service]]
        if not usable:
            break
        service = min(usable, key=lambda one: (count[one], one))
        order[service] = choices[service]
        alive.discard(service)
    return order


def _tests_for(service: str, asked: Mapping[str, frozenset[str]], alive: set[str], order: Mapping[str, list[str]]) -> list[str]:
    taken = {test for tests in order.values() for test in tests}
    fitting = [name for name, services in asked.items() if service in services and services <= alive and name not in taken]
    return sorted(fitting, key=lambda name: (len(asked[name]), name))[:TESTS_EACH]


def _counts(asked: Mapping[str, frozenset[str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for services in asked.values():
        for service in services:
            found[service] = found.get(service, 0) + 1
    return found
