"""Which calls make a route of Django."""

from analyzer.frameworks.orm.expressions import last_name
from analyzer.model.syntax import Call
from analyzer.read.program import Program

ROUTES = frozenset({"path", "re_path", "url"})
MODULES = ("django.urls", "django.conf.urls", "django.core.urlresolvers")


def is_route(program: Program, module: str, scope: str, call: Call) -> bool:
    """Whether a call is one of Django's functions that make a route."""
    resolved = program.resolve(module, call.func, scope)
    return last_name(call.func) in ROUTES and resolved.startswith(MODULES)
