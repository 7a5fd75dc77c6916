"""The distributions that a code base declares, from every kind of file that lists them; nothing is run."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from analyzer.model.place import Problem, Severity
from analyzer.model.surface import Requirement
from analyzer.read.requirements import conda, locks, pip_text, pyproject, setup_cfg, setup_py
from analyzer.read.requirements.declaration import DeclarationFile, Declared, Include, unreadable

MOST_BYTES = 32_000_000
MOST_FILES = 2_000
DEVELOPMENT = re.compile(r"(?:^|[^a-z])(dev|develop|development|test|tests|testing|docs?|lint|ci|typing|style)(?:[^a-z]|$)", re.IGNORECASE)

APART = frozenset({"dev", "docs", "examples", "fixtures", "test", "testdata", "tests"})


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that lists dependencies: which paths are of it, and how it is read."""

    name: str
    matches: Callable[[str], bool]
    read: Callable[[DeclarationFile], Iterable[Declared]]


FORMATS: tuple[Format, ...] = (
    Format("pyproject", pyproject.is_pyproject, pyproject.read_pyproject),
    Format("pipfile", pyproject.is_pipfile, pyproject.read_pipfile),
    Format("toml-lock", locks.is_toml_lock, locks.read_toml_lock),
    Format("pipfile-lock", locks.is_pipfile_lock, locks.read_pipfile_lock),
    Format("setup-cfg", setup_cfg.matches, setup_cfg.read),
    Format("setup-py", setup_py.matches, setup_py.read),
    Format("conda", conda.matches, conda.read),
    Format("pip", pip_text.matches, pip_text.read),
)


def read_requirements(root: Path, paths: Iterable[str]) -> tuple[tuple[Requirement, ...], tuple[Problem, ...]]:
    """Every requirement that the files among ``paths`` (relative to ``root``) declare, sorted by name, and what could not be read.

    Files that a file includes with ``-r`` or ``-c`` are read too where they lie below the root. No error is raised.
    """
    waiting: list[tuple[str, Include | None]] = [(path, None) for path in sorted(set(paths)) if _format(path)]
    found = list(_read_all(root.resolve(), waiting))
    requirements = {item for item in found if isinstance(item, Requirement)}
    return tuple(sorted(requirements)), tuple(sorted({item for item in found if isinstance(item, Problem)}))


def _read_all(root: Path, waiting: list[tuple[str, Include | None]]) -> Iterator[Requirement | Problem]:
    """Reads each file once for each way in which it is asked for, what is included first: a constraint is only a pin."""
    seen: set[tuple[str, bool]] = set()
    while waiting and len(seen) < MOST_FILES:
        path, include = waiting.pop(0)
        is_constraint = include is not None and include.is_constraint
        if (path, is_constraint) in seen:
            continue
        seen.add((path, is_constraint))
        for item in _read_file(root, path, include):
            if isinstance(item, Include):
                waiting.append((item.path, item))
            else:
                yield item


def _read_file(root: Path, path: str, include: Include | None) -> Iterator[Declared]:
    text = _text(root, path)
    if isinstance(text, Problem):
        yield _missing(include, text)
        return
    chosen = _format(path)
    group = include.group if include and include.group else _group(path)
    file = DeclarationFile(path, text, include is not None and include.is_constraint, group)
    yield from (chosen.read if chosen else pip_text.read)(file)


def _format(path: str) -> Format | None:
    return next((kind for kind in FORMATS if kind.matches(path)), None)


def _group(path: str) -> str:
    """The group that a file's name (``requirements-dev.txt``) or a folder above it (``tests/``) tells."""
    *folders, name = path.split("/")
    found = DEVELOPMENT.search(name.rpartition(".")[0])
    if found:
        return found[1].lower()
    return next((folder for folder in folders if folder in APART), "")


def _text(root: Path, path: str) -> str | Problem:
    """The text of a file below the root; byte order marks are obeyed, wrong bytes replaced."""
    try:
        full = (root / path).resolve(strict=True)
        if not full.is_relative_to(root) or not full.is_file():
            return unreadable(path, "not a file inside the analysed folder")
        if full.stat().st_size > MOST_BYTES:
            return unreadable(path, f"larger than {MOST_BYTES // 1_000_000} MB")
        data = full.read_bytes()
    except (OSError, ValueError, RuntimeError) as error:
        return unreadable(path, getattr(error, "strerror", None) or type(error).__name__)
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return data.decode(encoding, errors="replace")


def _missing(include: Include | None, problem: Problem) -> Problem:
    """The problem as seen from the line that includes the file."""
    if include is None:
        return problem
    return Problem(
        include.at,
        "requirement-include-missing",
        f"cannot read the included file {include.path}",
        Severity.WARNING,
        "mend the path, or add the file",
    )
