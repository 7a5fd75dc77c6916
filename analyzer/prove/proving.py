"""The ladder, rung by rung: each is tried with the tests that can cross to another process."""

import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analyzer.model.errors import UsageError
from analyzer.prove.controls import run_controls
from analyzer.prove.fresh import run_fresh
from analyzer.prove.library import put_together
from analyzer.prove.outcomes import MEANING, PASSED, Proof, Rung, RungRun
from analyzer.prove.running import Errand, run
from analyzer.prove.setup import Limits, Setup, copy_harness, interpreter_of
from analyzer.prove.system import make_runtime, read_system
from analyzer.prove.verdicts import verdict

Progress = Callable[[str, int, int], None]
SPLIT = (Rung.A0, Rung.A1, Rung.A2)


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be proven: the monolith's folder, the folder of its services, the test command, and which rungs.

    ``closure`` is a folder with the same services as plain slices, where those of ``services`` have their seams cut; ``harness``
    maps paths to the texts of the harness; ``keep`` is a folder to work in that stays.
    """

    path: Path
    services: Path
    command: tuple[str, ...]
    harness: Mapping[str, str]
    rungs: tuple[Rung, ...] = tuple(Rung)
    python: str | None = None
    closure: Path | None = None
    limits: Limits = field(default_factory=Limits)
    keep: Path | None = None


def prove(request: Request, progress: Progress | None = None) -> Proof:
    """Run the rungs and judge them. Raises UsageError where the command cannot be run or runs no test."""
    if not request.command:
        raise UsageError("there is no test command", "give it after --, for example: -- python -m pytest -q")
    if request.keep is not None and request.keep.exists() and (not request.keep.is_dir() or any(request.keep.iterdir())):
        raise UsageError(f"{request.keep} is there already", "give a new folder with --keep")
    folder = request.keep or Path(tempfile.mkdtemp(prefix="unbraid-prove-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        return _climb(_setup(request, folder.resolve()), request, progress)
    finally:
        if request.keep is None:
            shutil.rmtree(folder, ignore_errors=True)


def _setup(request: Request, folder: Path) -> Setup:
    system = put_together(read_system(request.services), folder / "services")
    interpreter = interpreter_of(request.python, request.command)
    harness = copy_harness(request.harness, folder / "harness")
    cut = system if system.stage == "seams" else None
    closure = put_together(read_system(request.closure), folder / "closure") if request.closure is not None else system
    runtime = make_runtime(cut, folder / "runtime") if cut is not None else None
    return Setup(request.path.resolve(), closure, cut, request.command, interpreter, harness, folder, request.limits, runtime)


def _climb(setup: Setup, request: Request, progress: Progress | None) -> Proof:
    runs: list[RungRun] = []
    skipped: list[tuple[Rung, str]] = []

    def attempt(errand: Errand) -> RungRun:
        if progress is not None:
            progress(f"{errand.rung}: {MEANING[errand.rung]}", 0, 0)
        runs.append(run(setup, errand))
        return runs[-1]

    baseline = attempt(Errand(Rung.BASELINE, "baseline", "baseline", setup.limits.baseline))
    _check(baseline)
    seconds = max(setup.limits.rung, setup.limits.factor * baseline.seconds)
    good = [name for name in baseline.tests if name in baseline.passed()]
    recorded = attempt(Errand(Rung.RECORD, "record", "record", seconds, good))
    asking = [name for name in good if recorded.tests.get(name) is not None and recorded.tests[name].requests > 0]
    for rung in request.rungs:
        if rung in (Rung.BASELINE, Rung.RECORD, Rung.FRESH, Rung.CONTROLS):
            continue
        errand, why = _errand(rung, setup, good if rung is Rung.LOOPBACK else asking, seconds)
        if errand is None:
            skipped.append((rung, why))
        else:
            attempt(errand)
    controls, why = run_controls(setup, runs, seconds, progress) if Rung.CONTROLS in request.rungs else ((), "")
    if why:
        skipped.append((Rung.CONTROLS, why))
    fresh = run_fresh(setup, recorded, progress) if Rung.FRESH in request.rungs else ()
    return verdict(setup, tuple(runs), controls, tuple(skipped), _unsplit(setup, runs, asking, seconds), fresh)


def _unsplit(setup: Setup, runs: list[RungRun], asking: list[str], seconds: float) -> RungRun | None:
    """What the whole monolith in one process makes of the tests that a rung has lost, so that the split is not blamed for them."""
    found = next((one for one in runs if one.rung is Rung.HTTP), None)
    lost = [test for test in asking if any(one.rung in SPLIT and one.outcome(test) != PASSED for one in runs)]
    if found is not None or not lost:
        return found
    return run(setup, Errand(Rung.HTTP, "unsplit", "forward", seconds, lost, setup.system, whole_code=True, unsplit=True))


def _check(baseline: RungRun) -> None:
    if not baseline.tests:
        raise _refused("the test command ran no test that was seen", "check the command after --", baseline)
    if not baseline.passed():
        raise _refused("no test of the baseline passes", "make the command pass as it is first", baseline)


def _refused(why: str, hint: str, baseline: RungRun) -> UsageError:
    """An error that quotes the end of what the test command printed."""
    printed = baseline.output[-1500:].strip()
    return UsageError(f"{why}; the command printed {'this' if printed else 'nothing'}", hint, printed=printed)


def _errand(rung: Rung, setup: Setup, tests: list[str], seconds: float) -> tuple[Errand | None, str]:
    """What a rung runs, or why it cannot."""
    if rung is Rung.LOOPBACK:
        return Errand(rung, "loopback", "loopback", seconds, tests), ""
    if not tests:
        return None, "no test asks the application through a test client"
    if all(service.framework == "plain" for service in setup.system.services):
        return None, "no service serves an application: none was found in the code base, see the README beside the services"
    if rung is Rung.HTTP:
        return Errand(rung, "http", "forward", seconds, tests, setup.system, whole_code=True, unsplit=True), ""
    if rung is Rung.A0:
        return Errand(rung, "a0", "forward", seconds, tests, setup.system, whole_code=True), ""
    if rung is Rung.A1:
        if setup.closure.stage != "closure":
            return None, "the services have their seams cut, and slices made now have other boundaries: give slices with --closure"
        return Errand(rung, "a1", "forward", seconds, tests, setup.closure), ""
    if setup.seams is None:
        return None, "the services have no seams cut; write them with scaffold --stage seams"
    return Errand(rung, "a2", "forward", seconds, tests, setup.seams), ""
