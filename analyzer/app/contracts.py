"""Contract tests of the services, from what the runs of ``unbraid prove`` noted."""

from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.app.output import templates_of, written_by
from analyzer.disk import Written, write_files

if TYPE_CHECKING:
    from analyzer.prove import Proof
    from analyzer.prove.contracts import Contracts

RUNNER = "contracts/test_contracts.py"


def record_contracts(work: Path, source: Path, services: Path, proof: "Proof", out: Path) -> "tuple[Contracts, Written] | None":
    """Write the contract tests of the runs in the folder ``work`` below ``out``: a folder for each service; None where no request
    was seen. Raises UsageError."""
    from analyzer.prove import Rung, read_system
    from analyzer.prove.contracts import contracts_of

    recorded = proof.run(Rung.RECORD)
    passed = recorded.passed() if recorded is not None else frozenset[str]()
    consumer = f"{source.resolve().name} clients"
    found = contracts_of(work, read_system(services), passed, consumer, templates_of(None).text(RUNNER))
    return (found, written_by(lambda: write_files(found.files, out))) if found.files.files else None
