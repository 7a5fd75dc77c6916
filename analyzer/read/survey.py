"""What lies below a folder, before any of it is read: which files, how large, when changed."""

import hashlib
import marshal
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analyzer.model.place import Problem
from analyzer.model.source import Asset
from analyzer.read.discover import discover

Stamp = tuple[int, int, int, int]
"""Size in bytes, times of the last change of the content and of the file in nanoseconds, number of the file.

While they stay the same, so does the content.
"""
UNSEEN: Stamp = (0, 0, 0, 0)
TELLING = "setup.py"
"""The Python file that tells something about its project as a whole: what it needs, and how it is started."""


@dataclass(frozen=True, slots=True)
class Survey:
    """The Python files and the other files of a code base, sorted, with a stamp for each; and what was passed over."""

    root: Path
    python: tuple[str, ...]
    others: tuple[str, ...]
    stamps: dict[str, Stamp]
    problems: tuple[Problem, ...]

    @property
    def assets(self) -> tuple[Asset, ...]:
        """Every file that is no Python module."""
        return tuple(Asset(path, self.stamps[path][0]) for path in self.others)

    def digests(self) -> tuple[str, str]:
        """Two texts: the first changes whenever a Python file appears, vanishes or changes; the second whenever another file does, a
        ``setup.py``, what was passed over, or the folder's name."""
        stamps = self.stamps
        around = [path for path in self.python if path.rpartition("/")[2] == TELLING]
        others = [(path, stamps[path]) for path in (*self.others, *around)]
        return _digest([(path, stamps[path]) for path in self.python]), _digest((self.root.resolve().name, others, repr(self.problems)))


def _digest(told: Any) -> str:
    # Version 2 writes equal values alike, whoever else holds them.
    return hashlib.sha256(marshal.dumps(told, 2)).hexdigest()


def survey(root: Path) -> Survey:
    """Look at every file of a folder without opening one."""
    found = discover(root)
    stamps = {path: _stamp(f"{root}/{path}") for path in (*found.python, *found.others)}
    return Survey(root, found.python, found.others, stamps, found.problems)


def _stamp(path: str) -> Stamp:
    try:
        seen = os.stat(path)  # noqa: PTH116  # for tens of thousands of files, a Path for each would cost more than the question
    except OSError:
        return UNSEEN
    return seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino
