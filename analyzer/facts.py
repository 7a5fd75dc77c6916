"""Folder to facts: every reader and every framework, shared out to processes, and remembered between runs."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from analyzer.frameworks import FRAMEWORKS
from analyzer.frameworks.guarded import Reader, guarded
from analyzer.model.codebase import Codebase, Fact
from analyzer.model.history import Commit
from analyzer.model.place import Problem
from analyzer.model.source import FileKind, SourceFile
from analyzer.read.cache import FACTS, NO_CACHE, Cache
from analyzer.read.collector import collector_paused
from analyzer.read.entry_points import read_entry_points
from analyzer.read.fact_bytes import Packed, PackedFacts, pack_facts, pack_value, unpack_value
from analyzer.read.forked import Task, run_forked
from analyzer.read.history import newest_commit, read_history
from analyzer.read.link import STEPS, Step
from analyzer.read.names import NameTable
from analyzer.read.program import Program
from analyzer.read.requirements import read_requirements
from analyzer.read.scan import PARALLEL_FROM, Progress, Scan, scan
from analyzer.read.survey import Survey, survey
from analyzer.read.title import title_of

MAX_WORKERS = 8
PARTS_FOR_EACH_WORKER = 4
VOCABULARY = frozenset[str]().union(*(framework.vocabulary for framework in FRAMEWORKS))

Problems = tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A code base as it lies there, and what is remembered of it. ``state`` changes whenever a file does or the history grows; it is
    ``""`` where nothing is remembered."""

    seen: Survey
    cache: Cache
    state: str


def look(root: Path, cache: Cache = NO_CACHE) -> Source:
    """The code base in a folder, before any file of it is opened."""
    seen = survey(root)
    return Source(seen, cache, "" if cache is NO_CACHE else f"{seen.digest()} {newest_commit(root)}")


def read_codebase(root: Path, workers: int | None = None, progress: Progress | None = None, cache: Cache = NO_CACHE) -> Codebase:
    """What ``codebase_of`` finds in a folder."""
    return codebase_of(look(root, cache), workers, progress)


def codebase_of(source: Source, workers: int | None = None, progress: Progress | None = None) -> Codebase:
    """Everything that reading finds out about Python code, without running any of it.

    ``workers`` is the number of processes (default: one per processor, at most 8); the result depends neither on it nor on what was
    remembered.
    """
    seen, cache = source.seen, source.cache
    kept = cache.load(FACTS, source.state)
    if kept is None:
        with collector_paused():
            kept = _read(seen, workers or min(os.cpu_count() or 1, MAX_WORKERS), progress, cache)
        cache.keep(FACTS, source.state, kept)
    name, files, packed, history, problems = kept
    return Codebase(
        name,
        unpack_value(files, tuple[SourceFile, ...]),
        PackedFacts(packed),
        seen.assets,
        unpack_value(history, tuple[Commit, ...]),
        unpack_value(problems, Problems),
    )


Kept = tuple[str, bytes, Packed, bytes, bytes]
"""Title, files, facts, history and problems of a code base, packed."""


def _read(seen: Survey, workers: int, progress: Progress | None, cache: Cache) -> Kept:
    scanned = scan(seen, VOCABULARY, workers, cache.units(seen.stamps), progress)
    if scanned.read:
        cache.keep_units(scanned.units, seen.stamps)
    scanned = replace(scanned, units=())
    files = scanned.files
    facts, history, problems = _facts(seen, scanned, workers if len(files) >= PARALLEL_FROM else 1)
    name = title_of(seen.root, tuple(file.module for file in files if file.kind is FileKind.CODE))
    problems = tuple(sorted({*seen.problems, *scanned.problems, *problems}))
    return name, pack_value(files), facts.packed, history, pack_value(problems)


def _facts(seen: Survey, scanned: Scan, workers: int) -> tuple[PackedFacts, bytes, Problems]:
    """All facts, the history (packed), and the problems met on the way."""
    names = NameTable(scanned.modules, scanned.is_python2)
    entry_points = read_entry_points(seen.root, (*seen.others, *seen.python))
    program = Program(scanned.modules, names, templates=scanned.templates, entry_points=entry_points)
    parts = [partial(_linked, modules, program) for modules in _shares(tuple(scanned.modules), workers)]
    tasks = [partial(_history, seen), partial(_requirements, seen), *parts]
    (commits, history_problems), *linked = _answers(tasks, workers)
    program = replace(program, linked=PackedFacts.joined(packed for packed, _ in linked))
    read = _answers([partial(_told, one.name, one.facts, program) for one in FRAMEWORKS], workers)
    facts = PackedFacts.joined(packed for packed, _ in (*linked, *read))
    return facts, commits, (*history_problems, *(problem for _, problems in (*linked, *read) for problem in problems))


def _answers(tasks: Sequence[Task], workers: int) -> list[tuple[bytes, Problems]]:
    return [unpack_value(one, tuple[bytes, Problems]) for one in run_forked(tasks, workers)]


def _shares(modules: Sequence[str], workers: int) -> list[Sequence[str]]:
    """The modules in parts of equal number, several for each worker: a slow part is made up for by the others."""
    count = min(len(modules), workers * PARTS_FOR_EACH_WORKER if workers > 1 else 1) or 1
    size = -(-len(modules) // count) or 1
    return [modules[start : start + size] for start in range(0, len(modules), size)]


def _linked(modules: Sequence[str], program: Program) -> bytes:
    """The facts of some modules that need no framework, told as by ``_told``."""
    answers = [guarded(name, partial(_step, step, modules), program) for name, step in STEPS]
    facts = (fact for found, _ in answers for fact in found)
    return pack_value((pack_facts(facts), [problem for _, failed in answers for problem in failed]))


def _step(step: Step, modules: Sequence[str], program: Program) -> Iterable[Fact]:
    return step(program.names, modules)


def _told(name: str, read: Reader, program: Program) -> bytes:
    """The facts of one reader, packed, and the problems it had: a file that it fails on costs that file's facts."""
    facts, problems = guarded(name, read, program)
    return pack_value((pack_facts(facts), problems))


def _history(seen: Survey) -> bytes:
    commits, problems = read_history(seen.root, seen.python)
    return pack_value((pack_value(commits), problems))


def _requirements(seen: Survey) -> bytes:
    found, problems = read_requirements(seen.root, (*seen.others, *seen.python))
    return pack_value((pack_facts(found), problems))
