"""The whole job on one page: folder to code base to boundaries to plan to files. The public Python API."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from analyzer.frameworks import FRAMEWORKS
from analyzer.model.codebase import Codebase, Fact
from analyzer.model.place import Location, Problem, Severity
from analyzer.model.source import FileKind
from analyzer.read.history import read_history
from analyzer.read.imports import link_imports
from analyzer.read.names import NameTable
from analyzer.read.package_uses import link_package_uses
from analyzer.read.program import Program
from analyzer.read.references import link_blinds, link_definitions, link_references, link_strings
from analyzer.read.requirements import read_requirements
from analyzer.read.scan import Progress, scan
from analyzer.read.title import title_of

VOCABULARY = frozenset().union(*(framework.vocabulary for framework in FRAMEWORKS))


def read_codebase(root: Path, workers: int | None = None, progress: Progress | None = None) -> Codebase:
    """Everything that reading finds out about the Python code below a folder, without running any of it.

    ``workers`` is the number of processes (default: one per processor, at most 8); the result does not depend on it.
    """
    scanned = scan(root, VOCABULARY, workers or min(os.cpu_count() or 1, 8), progress)
    names = NameTable(scanned.modules, scanned.is_python2)
    references = tuple(link_references(names))
    program = Program(scanned.modules, names, references, scanned.templates)
    requirements, requirement_problems = read_requirements(root, tuple(asset.path for asset in scanned.assets))
    history, history_problems = read_history(root, tuple(file.path for file in scanned.files))
    facts: list[Fact] = [
        *link_imports(names),
        *references,
        *link_definitions(names),
        *link_strings(names),
        *link_package_uses(scanned.modules),
        *link_blinds(names),
        *requirements,
    ]
    crashes: list[Problem] = []
    for framework in FRAMEWORKS:
        facts += _guarded(framework.name, lambda: framework.facts(program), crashes)  # noqa: B023  # called at once
    problems = (*scanned.problems, *requirement_problems, *history_problems, *crashes)
    name = title_of(root, tuple(file.module for file in scanned.files if file.kind is FileKind.CODE))
    return Codebase(name, scanned.files, _by_type(facts), scanned.assets, history, tuple(sorted(problems)))


def _guarded(name: str, facts: Callable[[], Iterable[Fact]], crashes: list[Problem]) -> list[Fact]:
    """The facts of one framework; a crash in it costs its own facts and is a problem that asks for a report."""
    try:
        return list(facts())
    except Exception as error:  # whatever a framework trips over, the rest of the job goes on
        message = f"the {name} reader failed: {type(error).__name__}: {error}"
        crashes.append(
            Problem(Location("."), "reader-crash", message[:300], Severity.ERROR, "please report it; the other facts are complete")
        )
        return []


def _by_type(facts: list[Fact]) -> dict[type[Fact], tuple[Fact, ...]]:
    grouped: dict[type[Fact], set[Fact]] = defaultdict(set)
    for fact in facts:
        grouped[type(fact)].add(fact)
    return {kind: tuple(sorted(grouped[kind], key=repr)) for kind in sorted(grouped, key=lambda kind: kind.__name__)}
