"""A proof as a section of Markdown: for a pull request, a wiki, or beside a report."""

import re
from collections.abc import Iterable, Iterator

from analyzer.prove.document import LossDocument, ProofDocument, document_of
from analyzer.prove.outcomes import Proof

SHOWN = 40
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~&!$])")


def to_markdown(proof: Proof) -> str:
    """``proof.md``: what was proven, what was lost and why; names cannot become markup."""
    return "\n".join(_lines(document_of(proof))) + "\n"


def _lines(found: ProofDocument) -> Iterator[str]:
    yield from ("## Proof by the monolith's own tests", "", _text(found.summary) + ".", "")
    yield from ("Command: " + _text(" ".join(found.command)), "")
    yield "The gates hold." if not found.gates else "Gates that failed:"
    yield from (f"- {_text(gate)}" for gate in found.gates)
    yield from ("", "| Rung | What it is | Tests | Passed | Portable tests passed |", "| --- | --- | ---: | ---: | ---: |")
    for rung in found.rungs:
        yield f"| {rung.rung} | {rung.meaning} | {rung.tests} | {rung.passed} | {rung.portable_passed} of {rung.portable} |"
    yield from (f"| {rung} | not tried: {_text(why)} | | | |" for rung, why in found.skipped.items())
    yield from _left_out(found)
    yield from _losses(found.losses)
    yield from _controls(found)
    yield from _fresh(found)
    yield from _seams(found)


def _left_out(found: ProofDocument) -> Iterator[str]:
    reasons: dict[str, int] = {}
    for test in found.tests:
        if not test.portable:
            reasons[test.why_not] = reasons.get(test.why_not, 0) + 1
    if found.left_out:
        yield from ("", f"{len(found.left_out)} tests do not pass as they are and are left out.")
    if reasons:
        yield from ("", "### Tests that cannot cross to another process", "", "| Tests | Why |", "| ---: | --- |")
        ranked = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
        yield from (f"| {count} | {_text(why)} |" for why, count in ranked[:SHOWN])
        yield from _more(len(ranked))


def _losses(losses: tuple[LossDocument, ...]) -> Iterator[str]:
    if losses:
        yield from ("", "### Tests that were lost", "", "| Test | Rung | Cause | Reason |", "| --- | --- | --- | --- |")
        yield from (f"| {_text(one.test)} | {one.rung} | {one.blame} | {_text(one.reason)} |" for one in losses[:SHOWN])
        yield from _more(len(losses))


def _controls(found: ProofDocument) -> Iterator[str]:
    if found.controls:
        yield from ("", "### Negative controls", "", "| What was broken | Tests run | Tests that failed | |", "| --- | ---: | ---: | --- |")
        for one in found.controls:
            yield f"| {_text(one.what)} | {len(one.tests)} | {len(one.red)} | {'as it must be' if one.held else 'NOT NOTICED'} |"


def _fresh(found: ProofDocument) -> Iterator[str]:
    if found.fresh:
        yield from ("", "### Each service in an environment of its own", "")
        yield from ("| Service | Requirements | Modules imported | Failed | /readyz |", "| --- | --- | ---: | --- | --- |")
        for one in found.fresh:
            failed = "; ".join(f"{name}: {why}" for name, why in one.failed.items())
            installed = _text(one.refused or one.note) or "installed"
            imported = one.modules - len(one.failed) if not one.refused else 0
            yield f"| {_text(one.service)} | {installed} | {imported} | {_text(failed)} | {_text(one.readiness)} |"


def _seams(found: ProofDocument) -> Iterator[str]:
    if found.seams:
        yield from ("", "### Seams", "", "| Seam | Class | Callers | Owner | Calls recorded | In loopback | Read again | Over HTTP | |")
        yield "| --- | --- | --- | --- | ---: | ---: | ---: | ---: | --- |"
        for one in found.seams:
            note = f"contradicted: {one.demoted}" if one.demoted else "" if one.tested else "untested"
            figures = f"{one.recorded} | {one.loopback} | {one.rereads} | {one.over_http}"
            yield f"| {_text(one.target)} | {one.seam_class} | {_text(one.callers)} | {_text(one.callee)} | {figures} | {_text(note)} |"


def _more(count: int) -> Iterable[str]:
    return [f"\n... and {count - SHOWN} more in proof.json"] if count > SHOWN else []


def _text(text: str) -> str:
    """Text that Markdown shows as it is, on one line, at most 300 characters."""
    visible = "".join(char if char.isprintable() else " " for char in text)
    return _MARKUP.sub(r"\\\1", re.sub(r" +", " ", visible).strip()[:300])
