"""Contract tests of the services, from what the runs of ``unbraid prove`` noted."""

from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.app.output import templates_of, written_by
from analyzer.disk import Written, write_files

if TYPE_CHECKING:
    from analyzer.prove import Proof, RungRun
    from analyzer.prove.contracts import Contracts

HARMLESS = frozenset({"logs", "queries", "templates"})
"""What a test may do in its own process without changing what the application answers."""
RUNNER = "contracts/test_contracts.py"


def record_contracts(work: Path, source: Path, services: Path, proof: "Proof", out: Path) -> "tuple[Contracts, Written] | None":
    """Write the contract tests of the runs in the folder ``work`` below ``out``: a folder for each service; None where no request
    was seen. Raises UsageError."""
    from analyzer.prove import Rung, read_system
    from analyzer.prove.contracts import contracts_of

    recorded = proof.run(Rung.RECORD)
    passed = frozenset(name for name in recorded.passed() if _is_true(recorded, name)) if recorded is not None else frozenset[str]()
    consumer = f"{source.resolve().name} clients"
    found = contracts_of(work, read_system(services), passed, consumer, templates_of(None).text(RUNNER))
    return (found, written_by(lambda: write_files(found.files, out))) if found.files.files else None


def _is_true(recorded: "RungRun", test: str) -> bool:
    """Whether the application answered as it is: not patched, not of the test's own making."""
    return HARMLESS.issuperset(code for code, _ in recorded.tests[test].reasons)
