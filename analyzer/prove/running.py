"""One run of the test command, with or without services behind it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analyzer.model.errors import UsageError
from analyzer.prove.controller import Controller
from analyzer.prove.fleet import Fleet, Plan
from analyzer.prove.journal import read_environment, read_journal
from analyzer.prove.outcomes import PASSED, SKIPPED, Outcome, Rung, RungRun
from analyzer.prove.process import Ended, run_to_end
from analyzer.prove.setup import Setup, environment_for
from analyzer.prove.system import System, rewritten_modules


@dataclass(frozen=True, slots=True)
class Errand:
    """What one run is for. ``only`` are the tests to run, in their order (None: all); ``down`` names the service that is
    stopped before a test; ``system`` are the services behind it, None where there are none."""

    rung: Rung
    name: str
    mode: str
    seconds: float
    only: Sequence[str] | None = None
    system: System | None = None
    whole_code: bool = False
    unsplit: bool = False
    corrupt: bool = False
    down: Mapping[str, str] = field(default_factory=dict)


def run(setup: Setup, errand: Errand) -> RungRun:
    """Run the test command once; nothing that it started is left. Raises UsageError where it cannot be started."""
    work = setup.work / errand.name
    (work / "share" / "mail").mkdir(parents=True)
    controller = _controller(setup, errand, work)
    run_file = work / "run.json"
    run_file.write_text(json.dumps(_told(setup, errand, work, controller)), encoding="utf-8")
    try:
        environment = environment_for(setup, run_file)
        ended = run_to_end(setup.command, setup.source, environment, work / "tests.log", errand.seconds)
    except (FileNotFoundError, PermissionError) as error:
        raise UsageError(f"the test command cannot be started: {error}", "give it after --, as you would type it in the folder") from error
    finally:
        if controller is not None:
            controller.close()
    tests, troubles, demoted = read_journal(work / "journal.jsonl")
    outputs = controller.fleet.outputs() if controller is not None else {}
    ending = controller.failure if controller is not None and controller.failure else _ending(ended, errand)
    ending, troubles = ending.replace(f"{setup.work}/", ""), tuple(trouble.replace(f"{setup.work}/", "") for trouble in troubles)
    troubles = (*troubles, *contradiction(ended, tests))
    share, environment = work / "share", read_environment(work / "journal.jsonl")
    rereads = _lines(share, "rereads-*")
    return RungRun(errand.rung, tests, ended.seconds, ending, troubles, ended.output, outputs, _calls(share), demoted, rereads, environment)


def _controller(setup: Setup, errand: Errand, work: Path) -> Controller | None:
    if errand.system is None:
        return None
    seams = errand.rung is Rung.A2
    plan = Plan(
        errand.system, setup.source, setup.interpreter, setup.harness, work, errand.whole_code, errand.unsplit, seams, errand.corrupt
    )
    return Controller(Fleet(plan))


def _told(setup: Setup, errand: Errand, work: Path, controller: Controller | None) -> dict[str, object]:
    system = setup.system
    return {
        "mode": errand.mode,
        "journal": str(work / "journal.jsonl"),
        "share": str(work / "share"),
        "root": str(setup.source),
        "only": None if errand.only is None else list(errand.only),
        "down": dict(errand.down),
        "applications": system.applications,
        "routes": system.routes,
        "owners": {**dict.fromkeys(system.shared, ""), **{module: service.folder for service in system.services for module in service.own}},
        "rewritten": rewritten_modules(system),
        "runtime": str(setup.runtime) if setup.runtime is not None else "",
        "framework": next((one.framework for one in system.services), ""),
        "seams": [
            {"id": one.id, "target": one.target, "module": one.module, "callee": one.callee, "class": one.seam_class}
            for one in system.seams
        ],
        "corrupt": errand.corrupt,
        **({"controller": controller.url, "token": controller.token} if controller is not None else {}),
    }


def _ending(ended: Ended, errand: Errand) -> str:
    if ended.code is None:
        return f"it took longer than {errand.seconds:.0f} s and was ended"
    if ended.code < 0:
        return f"signal {-ended.code} ended it"
    return ""


def contradiction(ended: Ended, tests: Mapping[str, Outcome]) -> list[str]:
    """What the command itself says against the tests that were seen: a threshold of coverage may be missed, or a failure was overlooked."""
    good = bool(tests) and all(test.outcome in (PASSED, SKIPPED) for test in tests.values())
    return [f"the test command ended with code {ended.code}, though no test was seen to fail"] if good and (ended.code or 0) > 0 else []


def _calls(share: Path) -> dict[str, int]:
    """Calls of each seam, as every process counted them."""
    return _lines(share, "calls-*")


def _lines(share: Path, files: str) -> dict[str, int]:
    """How often each line stands in some files: processes count by writing one line each time."""
    found: dict[str, int] = {}
    for path in sorted(share.glob(files)):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            found[line] = found.get(line, 0) + 1
    return dict(sorted(found.items()))
