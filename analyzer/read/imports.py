"""Import statements to facts: what they name, and where what they import is really defined."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from analyzer.model.facts import BlindSpot, Import, PackageImport
from analyzer.model.place import Location, ModuleName
from analyzer.model.syntax import ModuleSyntax, When
from analyzer.read.bindings import started
from analyzer.read.names import NameTable
from analyzer.read.standard_library import STDLIB

ImportFact = Import | PackageImport | BlindSpot


def link_imports(names: NameTable, modules: Iterable[str]) -> Iterator[ImportFact]:
    """The import facts of every module: inside the code base, of third parties, and those that lead nowhere.

    One ``Import`` per (importer, target, resolved, when). Blind spots: ``unresolved-import``, ``unresolved-star``.
    """
    for module in modules:
        yield from _link_module(names, names.modules[module])


def _link_module(names: NameTable, syntax: ModuleSyntax) -> Iterator[ImportFact]:
    inside: dict[tuple[str, str, When], list[tuple[str, int]]] = defaultdict(list)
    packages: dict[tuple[str, When], int] = {}
    for statement in syntax.imports:
        start = started(syntax, statement, names.modules, names.allows_siblings(syntax.module), names.roots)
        for name, _ in statement.names:
            found = _find(names, syntax, start, name)
            top = start.partition(".")[0]
            if found is not None:
                target, resolved = found
                inside[target, resolved, statement.when].append((name if name and target == start else "", statement.line))
            elif statement.level == 0 and top not in names.tops:
                if top not in STDLIB:
                    packages.setdefault((start, statement.when), statement.line)
            else:
                reason = "unresolved-star" if name == "*" else "unresolved-import"
                yield BlindSpot(ModuleName(syntax.module), reason, Location(syntax.path, statement.line))
    for (target, resolved, when), seen in sorted(inside.items()):
        imported = tuple(sorted({name for name, _ in seen if name}))
        at = Location(syntax.path, min(line for _, line in seen))
        yield Import(ModuleName(syntax.module), ModuleName(target), ModuleName(resolved), imported, when, at)
    for (package, when), line in sorted(packages.items()):
        yield PackageImport(ModuleName(syntax.module), package, when, Location(syntax.path, line))


def _find(names: NameTable, syntax: ModuleSyntax, start: str, name: str) -> tuple[str, str] | None:
    """(module named, module that defines) of one imported name, or None where the code base has neither.

    ``from package import x`` means the attribute ``x`` of the package first, then its submodule.
    """
    if not name or name == "*":
        found = start if start in names.modules else names.defined_in(start) if not name else ""
        return (found, found) if found else None
    submodule = f"{start}.{name}" if start else name
    if start not in names.modules:
        return (submodule, submodule) if submodule in names.modules else None
    exported = names.export(start, name)
    if submodule in names.modules and not names.binds(start, name):
        return submodule, submodule
    if not exported and start == syntax.module:
        return None
    # A name that reading cannot see (made at run time, or by an unread star import): the statement still names the module.
    return start, names.defined_in(exported) or start
