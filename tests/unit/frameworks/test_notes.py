"""Notes of modules: every one is in the tuple, and frameworks find the same with what was noted as without."""

import marshal
import pkgutil
from importlib import import_module
from pathlib import Path

import analyzer.frameworks
from analyzer.facts import VOCABULARY
from analyzer.frameworks import FRAMEWORKS, NOTES
from analyzer.frameworks.guarded import CRASH
from analyzer.frameworks.note import Note, take_notes
from analyzer.model.facts import Reference
from analyzer.read.names import NameTable
from analyzer.read.program import Program
from analyzer.read.references import link_references
from analyzer.read.scan import Scan, scan
from analyzer.read.survey import survey

ROOT = Path(__file__).resolve().parents[3]
HALF = 20


def _program(found: Scan, noted: dict[str, list[bytes]]) -> Program:
    names = NameTable(found.modules)
    return Program(found.modules, names, {Reference: tuple(link_references(names, sorted(found.modules)))}, found.templates, (), noted)


def test_every_note_is_in_the_tuple_once() -> None:
    modules = [import_module(one.name) for one in pkgutil.walk_packages(analyzer.frameworks.__path__, "analyzer.frameworks.")]
    there = {one.name for module in modules for one in vars(module).values() if isinstance(one, Note)}
    assert sorted(there) == sorted(note.name for note in NOTES)


def test_frameworks_find_the_same_with_notes_as_without() -> None:
    found = scan(survey(ROOT / "sample_monolith"), VOCABULARY, 1)
    bare = _program(found, {})
    modules = list(found.modules)
    parts = [take_notes(NOTES, bare, part) for part in (modules[:HALF], modules[HALF:])]
    assert not [problem for _, problems in parts for problem in problems]
    noted = _program(found, {note.name: [kept[note.name] for kept, _ in parts] for note in NOTES})
    for framework in FRAMEWORKS:
        assert list(framework.facts(noted)) == list(framework.facts(bare)), framework.name
    assert [one for note in NOTES for one in note.of(noted)], "nothing was noted"


def test_a_note_that_fails_on_a_module_costs_that_note_of_that_module() -> None:
    found = scan(survey(ROOT / "sample_monolith"), VOCABULARY, 1)
    modules = sorted(found.modules)[:3]

    def take(program: Program, module: str) -> str:
        if module == modules[1]:
            raise ValueError("odd")
        return module

    noted, problems = take_notes([Note("odd", take)], _program(found, {}), modules)
    assert marshal.loads(noted["odd"])[0] == [modules[0], modules[2]]
    assert [(problem.code, problem.at.path) for problem in problems] == [(CRASH, found.modules[modules[1]].path)]
