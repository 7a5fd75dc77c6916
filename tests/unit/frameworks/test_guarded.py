"""A reader that fails on some files loses their facts alone, and each is named."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from analyzer import facts
from analyzer.facts import read_codebase
from analyzer.frameworks.guarded import guarded
from analyzer.model.codebase import Fact
from analyzer.model.facts import Import
from analyzer.model.place import Location, ModuleName
from analyzer.model.surface import SettingUse
from analyzer.read import unit
from analyzer.read.names import NameTable
from analyzer.read.program import Program
from tests.specs.run_specs import Case, program_of, write_files

FILES = {f"m{number:02}.py": "x = 1\n" for number in range(12)}
BAD = "y = bad\n"


def _program(root: Path, *bad: str) -> Program:
    write_files(Case("", "", tuple((FILES | dict.fromkeys(bad, BAD)).items()), ()), root)
    return program_of(root)


def _is_bad(program: Program, name: str) -> bool:
    return any(one.target == "y" for one in program.modules[name].assignments)


def _by_module(program: Program) -> Iterator[Fact]:
    for module in sorted(program.modules):
        if _is_bad(program, module):
            raise KeyError(module)
        yield SettingUse("K", "env", ModuleName(module), Location(program.modules[module].path, 1))


def _without_a_trace(program: Program) -> Iterator[Fact]:
    if any(_is_bad(program, name) for name in program.modules):
        del program
        raise ValueError("somewhere")
    yield from (SettingUse("K", "env", ModuleName(name), Location(one.path, 1)) for name, one in program.modules.items())


@pytest.mark.parametrize("read", [_by_module, _without_a_trace])
def test_the_file_is_named_and_the_others_keep_their_facts(read: Callable[[Program], Iterator[Fact]], tmp_path: Path) -> None:
    facts, problems = guarded("odd", read, _program(tmp_path, "m07.py"))
    assert len(facts) == 12
    assert [(one.code, one.at.path) for one in problems] == [("reader-crash", "m07.py")]
    assert "the odd reader failed" in problems[0].message


def test_several_files_are_named_each(tmp_path: Path) -> None:
    facts, problems = guarded("odd", _by_module, _program(tmp_path, "m01.py", "m07.py", "m08.py"))
    assert len(facts) == 12
    assert [one.at.path for one in problems] == ["m01.py", "m07.py", "m08.py"]


def test_a_reader_that_fails_on_everything_is_told_once(tmp_path: Path) -> None:
    def broken(program: Program) -> Iterator[Fact]:
        raise ValueError(len(program.modules))

    facts, problems = guarded("broken", broken, _program(tmp_path))
    assert facts == []
    assert [one.at.path for one in problems] == ["."]


def test_a_reader_that_works_is_asked_once(tmp_path: Path) -> None:
    asked: list[NameTable] = []

    def fine(program: Program) -> Iterator[Fact]:
        asked.append(program.names)
        yield from _by_module(program)

    assert len(guarded("fine", fine, _program(tmp_path))[0]) == 12
    assert len(asked) == 1


def test_a_file_that_a_step_or_the_walk_fails_on_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(Case("", "", (("good.py", "import other\n"), ("other.py", ""), ("bad.py", "import other\n")), ()), tmp_path)
    walk, link = unit.walk_module, dict(facts.STEPS)["imports"]

    def walking(tree: object, module: str, *rest: object) -> object:
        if module == "other":
            raise AttributeError("walk")
        return walk(tree, module, *rest)  # type: ignore[arg-type]  # handed on as it came

    def linking(names: NameTable, modules: Sequence[str]) -> Iterator[Fact]:
        for module, syntax in names.modules.items():
            if module == "bad" and syntax.imports:
                raise TypeError("link")
        yield from link(names, modules)

    monkeypatch.setattr(unit, "walk_module", walking)
    monkeypatch.setattr(facts, "STEPS", tuple((name, linking if name == "imports" else step) for name, step in facts.STEPS))
    codebase = read_codebase(tmp_path, workers=1)
    crashes = [(one.at.path, one.message) for one in codebase.problems if one.code == "reader-crash"]
    assert crashes == [
        ("bad.py", "the imports reader failed: TypeError: link"),
        ("other.py", "the syntax reader failed: AttributeError: walk"),
    ]
    assert [(one.importer, one.target) for one in codebase.of(Import)] == [("good", "other")]


def test_a_sum_of_thousands_of_terms_is_read(tmp_path: Path) -> None:
    (tmp_path / "long.py").write_text("import os\nx = (" + " + ".join(f"a{number}" for number in range(1500)) + ")\n")
    program = program_of(tmp_path)
    assert [one.module for one in program.modules["long"].imports] == ["os"]
