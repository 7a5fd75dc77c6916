"""The plan for the sample, cut where its answer says: every planted problem is found in its place, every table has its owner."""

import ast
import json
from pathlib import Path

import pytest

from analyzer.app import read_codebase
from analyzer.model.codebase import Codebase
from analyzer.model.graph import DependencyGraph
from analyzer.model.partition import SHARED, Partition, Placement
from analyzer.model.place import ModuleName
from analyzer.model.plan import ExtractionPlan
from analyzer.plan import make_plan

SAMPLE = Path(__file__).parents[3] / "sample_monolith"
ANSWER = json.loads((SAMPLE / "answer.json").read_text(encoding="utf-8"))
PROBLEMS = ANSWER["problems"]


def function_around(path: str, line: int) -> range:
    """The lines of the function that holds a line, else that line alone."""
    tree = ast.parse((SAMPLE / path).read_text(encoding="utf-8"))
    spans = [range(n.lineno, (n.end_lineno or n.lineno) + 1) for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
    return min((span for span in spans if line in span), key=len, default=range(line, line + 1))


def is_found(plan: ExtractionPlan, problem: dict[str, object]) -> bool:
    """Whether a finding of that kind stands at the place. All writes of one function to one table are one fact at the first of them."""
    path, line = str(problem["path"]), int(str(problem["line"]))
    lines = function_around(path, line) if problem["kind"] == "shared-write" else range(line, line + 1)
    return any(
        at.path == path and at.line in lines for found in plan.findings if found.kind == problem["kind"] for at in (found.at, *found.places)
    )


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
