"""Routes that a running framework serves against the endpoints that reading found: what both have, what only one has."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from analyzer.model.codebase import Codebase
from analyzer.model.facts import Definition
from analyzer.model.place import ModuleName
from analyzer.model.source import FileKind
from analyzer.model.surface import Endpoint

CONVERTER = re.compile(r"<(?:[^<>:]*:)?(\w+)>")
UNNAMED = re.compile(r"<(?:arg|var)\d*>")
ESCAPED = re.compile(r"\\([./\-_ +])")
FLASK_UNSEEN = {"HEAD", "OPTIONS"}


@dataclass(frozen=True, slots=True, order=True)
class Served:
    """One row: route, method (``""`` where the framework does not tell), handler; ``names`` are all names that the handler goes by."""

    route: str
    method: str
    handler: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was found of one application; ``foreign`` routes have a handler outside of its code, ``made`` have one that no source names."""

    both: tuple[Served, ...]
    missed: tuple[Served, ...]
    extra: tuple[Served, ...]
    foreign: int
    made: tuple[Served, ...]

    @property
    def recall(self) -> float:
        return len(self.both) / max(1, len(self.both) + len(self.missed))

    @property
    def precision(self) -> float:
        return len(self.both) / max(1, len(self.both) + len(self.extra))


def compare(rows: Iterable[Mapping[str, Any]], codebase: Codebase, framework: str) -> Comparison:
    """The routes of a running application (rows of ``dump.py``) against what was read of its source."""
    rows = list(rows)
    apart = {file.module for file in codebase.files if file.kind in (FileKind.TEST, FileKind.VENDORED)}
    own = [row for row in rows if row["own"] and not all(_home(name, apart) for name in row["handlers"])]
    foreign = {_key(row, method, framework) for row in rows if row not in own for method in _methods(row, framework)}
    real = {one for row in own for one in _served(row, framework)}
    known = {definition.name for definition in codebase.of(Definition)}
    modules = {file.module for file in codebase.files}
    found = {one for one in _found(codebase, framework) if not one.handler or _home(one.handler, modules)}
    both, extra = [], []
    pending = sorted(real)
    for one in sorted(found):
        hits = [each for each in pending if _is_same(each, one)]
        pending = [each for each in pending if each not in hits]
        both += hits
        if not hits and not any(_is_same(each, one) for each in both) and (one.route, one.method) not in foreign:
            extra.append(one)
    made = tuple(one for one in pending if not any(name in known or name.rpartition(".")[0] in known for name in one.names))
    missed = tuple(one for one in pending if one not in made)
    # Where the running handler has lost its name (a decorator that hides what it wraps), the route alone says that there is one.
    unnamed = [one for one in extra if any(one.route == each.route and _is_same_method(each, one) for each in made)]
    return Comparison(tuple(sorted(both)), missed, tuple(one for one in extra if one not in unnamed), len(foreign), made)


def _key(row: Mapping[str, Any], method: str, framework: str) -> tuple[str, str]:
    return (_route(row["route"], framework), method)


def _is_same(real: Served, found: Served) -> bool:
    # A function that another one makes may go by the name of its maker.
    makers = {name.rpartition(".")[0] for name in real.names}
    is_handler = found.handler in real.names or found.handler in makers or real.handler.endswith("<lambda>")
    return real.route == found.route and _is_same_method(real, found) and is_handler


def _is_same_method(real: Served, found: Served) -> bool:
    return real.method == found.method or not real.method or not found.method


def _home(dotted: str, modules: set[ModuleName]) -> bool:
    while dotted and dotted not in modules:
        dotted = dotted.rpartition(".")[0]
    return bool(dotted)


def _served(row: Mapping[str, Any], framework: str) -> Iterable[Served]:
    names = tuple(row["handlers"])
    for method in _methods(row, framework):
        yield Served(_route(row["route"], framework), method, names[0] if names else "", names)


def _methods(row: Mapping[str, Any], framework: str) -> list[str]:
    unseen = FLASK_UNSEEN if framework != "fastapi" else {"HEAD"} if "GET" in row["methods"] else set()
    return [method for method in row["methods"] if method not in unseen] or [""]


def _found(codebase: Codebase, framework: str) -> Iterable[Served]:
    apart = {file.path for file in codebase.files if file.kind in (FileKind.TEST, FileKind.VENDORED)}
    for one in codebase.of(Endpoint):
        if one.framework == framework and one.at.path not in apart:
            for method in _methods({"methods": one.methods}, framework):
                yield Served(_route(one.route, framework), method, one.handler)


def _route(route: str, framework: str) -> str:
    """Converters of arguments are left out where two notations of Django's must be compared."""
    if framework != "django":
        return route
    return ESCAPED.sub(r"\1", UNNAMED.sub("<var>", CONVERTER.sub(r"<\1>", route)))
