"""Files that are meant to be written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True, order=True)
class TextFile:
    """A file to write: path relative to the output folder, with ``/``; text is written as UTF-8."""

    path: str
    text: str
    executable: bool = False


@dataclass(frozen=True, slots=True, order=True)
class CopiedFile:
    """A file to copy byte for byte from the analysed root: path in the output folder, ``source`` relative to the root."""

    path: str
    source: str


OutputFile = TextFile | CopiedFile


@dataclass(frozen=True, slots=True)
class FileSet:
    """Files sorted by path.

    Raises ValueError for an absolute path, a ``..``, an empty path, or two files of one path.
    """

    files: tuple[OutputFile, ...]

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for file in self.files:
            path = PurePosixPath(file.path)
            if path.is_absolute() or ".." in path.parts or not path.parts or "\\" in file.path or "\0" in file.path:
                raise ValueError(f"not a relative path inside the output folder: {file.path!r}")
            if str(path) in seen:
                raise ValueError(f"two files want the path {file.path!r}")
            seen.add(str(path))

    @classmethod
    def of(cls, files: Iterable[OutputFile]) -> "FileSet":
        """A file set of these files, sorted by path."""
        return cls(tuple(sorted(files, key=lambda file: file.path)))

    def __iter__(self) -> Iterator[OutputFile]:
        return iter(self.files)

    def __add__(self, other: "FileSet") -> "FileSet":
        return FileSet.of((*self.files, *other.files))

    def below(self, folder: str) -> "FileSet":
        """The same files, moved below a folder."""
        return FileSet(tuple(replace(file, path=f"{folder}/{file.path}") for file in self.files))
