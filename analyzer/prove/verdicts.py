"""From runs to a verdict: which tests are portable, what each rung lost and why, and whether a gate failed."""

import re

from analyzer.prove.outcomes import ABSENT, FAILED, PASSED, Control, Fresh, Loss, Proof, Rung, RungRun, SeamProof
from analyzer.prove.setup import Setup

OUTSIDE = re.compile("outside of (request|application) context")
NOT_STARTED = "the services did not start"
NOT_THE_SPLIT = "it fails against the whole monolith in one process as well, so the split is not the cause"
NOT_THE_CODEC = "it fails in the recorded run as well, so the codec is not the cause"
REMOTE = (Rung.HTTP, Rung.A0, Rung.A1, Rung.A2)


def verdict(
    setup: Setup,
    runs: tuple[RungRun, ...],
    controls: tuple[Control, ...],
    skipped: tuple[tuple[Rung, str], ...],
    unsplit: RungRun | None = None,
    fresh: tuple[Fresh, ...] = (),
) -> Proof:
    """Everything that the runs say. ``unsplit`` is the whole monolith over HTTP, for what the others have lost at least."""
    by_rung = {run.rung: run for run in runs}
    baseline, recorded = by_rung[Rung.BASELINE], by_rung[Rung.RECORD]
    left_out = tuple(sorted((name, run.outcome) for name, run in baseline.tests.items() if run.outcome != PASSED))
    good = sorted(baseline.passed())
    portable = tuple(name for name in good if _is_portable(recorded, name))
    not_portable = tuple((name, _why_not(recorded, name)) for name in good if name not in set(portable))
    losses = tuple(
        loss
        for run in runs
        if run.rung in (Rung.LOOPBACK, *REMOTE)
        for loss in _losses(run, recorded if run.rung is Rung.LOOPBACK else unsplit, portable, good)
    )
    seams = _seams(setup, by_rung)
    services = tuple(service.folder for service in setup.system.services)
    proof = Proof(
        setup.command, services, runs, left_out, portable, not_portable, losses, controls, seams,
        setup.system.figures, setup.system.blockers, skipped, (), fresh,
    )  # fmt: skip
    return Proof(**{name: getattr(proof, name) for name in Proof.__slots__} | {"gates": gates_of(proof)})


def _is_portable(recorded: RungRun, test: str) -> bool:
    run = recorded.tests.get(test)
    return run is not None and run.outcome == PASSED and run.requests > 0 and not run.reasons


def _why_not(recorded: RungRun, test: str) -> str:
    run = recorded.tests.get(test)
    if run is None or run.outcome == ABSENT:
        return "it did not run a second time"
    if run.outcome != PASSED and run.requests and OUTSIDE.search(run.message):
        return "it looks at the request, the session or g of its own process after the answer"
    if run.outcome != PASSED:
        return f"it did not pass a second time: {_line(run.message)}"
    if run.reasons:
        return "; ".join(text for _, text in run.reasons)
    return "it makes no request through a test client"


def _losses(run: RungRun, without: RungRun | None, portable: tuple[str, ...], good: list[str]) -> list[Loss]:
    """What a rung lost. ``without`` is the same without what the rung tries: the recorded run for loopback, else the unsplit monolith."""
    tests = good if run.rung is Rung.LOOPBACK else portable
    return [_loss(test, run, without) for test in tests if run.outcome(test) != PASSED]


def _loss(test: str, run: RungRun, without: RungRun | None) -> Loss:
    """Why a rung lost a test: what a service answered, unless the test is lost without the split as well."""
    seen = run.tests.get(test)
    message = _line(seen.message) if seen is not None else ""
    if seen is None or seen.outcome == ABSENT:
        return Loss(test, run.rung, "harness", _line(run.ended) or "the test did not run", message)
    error = _line(seen.errors[0]) if seen.errors else ""
    if error.startswith(NOT_STARTED):
        last = _line("\n".join(reversed(seen.errors[0].splitlines()[1:])))
        return Loss(test, run.rung, "harness" if run.rung is Rung.HTTP else "split", f"{error} {last}"[:600].strip(), message)
    if run.rung is Rung.HTTP or (without is not None and not without.ended and without.outcome(test) == FAILED):
        why = NOT_THE_CODEC if run.rung is Rung.LOOPBACK else NOT_THE_SPLIT
        return Loss(test, run.rung, "test", f"{why}: {error}" if error else why, message)
    counted = (
        run.rung is Rung.LOOPBACK
        and without is not None
        and "queries" in dict(without.tests[test].reasons if test in without.tests else ())
    )
    if counted:
        return Loss(test, run.rung, "test", "it counts queries, and the other side reads on its own what the caller had loaded", message)
    differs = "a call through the codec does something else" if run.rung is Rung.LOOPBACK else "the answers differ from the monolith's"
    return Loss(test, run.rung, "split", error or differs, message)


def _line(text: str) -> str:
    """The first line that says something, short; of JSON in several lines what follows, too."""
    lines = [line for line in text.splitlines() if line.strip()]
    told = " ".join(lines) if lines and lines[0].rstrip().endswith(("{", "[")) else "".join(lines[:1])
    return re.sub(r"\s+", " ", told)[:300]


def _seams(setup: Setup, by_rung: dict[Rung, RungRun]) -> tuple[SeamProof, ...]:
    def calls(rung: Rung, seam: str) -> int:
        return by_rung[rung].calls.get(seam, 0) if rung in by_rung else 0

    return tuple(
        sorted(
            SeamProof(
                seam.id, seam.target, ", ".join(seam.callers), seam.callee, seam.seam_class,
                calls(Rung.RECORD, seam.id), calls(Rung.LOOPBACK, seam.id), calls(Rung.A2, seam.id),
                by_rung[Rung.RECORD].demoted.get(seam.id, ""),
                by_rung[Rung.LOOPBACK].rereads.get(seam.id, 0) if Rung.LOOPBACK in by_rung else 0,
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
    found += [f"fresh: {one.service}: {trouble_of(one)}" for one in proof.fresh if not one.held]
    return tuple(found)


def trouble_of(one: Fresh) -> str:
    """What keeps a service from running in an environment of its own; ``""`` for nothing."""
    if one.refused:
        return one.refused
    first = next((f"{len(one.failed)} modules cannot be imported, {name}: {why}" for name, why in one.failed.items()), "")
    return "; ".join(part for part in (first, "" if one.readiness == "ready" else f"/readyz: {one.readiness}") if part)
