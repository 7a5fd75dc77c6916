"""Programs with the call graph that is expected of them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ENTRY = "main.py"
EXPECTED = "callgraph.json"
Edges = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Case:
    """One program: its name (category and case), its folder, and the expected edges."""

    name: str
    folder: Path
    expected: Edges

    @property
    def category(self) -> str:
        return self.name.partition("/")[0]


def cases(root: Path) -> Iterator[Case]:
    """Every ``callgraph.json`` below a folder with the ``main.py`` beside it, or with the one of the same category and case elsewhere."""
    programs = {_name(path.parent): path.parent for path in sorted(root.rglob(ENTRY))}
    for path in sorted(root.rglob(EXPECTED)):
        name = _name(path.parent)
        folder = path.parent if (path.parent / ENTRY).is_file() else programs.get(name)
        if folder is not None:
            yield Case(name, folder, edges(json.loads(path.read_text(encoding="utf-8"))))


def edges(graph: dict[str, list[str]]) -> Edges:
    """The (caller, callee) pairs of a call graph."""
    return frozenset((caller, callee) for caller, callees in graph.items() for callee in callees)


def _name(folder: Path) -> str:
    return "/".join(folder.parts[-2:]).replace(" ", "_")
