"""Which files of a folder belong to its code base."""

import os
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.model.place import Location, Problem, Severity
from analyzer.model.text import printable

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

SKIPPED_FOLDERS = frozenset({"__pycache__", "node_modules", "site-packages", "bower_components", "unbraid-out"})
OUTPUT_MARKS = (".unbraid-manifest.json", "partition.json", "pyvenv.cfg", "CACHEDIR.TAG")
TEMPLATE_SUFFIXES = (".html", ".htm", ".jinja", ".jinja2", ".j2", ".mako", ".txt", ".xml")
GIT = ("git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.untrackedCache=false")


@dataclass(frozen=True, slots=True)
class Found:
    """Paths relative to the root, with ``/``, sorted: Python files, other files; and what was passed over."""

    python: tuple[str, ...]
    others: tuple[str, ...]
    problems: tuple[Problem, ...]


def discover(root: Path) -> Found:
    """Every file of the code base below a folder: what git knows of where there is git, else all that is not ignored.

    Links are not followed (problem ``link-skipped``), folders that cannot be listed are a problem ``unreadable``; files whose path
    holds what cannot be printed or decoded are left out and counted, one problem ``odd-name`` a folder.
    """
    problems: list[Problem] = []
    listed = frozenset(_git_files(root))
    ignored = None if listed else _Rules(root)
    python: list[str] = []
    others: list[str] = []
    odd: list[str] = []
    for path in _walk(root, problems):
        if (listed and path not in listed) or (ignored is not None and ignored(path)):
            continue
        if not path.isprintable():
            odd.append(path)
        else:
            (python if path.endswith((".py", ".pyw")) else others).append(path)
    problems += _odd_names(odd)
    return Found(tuple(sorted(python)), tuple(sorted(others)), tuple(sorted(problems)))


def _odd_names(paths: list[str]) -> Iterator[Problem]:
    """One problem for each folder with files whose paths cannot be shown; the names are escaped."""
    folders: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        folder, _, name = path.rpartition("/")
        folders[folder].append(name)
    for folder, names in folders.items():
        python = sum(name.endswith((".py", ".pyw")) for name in names)
        shown = ", ".join(printable(name) for name in sorted(names)[:3])
        message = f"{len(names)} left out, {python} of them Python: the path cannot be printed or decoded ({shown})"
        severity = Severity.WARNING if python else Severity.INFO
        yield Problem(Location(printable(folder) or "."), "odd-name", message[:300], severity, "rename the files or the folder")


def _walk(root: Path, problems: list[Problem]) -> Iterator[str]:
    """The paths of all files below a folder, in no particular order."""
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            entries = list(os.scandir(f"{root}/{folder}" if folder else root))
        except OSError as error:
            at = Location(printable(folder) or ".")
            problems.append(Problem(at, "unreadable", error.strerror or "cannot be listed", hint="check its permissions"))
            continue
        if folder and any(entry.name in OUTPUT_MARKS for entry in entries):
            continue
        for entry in entries:
            if entry.name.startswith(".") or entry.name in SKIPPED_FOLDERS:
                continue
            path = f"{folder}/{entry.name}" if folder else entry.name
            if entry.is_file(follow_symlinks=False):
                yield path
            elif entry.is_dir(follow_symlinks=False):
                waiting.append(path)
            elif entry.is_symlink() and (entry.name.endswith(".py") or entry.is_dir()):
                hint = "what it points at is read where it really is, if it is below the root"
                problems.append(Problem(Location(printable(path)), "link-skipped", "symbolic links are not followed", Severity.INFO, hint))


def _git_files(root: Path) -> list[str]:
    """Tracked and untracked files that are not ignored; empty without git, outside of a work tree, or when all is ignored."""
    command = [*GIT, "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    environment = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(command, capture_output=True, timeout=60, env=environment, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return []
    if done.returncode:
        return []
    files = [os.fsdecode(name) for name in done.stdout.split(b"\0") if name]
    return files if any(name.endswith(".py") for name in files) else []


class _Rules:
    """The ``.gitignore`` files of a tree without git."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._rules: dict[str, tuple[tuple[int, GitIgnoreSpec], ...]] = {}

    def __call__(self, path: str) -> bool:
        above = self._above(path.rpartition("/")[0])
        return bool(above) and any(rules.match_file(path[start:]) for start, rules in above)

    def _above(self, folder: str) -> "tuple[tuple[int, GitIgnoreSpec], ...]":
        """The rules that hold in a folder, outermost first, each with the length of the path of the folder that they stand in."""
        known = self._rules.get(folder)
        if known is None:
            own = self._load(folder)
            known = self._above(folder.rpartition("/")[0]) if folder else ()
            known = self._rules[folder] = (*known, (len(folder) + 1 if folder else 0, own)) if own is not None else known
        return known

    def _load(self, folder: str) -> "GitIgnoreSpec | None":
        from pathspec import GitIgnoreSpec

        try:
            lines = (self._root / folder / ".gitignore").read_text(errors="replace").splitlines()
            return GitIgnoreSpec.from_lines(lines)
        except (OSError, ValueError):
            return None
