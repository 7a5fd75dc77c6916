"""A case: a code base whose owners later split it, and where each module went."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Case:
    """``units``: the unit (service, library) that each module ended in; ``core`` stayed, ``shared`` does not matter. ``srcroot`` is where
    the packages lie in the tree; ``repo`` is ``owner/name`` or ``pypi:name``, ``commit`` the commit or version."""

    name: str
    repo: str
    commit: str
    srcroot: str
    root_packages: tuple[str, ...]
    units: Mapping[str, str]


def read_cases(folder: Path, only: tuple[str, ...] = ()) -> tuple[Case, ...]:
    """The cases of a folder, one JSON file each, sorted by name."""
    texts = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    return tuple(_case(text) for text in texts if not only or text["name"] in only)


def _case(text: Mapping[str, object]) -> Case:
    units = text["units"]
    assert isinstance(units, dict)
    return Case(
        str(text["name"]),
        str(text["repo"]),
        str(text["commit"]),
        str(text.get("srcroot", "")),
        tuple(text.get("root_packages", ())),  # type: ignore[arg-type]  # a list of strings in the file
        {module: unit for unit, modules in sorted(units.items()) for module in modules},
    )
