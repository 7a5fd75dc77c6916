"""One Python file to what is known of it alone: the part of reading that runs in many processes and is remembered between runs."""

import ast
import hashlib
from pathlib import Path

import msgspec

from analyzer.model.place import Location, ModuleName, Problem, Severity
from analyzer.model.source import SourceFile
from analyzer.model.syntax import ModuleSyntax, pack
from analyzer.read.collector import collector_paused
from analyzer.read.deep import with_room
from analyzer.read.kinds import kind_of
from analyzer.read.layout import Placed
from analyzer.read.parse import parse
from analyzer.read.walk import walk_module

NO_DIGEST = ""


class Unit(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file, where it was placed, its packed syntax, whether it is Python 2, and what went wrong."""

    placed: Placed
    file: SourceFile
    packed: bytes
    is_python2: bool
    problem: Problem | None


Batch = tuple[str, tuple[Placed, ...], frozenset[str]]
_DECODER = msgspec.msgpack.Decoder(list[Unit])


def read_batch(batch: Batch) -> bytes:
    """The units of some files of a root, packed: see ``unpack_units``."""
    root, placed, vocabulary = batch
    with collector_paused():
        return pack([_read(Path(root), one, vocabulary) for one in placed])


def unpack_units(packed: bytes) -> list[Unit]:
    """The units that ``pack`` wrote; raises ``msgspec.DecodeError`` for anything else."""
    return _DECODER.decode(packed)


def read_bytes(root: Path, path: str) -> tuple[bytes, Problem | None]:
    """The content of a file, empty with a problem where it cannot be read."""
    try:
        # For tens of thousands of files, a Path for each would cost as much as reading them.
        with open(f"{root}/{path}", "rb", buffering=0) as stream:  # noqa: PTH123
            return stream.read(), None
    except OSError as error:
        message = error.strerror or type(error).__name__
        return b"", Problem(Location(path), "unreadable", message, hint="check the file's permissions; its facts are missing")


def _read(root: Path, placed: Placed, vocabulary: frozenset[str]) -> Unit:
    raw, problem = read_bytes(root, placed.path)
    parsed = parse(raw, placed.path)
    syntax = ModuleSyntax(placed.module, placed.path, placed.is_package)
    problem = problem or parsed.problem
    if parsed.tree is not None:
        walked, failed = _walk(parsed.tree, placed, vocabulary)
        syntax, problem = walked or syntax, problem or failed
    digest = hashlib.sha256(raw).hexdigest() if raw or problem is None else NO_DIGEST
    kind = kind_of(placed.path, raw[:1024], placed.inside_package)
    file = SourceFile(ModuleName(placed.module), placed.path, digest, parsed.lines, placed.is_package, kind, placed.source_root)
    return Unit(placed, file, pack(syntax), parsed.is_python2, problem)


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
