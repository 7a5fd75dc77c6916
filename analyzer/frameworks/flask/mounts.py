"""Where blueprints are mounted: every URL prefix and name prefix under which a blueprint's routes are reachable.

The rules are those of ``flask.Blueprint.register``: the prefix given at registration replaces the blueprint's own, a nested
blueprint's prefix is appended to its parent's, and names are joined with dots.
"""

from collections.abc import Iterator
from typing import NamedTuple

from analyzer.frameworks.constants import text_of
from analyzer.frameworks.displays import Row
from analyzer.frameworks.flask.kinds import APP, BLUEPRINT
from analyzer.frameworks.flask.listed import listed
from analyzer.frameworks.objects import Held, Objects
from analyzer.model.facts import BlindSpot
from analyzer.model.place import Location, ModuleName
from analyzer.model.syntax import Call, Constant, Expr, Name, Subscript, Text
from analyzer.read.program import Program

MAX_MOUNTS = 32


class Mount(NamedTuple):
    """A URL prefix (None where there is none) and the dotted name that stands before endpoint names (``""`` for the application)."""

    prefix: str | None
    name: str

    def route(self, rule: str) -> str:
        """The full URL pattern of a rule below this mount."""
        if self.prefix is None:
            return rule
        return f"{self.prefix.rstrip('/')}/{rule.lstrip('/')}" if rule else self.prefix

    def endpoint(self, name: str) -> str:
        """The full endpoint name below this mount."""
        return f"{self.name}.{name}" if self.name else name


class Registration(NamedTuple):
    """A blueprint is registered on an application (parent None) or on another blueprint."""

    parent: Held | None
    prefix: str | None
    name: str | None


class Mounts:
    """The mounts of every blueprint of a program."""

    def __init__(self, program: Program, objects: Objects) -> None:
        self.program = program
        self.objects = objects
        self._known: dict[str, tuple[Mount, ...]] = {}
        self.registrations = self._registrations()

    def of(self, held: Held) -> tuple[Mount, ...]:
        """Every mount of an application or blueprint; a blueprint that nobody is seen to register stands at its own prefix."""
        if held.id not in self._known:
            # Registered below itself, a blueprint has no further mount there.
            self._known[held.id] = ()
            self._known[held.id] = self._find(held)
        return self._known[held.id]

    def _find(self, held: Held) -> tuple[Mount, ...]:
        if held.kind == APP:
            return (Mount(None, ""),)
        found: dict[Mount, None] = {}
        for one in self.registrations.get(held.id, ()):
            for below in self._parents(one):
                found[self._below(below, held, one)] = None
        return tuple(found)[:MAX_MOUNTS] or (Mount(self.own_prefix(held), self.own_name(held)),)

    def blind_spots(self) -> Iterator[BlindSpot]:
        """A blind spot for each prefix that is given and cannot be read."""
        for _, held in sorted(self.objects.held.items()):
            if held.kind == BLUEPRINT and self._is_computed(held.module, held.scope, held.call):
                yield BlindSpot(ModuleName(held.module), "computed-route", held.at)
        for module, syntax in self.program.modules.items():
            for site in syntax.calls:
                if site.call.func.endswith(".register_blueprint"):
                    rows = self.objects.displays.unrolled(module, site.scope, site.call)
                    if any(self._is_computed(*row) for row in rows) and self.objects.of(
                        module, site.scope, site.call.argument(0, "blueprint")
                    ):
                        yield BlindSpot(ModuleName(module), "computed-route", Location(syntax.path, site.call.line))

    def _is_computed(self, module: str, scope: str, call: Call) -> bool:
        given = call.keyword("url_prefix")
        return given not in (None, Constant(None)) and self._read(module, scope, given) is None

    def own_prefix(self, held: Held) -> str | None:
        """The URL prefix in the blueprint's constructor."""
        return self._text(held, held.call.keyword("url_prefix"))

    def own_name(self, held: Held) -> str:
        """The name in the blueprint's constructor, else the name of the variable."""
        return self._text(held, held.call.argument(0, "name")) or held.id.rpartition(".")[2]

    def _parents(self, one: Registration) -> tuple[Mount, ...]:
        return (Mount(None, ""),) if one.parent is None else self.of(one.parent)

    def _below(self, parent: Mount, held: Held, one: Registration) -> Mount:
        prefix = one.prefix if one.prefix is not None else self.own_prefix(held)
        if parent.prefix is not None:
            prefix = parent.prefix if prefix is None else f"{parent.prefix.rstrip('/')}/{prefix.lstrip('/')}"
        return Mount(prefix, parent.endpoint(one.name or self.own_name(held)))

    def _text(self, held: Held, expr: Expr | None) -> str | None:
        return self._read(held.module, held.scope, expr)

    def _read(self, module: str, scope: str, expr: Expr | None) -> str | None:
        found = text_of(self.program, module, scope, expr)
        return self._setting(expr) if found is None else found

    def _setting(self, expr: Expr | None) -> str | None:
        """The only text that the code base gives a setting: what ``app.config["NAME"]`` is unless a deployment says otherwise."""
        if not isinstance(expr, Subscript) or not isinstance(expr.key, Text) or not isinstance(expr.value, Name):
            return None
        if expr.value.dotted.rpartition(".")[2] != "config":
            return None
        texts = {
            one.value.value
            for syntax in self.program.modules.values()
            for one in syntax.assignments
            if one.target == expr.key.value and isinstance(one.value, Text) and not one.value.is_pattern
        }
        return texts.pop() if len(texts) == 1 else None

    def _registrations(self) -> dict[str, list[Registration]]:
        found: dict[str, list[Registration]] = {}
        is_computed = False
        for module in sorted(self.program.modules):
            for site in self.program.modules[module].calls:
                receiver, _, last = site.call.func.rpartition(".")
                if last in ("register_blueprint", "register_api"):
                    parents = self.objects.chain(module, site.scope, receiver)
                    rows = self.objects.displays.unrolled(module, site.scope, site.call)
                    is_known = [self._add(found, parents, row) for row in rows]
                    is_computed = is_computed or not all(is_known)
        for id, prefix in listed(self.program, self.objects) if is_computed else ():
            found.setdefault(id, [Registration(None, prefix, None)])
        return found

    def _add(self, found: dict[str, list[Registration]], parents: tuple[Held, ...], row: Row) -> bool:
        """Note what a row registers; False where that is not known."""
        prefix = self._row_text(row, row.call.keyword("url_prefix"))
        name = self._row_text(row, row.call.keyword("name"))
        above = [held if held.kind == BLUEPRINT else None for held in parents] or [None]
        registered = self.objects.of(row.module, row.scope, row.call.argument(0, "blueprint"))
        for held in registered:
            rows = found.setdefault(held.id, [])
            rows.extend(one for one in (Registration(parent, prefix, name) for parent in above) if one not in rows)
        return bool(registered)

    def _row_text(self, row: Row, expr: Expr | None) -> str | None:
        return None if isinstance(expr, Constant) else self._read(row.module, row.scope, expr)
