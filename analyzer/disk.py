"""The only door to writing files: atomic, never outside the folder, never over what a user has edited."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

from analyzer.model.files import CopiedFile, FileSet, OutputFile, TextFile
from analyzer.model.place import Location, Problem

MANIFEST = ".unbraid-manifest.json"
NEW_SUFFIX = ".unbraid-new"


class ActionKind(StrEnum):
    """What became of one file."""

    CREATE = "create"
    IDENTICAL = "identical"
    OVERWRITE = "overwrite"
    KEEP = "keep"
    CONFLICT = "conflict"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True, order=True)
class Action:
    """What became of the file at ``path`` (relative to the output folder) and, where it is not plain, why."""

    path: str
    kind: ActionKind
    why: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did: one action for each file, sorted by path, and the files that could not be read."""

    folder: Path
    actions: tuple[Action, ...]
    problems: tuple[Problem, ...] = ()

    def of(self, kind: ActionKind) -> tuple[str, ...]:
        """The paths of one kind of action, sorted."""
        return tuple(action.path for action in self.actions if action.kind is kind)


class UnsafePathError(OSError):
    """A path that would leave the output folder, or that a folder or another kind of file occupies."""


@dataclass(frozen=True, slots=True)
class Templates:
    """Where templates are found: folders in the order of precedence, so that a file of an earlier one wins."""

    folders: tuple[Path, ...]

    def text(self, name: str) -> str:
        """The text of a template by its path below the folders; raises FileNotFoundError where none has it."""
        for folder in self.folders:
            if (folder / name).is_file():
                return (folder / name).read_text(encoding="utf-8")
        raise FileNotFoundError(name)

    def names(self, below: str) -> tuple[str, ...]:
        """The paths of all templates below a path, sorted, each once whichever folder has it."""
        found = {path.relative_to(folder).as_posix() for folder in self.folders for path in (folder / below).rglob("*") if path.is_file()}
        return tuple(sorted(found))


def templates_folder(override: Path | None = None) -> Templates:
    """The templates of the project (those inside the package, else those of the checkout), below an override's files.

    Raises NotADirectoryError for an override that is no folder.
    """
    if override is not None and not override.is_dir():
        raise NotADirectoryError(f"not a folder of templates: {override}")
    here = Path(__file__).resolve().parent
    packaged = here / "_templates"
    own = packaged if packaged.is_dir() else here.parent / "templates"
    return Templates((own,) if override is None else (override, own))


def write_files(files: FileSet, folder: Path, root: Path | None = None) -> Written:
    """Write files that are the program's own: what differs is replaced, what is equal is not touched.

    ``root`` is where copied files come from. Everything is staged first and then moved into place file by file, so an
    interrupted write leaves whole files. Raises UnsafePathError before anything is written, and OSError.
    """
    wanted, problems = _contents(files, root)
    targets = {file.path: _target(folder, file.path) for file in wanted}
    actions = [Action(file.path, _plain_kind(targets[file.path], data)) for file, data in wanted.items()]
    changed = {action.path for action in actions if action.kind is not ActionKind.IDENTICAL}
    _replace(folder, [(targets[f.path], data, _mode(f)) for f, data in wanted.items() if f.path in changed])
    return Written(folder, tuple(sorted(actions)), problems)


