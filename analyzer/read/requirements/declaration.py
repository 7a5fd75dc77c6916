"""One declared dependency: a line of text in, a requirement or a problem out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from packaging.requirements import InvalidRequirement
from packaging.requirements import Requirement as Pep508
from packaging.utils import canonicalize_name

from analyzer.model.place import Location, Problem, Severity
from analyzer.model.surface import Requirement

SHORTEST_NAME = re.compile(r"^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$")


@dataclass(frozen=True, slots=True)
class Include:
    """A file that another file asks for: path relative to the root, from where, and whether it only pins (``-c``)."""

    path: str
    at: Location
    is_constraint: bool
    group: str = ""


Declared = Requirement | Problem | Include
"""What one file of dependencies yields."""


@dataclass(frozen=True, slots=True)
class DeclarationFile:
    """A file of dependencies: its path relative to the root, its text, and how whoever included it wants it read."""

    path: str
    text: str
    is_constraint: bool = False
    group: str = ""

    def at(self, line: int) -> Location:
        """The location of a line of this file."""
        return Location(self.path, line)

    def lines(self) -> Iterable[tuple[int, str]]:
        """The lines of the file with their numbers, from 1."""
        return enumerate(self.text.splitlines(), start=1)


def declare(text: str, at: Location, *, is_pin: bool = False, group: str = "") -> Iterable[Declared]:
    """A requirement as PEP 508 writes it; one that names a URL is kept without a version and told as information."""
    try:
        parsed = Pep508(text)
    except InvalidRequirement:
        yield Problem(
            at, "requirement-syntax", f"cannot read the requirement {text[:80]!r}", hint="write it as name[extras]>=version; marker"
        )
        return
    if parsed.url:
        yield located_elsewhere(parsed.name, at)
    marker = str(parsed.marker) if parsed.marker else ""
    yield Requirement(
        canonicalize_name(parsed.name), specifier_as_written(text, parsed), is_pin, at, tuple(sorted(parsed.extras)), marker, group
    )


def pin(name: str, version: str, at: Location, *, group: str = "", extras: Iterable[str] = ()) -> Iterable[Declared]:
    """The pin of a lock file; entries without a usable name or version (a path, a repository) yield nothing."""
    if SHORTEST_NAME.match(name) and version:
        yield Requirement(canonicalize_name(name), f"=={version.removeprefix('==')}", True, at, tuple(sorted(extras)), "", group)


def specifier_as_written(text: str, parsed: Pep508) -> str:
    """The version specifier with its parts in the order of the text, white space left out."""
    parts = [str(part) for part in parsed.specifier]
    squeezed = re.sub(r"\s", "", text)
    return ",".join(sorted(parts, key=lambda part: (squeezed.find(part), part)))


def located_elsewhere(name: str, at: Location) -> Problem:
    """A requirement whose version is whatever a URL or a folder holds."""
    return Problem(
        at,
        "requirement-url",
        f"{name} comes from a URL or a folder, not from a package index",
        Severity.INFO,
        "publish it, or give the services access to the same place",
    )


def computed(what: str, at: Location) -> Problem:
    """A declaration that only running the file would tell."""
    return Problem(
        at,
        "requirement-computed",
        f"{what} is computed, not written out",
        Severity.INFO,
        "list the packages in pyproject.toml to have them read",
    )


def unreadable(path: str, reason: str, line: int = 0) -> Problem:
    """A file of dependencies that does not follow its own format."""
    return Problem(
        Location(path, line), "requirements-unreadable", f"cannot read {path}: {reason}", hint="mend the file; its packages are not known"
    )
