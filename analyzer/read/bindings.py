"""What each module and function binds to a name: definitions, imports, assignments."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from analyzer.model.syntax import Assignment, ClassSyntax, FunctionSyntax, ImportStatement, ModuleSyntax
from analyzer.read.import_roots import NO_ROOTS, ImportRoots
from analyzer.read.standard_library import STDLIB


class Import(NamedTuple):
    """A name bound by an import: the module named (absolute), and the attribute of it (``""`` for the module itself)."""

    module: str
    attribute: str


class Bindings(NamedTuple):
    """One module's names. ``stars`` are the modules star-imported; ``locals`` maps a function to the imports inside it, ``nested`` a
    definition to the names of the definitions right inside it."""

    imports: dict[str, tuple[Import, ...]]
    stars: tuple[str, ...]
    locals: dict[str, dict[str, Import]]
    definitions: dict[str, ClassSyntax | FunctionSyntax]
    variables: dict[str, Assignment]
    bodies: dict[str, tuple[Assignment, ...]]
    nested: dict[str, set[str]]


def absolute(syntax: ModuleSyntax, statement: ImportStatement) -> str:
    """The dotted name of the module that an import statement starts from; ``""`` where it climbs above the top."""
    if statement.level == 0:
        return statement.module
    parts = syntax.module.split(".")
    drop = statement.level - (1 if syntax.is_package else 0)
    if drop > len(parts) or (drop == len(parts) and not statement.module):
        return ""
    return ".".join([*parts[: len(parts) - drop], *([statement.module] if statement.module else [])])


def sibling(syntax: ModuleSyntax, name: str, modules: Mapping[str, ModuleSyntax]) -> str:
    """The module beside this one that ``import name`` means without a package prefix (Python 2, scripts), or ``""``."""
    top = name.partition(".")[0]
    package = syntax.module if syntax.is_package else syntax.module.rpartition(".")[0]
    if not package or top in modules or top in STDLIB:
        return ""
    return f"{package}.{name}" if f"{package}.{top}" in modules else ""


def started(
    syntax: ModuleSyntax, statement: ImportStatement, modules: Mapping[str, ModuleSyntax], siblings: bool, roots: ImportRoots
) -> str:
    """``absolute``, by the name under which the code base knows it: beside the module, below its own root, or without an alias."""
    start = absolute(syntax, statement)
    if statement.level:
        return start
    beside = sibling(syntax, start, modules) if siblings else ""
    return beside or roots.meant(syntax.module, start, modules)


def bind(syntax: ModuleSyntax, modules: Mapping[str, ModuleSyntax], siblings: bool, roots: ImportRoots = NO_ROOTS) -> Bindings:
    """The names of one module; ``siblings`` allows imports of modules in the same folder without a prefix."""
    imports: dict[str, tuple[Import, ...]] = {}
    stars: list[str] = []
    inner: dict[str, dict[str, Import]] = {}
    for statement in syntax.imports:
        start = started(syntax, statement, modules, siblings, roots)
        for name, alias in statement.names:
            if name == "*":
                stars.append(start)
                continue
            bound, target = _bound(start, statement.module, name, alias)
            if statement.scope:
                inner.setdefault(statement.scope, {})[bound] = target
            else:
                imports[bound] = (*imports.get(bound, ()), target)
    definitions: dict[str, ClassSyntax | FunctionSyntax] = {one.name: one for one in syntax.functions}
    definitions.update({one.name: one for one in syntax.classes})
    bodies: dict[str, list[Assignment]] = {}
    for assignment in syntax.assignments:
        bodies.setdefault(assignment.scope, []).append(assignment)
    variables = {one.target: one for one in reversed(bodies.get("", [])) if "." not in one.target and "[" not in one.target}
    frozen = {scope: tuple(sorted(body, key=lambda one: one.line)) for scope, body in bodies.items()}
    nested: dict[str, set[str]] = {}
    for name in definitions:
        outer, _, last = name.rpartition(".")
        nested.setdefault(outer, set()).add(last)
    return Bindings(imports, tuple(stars), inner, definitions, variables, frozen, nested)


def _bound(start: str, written: str, name: str, alias: str) -> tuple[str, Import]:
    if name:
        return alias, Import(start, name)
    if alias:
        return alias, Import(start, "")
    top = written.partition(".")[0]
    depth = written.count(".")
    return top, Import(start.rsplit(".", depth)[0] if depth else start, "")


def namespaces(modules: Collection[str]) -> frozenset[str]:
    """Dotted prefixes of modules that are no modules themselves."""
    found: set[str] = set()
    for name in modules:
        while "." in name:
            name = name.rpartition(".")[0]
            if name in modules or name in found:
                break
            found.add(name)
    return frozenset(found)
