"""Folder to facts: every reader and every framework, shared out to processes, and remembered between runs."""

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from analyzer.frameworks import FRAMEWORKS
from analyzer.frameworks.framework import Framework
from analyzer.model.codebase import Codebase
from analyzer.model.history import Commit
from analyzer.model.place import Location, Problem, Severity
from analyzer.model.source import FileKind, SourceFile
from analyzer.read.cache import FACTS, Cache
from analyzer.read.collector import collector_paused
from analyzer.read.fact_bytes import Packed, PackedFacts, pack_facts, pack_value, unpack_value
from analyzer.read.forked import run_forked
from analyzer.read.history import newest_commit, read_history
from analyzer.read.link import link
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


def read_codebase(root: Path, workers: int | None = None, progress: Progress | None = None, cache: Cache | None = None) -> Codebase:
    """Everything that reading finds out about the Python code below a folder, without running any of it.

    ``workers`` is the number of processes (default: one per processor, at most 8), ``cache`` what is remembered from the last time
    (default: nothing); the result depends on neither.
    """
    seen = survey(root)
    key = f"{seen.digest()} {newest_commit(root)}" if cache is not None else ""
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
    files = scanned.files
    facts, history, problems = _facts(seen, scanned, workers if len(files) >= PARALLEL_FROM else 1)
    name = title_of(seen.root, tuple(file.module for file in files if file.kind is FileKind.CODE))
    problems = tuple(sorted({*seen.problems, *scanned.problems, *problems}))
    return name, pack_value(files), facts.packed, history, pack_value(problems)


def _facts(seen: Survey, scanned: Scan, workers: int) -> tuple[PackedFacts, bytes, Problems]:
    """All facts, the history (packed), and the problems met on the way."""
    names = NameTable(scanned.modules, scanned.is_python2)
    parts = [partial(_link, names, modules) for modules in _shares(tuple(scanned.modules), workers)]
    history, requirements, *linked = run_forked([partial(_history, seen), partial(_requirements, seen), *parts], workers)
    program = Program(scanned.modules, names, PackedFacts.joined(linked), scanned.templates)
    read = run_forked([partial(_guarded, one, program) for one in FRAMEWORKS], workers)
    told = [unpack_value(one, tuple[bytes, Problems]) for one in read]
    commits, history_problems = unpack_value(history, tuple[bytes, Problems])
    declared, requirement_problems = unpack_value(requirements, tuple[bytes, Problems])
    facts = PackedFacts.joined([*linked, declared, *(one for one, _ in told)])
    return facts, commits, (*history_problems, *requirement_problems, *(problem for _, crashes in told for problem in crashes))


def _shares(modules: Sequence[str], workers: int) -> list[Sequence[str]]:
    """The modules in parts of equal number, several for each worker: a slow part is made up for by the others."""
    count = min(len(modules), workers * PARTS_FOR_EACH_WORKER if workers > 1 else 1) or 1
    size = -(-len(modules) // count) or 1
    return [modules[start : start + size] for start in range(0, len(modules), size)]


def _link(names: NameTable, modules: Sequence[str]) -> bytes:
    return pack_facts(link(names, modules))


def _history(seen: Survey) -> bytes:
    commits, problems = read_history(seen.root, seen.python)
    return pack_value((pack_value(commits), problems))


def _requirements(seen: Survey) -> bytes:
    found, problems = read_requirements(seen.root, (*seen.others, *seen.python))
    return pack_value((pack_facts(found), problems))


def _guarded(framework: Framework, program: Program) -> bytes:
    """The facts of one framework; a crash in it costs its own facts and is a problem that asks for a report."""
    try:
        return pack_value((pack_facts(framework.facts(program)), ()))
    except Exception as error:  # whatever a framework trips over, the rest of the job goes on
        message = f"the {framework.name} reader failed: {type(error).__name__}: {error}"
        hint = "please report it; the other facts are complete"
        return pack_value((pack_facts(()), (Problem(Location("."), "reader-crash", message[:300], Severity.ERROR, hint),)))
