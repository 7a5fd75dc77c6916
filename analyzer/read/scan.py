"""Every file of a folder to its syntax, on several processes where that pays."""

import ast
import hashlib
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from analyzer.model.place import Location, ModuleName, Problem, Severity
from analyzer.model.source import Asset, FileKind, SourceFile
from analyzer.model.syntax import ModuleSyntax
from analyzer.read.collector import collector_paused
from analyzer.read.deep import with_room
from analyzer.read.discover import TEMPLATE_SUFFIXES, discover
from analyzer.read.kinds import embedded_copies, kind_of
from analyzer.read.layout import Placed, name_modules
from analyzer.read.parse import parse
from analyzer.read.walk import walk_module

CHUNK = 40
PARALLEL_FROM = 200
MAX_TEMPLATE_BYTES = 256_000
MAX_TEMPLATES = 20_000
NO_DIGEST = ""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Scan:
    """What a folder holds: files sorted by module, their syntax by module name, page templates by path, everything else."""

    files: tuple[SourceFile, ...]
    modules: dict[str, ModuleSyntax]
    templates: dict[str, str]
    assets: tuple[Asset, ...]
    problems: tuple[Problem, ...]
    is_python2: bool


@dataclass(frozen=True, slots=True)
class _Result:
    file: SourceFile
    syntax: ModuleSyntax
    is_python2: bool
    problem: Problem | None


def scan(root: Path, vocabulary: frozenset[str], workers: int = 1, progress: Progress | None = None) -> Scan:
    """Read every Python file below a folder; the result does not depend on the number of workers.

    A file that cannot be read or parsed is a problem and still has a place in ``files`` (with empty syntax).
    """
    found = discover(root)
    placed = name_modules(found.python, root.resolve().name, lambda path: _bytes(root, path)[0])
    jobs = [(str(root), placed[start : start + CHUNK], vocabulary) for start in range(0, len(placed), CHUNK)]
    results: list[_Result] = []
    for batch in _run(jobs, workers if len(placed) >= PARALLEL_FROM else 1):
        results += batch
        if progress is not None:
            progress("reading", len(results), len(placed))
    problems = [*found.problems, *(result.problem for result in results if result.problem is not None)]
    copies = embedded_copies((*found.python, *found.others))
    return Scan(
        tuple(_as_copied(result.file, copies) for result in results),
        {result.syntax.module: result.syntax for result in results},
        _templates(root, found.others),
        tuple(Asset(path, _size(root / path)) for path in found.others),
        tuple(sorted(problems)),
        any(result.is_python2 for result in results),
    )


def _as_copied(file: SourceFile, copies: tuple[str, ...]) -> SourceFile:
    """A file with its kind; what lies in somebody else's project is vendored."""
    return replace(file, kind=FileKind.VENDORED) if copies and file.path.startswith(copies) else file


_Job = tuple[str, tuple[Placed, ...], frozenset[str]]


def _run(jobs: list[_Job], workers: int) -> Iterator[list[_Result]]:
    if workers <= 1:
        yield from map(_read_batch, jobs)
        return
    with ProcessPoolExecutor(workers) as pool:
        # Ctrl-C reaches every process of a terminal: the parent answers for all, so its workers are born with it blocked.
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            batches = pool.map(_read_batch, jobs)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        yield from batches


def _read_batch(job: _Job) -> list[_Result]:
    root, batch, vocabulary = job
    with collector_paused():
        return [_read_one(Path(root), placed, vocabulary) for placed in batch]


def _read_one(root: Path, placed: Placed, vocabulary: frozenset[str]) -> _Result:
    raw, problem = _bytes(root, placed.path)
    parsed = parse(raw, placed.path)
    syntax = ModuleSyntax(placed.module, placed.path, placed.is_package)
    problem = problem or parsed.problem
    if parsed.tree is not None:
        walked, failed = _walk(parsed.tree, placed, vocabulary)
        syntax, problem = walked or syntax, problem or failed
    digest = hashlib.sha256(raw).hexdigest() if raw or problem is None else NO_DIGEST
    kind = kind_of(placed.path, raw[:1024], placed.inside_package)
    file = SourceFile(ModuleName(placed.module), placed.path, digest, parsed.lines, placed.is_package, kind, placed.source_root)
    return _Result(file, syntax, parsed.is_python2, problem)


def _walk(tree: ast.Module, placed: Placed, vocabulary: frozenset[str]) -> tuple[ModuleSyntax | None, Problem | None]:
    """The syntax of a tree, or why there is none: a file that a reader of ours fails on is told by its name."""

    def walk() -> ModuleSyntax:
        return walk_module(tree, placed.module, placed.path, placed.is_package, vocabulary)

    at = Location(placed.path)
    try:
        try:
            return walk(), None
        except RecursionError:
            return with_room(walk), None
    except RecursionError:
        return None, Problem(at, "too-deep", "expressions are nested too deeply", hint="is the file generated?")
    except Exception as error:  # whatever the walk trips over, the rest of the job goes on
        message = f"the syntax reader failed: {type(error).__name__}: {error}"[:300]
        return None, Problem(at, "reader-crash", message, Severity.ERROR, "please report it; the facts of other files are complete")


def _bytes(root: Path, path: str) -> tuple[bytes, Problem | None]:
    try:
        return (root / path).read_bytes(), None
    except OSError as error:
        message = error.strerror or type(error).__name__
        return b"", Problem(Location(path), "unreadable", message, hint="check the file's permissions; its facts are missing")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _templates(root: Path, paths: tuple[str, ...]) -> dict[str, str]:
    """The text of page templates that are small enough, by path."""
    chosen = [path for path in paths if path.endswith(TEMPLATE_SUFFIXES) and (not path.endswith((".txt", ".xml")) or "templates" in path)]
    texts = {}
    for path in chosen[:MAX_TEMPLATES]:
        if _size(root / path) <= MAX_TEMPLATE_BYTES:
            texts[path] = _bytes(root, path)[0].decode(errors="replace")
    return texts
