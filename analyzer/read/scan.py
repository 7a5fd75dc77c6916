"""Every file of a folder to its syntax: on several processes where that pays, and only files that changed since the last time."""

import signal
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

from analyzer.model.place import Problem
from analyzer.model.source import FileKind, SourceFile
from analyzer.model.syntax import ModuleSyntax, unpack
from analyzer.read.discover import TEMPLATE_SUFFIXES
from analyzer.read.import_roots import ImportRoots
from analyzer.read.kinds import embedded_copies
from analyzer.read.layout import Placed, lay_out
from analyzer.read.lazily import Lazily
from analyzer.read.survey import Survey
from analyzer.read.unit import Batch, Unit, read_batch, read_bytes, unpack_units

CHUNK = 40
PARALLEL_FROM = 200
MAX_TEMPLATE_BYTES = 256_000
MAX_TEMPLATES = 20_000

Progress = Callable[[str, int, int], None]
Known = Callable[[Placed], Unit | None]
"""What is remembered of a file, None where nothing is or the file has changed."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What a folder holds: files and what went wrong with them, sorted; syntax by module name, unpacked when asked for, and packed;
    page templates by path; what imports mean beyond the names of modules.

    ``units`` are what may be remembered of each file; ``fresh`` are the paths of those that were read now.
    """

    files: tuple[SourceFile, ...]
    problems: tuple[Problem, ...]
    modules: Mapping[str, ModuleSyntax]
    packed: Mapping[str, bytes]
    templates: dict[str, str]
    is_python2: bool
    roots: ImportRoots
    units: tuple[Unit, ...]
    fresh: frozenset[str]

    @property
    def read(self) -> int:
        """How many files were read now."""
        return len(self.fresh)


def scan(
    seen: Survey, vocabulary: frozenset[str], workers: int = 1, known: Known = lambda placed: None, progress: Progress | None = None
) -> Scan:
    """Read every Python file of a survey; the result depends neither on the number of workers nor on what was remembered.

    A file that cannot be read or parsed is a problem and still has a place in ``files`` (with empty syntax).
    """
    layout = lay_out(seen.python, seen.root.resolve().name, lambda path: read_bytes(seen.root, path)[0])
    placed = layout.placed
    units = {unit.placed.module: unit for one in placed if (unit := known(one)) is not None}
    missing = tuple(one for one in placed if one.module not in units)
    for batch in _run(_batches(seen, missing, vocabulary), workers if len(missing) >= PARALLEL_FROM else 1):
        units.update((unit.placed.module, unit) for unit in unpack_units(batch))
        if progress is not None:
            progress("reading", len(units), len(placed))
    ordered = tuple(units[one.module] for one in placed)
    packed = {unit.placed.module: unit.packed for unit in ordered}
    copies = embedded_copies((*seen.python, *seen.others))
    return Scan(
        tuple(_as_copied(unit.file, copies) for unit in ordered),
        tuple(sorted(unit.problem for unit in ordered if unit.problem is not None)),
        Lazily(packed, lambda name: unpack(packed[name])),
        packed,
        _templates(seen),
        any(unit.is_python2 for unit in ordered),
        layout.roots,
        ordered,
        frozenset(one.path for one in missing),
    )


def _as_copied(file: SourceFile, copies: tuple[str, ...]) -> SourceFile:
    """A file with its kind; what lies in somebody else's project is vendored."""
    return replace(file, kind=FileKind.VENDORED) if copies and file.path.startswith(copies) else file


def _batches(seen: Survey, placed: tuple[Placed, ...], vocabulary: frozenset[str]) -> list[Batch]:
    return [(str(seen.root), placed[start : start + CHUNK], vocabulary) for start in range(0, len(placed), CHUNK)]


def _run(batches: list[Batch], workers: int) -> Iterator[bytes]:
    if workers <= 1:
        yield from map(read_batch, batches)
        return
    with ProcessPoolExecutor(workers) as pool:
        # Ctrl-C reaches every process of a terminal: the parent answers for all, so its workers are born with it blocked.
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            results = pool.map(read_batch, batches)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        yield from results


def _templates(seen: Survey) -> dict[str, str]:
    """The text of page templates that are small enough, by path."""
    paths = (path for path in seen.others if path.endswith(TEMPLATE_SUFFIXES))
    chosen = [path for path in paths if not path.endswith((".txt", ".xml")) or "templates" in path]
    small = (path for path in chosen[:MAX_TEMPLATES] if seen.stamps[path][0] <= MAX_TEMPLATE_BYTES)
    return {path: read_bytes(seen.root, path)[0].decode(errors="replace") for path in small}
