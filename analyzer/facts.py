"""Folder to facts: every reader and every framework, shared out to processes, and remembered between runs."""

import marshal
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple, cast

from analyzer.frameworks import FRAMEWORKS, NOTES
from analyzer.frameworks.guarded import CRASH, Reader, guarded
from analyzer.frameworks.note import Noted, take_notes
from analyzer.model.codebase import Codebase, Fact
from analyzer.model.facts import Import
from analyzer.model.history import Commit
from analyzer.model.place import Problem
from analyzer.model.source import FileKind, SourceFile
from analyzer.model.syntax import unpack
from analyzer.read.affected import Change, affected
from analyzer.read.cache import FACTS, NO_CACHE, NOTED, Cache, RememberedUnits
from analyzer.read.collector import collector_paused
from analyzer.read.entry_points import read_entry_points
from analyzer.read.fact_bytes import PackedFacts, in_bytes_of, pack_facts, pack_value, unpack_value
from analyzer.read.forked import forked
from analyzer.read.history import read_history
from analyzer.read.late_facts import Late
from analyzer.read.link import STEPS, Step
from analyzer.read.names import NameTable
from analyzer.read.program import Program
from analyzer.read.requirements import read_requirements
from analyzer.read.scan import PARALLEL_FROM, Progress, Scan, scan
from analyzer.read.source import Source, look
from analyzer.read.survey import Survey
from analyzer.read.title import title_of

MAX_WORKERS = 8
CHUNK = 64
"""Modules that are linked by one task: enough to keep what they have in common once, few enough for workers to end together."""
FEW = 8
VOCABULARY = frozenset[str]().union(*(framework.vocabulary for framework in FRAMEWORKS))
IN_ORDER = sorted(FRAMEWORKS, key=lambda one: -len(one.vocabulary))
"""The frameworks that ask for most come first: they take longest."""
HISTORY, REQUIREMENTS = "history", "requirements"

Problems = tuple[Problem, ...]
Answers = dict[str, bytes]
"""Facts and problems, packed, by what was asked: a chunk of modules (its number), a framework (its name), the requirements."""
Notes = dict[str, Noted]
"""What is noted for the frameworks, by chunk."""


class Kept(NamedTuple):
    """What is remembered of a code base's facts, packed, and how it stood then."""

    title: str
    files: bytes
    answers: Answers
    problems: bytes
    is_python2: bool
    stood: tuple[str, str, str]


def read_codebase(root: Path, workers: int | None = None, progress: Progress | None = None, cache: Cache = NO_CACHE) -> Codebase:
    """What ``codebase_of`` finds in a folder."""
    return codebase_of(look(root, cache), workers, progress)


def codebase_of(source: Source, workers: int | None = None, progress: Progress | None = None) -> Codebase:
    """Everything that reading finds out about Python code, without running any of it.

    ``workers`` is the number of processes (default: one per processor, at most 8); the result depends neither on it nor on what was
    remembered.
    """
    key, value = source.cache.last(FACTS)
    kept = Kept(*value) if value is not None else None
    if kept is None or key != source.state:
        with collector_paused():
            # Notes lie apart from what they led to, which is read more often.
            noted = source.cache.load(NOTED, key)
            kept, noted = _read(source, workers or min(os.cpu_count() or 1, MAX_WORKERS), progress, kept, noted)
        source.cache.keep(FACTS, source.state, tuple(kept))
        source.cache.keep(NOTED, source.state, noted)
    facts, problems = _joined(answer for name, answer in kept.answers.items() if name != HISTORY)
    commits, history_problems = unpack_value(kept.answers[HISTORY], tuple[bytes, Problems])
    return Codebase(
        kept.title,
        unpack_value(kept.files, tuple[SourceFile, ...]),
        facts,
        source.seen.assets,
        unpack_value(commits, tuple[Commit, ...]),
        tuple(sorted({*source.seen.problems, *unpack_value(kept.problems, Problems), *problems, *history_problems})),
    )


def _read(source: Source, workers: int, progress: Progress | None, before: Kept | None, noted: Notes | None) -> tuple[Kept, Notes]:
    seen, cache = source.seen, source.cache
    known = cache.units(seen.stamps)
    scanned = scan(seen, VOCABULARY, workers, known, progress)
    if scanned.fresh:
        cache.keep_units(known, scanned.units, scanned.fresh)
    chunks = _chunks(tuple(scanned.modules))
    still = _still_true(source, scanned, known, before, chunks) if before is not None and noted is not None else {}
    del known
    scanned = replace(scanned, units=())
    files = scanned.files
    title = title_of(seen.root, tuple(file.module for file in files if file.kind is FileKind.CODE))
    known_notes = {name: one for name, one in (noted or {}).items() if name in still}
    answers, noted = _answers(seen, scanned, workers if len(files) >= PARALLEL_FROM else 1, chunks, still, known_notes)
    if before is not None:
        answers = {name: _in_bytes_of(before.answers.get(name, answer), answer) for name, answer in answers.items()}
    return Kept(title, pack_value(files), answers, pack_value(scanned.problems), scanned.is_python2, source.stands), noted