def write_cache(folder: Path, name: str, parts: Iterable[bytes]) -> None:
    """Write one file of a cache folder, whole or not at all, part by part; a folder that cannot be written stays as it is."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        with _staging(folder) as stage:
            with (stage / name).open("wb") as stream:
                stream.writelines(parts)
            (stage / name).replace(folder / name)


def write_tree(files: FileSet, folder: Path, root: Path | None = None, remove_obsolete: bool = True) -> Written:
    """Write generated files into a tree that people edit; a manifest remembers the digest of each file as emitted.

    No files at all write nothing and remove nothing. A file that a user changed, added or deleted stays so. Where the
    generated text changed as well, it is written beside as ``NAME.unbraid-new`` and reported as a conflict. A file that is
    no longer generated and was not edited is removed, unless ``remove_obsolete`` is false. Raises as ``write_files``.
    """
    wanted, problems = _contents(files, root)
    before, broken = _read_manifest(folder)
    after, actions, writes = dict(before), [], []
    for file, data in wanted.items():
        target, digest = _target(folder, file.path), _digest(data)
        action = _decide(file.path, _digest_of(target), before.get(file.path), digest)
        actions.append(action)
        if action.kind in (ActionKind.CREATE, ActionKind.OVERWRITE):
            writes.append((target, data, _mode(file)))
        elif action.kind is ActionKind.CONFLICT:
            writes.append((_target(folder, file.path + NEW_SUFFIX), data, _mode(file)))
        if action.kind is not ActionKind.KEEP or file.path in before:
            after[file.path] = digest
    obsolete = _obsolete(folder, before, {file.path for file in wanted}) if remove_obsolete and wanted else []
    for action in obsolete:
        after.pop(action.path)
    manifest = json.dumps({"version": 1, "files": dict(sorted(after.items()))}, indent=1) + "\n"
    if wanted:
        _replace(folder, [*writes, (_target(folder, MANIFEST), manifest.encode(), 0o666)])
    for action in obsolete:
        if action.kind is ActionKind.REMOVE:
            _remove(folder, action.path)
    return Written(folder, tuple(sorted([*actions, *obsolete])), (*problems, *broken))


def _decide(path: str, there: str | None, emitted: str | None, wanted: str) -> Action:
    if there == wanted:
        return Action(path, ActionKind.IDENTICAL)
    if emitted is None:
        return Action(path, ActionKind.CREATE) if there is None else Action(path, ActionKind.KEEP, "not generated here before")
    if there is None:
        return Action(path, ActionKind.KEEP, "deleted by the user")
    if there == emitted:
        return Action(path, ActionKind.OVERWRITE)
    if emitted == wanted:
        return Action(path, ActionKind.KEEP, "edited by the user")
    return Action(path, ActionKind.CONFLICT, f"edited by the user; the new text is in {path}{NEW_SUFFIX}")


def _obsolete(folder: Path, before: dict[str, str], wanted: set[str]) -> list[Action]:
    found = []
    for path, emitted in before.items():
        if path in wanted:
            continue
        there = _digest_of(_target(folder, path))
        if there == emitted:
            found.append(Action(path, ActionKind.REMOVE, "no longer generated"))
        else:
            found.append(Action(path, ActionKind.KEEP, "no longer generated; " + ("edited" if there else "deleted") + " by the user"))
    return found


def _plain_kind(target: Path, data: bytes) -> ActionKind:
    there = _digest_of(target)
    if there is None:
        return ActionKind.CREATE
    return ActionKind.IDENTICAL if there == _digest(data) else ActionKind.OVERWRITE


def _contents(files: FileSet, root: Path | None) -> tuple[dict[OutputFile, bytes], tuple[Problem, ...]]:
    found: dict[OutputFile, bytes] = {}
    problems = []
    for file in files:
        if isinstance(file, TextFile):
            found[file] = file.text.encode("utf-8", errors="surrogateescape")
            continue
        try:
            found[file] = read_inside(root, file.source)
        except OSError as error:
            reason = str(error) if isinstance(error, UnsafePathError) else error.strerror or type(error).__name__
            problems.append(Problem(Location(file.source), "copy-failed", f"not copied to {file.path}: {reason}"))
    return found, tuple(problems)


def read_inside(root: Path | None, source: str) -> bytes:
    """The bytes of a file by its path relative to the root; raises UnsafePathError where a link leads out of it, and OSError."""
    if root is None:
        raise UnsafePathError("no folder to copy from")
    path = (root / source).resolve()
    if not path.is_relative_to(root.resolve()) or not path.is_file():
        raise UnsafePathError("leads out of the code base" if path.exists() else "there is no such file")
    return path.read_bytes()


def _target(folder: Path, path: str) -> Path:
    parts = PurePosixPath(path).parts
    if not parts or ".." in parts or PurePosixPath(path).is_absolute():
        raise UnsafePathError(f"not a path inside the output folder: {path!r}")
    place = folder
    for part in parts[:-1]:
        place = place / part
        if place.is_symlink():
            raise UnsafePathError(f"a link leads out of the output folder: {place}")
        if place.exists() and not place.is_dir():
            raise UnsafePathError(f"a file stands where a folder is needed: {place}")
    target = place / parts[-1]
    if target.is_dir() and not target.is_symlink():
        raise UnsafePathError(f"a folder stands where a file is needed: {target}")
    return target


def _replace(folder: Path, writes: Iterable[tuple[Path, bytes, int]]) -> None:
    pending = list(writes)
    if not pending:
        return
    folder.mkdir(parents=True, exist_ok=True)
    with _staging(folder) as stage:
        staged = []
        for number, (target, data, mode) in enumerate(pending):
            part = stage / str(number)
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:
                stream.write(data)
            staged.append((part, target))
        for part, target in staged:
            target.parent.mkdir(parents=True, exist_ok=True)
            part.replace(target)


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    stage = Path(tempfile.mkdtemp(prefix=".unbraid-part-", dir=folder))
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _remove(folder: Path, path: str) -> None:
    target = _target(folder, path)
    target.unlink(missing_ok=True)
    for parent in target.parents:
        if parent == folder or any(parent.iterdir()):
            break
        parent.rmdir()


def _read_manifest(folder: Path) -> tuple[dict[str, str], tuple[Problem, ...]]:
    path = folder / MANIFEST
    if not path.is_file():
        return {}, ()
    try:
        files = json.loads(path.read_text(encoding="utf-8"))["files"]
        known = {str(name): str(digest) for name, digest in files.items()}
        for name in known:
            _target(folder, name)
    except (ValueError, KeyError, TypeError, AttributeError, UnsafePathError):
        message = "the manifest cannot be read, so every file that is there counts as the user's"
        return {}, (Problem(Location(MANIFEST), "bad-manifest", message, hint="restore it, or write to a new folder"),)
    return known, ()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _digest_of(target: Path) -> str | None:
    """The digest of a file, None where there is none; a link is not followed, since replacing it replaces the link."""
    if target.is_symlink():
        return f"link:{target.readlink()}"
    return _digest(target.read_bytes()) if target.is_file() else None


def _mode(file: OutputFile) -> int:
    return 0o777 if isinstance(file, TextFile) and file.executable else 0o666


__all__ = [
    "MANIFEST",
    "Action",
    "ActionKind",
    "CopiedFile",
    "Templates",
    "UnsafePathError",
    "Written",
    "read_inside",
    "templates_folder",
    "write_cache",
    "write_files",
    "write_tree",
]
