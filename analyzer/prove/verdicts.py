"""From runs to a verdict: which tests are portable, what each rung lost and why, and whether a gate failed."""

import re

from analyzer.prove.outcomes import ABSENT, PASSED, Control, Loss, Proof, Rung, RungRun, SeamProof
from analyzer.prove.setup import Setup

REMOTE = (Rung.HTTP, Rung.A0, Rung.A1, Rung.A2)


def verdict(setup: Setup, runs: tuple[RungRun, ...], controls: tuple[Control, ...], skipped: tuple[tuple[Rung, str], ...]) -> Proof:
    """Everything that the runs say."""
    by_rung = {run.rung: run for run in runs}
    baseline, recorded = by_rung[Rung.BASELINE], by_rung[Rung.RECORD]
    left_out = tuple(sorted((name, run.outcome) for name, run in baseline.tests.items() if run.outcome != PASSED))
    good = sorted(baseline.passed())
    portable = tuple(name for name in good if _is_portable(recorded, name))
    not_portable = tuple((name, _why_not(recorded, name)) for name in good if name not in set(portable))
    losses = tuple(loss for run in runs if run.rung in (Rung.LOOPBACK, *REMOTE) for loss in _losses(run, by_rung, portable, good))
    seams = _seams(setup, by_rung)
    services = tuple(service.folder for service in setup.system.services)
    proof = Proof(
        setup.command, services, runs, left_out, portable, not_portable, losses, controls, seams,
        setup.system.figures, setup.system.blockers, skipped, (),
    )  # fmt: skip
    return Proof(**{name: getattr(proof, name) for name in Proof.__slots__} | {"gates": gates_of(proof)})


def _is_portable(recorded: RungRun, test: str) -> bool:
    run = recorded.tests.get(test)
    return run is not None and run.outcome == PASSED and run.requests > 0 and not run.reasons


def _why_not(recorded: RungRun, test: str) -> str:
    run = recorded.tests.get(test)
    if run is None or run.outcome == ABSENT:
        return "it did not run a second time"
    if run.outcome != PASSED:
        return f"it did not pass a second time: {_line(run.message)}"
    if run.reasons:
        return "; ".join(text for _, text in run.reasons)
    return "it makes no request through a test client"


def _losses(run: RungRun, by_rung: dict[Rung, RungRun], portable: tuple[str, ...], good: list[str]) -> list[Loss]:
    tests = good if run.rung is Rung.LOOPBACK else portable
    return [_loss(test, run, by_rung) for test in tests if run.outcome(test) != PASSED]


def _loss(test: str, run: RungRun, by_rung: dict[Rung, RungRun]) -> Loss:
    """Why a rung lost a test: what a service answered, else whether the unsplit monolith loses it as well."""
    seen = run.tests.get(test)
    message = _line(seen.message) if seen is not None else ""
    if seen is None or seen.outcome == ABSENT:
        return Loss(test, run.rung, "harness", run.ended or "the test did not run", message)
    unsplit = by_rung.get(Rung.HTTP)
    alone = unsplit is not None and run.rung is not Rung.HTTP and unsplit.outcome(test) != PASSED
    if run.rung is Rung.HTTP or alone:
        why = "it fails against the whole monolith in one process as well, so the split is not the cause"
        return Loss(test, run.rung, "test", f"{why}: {_line(seen.errors[0])}" if seen.errors else why, message)
    reason = _line(seen.errors[0]) if seen.errors else "the answers differ from the monolith's"
    return Loss(test, run.rung, "split", reason, message)


def _line(text: str) -> str:
    """The first line that says something, short."""
    return re.sub(r"\s+", " ", next((line for line in text.splitlines() if line.strip()), ""))[:300]


def _seams(setup: Setup, by_rung: dict[Rung, RungRun]) -> tuple[SeamProof, ...]:
    def calls(rung: Rung, seam: str) -> int:
        return by_rung[rung].calls.get(seam, 0) if rung in by_rung else 0

    return tuple(
        sorted(
            SeamProof(
                seam.id, seam.target, ", ".join(seam.callers), seam.callee, seam.seam_class,
                calls(Rung.RECORD, seam.id), calls(Rung.LOOPBACK, seam.id), calls(Rung.A2, seam.id),
                by_rung[Rung.RECORD].demoted.get(seam.id, ""),
            )
            for seam in setup.system.seams
        )
    )  # fmt: skip


def gates_of(proof: Proof) -> tuple[str, ...]:
    """Why the proof failed: a rung that lost what the rung below had, a control that stayed green, a run that was cut off."""
    found = []
    for run in proof.runs:
        if run.ended:
            found.append(f"{run.rung}: {run.ended}")
        lost = [loss for loss in proof.losses if loss.rung is run.rung and loss.blame != "test"]
        if lost:
            found.append(f"{run.rung} loses {len(lost)} tests because of the split or of the run")
    found += [f"negative control: {control.what}: nothing failed that had to" for control in proof.controls if not control.held]
    return tuple(found)
