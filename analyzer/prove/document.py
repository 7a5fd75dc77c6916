"""A proof as JSON, and the schema of that JSON; both are a published interface."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analyzer.prove.outcomes import MEANING, Fresh, Loss, Proof, Rung, SeamProof
from analyzer.prove.summary import summary_of

SCHEMA_VERSION = "1.0"


@dataclass(frozen=True, slots=True)
class RungDocument:
    """One rung. ``portable_passed`` counts the portable tests that passed, of ``portable``; ``ended`` is empty where the test
    command ended by itself; ``troubles`` are those of the harness."""

    rung: str
    meaning: str
    tests: int
    passed: int
    portable_passed: int
    portable: int
    ended: str
    troubles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutcomeDocument:
    """One test: whether it is portable and, where not, why; its outcome in each rung that ran it; which services answered it
    at the highest rung; the requests that it makes."""

    test: str
    portable: bool
    why_not: str
    requests: int
    outcomes: Mapping[str, str]
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LossDocument:
    """A test that a rung lost. ``blame`` is ``split``, ``test`` (the unsplit monolith loses it over HTTP as well) or ``harness``."""

    test: str
    rung: str
    blame: str
    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class ControlDocument:
    """A negative control: what was broken, the tests that were run, those that failed, and whether that was as it must be."""

    what: str
    tests: tuple[str, ...]
    red: tuple[str, ...]
    held: bool


@dataclass(frozen=True, slots=True)
class SeamDocument:
    """A seam: calls in the recorded run, in loopback and over HTTP. ``tested`` is whether any test called it over HTTP (in
    loopback where A2 did not run); ``demoted`` says what the recorded run contradicts."""

    id: str
    target: str
    callers: str
    callee: str
    seam_class: str
    recorded: int
    loopback: int
    over_http: int
    tested: bool
    demoted: str
    rereads: int


@dataclass(frozen=True, slots=True)
class FreshDocument:
    """A service in an environment of its own: why its requirements cannot be installed, the modules that were imported, those that
    failed and how, ``ready`` or what ``/readyz`` says instead, whether all of it is as it must be, and what has to be said of the
    versions."""

    service: str
    refused: str
    modules: int
    failed: Mapping[str, str]
    readiness: str
    held: bool
    note: str


@dataclass(frozen=True, slots=True)
class ProofDocument:
    """``proof.json``. ``left_out`` are tests that do not pass in the baseline, with their outcome; ``skipped`` are rungs that
    could not be tried, with the reason; ``gates`` are the reasons for exit code 1."""

    schema_version: str
    summary: str
    command: tuple[str, ...]
    services: tuple[str, ...]
    rungs: tuple[RungDocument, ...]
    tests: tuple[OutcomeDocument, ...]
    left_out: Mapping[str, str]
    losses: tuple[LossDocument, ...]
    controls: tuple[ControlDocument, ...]
    seams: tuple[SeamDocument, ...]
    blockers: Mapping[str, int]
    figures: Mapping[str, int]
    skipped: Mapping[str, str]
    gates: tuple[str, ...]
    fresh: tuple[FreshDocument, ...]


def document_of(proof: Proof) -> ProofDocument:
    """The published shape of a proof."""
    return ProofDocument(
        SCHEMA_VERSION,
        summary_of(proof),
        proof.command,
        proof.services,
        tuple(_rung(proof, rung) for rung in Rung if proof.run(rung) is not None),
        _tests(proof),
        dict(proof.left_out),
        tuple(_loss(loss) for loss in proof.losses),
        tuple(ControlDocument(one.what, one.expected, one.red, one.held) for one in proof.controls),
        tuple(_seam(seam, proof) for seam in proof.seams),
        dict(proof.blockers),
        dict(proof.figures),
        {str(rung): why for rung, why in proof.skipped_rungs},
        proof.gates,
        tuple(_fresh(one) for one in proof.fresh),
    )


def to_json(proof: Proof) -> str:
    """``proof.json``: indented, ends with a line break."""
    import msgspec

    return msgspec.json.format(msgspec.json.encode(document_of(proof)), indent=1).decode() + "\n"


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of ``proof.json``."""
    import msgspec

    made = msgspec.json.schema(ProofDocument)
    made["$defs"] = dict(sorted(made["$defs"].items()))
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Unbraid proof"}
    return {**head, "description": f"The shape of proof.json, version {SCHEMA_VERSION}.", **made}


def _rung(proof: Proof, rung: Rung) -> RungDocument:
    run = proof.run(rung)
    assert run is not None
    passed = run.passed()
    portable = sum(1 for test in proof.portable if test in passed)
    return RungDocument(rung, MEANING[rung], len(run.tests), len(passed), portable, len(proof.portable), run.ended, run.troubles[:20])


def _tests(proof: Proof) -> tuple[OutcomeDocument, ...]:
    why = dict(proof.not_portable)
    recorded = proof.run(Rung.RECORD)
    best = next((run for rung in (Rung.A2, Rung.A1, Rung.A0) if (run := proof.run(rung)) is not None), None)
    found = []
    for test in sorted({*proof.portable, *why}):
        outcomes = {str(run.rung): run.outcome(test) for run in proof.runs if test in run.tests and run.rung is not Rung.CONTROLS}
        seen = recorded.tests.get(test) if recorded is not None else None
        services = tuple(name for name, _ in best.tests[test].services) if best is not None and test in best.tests else ()
        found.append(OutcomeDocument(test, test not in why, why.get(test, ""), seen.requests if seen else 0, outcomes, services))
    return tuple(found)


def _loss(loss: Loss) -> LossDocument:
    return LossDocument(loss.test, loss.rung, loss.blame, loss.reason, loss.message)


def _seam(seam: SeamProof, proof: Proof) -> SeamDocument:
    return SeamDocument(
        seam.id, seam.target, seam.caller, seam.callee, seam.seam_class, seam.recorded, seam.loopback, seam.over_http,
        is_tested(seam, proof), seam.demoted, seam.rereads,
    )  # fmt: skip


def _fresh(one: Fresh) -> FreshDocument:
    return FreshDocument(one.service, one.refused, one.modules, dict(one.failed), one.readiness, one.held, one.note)


def is_tested(seam: SeamProof, proof: Proof) -> bool:
    """Whether a test called the seam at the highest rung that uses seams."""
    return (seam.over_http if proof.run(Rung.A2) is not None else seam.loopback) > 0
