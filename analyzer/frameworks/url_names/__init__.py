"""URLs that code asks for by the names of their routes, whatever framework builds them."""

import re
from collections.abc import Iterator

from analyzer.frameworks.constants import all_texts
from analyzer.frameworks.framework import Framework
from analyzer.frameworks.imported import imports_any
from analyzer.frameworks.kept_sites import sites_named
from analyzer.frameworks.scopes import outward
from analyzer.model.codebase import Fact
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.surface import UrlUse
from analyzer.model.syntax import CallSite, ModuleSyntax
from analyzer.read.program import Program

LIBRARIES = ("flask", "quart", "django", "rest_framework", "fastapi", "starlette", "pyramid", "tornado")
NAMED = frozenset({"url_for", "url_path_for", "route_url", "route_path", "reverse_url"})
"""Functions and methods that build a URL wherever they are called with a text; nothing else is called so."""

KNOWN = frozenset({"reverse", "reverse_lazy", "redirect", "resolve_url"})
"""Functions that count where they are those of Django."""

MODULES = ("django.", "rest_framework.reverse.")
KEYWORDS = {
    **{"url_for": "endpoint", "url_path_for": "name", "redirect": "to", "resolve_url": "to"},
    **dict.fromkeys(("reverse", "reverse_lazy"), "viewname"),
}
NAME = re.compile(r"[\w.:-]+")


def _facts(program: Program) -> Iterator[Fact]:
    if not imports_any(program, *LIBRARIES):
        return
    for syntax, site in sites_named(program, NAMED | KNOWN):
        last = site.call.func.rpartition(".")[2]
        if last in NAMED or program.resolve(syntax.module, site.call.func, site.scope).startswith(MODULES):
            yield from _uses(program, syntax, site, last)


def _uses(program: Program, syntax: ModuleSyntax, site: CallSite, last: str) -> Iterator[UrlUse]:
    given = site.call.argument(0, KEYWORDS.get(last, "route_name"))
    for name in all_texts(program, syntax.module, site.scope, given):
        if NAME.fullmatch(name):
            scope = next(iter(outward(site.scope)), "")
            source = f"{syntax.module}.{scope}" if scope else syntax.module
            yield UrlUse(name, ModuleName(syntax.module), QualName(source), Location(syntax.path, site.call.line))


URL_NAMES = Framework("url-names", NAMED | KNOWN, _facts)
