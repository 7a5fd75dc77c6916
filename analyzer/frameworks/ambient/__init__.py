"""Ambient context: the current request, session, user or locale, read from wherever code happens to stand.

Known by the names under which web frameworks hand it out, and by the code base's own context-local variables
(``ContextVar``, ``threading.local``, ``LocalProxy``), whatever they are called.
"""

import re
from collections.abc import Iterator

from analyzer.frameworks.bound_values import bound_values
from analyzer.frameworks.framework import Framework
from analyzer.frameworks.imported import words_for
from analyzer.frameworks.reached import uses_reaching
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.surface import ContextUse
from analyzer.model.syntax import Assignment, Call
from analyzer.read.program import Program

HANDED_OUT = frozenset(
    {
        "bottle.request",
        "cherrypy.request",
        "cherrypy.session",
        "crum.get_current_request",
        "crum.get_current_user",
        "django.utils.translation.get_language",
        "flask.g",
        "flask.globals.g",
        "flask.globals.request",
        "flask.globals.session",
        "flask.request",
        "flask.session",
        "flask_jwt_extended.current_user",
        "flask_jwt_extended.get_current_user",
        "flask_jwt_extended.get_jwt_identity",
        "flask_login.current_user",
        "flask_security.current_user",
        "pyramid.threadlocal.get_current_request",
        "quart.g",
        "quart.request",
        "quart.session",
        "sanic.request",
        "starlette_context.context",
        "web.ctx",
    }
)
"""What frameworks hand out to whoever asks, by full dotted name."""
TOPS = frozenset(name.partition(".")[0] for name in HANDED_OUT)

HOLDERS = frozenset(
    {
        "asgiref.local.Local",
        "contextvars.ContextVar",
        "gevent.local.local",
        "threading.local",
        "werkzeug.local.Local",
        "werkzeug.local.LocalProxy",
        "werkzeug.local.LocalStack",
    }
)
"""Classes whose module-level instances hold a different value for each request, task or thread."""


IN_TEMPLATE = re.compile(r"\{[{%]([^{}]{1,500})[}%]\}")
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
READ_IN_TEMPLATE = re.compile(r"(?<![\w.])(current_user|request|session)\b(?!\s*=[^=])")
"""Names that template engines put into every page."""


def _facts(program: Program) -> Iterator[ContextUse]:
    yield from _code_facts(program)
    yield from _template_facts(program)


def _code_facts(program: Program) -> Iterator[ContextUse]:
    own = _holders(program)
    holders = frozenset(own)
    for module, uses in uses_reaching(program, TOPS, holders):
        syntax = program.modules[module]
        seen: dict[tuple[str, str], int] = {}
        for use in uses:
            what = _ambient(program.resolve(module, use.chain, use.scope), holders)
            if what:
                seen[use.scope, what] = min(use.line, seen.get((use.scope, what), use.line))
        for (scope, what), line in sorted(seen.items()):
            source = f"{module}.{scope}" if scope else module
            yield ContextUse(what, ModuleName(module), QualName(source), Location(syntax.path, line))
    for name, places in own.items():
        for at in places:
            yield ContextUse(name, ModuleName(name.rpartition(".")[0]), QualName(name), at)


def _template_facts(program: Program) -> Iterator[ContextUse]:
    """What expressions of page templates read of the request, one fact a template and name, first place."""
    for path, text in sorted((program.templates or {}).items()):
        seen: set[str] = set()
        for number, line in enumerate(text.splitlines(), 1):
            for expression in IN_TEMPLATE.findall(line):
                for name in READ_IN_TEMPLATE.findall(QUOTED.sub("", expression)):
                    if name not in seen:
                        seen.add(name)
                        yield ContextUse(name, ModuleName(""), QualName(path), Location(path, number))


def _ambient(full: str, holders: frozenset[str]) -> str:
    """The ambient name that a full dotted name starts with, or ``""``."""
    while full:
        bare = full.rstrip("()[]")
        if full in HANDED_OUT or full in holders:
            return full
        full = full.rpartition(".")[0] if bare == full else bare
    return ""


def _holders(program: Program) -> dict[str, list[Location]]:
    """Module-level variables that hold context, with their places."""
    words = words_for(program, HOLDERS)
    found: dict[str, list[Location]] = {}
    held = bound_values(program)
    for module in sorted({module for word in words for module, _ in held.get(word, ())}):
        syntax = program.modules[module]
        for one in program.body(module):
            if isinstance(one.value, Call) and one.value.func.rpartition(".")[2] in words and _holds(program, module, one):
                found.setdefault(f"{module}.{one.target}", []).append(Location(syntax.path, one.line))
    return found


def _holds(program: Program, module: str, one: Assignment) -> bool:
    return one.target.isidentifier() and isinstance(one.value, Call) and program.resolve(module, one.value.func) in HOLDERS


AMBIENT = Framework("ambient", frozenset(), _facts)
