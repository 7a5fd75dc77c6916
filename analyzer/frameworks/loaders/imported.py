"""``import_module`` and its kin: which modules a literal, a constant, a loop over literals or a pattern names."""

from collections.abc import Iterator
from functools import cached_property

from analyzer.frameworks.constants import all_texts
from analyzer.frameworks.displays import Displays
from analyzer.frameworks.loaders.patterns import Modules, filled
from analyzer.frameworks.note import Note
from analyzer.frameworks.scopes import Bindings
from analyzer.model.facts import BlindSpot, StringReference
from analyzer.model.place import Location, ModuleName
from analyzer.model.syntax import Call, CallSite, Expr, ModuleSyntax, Name, Text
from analyzer.read.program import Program

PLAIN = frozenset({"import_module", "__import__"})
LIBRARY = frozenset({"import_string", "import_by_path", "import_object", "resolve_name", "run_module", "find_spec"})
IMPORTERS = PLAIN | LIBRARY
"""Last names of functions whose first argument names what they import."""


def imported(program: Program) -> Iterator[StringReference | BlindSpot]:
    """What each such call names, and a blind spot for each that names nothing that is known: ``dynamic-import``, or ``dynamic-load`` for
    functions of libraries that take the whole dotted path of an object, which mostly stands in a setting.

    Texts that stand in the module as they are, are string references already.
    """
    importers = _Importers(program)
    for module in LOADING.modules(program):
        syntax = program.modules[module]
        yield from importers.facts(syntax, [site for site in syntax.calls if site.call.func.rpartition(".")[2] in IMPORTERS])


def _loads(program: Program, module: str) -> bool:
    syntax = program.modules[module]
    is_dynamic = any(blind.reason == "dynamic-import" for blind in syntax.blinds)
    return is_dynamic or any(site.call.func.rpartition(".")[2] in IMPORTERS for site in syntax.calls)


LOADING = Note("imports by name", _loads)


class _Importers:
    def __init__(self, program: Program) -> None:
        self._program = program

    @cached_property
    def _modules(self) -> Modules:
        return Modules(self._program.modules)

    @cached_property
    def _displays(self) -> Displays:
        return Displays(self._program, Bindings(self._program))

    def facts(self, syntax: ModuleSyntax, sites: list[CallSite]) -> Iterator[StringReference | BlindSpot]:
        """The facts of the calls of one module."""
        literals = {literal.value for literal in syntax.literals}
        seen: set[tuple[str, str]] = set()
        dark = {(blind.line, "dynamic-import") for blind in syntax.blinds if blind.reason == "dynamic-import"}
        for site in sites:
            texts = self._texts(syntax, site)
            if texts:
                dark.discard((site.call.line, "dynamic-import"))
            elif self._is_dark(syntax, site):
                dark.add((site.call.line, "dynamic-load"))
            at = Location(syntax.path, site.call.line)
            for text, target in texts:
                if target and target != syntax.module and (target, text) not in seen and (text not in literals or "{}" in text):
                    seen.add((target, text))
                    yield StringReference(ModuleName(syntax.module), ModuleName(target), text[:200], site.call.func, at)
        for line, reason in sorted(dark):
            yield BlindSpot(ModuleName(syntax.module), reason, Location(syntax.path, line))

    def _is_dark(self, syntax: ModuleSyntax, site: CallSite) -> bool:
        """Whether a library's function imports what cannot be known; the code base's own function is seen into."""
        if site.call.func.rpartition(".")[2] in PLAIN or not site.call.args or isinstance(site.call.args[0], Text):
            return False
        full = self._program.resolve(syntax.module, site.call.func, site.scope)
        return bool(full) and not self._program.defined_in(full)

    def _texts(self, syntax: ModuleSyntax, site: CallSite) -> list[tuple[str, str]]:
        """Each text that the call may import with the module that it means (``""`` for one outside); empty where nothing is known."""
        first = site.call.argument(0, "name")
        if first is None:
            return []
        found = all_texts(self._program, syntax.module, site.scope, first) or self._looped(syntax, site, first)
        if found:
            return [(text, self._meant(syntax, site.call, text)) for text in found]
        if not isinstance(first, Text):
            return []
        pattern = self._absolute(syntax, site.call, filled(self._program, syntax, site.scope, first))
        package = pattern.partition("{}")[0].rpartition(".")[0]
        matching = self._modules.matching(pattern) if package else []
        return [(pattern, one) for one in ([package] if package in self._program.modules else []) + matching] if matching else []

    def _looped(self, syntax: ModuleSyntax, site: CallSite, first: Expr) -> tuple[str, ...]:
        """The texts of the display that a loop variable runs over."""
        if not isinstance(first, Name) or "." in first.dotted:
            return ()
        rows = self._displays.unrolled(syntax.module, site.scope, site.call)
        values = [(row, row.call.argument(0, "name")) for row in rows]
        return tuple(text for row, value in values for text in all_texts(self._program, row.module, row.scope, value))

    def _meant(self, syntax: ModuleSyntax, call: Call, text: str) -> str:
        return self._program.defined_in(self._absolute(syntax, call, text).replace(":", "."))

    def _absolute(self, syntax: ModuleSyntax, call: Call, text: str) -> str:
        """A relative name (``.part``) counted from the package given, else from the one that holds the module."""
        if not text.startswith("."):
            return text
        given = call.argument(1, "package")
        own = syntax.module if syntax.is_package else syntax.module.rpartition(".")[0]
        base = given.value if isinstance(given, Text) else own
        dots = len(text) - len(text.lstrip("."))
        return ".".join([*base.split(".")[: len(base.split(".")) - dots + 1], text[dots:]])
