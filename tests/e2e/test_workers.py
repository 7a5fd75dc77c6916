"""The number of processes changes how long reading takes, and nothing else."""

from pathlib import Path

import pytest

from analyzer.facts import read_codebase
from analyzer.model.codebase import Codebase
from analyzer.model.facts import Reference
from analyzer.read.scan import PARALLEL_FROM
from tests.specs.run_specs import cases, write_files

SPECS = Path(__file__).resolve().parents[1] / "specs"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every case of every spec as a folder of one code base, with files that cannot be read among them."""
    root = tmp_path_factory.mktemp("many")
    found = [case for folder in ("reading", "frameworks", "data") for case in cases(SPECS / folder)]
    for number, case in enumerate(found):
        write_files(case, root / f"case_{number}")
        (root / f"case_{number}" / "__init__.py").touch()
    (root / "broken.py").write_text("def (:\n")
    (root / "surrogate.py").write_text("TEXT = '\\ud800'\nimport case_0\n")
    assert len(list(root.rglob("*.py"))) > PARALLEL_FROM
    return root


@pytest.fixture(scope="module")
def alone(many: Path) -> Codebase:
    return read_codebase(many, 1)


@pytest.mark.parametrize("workers", [2, 5])
def test_several_processes_find_what_one_finds(many: Path, alone: Codebase, workers: int) -> None:
    assert read_codebase(many, workers) == alone


def test_facts_come_sorted_and_once(alone: Codebase) -> None:
    assert len(alone.of(Reference)) > 300
    for kind, facts in alone.facts.items():
        assert list(facts) == sorted(set(facts)), kind
