"""Whole small applications in Markdown, and the services that an architect would cut them into."""

from pathlib import Path

import pytest

from analyzer.cluster import propose
from analyzer.facts import read_codebase
from analyzer.signals import collect_evidence
from tests.specs.run_specs import Case, cases, write_files

CASES = tuple(cases(Path(__file__).parent / "boundaries"))


def test_there_are_cases() -> None:
    assert len(CASES) >= 3


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.spec}: {case.title}")
def test_services_are_as_an_architect_would_cut_them(case: Case, tmp_path: Path) -> None:
    write_files(case, tmp_path)
    codebase = read_codebase(tmp_path)
    homes = propose(codebase, collect_evidence(codebase)).partition.homes()
    expected = {module: service for line in case.expected for service, _, rest in [line.partition(":")] for module in rest.split()}
    assert {module: homes[module] for module in sorted(homes) if module in expected} == dict(sorted(expected.items()))
    assert set(homes.values()) == set(expected.values())
