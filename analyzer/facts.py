"""Folder to facts: every reader and every framework, shared out to processes, and remembered between runs."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from analyzer.frameworks import FRAMEWORKS
from analyzer.frameworks.guarded import Reader, guarded
from analyzer.model.codebase import Codebase, Fact
from analyzer.model.history import Commit
from analyzer.model.place import Problem
from analyzer.model.source import FileKind, SourceFile
from analyzer.read.cache import FACTS, Cache
from analyzer.read.collector import collector_paused
from analyzer.read.entry_points import read_entry_points
from analyzer.read.fact_bytes import Packed, PackedFacts, pack_facts, pack_value, unpack_value
from analyzer.read.forked import run_forked
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


def state_of(seen: Survey) -> str:
    """Changes whenever a file of the code base does, or its history grows."""
    return f"{seen.digest()} {newest_commit(seen.root)}"


def read_codebase(
    root: Path | Survey, workers: int | None = None, progress: Progress | None = None, cache: Cache | None = None
) -> Codebase:
    """Everything that reading finds out about the Python code below a folder (or in a survey of one), without running any of it.

    ``workers`` is the number of processes (default: one per processor, at most 8), ``cache`` what is remembered from the last time
    (default: nothing); the result depends on neither.
    """
    seen = root if isinstance(root, Survey) else survey(root)
    key = state_of(seen) if cache is not None else ""
    kept = cache.load(FACTS, key) if cache is not None else None
    if kept is None:
        with collector_paused():
            kept = _read(seen, workers or min(os.cpu_count() or 1, MAX_WORKERS), progress, cache)
        if cache is not None:
            cache.keep(FACTS, key, kept)
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


def _read(seen: Survey, workers: int, progress: Progress | None, cache: Cache | None) -> Kept:
    if cache is None:
        scanned = scan(seen, VOCABULARY, workers, progress=progress)
    else:
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
    history, requirements, *linked = run_forked([partial(_history, seen), partial(_requirements, seen), *parts], workers)
    program = replace(program, linked=_joined(linked))
    read = run_forked([partial(_told, one.name, one.facts, program) for one in FRAMEWORKS], workers)
    told = [*linked, *read, requirements]
    problems = [problem for one in told for problem in unpack_value(one, tuple[bytes, Problems])[1]]
    commits, history_problems = unpack_value(history, tuple[bytes, Problems])
    return _joined(told), commits, (*history_problems, *problems)


def _joined(told: Iterable[bytes]) -> PackedFacts:
    return PackedFacts.joined(unpack_value(one, tuple[bytes, Problems])[0] for one in told)


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
