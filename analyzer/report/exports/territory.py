"""Services as few names of packages and modules: what other tools are told instead of every single module."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from analyzer.model.analysis import Analysis
from analyzer.model.facts import Import
from analyzer.model.partition import SHARED
from analyzer.model.source import FileKind, SourceFile
from analyzer.model.syntax import When

RUNNING = (FileKind.CODE, FileKind.CONFIG)


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """A module; or, where ``is_whole``, a package with everything below it."""

    name: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Territory:
    """The nodes of each service (or ``shared``), sorted; together they hold every module that runs and that import tools see."""

    nodes: Mapping[str, tuple[Node, ...]]
    owner: Mapping[str, tuple[str, Node]]

    @property
    def roots(self) -> tuple[str, ...]:
        """The top-level packages and modules, sorted."""
        return tuple(sorted({node.name.partition(".")[0] for nodes in self.nodes.values() for node in nodes}))


def territory(analysis: Analysis, only_packages: bool, absorbing: bool = False, source_roots: Container[str] | None = None) -> Territory:
    """The territory of an analysis: whole packages where all running code below them has one home, else single modules.

    ``only_packages`` leaves out modules that stand at top level; ``absorbing`` counts modules that do not run (tests, migrations) for
    the nearest package above them that is a node; ``source_roots`` leaves out modules of other folders. Modules in folders without
    ``__init__.py`` below a package are left out: import tools do not see them.
    """
    every = (file for file in analysis.codebase.files if source_roots is None or file.source_root in source_roots)
    files = {str(file.module): file for file in every if _is_visible(file)}
    homes = analysis.partition.homes()
    children: dict[str, list[str]] = defaultdict(list)
    for module in files:
        children[module.rpartition(".")[0]].append(module)
    found: dict[str, list[Node]] = defaultdict(list)
    owner: dict[str, tuple[str, Node]] = {}
    below = _Below(children, {m: str(homes.get(file.module, "")) for m, file in files.items() if file.kind in RUNNING})
    for top in sorted(children[""]):
        if only_packages and not files[top].is_package:
            continue
        for service, node, members in below.cover(top):
            found[service].append(node)
            owner.update(dict.fromkeys(members, (service, node)))
    if absorbing:
        owner |= {str(file.module): near for file in analysis.codebase.files if (near := _nearest(str(file.module), owner))}
    return Territory({service: tuple(sorted(nodes)) for service, nodes in sorted(found.items())}, owner)


def _nearest(module: str, owner: Mapping[str, tuple[str, Node]]) -> tuple[str, Node] | None:
    """What owns a module, or the nearest package above it that is owned."""
    while module and module not in owner:
        module = module.rpartition(".")[0]
    return owner.get(module)


def _is_visible(file: SourceFile) -> bool:
    """Whether import tools see a module: packages need names that can be imported, the last part may be ``0001_initial``; a file
    with a dot in its name they pass over."""
    *packages, last = file.module.split(".")
    named = all(part.isidentifier() for part in packages) and bool(re.fullmatch(r"[\w-]+", last))
    return named and "." not in PurePosixPath(file.path).stem


class _Below:
    """The tree of modules with the homes of those that run."""

    def __init__(self, children: Mapping[str, list[str]], homes: Mapping[str, str]) -> None:
        self._children, self._homes = children, homes

    def cover(self, top: str) -> Iterator[tuple[str, Node, tuple[str, ...]]]:
        """Service, node and the modules in it, for a module and everything below it; what holds no running code is left out."""
        homes, members = self._gathered(top)
        if len(homes) == 1:
            yield next(iter(homes)), Node(top, bool(self._children.get(top))), members
        elif homes:
            if self._homes.get(top):
                yield self._homes[top], Node(top, False), (top,)
            for child in sorted(self._children[top]):
                yield from self.cover(child)

    def _gathered(self, top: str) -> tuple[set[str], tuple[str, ...]]:
        members = [top]
        for module in members:
            members += self._children.get(module, ())
        return {home for module in members if (home := self._homes.get(module))}, tuple(members)


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """An import across the border of two services that exists today: importing and imported module, with their services and nodes."""

    importer: str
    imported: str
    here: str
    there: str
    source: Node
    target: Node


def violations(analysis: Analysis, known: Territory, forgiven: Iterable[str] = ()) -> tuple[Violation, ...]:
    """Today's imports of services from outside of them, type checking left out, sorted; ``forgiven`` modules may import whatever they
    like."""
    free = set(forgiven)
    found = set()
    for statement in analysis.codebase.of(Import):
        if statement.when is When.TYPE_CHECKING or statement.importer in free:
            continue
        for imported in _imported(statement, known):
            here, there = known.owner.get(statement.importer), known.owner.get(imported)
            if here and there and here[0] != there[0] != SHARED:
                found.add(Violation(statement.importer, imported, here[0], there[0], here[1], there[1]))
    return tuple(sorted(found))


def _imported(statement: Import, known: Territory) -> set[str]:
    """The modules that a statement imports as import tools see it: a name that is a module of the package is meant as that."""
    inner = {f"{statement.target}.{name}" for name in statement.names}
    modules = {name for name in inner if name in known.owner}
    return modules if inner and modules == inner else {*modules, statement.target}
