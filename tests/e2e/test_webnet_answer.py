"""The tool's own proposal for the sample against its known answer: boundaries, owners of tables, planted problems."""

from collections import Counter
from itertools import combinations

import pytest

from analyzer.app import Job, analyze
from analyzer.model.analysis import Analysis
from analyzer.model.partition import SHARED
from tests.sample_answer import ANSWER, PROBLEMS, SAMPLE, is_found

HOMES = {module: service for service, content in ANSWER["services"].items() for module in content["modules"]}
HOMES |= dict.fromkeys(ANSWER["shared"]["modules"], SHARED)
OWNERS = {table: service for service, content in ANSWER["services"].items() for table in content["tables"]}


@pytest.fixture(scope="module")
def analysis(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    return analyze(Job(SAMPLE, tmp_path_factory.mktemp("out"), workers=1))[0]


def together(homes: dict[str, str]) -> set[tuple[str, str]]:
    """The pairs of modules that share a home."""
    return {(a, b) for a, b in combinations(sorted(homes), 2) if homes[a] == homes[b]}


def known_as(analysis: Analysis) -> dict[str, str]:
    """Proposed service to the service of the answer with which it shares most modules."""
    shared: dict[str, Counter[str]] = {}
    for module, home in analysis.partition.homes().items():
        if module in HOMES and HOMES[module] != SHARED:
            shared.setdefault(home, Counter())[HOMES[module]] += 1
    return {home: min(counts, key=lambda name: (-counts[name], name)) for home, counts in shared.items() if home != SHARED}


def test_boundaries_agree_with_the_answer(analysis: Analysis) -> None:
    proposed = together({module: home for module, home in analysis.partition.homes().items() if module in HOMES})
    expected = together(HOMES)
    hits = len(proposed & expected)
    assert 2 * hits / (len(proposed) + len(expected)) >= 0.85


def test_every_module_of_the_answer_is_placed(analysis: Analysis) -> None:
    assert set(HOMES) <= set(analysis.partition.homes())


def test_every_table_has_the_right_owner(analysis: Analysis) -> None:
    names = known_as(analysis)
    owners = {one.table: names.get(one.owner, one.owner) for one in analysis.plan.ownership}
    assert {table: owners.get(table) for table in OWNERS} == OWNERS


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda p: f"{p['kind']}-{p['path']}-{p['line']}")
def test_every_planted_problem_is_found(analysis: Analysis, problem: dict[str, object]) -> None:
    assert is_found(analysis.plan, problem), problem["what"]


def test_each_finding_names_services_of_the_proposal(analysis: Analysis) -> None:
    known = set(analysis.partition.services)
    assert {service for found in analysis.plan.findings for service in found.services} <= known


def test_the_plan_covers_every_service_once(analysis: Analysis) -> None:
    assert sorted(one.id for one in analysis.plan.services) == sorted(analysis.partition.services)
    assert analysis.plan.verdict == "split"
