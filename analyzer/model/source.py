"""The files of a code base."""

from dataclasses import dataclass
from enum import StrEnum

from analyzer.model.place import Location, ModuleName


class FileKind(StrEnum):
    """The role that a file plays; only CODE is business code, the rest follows what it serves."""

    CODE = "code"
    TEST = "test"
    MIGRATION = "migration"
    CONFIG = "config"
    SCRIPT = "script"
    GENERATED = "generated"
    VENDORED = "vendored"


@dataclass(frozen=True, slots=True, order=True)
class SourceFile:
    """One Python file: its dotted module name, its path relative to the root, SHA-256 of its bytes, size in lines.

    ``source_root`` is the folder (relative to the root, ``""`` for the root) from which the module name counts.
    """

    module: ModuleName
    path: str
    digest: str
    lines: int
    is_package: bool = False
    kind: FileKind = FileKind.CODE
    source_root: str = ""

    @property
    def package(self) -> str:
        """The dotted name against which this module's relative imports count."""
        return self.module if self.is_package else self.module.rpartition(".")[0]

    def at(self, line: int = 0) -> Location:
        """The location of a line of this file."""
        return Location(self.path, line)


@dataclass(frozen=True, slots=True, order=True)
class Asset:
    """A file that is no Python module but belongs to the application (template, static file, SQL, YAML): path, bytes."""

    path: str
    size: int
