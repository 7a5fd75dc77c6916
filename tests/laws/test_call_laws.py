"""Laws of call graphs: whatever the files hold, the graph is made, is closed, and its names are those of the code."""

import random
from pathlib import Path

import pytest

from analyzer.read.calls import CallGraph, call_graph, graph
from tests.e2e.test_mutated_files import mutated, reshaped

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "analyzer").rglob("*.py")) + sorted((ROOT / "sample_monolith").rglob("*.py"))


def program(root: Path, seed: int) -> CallGraph:
    """The call graph of real files that were changed at random and import each other."""
    chance = random.Random(seed)
    names = [f"m{number}" for number in range(6)]
    for name in names:
        data = chance.choice(FILES).read_bytes()
        data = mutated(data, chance.choice(FILES).read_bytes(), chance) if chance.random() < 0.3 else reshaped(data, chance)
        (root / f"{name}.py").write_bytes(f"from {chance.choice(names)} import *\n".encode() + data)
    (root / "main.py").write_text("".join(f"from {name} import *\nimport {name}\n" for name in names))
    return call_graph(root, "main.py")


@pytest.mark.parametrize("lines", [graph.MAX_LINES, -1], ids=["in order", "by summaries"])
@pytest.mark.parametrize("seed", range(8))
def test_changed_files_give_a_closed_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: int, seed: int) -> None:
    monkeypatch.setattr(graph, "MAX_LINES", lines)
    found = program(tmp_path, seed)
    calls = found.as_dict()
    assert {"main", *(f"m{number}" for number in range(6))} <= set(calls)
    assert sorted({callee for callees in calls.values() for callee in callees} - set(calls)) == []
    assert all(callees == sorted(set(callees)) for callees in calls.values())
    assert all(problem.hint for problem in found.problems)


@pytest.mark.parametrize("seed", range(3))
def test_the_same_files_give_the_same_graph(tmp_path: Path, seed: int) -> None:
    first = program(tmp_path, seed)
    assert call_graph(tmp_path, "main.py") == first
