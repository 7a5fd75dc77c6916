"""Functions of the code base (or of a library) that load what strings name, known by what they are given and not by their names.

``get_class("catalogue.forms", "ProductForm")``: the first string is the end of the name of a module, the second (or each of a list) a
name in it. A function is a loader when at least three of the names that it is given, and most of them, mean modules in this way.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from analyzer.frameworks.note import Note
from analyzer.model.facts import StringReference
from analyzer.model.place import Location, ModuleName
from analyzer.model.syntax import Call, Items, Text
from analyzer.read.program import Program

DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")
LEAST = 3
SHARE = 0.6


class _Given(NamedTuple):
    """A call with a string that may name a module: where it is called, the string, the names that are asked of it, and the modules that
    end like it."""

    module: str
    func: str
    scope: str
    line: int
    text: str
    wanted: tuple[str, ...]
    modules: tuple[str, ...]


def learned(program: Program) -> Iterator[StringReference]:
    """One reference for each call of a loader that names a module by the end of its name."""
    ends: dict[str, list[str]] = defaultdict(list)
    for module in sorted(program.modules):
        ends[module.rpartition(".")[2]].append(module)
    groups: dict[str, list[_Given]] = defaultdict(list)
    for module, calls in sorted(NAMING.of(program)):
        for func, scope, line, text, wanted in calls:
            modules = tuple(one for one in ends.get(text.rpartition(".")[2], ()) if one.endswith(f".{text}"))
            groups[func.rpartition(".")[2]].append(_Given(module, func, scope, line, text, wanted, modules))
    for name in sorted(groups):
        if len({one.text for one in groups[name] if one.modules}) >= LEAST:
            for given in _by_callee(program, groups[name]):
                yield from _loaded(program, given)


def _naming(program: Program, module: str) -> tuple[tuple[str, str, int, str, tuple[str, ...]], ...]:
    """The calls of a module that may name another one: what is called, the scope, the line, the string, and the names asked of it."""
    return tuple(
        (site.call.func, site.scope, site.call.line, text, _wanted(site.call))
        for site in program.modules[module].calls
        if (text := _text(site.call))
    )


def _text(call: Call) -> str:
    """The string that may name a module, or ``""``."""
    first = call.args[0] if call.args else None
    if not isinstance(first, Text) or first.is_pattern or len(first.value) > 100 or not DOTTED.fullmatch(first.value):
        return ""
    return first.value if "." in first.value or _wanted(call) else ""


NAMING = Note("calls that name modules", _naming)


def _wanted(call: Call) -> tuple[str, ...]:
    """The names that a second argument asks for."""
    second = call.args[1] if len(call.args) > 1 else None
    items = second.items if isinstance(second, Items) else (second,)
    return tuple(one.value for one in items if isinstance(one, Text) and one.value.isidentifier())


def _by_callee(program: Program, calls: list[_Given]) -> list[list[_Given]]:
    """Calls that mean the same function; those whose function is not known, together."""
    found: dict[str, list[_Given]] = defaultdict(list)
    for one in calls:
        found[program.resolve(one.module, one.func, one.scope)].append(one)
    return [found[name] for name in sorted(found)]


def _loaded(program: Program, calls: list[_Given]) -> Iterator[StringReference]:
    meant = {one.text: _meant(program, calls, one.text) for one in calls}
    known = [text for text, module in meant.items() if module]
    if len(known) < LEAST or len(known) < SHARE * len(meant):
        return
    seen: set[tuple[str, str]] = set()
    for one in calls:
        module, target = one.module, meant[one.text]
        if target and target != module and (module, target) not in seen:
            seen.add((module, target))
            at = Location(program.modules[module].path, one.line)
            yield StringReference(ModuleName(module), ModuleName(target), one.text[:200], one.func, at)


def _meant(program: Program, calls: list[_Given], text: str) -> str:
    """The module that a text means among those that end like it: the one that has the names asked for, below the usual package."""
    usual = Counter(module.removesuffix(one.text) for one in calls for module in one.modules)
    candidates = sorted({module for one in calls if one.text == text for module in one.modules})
    wanted = {name for one in calls if one.text == text for name in one.wanted}
    rows = [(_has(program, module, wanted), usual[module.removesuffix(text)], module) for module in candidates]
    if "." not in text:
        rows = [row for row in rows if row[0]]
    return max(rows, key=lambda row: (row[0], row[1], row[2]))[2] if rows else ""


def _has(program: Program, module: str, wanted: Iterable[str]) -> int:
    """How many of the names a module has."""
    return sum(bool(program.names.export(module, name)) or program.names.binds(module, name) for name in wanted)
