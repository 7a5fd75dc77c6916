"""Blind spots: what the walk over each file could not see, less what is known once names have a meaning."""

from collections.abc import Iterable, Iterator

from analyzer.model.facts import BlindSpot
from analyzer.model.place import Location, ModuleName
from analyzer.model.syntax import Blind, ModuleSyntax
from analyzer.read.names import NameTable

ELSEWHERE = frozenset({"dynamic-import"})
"""Reasons that are judged where imports by name are followed (``frameworks/loaders``)."""


def link_blinds(names: NameTable, modules: Iterable[str]) -> Iterator[BlindSpot]:
    """One per place and reason: ``exec``, ``eval``, ``computed-getattr``, ``computed-setattr``, ``computed-globals``, ``monkeypatch``
    (an attribute of an imported module or class is assigned), ``sys-modules``, ``sys-path``, ``module-getattr``."""
    for module in modules:
        syntax = names.modules[module]
        for blind in syntax.blinds:
            if blind.reason not in ELSEWHERE and (blind.reason != "monkeypatch" or _is_foreign(names, syntax, blind)):
                yield BlindSpot(ModuleName(module), blind.reason, Location(syntax.path, blind.line))
        for function in syntax.functions:
            if function.name == "__getattr__":
                yield BlindSpot(ModuleName(module), "module-getattr", Location(syntax.path, function.line))


def _is_foreign(names: NameTable, syntax: ModuleSyntax, blind: Blind) -> bool:
    """Whether the owner of an assigned attribute is a module or class that stands elsewhere; an instance is none."""
    owner = blind.chain.rpartition(".")[0]
    full = names.resolve(syntax.module, owner, blind.scope)
    if not full or full == syntax.module or full.startswith("sys."):
        return False
    home = names.defined_in(full)
    if home:
        return full == home or (home != syntax.module and names.class_syntax(full) is not None)
    if full == "sys" or "(" in full or "[" in full:
        return False
    return owner.rpartition(".")[2][:1].isupper() or _is_module(syntax, owner)


def _is_module(syntax: ModuleSyntax, owner: str) -> bool:
    """Whether ``import owner`` (or ``import x as owner``) stands in the file."""
    return any(not name and (alias or one.module) == owner for one in syntax.imports for name, alias in one.names)
