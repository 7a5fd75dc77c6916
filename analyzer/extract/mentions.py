"""Definitions that code mentions without their names: in strings, and inside modules that it hands on as values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analyzer.model.codebase import Codebase
from analyzer.model.facts import Definition, StringReference
from analyzer.model.place import ModuleName


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """The definition ``name`` is mentioned at a line of a module; ``variable`` is what is assigned there, where that is known."""

    module: ModuleName
    line: int
    name: str
    variable: str = ""


def in_strings(codebase: Codebase) -> list[Mention]:
    """What strings name; a table at module level is the variable that it is assigned to."""
    return [
        Mention(fact.source_module, fact.at.line, fact.text.replace(":", "."), f"{fact.source_module}.{fact.via}".removesuffix(" ="))
        for fact in codebase.of(StringReference)
    ]


def by_definition(mentions: Iterable[Mention], definitions: Mapping[str, Definition]) -> dict[str, tuple[str, ...]]:
    """The definitions that are mentioned inside each definition, sorted; under ``""`` those that are at module level."""
    known_ones = [one for one in mentions if one.name in definitions]
    modules = {one.module for one in known_ones}
    by_module: dict[ModuleName, list[Definition]] = defaultdict(list)
    for known in definitions.values():
        if known.module in modules:
            by_module[known.module].append(known)
    found: dict[str, set[str]] = defaultdict(set)
    for one in known_ones:
        around = [str(known.name) for known in by_module[one.module] if _is_in(one, known)]
        for name in around or [""]:
            found[name].add(one.name)
    return {name: tuple(sorted(names)) for name, names in found.items()}


def _is_in(one: Mention, known: Definition) -> bool:
    return known.at.line <= one.line <= known.end_line or one.variable == known.name
