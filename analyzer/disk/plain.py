"""Files that are the program's own: what differs is replaced."""

from pathlib import Path

from analyzer.disk.commit import Write, commit, locked
from analyzer.disk.outcome import Action, ActionKind, Written
from analyzer.disk.places import digest, digest_at, target_in
from analyzer.disk.wanted import contents_of, mode_of
from analyzer.model.files import FileSet


def write_files(files: FileSet, folder: Path, root: Path | None = None) -> Written:
    """Write files that are the program's own: what differs is replaced, what is equal is not touched.

    ``root`` is where copied files come from. All change together: an interrupted write leaves the old ones, or is finished
    by the next. Raises UnsafePathError before anything is written, and OSError.
    """
    wanted, problems = contents_of(files, root)
    if not wanted:
        return Written(folder, (), problems)
    with locked(folder):
        there = {file: digest_at(target_in(folder, file.path)) for file in wanted}
        kinds = {file: _kind(there[file], data) for file, data in wanted.items()}
        changed = [file for file, kind in kinds.items() if kind is not ActionKind.IDENTICAL]
        commit(folder, [Write(file.path, wanted[file], mode_of(file), there[file]) for file in changed], {})
    return Written(folder, tuple(sorted(Action(file.path, kind) for file, kind in kinds.items())), problems)


def _kind(there: str | None, data: bytes) -> ActionKind:
    if there is None:
        return ActionKind.CREATE
    return ActionKind.IDENTICAL if there == digest(data) else ActionKind.OVERWRITE
