"""The line that says what was separated, and what was not."""

import shlex
from pathlib import Path

from analyzer.prove.outcomes import Proof, Rung

SHOWN = (Rung.HTTP, Rung.A0, Rung.A1, Rung.A2)


def summary_of(proof: Proof) -> str:
    """Seams and how many were called, blockers, the shared kernel, tables with several writers, who answered, tests by rung."""
    parts = [_seams(proof), _blockers(proof), *_kernel(proof), *_tables(proof), *_answering(proof), *_fresh(proof)]
    return f"{', '.join(part for part in parts if part)}; {_tests(proof)}"


def after(proof: Proof, path: Path, services: Path, out: Path) -> str:
    """The command that writes the services again without the seams that the recorded run contradicts; "" where it contradicts none."""
    if not any(seam.demoted for seam in proof.seams):
        return ""
    return shlex.join(["unbraid", "scaffold", str(path), "--out", str(services), "--proof", str(out / "proof.json")])


def _seams(proof: Proof) -> str:
    if not proof.seams:
        return "no seams rewritten"
    rung = Rung.A2 if proof.run(Rung.A2) is not None else Rung.LOOPBACK
    if proof.run(rung) is None:
        return f"{len(proof.seams)} seams rewritten (no run has tried them)"
    called = sum(1 for seam in proof.seams if (seam.over_http if rung is Rung.A2 else seam.loopback))
    demoted = sum(1 for seam in proof.seams if seam.demoted)
    contradicted = f", {demoted} contradicted by the recorded run" if demoted else ""
    return f"{len(proof.seams)} seams rewritten ({called} exercised by tests at {rung}{contradicted})"


def _blockers(proof: Proof) -> str:
    total = sum(proof.blockers.values())
    classes = ", ".join(f"{name} {count}" for name, count in sorted(proof.blockers.items()))
    return f"{total} blockers ({classes})" if total else "no blockers"


def _kernel(proof: Proof) -> list[str]:
    modules, lines, total = (proof.figures.get(name, 0) for name in ("shared_modules", "shared_lines", "lines"))
    return [f"{modules} shared-kernel modules ({100 * lines / total:.0f} % of the lines)"] if total else []


def _tables(proof: Proof) -> list[str]:
    count = proof.figures.get("tables_written_by_several_services")
    return [] if count is None else [f"{count} tables written by more than one service"]


def _answering(proof: Proof) -> list[str]:
    """How many services answered a request of a test: where one answers everything, nothing was split."""
    best = next((run for rung in (Rung.A2, Rung.A1, Rung.A0) if (run := proof.run(rung)) is not None), None)
    if best is None:
        return []
    asked = {name for test in best.tests.values() for name, _ in test.services}
    return [f"{len(asked)} of {len(proof.services)} services answered requests at {best.rung}"]


def _fresh(proof: Proof) -> list[str]:
    held = sum(one.held for one in proof.fresh)
    return [f"{held} of {len(proof.fresh)} services run on their own requirements alone"] if proof.fresh else []


def _tests(proof: Proof) -> str:
    total = len(proof.portable)
    figures = []
    for rung in SHOWN:
        run = proof.run(rung)
        if run is not None:
            passed = run.passed()
            idle = " (0 seams: no call crosses)" if rung is Rung.A2 and not proof.seams else ""
            figures.append(f"{rung} {sum(1 for test in proof.portable if test in passed)}{idle}")
    loopback = proof.run(Rung.LOOPBACK)
    if loopback is not None:
        good = len(proof.portable) + len(proof.not_portable)
        suite = f"{len(loopback.passed())} of {good}"
        figures.append(f"the complete suite in loopback {suite}" if proof.seams else f"in loopback 0 seams, complete suite {suite} passes")
    return f"of {total} portable HTTP tests pass: {', '.join(figures) or 'no rung was tried'}"
