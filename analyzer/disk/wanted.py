"""The bytes of files that are meant to be written."""

from pathlib import Path

from analyzer.disk.places import UnsafePathError, read_inside
from analyzer.model.files import FileSet, OutputFile, TextFile
from analyzer.model.place import Location, Problem


def contents_of(files: FileSet, root: Path | None) -> tuple[dict[OutputFile, bytes], tuple[Problem, ...]]:
    """The bytes of each file, and a problem for each copy whose source below ``root`` cannot be read."""
    found: dict[OutputFile, bytes] = {}
    problems = []
    read: dict[str, bytes] = {}
    for file in files:
        if isinstance(file, TextFile):
            found[file] = file.text.encode("utf-8", errors="surrogateescape")
            continue
        try:
            if file.source not in read:
                read[file.source] = read_inside(root, file.source)
            found[file] = read[file.source]
        except OSError as error:
            reason = str(error) if isinstance(error, UnsafePathError) else error.strerror or type(error).__name__
            problems.append(Problem(Location(file.source), "copy-failed", f"not copied to {file.path}: {reason}"))
    return found, tuple(problems)


def mode_of(file: OutputFile) -> int:
    """The permissions that a file is made with, before the user's mask."""
    return 0o777 if isinstance(file, TextFile) and file.executable else 0o666
