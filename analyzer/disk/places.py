"""Where files may lie: inside their folder, through no link and no file."""

import hashlib
import stat
from pathlib import Path, PurePosixPath


class UnsafePathError(OSError):
    """A path that would leave the output folder, or that a folder or another kind of file occupies."""


def target_in(folder: Path, path: str) -> Path:
    """The place of a relative path inside a folder; raises UnsafePathError."""
    parts = PurePosixPath(path).parts
    if not parts or ".." in parts or PurePosixPath(path).is_absolute():
        raise UnsafePathError(f"not a path inside the output folder: {path!r}")
    place = folder
    for part in parts[:-1]:
        place = place / part
        mode = _mode(place)
        if mode is None:
            return folder.joinpath(*parts)  # what lies below is not there either
        if stat.S_ISLNK(mode):
            raise UnsafePathError(f"a link leads out of the output folder: {place}")
        if not stat.S_ISDIR(mode):
            raise UnsafePathError(f"a file stands where a folder is needed: {place}")
    target = place / parts[-1]
    mode = _mode(target)
    if mode is not None and stat.S_ISDIR(mode):
        raise UnsafePathError(f"a folder stands where a file is needed: {target}")
    return target


def _mode(path: Path) -> int | None:
    """What stands at a path, a link itself and not what it points at; None for nothing."""
    try:
        return path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None


def read_inside(root: Path | None, source: str) -> bytes:
    """The bytes of a file by its path relative to the root; raises UnsafePathError where a link leads out of it, and OSError."""
    if root is None:
        raise UnsafePathError("no folder to copy from")
    path = (root / source).resolve()
    if not path.is_relative_to(root.resolve()) or not path.is_file():
        raise UnsafePathError("leads out of the code base" if path.exists() else "there is no such file")
    return path.read_bytes()


def digest(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def digest_at(target: Path) -> str | None:
    """The digest of a file, None where there is none; a link is not followed, since replacing it replaces the link."""
    if target.is_symlink():
        return f"link:{target.readlink()}"
    return digest(target.read_bytes()) if target.is_file() else None
