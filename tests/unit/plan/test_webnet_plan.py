"""The plan for the sample, cut where its answer says: every planted problem is found in its place, every table has its owner."""

import pytest

from analyzer.facts import read_codebase
from analyzer.model.codebase import Codebase
from analyzer.model.graph import DependencyGraph
from analyzer.model.partition import SHARED, Partition, Placement
from analyzer.model.place import ModuleName
from analyzer.model.plan import ExtractionPlan
from analyzer.plan import make_plan
from tests.sample_answer import ANSWER, PROBLEMS, SAMPLE, is_found


@pytest.fixture(scope="module")
def codebase() -> Codebase:
    return read_codebase(SAMPLE, workers=1)


@pytest.fixture(scope="module")
def plan(codebase: Codebase) -> ExtractionPlan:
    homes = {module: service for service, content in ANSWER["services"].items() for module in content["modules"]}
    placements = tuple(Placement(ModuleName(m), homes.get(m, SHARED), 1.0, "as the answer says") for m in codebase.modules)
    return make_plan(codebase, DependencyGraph(codebase.modules, ()), (), Partition(placements, "answer"))


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda p: f"{p['kind']}-{p['path']}-{p['line']}")
def test_planted_problem_is_found(plan: ExtractionPlan, problem: dict[str, object]) -> None:
    assert is_found(plan, problem), problem["what"]


def test_there_are_not_many_findings_beside_the_planted_ones(plan: ExtractionPlan) -> None:
    planted = {(problem["kind"], problem["path"], problem["line"]) for problem in ANSWER["problems"]}
    beside = [f for f in plan.findings if not any((f.kind, at.path, at.line) in planted for at in (f.at, *f.places))]
    assert len(beside) <= len(plan.findings) / 4, [f"{f.kind} {f.at} {f.message}" for f in beside]


@pytest.mark.parametrize(
    ("table", "owner"), [(table, service) for service, content in ANSWER["services"].items() for table in content["tables"]]
)
def test_table_has_its_owner(plan: ExtractionPlan, table: str, owner: str) -> None:
    assert [(owned.owner, owned.reason) for owned in plan.ownership if owned.table == table and owned.owner != owner] == []
    assert table in {owned.table for owned in plan.ownership}
