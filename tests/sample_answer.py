"""The known right answer for the sample, and whether a plan reports what is planted there."""

import ast
import json
from pathlib import Path

from analyzer.model.plan import ExtractionPlan

SAMPLE = Path(__file__).parents[1] / "sample_monolith"
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
