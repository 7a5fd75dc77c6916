"""What keeps a wide or deep program from costing more than its size: each bound holds, and what it cuts is told."""

from pathlib import Path

import pytest

from analyzer.read.calls import graph
from analyzer.read.calls.attributes import MAX_ANCESTORS
from analyzer.read.calls.library import Library
from analyzer.read.calls.shared_heap import MAX_KEYS
from analyzer.read.calls.summaries import Summaries


def written(root: Path, text: str) -> Path:
    (root / "main.py").write_text(text, encoding="utf-8")
    return root


def wide(count: int) -> str:
    """Classes whose objects meet in one variable; each has two methods that hand the object of any class on."""
    head = "class Top:\n    def other(self): ...\n"
    classes = (
        f"class C{n}(Top):\n    def other(self): return any_of(self)\n    def __add__(self, more): return self.other() + more.other()\n"
        for n in range(count)
    )
    made = "\n".join(f"    if one == {n}: return C{n}()" for n in range(count))
    return head + "".join(classes) + f"def any_of(one):\n{made}\n    return one\n" + "any_of(1).other() + any_of(2).other()\n"


def summarised(root: Path) -> Summaries:
    machine = Summaries(Library(root, "main.py"))
    machine.run()
    return machine


def test_values_that_do_not_fit_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph, "MAX_LINES", -1)
    problems = graph.call_graph(written(tmp_path, wide(40)), "main.py").problems
    assert [problem.code for problem in problems] == ["calls-cut"]
    assert "may hold more values than are kept" in problems[0].message


def test_the_steps_of_a_wide_program_grow_with_its_size(tmp_path: Path) -> None:
    spent = {}
    for count in (100, 400):
        folder = tmp_path / str(count)
        folder.mkdir()
        spent[count] = summarised(written(folder, wide(count))).spent
    assert spent[400] < spent[100] * 8


def test_many_keys_of_a_dict_are_one(tmp_path: Path) -> None:
    count = MAX_KEYS + 40
    entries = "".join(f"table[{n}] = f{n % 12}\n" for n in range(count))
    functions = "".join(f"def f{n}(): ...\n" for n in range(12))
    calls = summarised(written(tmp_path, f"{functions}table = {{}}\n{entries}table[{count - 1}]()\n")).calls
    assert f"main.f{(count - 1) % 12}" in calls["main"]
    assert len(calls["main"]) > 1


def test_a_long_line_of_ancestors_is_cut_and_told(tmp_path: Path) -> None:
    chain = "".join(f"class C{n}(C{n - 1}): ...\n" for n in range(1, MAX_ANCESTORS + 9))
    machine = summarised(written(tmp_path, "class C0:\n    def far(self): ...\n" + chain + f"C{MAX_ANCESTORS - 1}().far()\n"))
    assert machine.calls["main"] == {"main.C0.far"}
    assert machine.cut == {f"main.C{n}" for n in range(MAX_ANCESTORS, MAX_ANCESTORS + 9)}


def test_a_member_that_comes_later_is_found(tmp_path: Path) -> None:
    text = "class A: ...\nclass B(A): ...\ndef go(): B().late()\ndef late(self): ...\ndef put(): A.late = late\ngo()\nput()\n"
    assert summarised(written(tmp_path, text)).calls["main.go"] == {"main.late"}
