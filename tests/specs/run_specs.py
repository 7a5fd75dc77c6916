"""Reads Markdown specs: files in fences with ``path=``, then a ``facts`` fence with what must be found in them.

A case is everything below one heading. In a ``facts`` fence each line is ``Kind field=value ...`` (shell quoting; a tuple is
written ``a,b``; the line ``no Kind`` says that there is none). All facts of the kinds that a fence names must be there and no
others, compared by the fields that stand on the lines of that kind.
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from analyzer.facts import read_codebase
from analyzer.frameworks import FRAMEWORKS
from analyzer.model.codebase import Fact
from analyzer.model.facts import Reference
from analyzer.read.names import NameTable
from analyzer.read.program import Program
from analyzer.read.references import link_references
from analyzer.read.scan import scan
from analyzer.read.survey import survey

KINDS: dict[str, type] = {kind.__name__: kind for kind in get_args(Fact)}
FENCE = re.compile(r"^```(\w+)[ ]*(.*?)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    """One case of a spec: title, files by path, expected lines."""

    spec: str
    title: str
    files: tuple[tuple[str, str], ...]
    expected: tuple[str, ...]


def cases(folder: Path) -> Iterator[Case]:
    """Every case of the ``*.md`` files of a folder."""
    for path in sorted(folder.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        marks = [match for match in HEADING.finditer(text) if not _in_fence(text, match.start())]
        ends = [mark.start() for mark in marks[1:]] + [len(text)]
        for mark, end in zip(marks, ends, strict=True):
            files: list[tuple[str, str]] = []
            expected: list[str] = []
            for language, info, body in FENCE.findall(text[mark.end() : end]):
                named = re.search(r"path=(\S+)", info)
                if named:
                    files.append((named[1], body))
                elif language == "facts":
                    expected += [line.strip() for line in body.splitlines() if line.strip() and not line.startswith("#")]
            if expected:
                yield Case(path.stem, mark[1], tuple(files), tuple(expected))


def write_files(case: Case, root: Path) -> None:
    """Put the files of a case into a folder."""
    for path, text in case.files:
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def program_of(root: Path) -> Program:
    """The program in a folder, read with the vocabulary of every framework."""
    found = scan(survey(root), frozenset().union(*(framework.vocabulary for framework in FRAMEWORKS)))
    names = NameTable(found.modules)
    return Program(found.modules, names, {Reference: tuple(link_references(names, sorted(found.modules)))}, found.templates)


def facts_of(program: Program) -> list[Fact]:
    """What every framework says about a program, each fact once."""
    return list(dict.fromkeys(fact for framework in FRAMEWORKS for fact in framework.facts(program)))


def check(case: Case, root: Path) -> None:
    """Assert that the facts of a case are those expected."""
    write_files(case, root)
    found = [fact for facts in read_codebase(root, workers=1).facts.values() for fact in facts]
    wanted: dict[str, list[dict[str, str]]] = {}
    for line in case.expected:
        first, *rest = shlex.split(line)
        name, rest = (rest[0], []) if first == "no" else (first, rest)
        rows = wanted.setdefault(name, [])
        rows += [] if first == "no" else [dict(part.split("=", 1) for part in rest)]
    for name, rows in wanted.items():
        keys = sorted({key for row in rows for key in row})
        unknown = set(keys) - set(KINDS[name].__struct_fields__)
        assert not unknown, f"{name} has no field {unknown}"
        kind = KINDS[name]
        actual = {_line(name, {key: _text(getattr(fact, key)) for key in keys}) for fact in found if isinstance(fact, kind)}
        expected = {_line(name, row) for row in rows}
        missing = [f"missing: {line}" for line in sorted(expected - actual)]
        extra = [f"extra:   {line}" for line in sorted(actual - expected)]
        assert not missing and not extra, "\n".join(["", *missing, *extra])


def _line(name: str, row: dict[str, str]) -> str:
    return " ".join([name, *(f"{key}={row[key]}" for key in sorted(row))])


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(map(_text, value))
    return str(value)


def _in_fence(text: str, at: int) -> bool:
    return any(match.start() < at < match.end() for match in FENCE.finditer(text))