def _chunks(modules: Sequence[str]) -> dict[str, Sequence[str]]:
    return {f"modules {at}": modules[at : at + CHUNK] for at in range(0, len(modules), CHUNK)}


# -- what is still true -------------------------------------------------------------------------------------------------


def _still_true(source: Source, scanned: Scan, known: RememberedUnits, before: Kept, chunks: Mapping[str, Sequence[str]]) -> Answers:
    """The answers from before that have not changed."""
    _, others, commit = source.stands
    stale = _stale(scanned, known, before)
    if stale is None:
        return {}
    asked = {name for name, modules in chunks.items() if stale.isdisjoint(modules)}
    if commit and commit == before.stood[2]:
        asked.add(HISTORY)
    if others == before.stood[1]:
        asked |= {REQUIREMENTS, *(() if stale else (one.name for one in FRAMEWORKS))}
    return {name: answer for name, answer in before.answers.items() if name in asked}


def _stale(scanned: Scan, known: RememberedUnits, before: Kept) -> frozenset[str] | None:
    """The modules whose facts may not be what they were; None for all."""
    old = {file.path: file for file in unpack_value(before.files, tuple[SourceFile, ...])}
    if before.is_python2 != scanned.is_python2 or old.keys() != {file.path for file in scanned.files}:
        return None
    changes: dict[str, Change] = {}
    for unit in scanned.units:
        was, last = old[unit.file.path], known.last(unit.placed) if unit.file.path in scanned.fresh else unit
        if was.module != unit.file.module or last is None or last.file.digest != was.digest:
            return None
        if last.packed != unit.packed:
            changes[unit.placed.module] = Change(unpack(last.packed), scanned.modules[unit.placed.module])
    facts, problems = _joined(answer for name, answer in before.answers.items() if name != HISTORY)
    crashed = any(problem.code == CRASH for problem in problems)
    return None if crashed else affected(changes, scanned.modules, scanned.packed, cast(tuple[Import, ...], facts.get(Import, ())))


def _in_bytes_of(before: bytes, answer: bytes) -> bytes:
    """An answer, in the bytes of before where it is the same."""
    if before == answer:
        return answer
    (old, _), (new, problems) = marshal.loads(before), marshal.loads(answer)
    return marshal.dumps((in_bytes_of(old, new), problems))


# -- facts --------------------------------------------------------------------------------------------------------------


def _answers(
    seen: Survey, scanned: Scan, workers: int, chunks: Mapping[str, Sequence[str]], still: Answers, noted: Notes
) -> tuple[Answers, Notes]:
    """The answers about everything, and the notes that led to them; those that are ``still`` true are not asked for again."""
    names = NameTable(scanned.modules, scanned.is_python2, scanned.roots)
    entry_points = read_entry_points(seen.root, (*seen.others, *seen.python))
    with Late() as late:
        program = Program(scanned.modules, names, late.facts, scanned.templates, entry_points, late.noted)
        first = {HISTORY: partial(_history, seen), REQUIREMENTS: partial(_requirements, seen)}
        links = {name: partial(_linked, modules, program) for name, modules in chunks.items()}
        told = {one.name: partial(_told, one.name, one.facts, program) for one in IN_ORDER}
        tasks = {**first, **links, **told}
        asked = {name: task for name, task in tasks.items() if name not in still}
        with forked(asked, workers if len(asked) >= FEW else 1) as run:
            answers = {**still, **run(name for name in asked if name not in told)}
            fresh = {name: marshal.loads(answers[name]) for name in links if name in asked}
            answers |= {name: answer for name, (answer, _) in fresh.items()}
            noted = {name: fresh[name][1] if name in fresh else noted[name] for name in links}
            if not asked.keys().isdisjoint(told):
                late.put([(marshal.loads(answers[name])[0], noted[name]) for name in links])
            answers |= run(name for name in asked if name in told)
    return {name: answers[name] for name in tasks}, noted


def _joined(answers: Iterable[bytes]) -> tuple[PackedFacts, Problems]:
    read = [unpack_value(one, tuple[bytes, Problems]) for one in answers]
    return PackedFacts.joined(facts for facts, _ in read), tuple(problem for _, problems in read for problem in problems)


def _linked(modules: Sequence[str], program: Program) -> bytes:
    """The facts of some modules that need no framework, told as by ``_told``; and what is noted of them."""
    answers = [guarded(name, partial(_step, step, modules), program) for name, step in STEPS]
    facts = pack_facts(fact for found, _ in answers for fact in found)
    noted, failed = take_notes(NOTES, program, modules)
    return marshal.dumps((pack_value((facts, [*(problem for _, failed in answers for problem in failed), *failed])), noted))


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
