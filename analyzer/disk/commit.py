"""Many files change together: all are staged, one rename decides, and what a killed process left is finished by the next.

Until the stage gets its final name the old tree is untouched; from then on a kill leaves a journal beside whole files, and
whoever writes next carries it out before anything else.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from analyzer.disk.places import UnsafePathError, digest, digest_at, target_in

PART = ".unbraid-part-"
DECIDED = ".unbraid-commit"
NEW_SUFFIX = ".unbraid-new"
_JOURNAL = "journal.json"


@dataclass(frozen=True, slots=True)
class Write:
    """A file to put into place: path relative to the folder, bytes, permissions, and the digest of what it replaces."""

    path: str
    data: bytes
    mode: int = 0o666
    replaces: str | None = None


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """The folder for this process alone, with what an interrupted one left behind carried out or cleared away.

    Waits for another process that writes there. The lock is on the folder itself and ends with the process.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle = _lock(folder)
    try:
        _finish(folder)
        for part in folder.glob(PART + "*"):
            shutil.rmtree(part, ignore_errors=True)
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _lock(folder: Path) -> int | None:
    """An open, locked descriptor of the folder; None where the system or the file system has no such locks."""
    with suppress(ImportError, OSError):
        import fcntl

        handle = os.open(folder, os.O_RDONLY)
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        return handle
    return None


def commit(folder: Path, writes: Iterable[Write], removals: Mapping[str, str]) -> None:
    """Put files into place and remove others (path to the digest that it must still have); the caller holds the lock.

    Raises UnsafePathError before anything has changed, and OSError.
    """
    pending = list(writes)
    if not pending and not removals:
        return
    for write in pending:
        target_in(folder, write.path)
    stage = Path(tempfile.mkdtemp(prefix=PART, dir=folder))
    try:
        _fill(stage, pending, removals)
        stage.replace(folder / DECIDED)
    except BaseException:
        shutil.rmtree(stage, ignore_errors=True)
        raise
    _finish(folder)


def _fill(stage: Path, writes: list[Write], removals: Mapping[str, str]) -> None:
    for write in writes:
        part = stage / "tree" / write.path
        part.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, write.mode), "wb") as stream:
            stream.write(write.data)
    journal = {"replaces": {write.path: write.replaces for write in writes}, "remove": dict(removals)}
    (stage / _JOURNAL).write_text(json.dumps(journal), encoding="utf-8")


def _finish(folder: Path) -> None:
    """Carry out a decided commit, if there is one; each step may have been done already."""
    stage = folder / DECIDED
    if stage.is_symlink() or not stage.is_dir():
        return
    try:
        journal = json.loads((stage / _JOURNAL).read_text(encoding="utf-8"))
    except ValueError as error:
        raise UnsafePathError(f"{stage} is damaged; remove it to write here") from error
    for path, replaces in sorted(journal["replaces"].items(), key=_hidden_last):
        _put(folder, stage / "tree", path, replaces)
    for path, emitted in sorted(journal["remove"].items()):
        _remove(folder, path, emitted)
    done = folder / f"{PART}done"
    stage.replace(done)
    shutil.rmtree(done, ignore_errors=True)


def _hidden_last(item: tuple[str, object]) -> tuple[bool, str]:
    """What is remembered about the tree changes after the tree."""
    return item[0].startswith(".unbraid-"), item[0]


def _put(folder: Path, staged: Path, path: str, replaces: str | None) -> None:
    part = staged / path
    if not part.is_file():
        return  # moved already, by itself or with its folder
    target = target_in(folder, path)
    there = digest_at(target)
    if there not in (None, replaces, digest(part.read_bytes())):
        target = target_in(folder, path + NEW_SUFFIX)  # changed since it was planned
    place, source = target, part
    while not place.parent.exists():
        place, source = place.parent, source.parent
    source.replace(place)


def _remove(folder: Path, path: str, emitted: str) -> None:
    target = target_in(folder, path)
    if digest_at(target) not in (None, emitted):
        return
    target.unlink(missing_ok=True)
    for parent in target.parents:
        if parent == folder or not parent.is_dir() or any(parent.iterdir()):
            break
        parent.rmdir()
