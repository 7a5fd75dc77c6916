"""Every route of a Django project, and the views that run in a transaction by configuration."""

from collections.abc import Iterator

from analyzer.frameworks.django.apps import settings
from analyzer.frameworks.django.route_calls import is_route
from analyzer.frameworks.django.routers import Routers
from analyzer.frameworks.django.settings import root_modules
from analyzer.frameworks.django.urlconf import UrlConf, Where
from analyzer.frameworks.django.views import VERBS
from analyzer.frameworks.orm.expressions import calls_in, inside, is_true, text
from analyzer.model.facts import BlindSpot, StringReference
from analyzer.model.surface import Endpoint
from analyzer.model.syntax import Items, Name, Pairs
from analyzer.read.program import Program


def routes(program: Program) -> Iterator[Endpoint | StringReference | BlindSpot]:
    """Routes from the root configurations; then of configurations that nothing includes; then of calls that nothing lists."""
    conf = UrlConf(program, Routers(program))
    holders = [module for module in sorted(program.modules) if any(one.target == "urlpatterns" for one in program.body(module))]
    included = {name for module in holders for name in _included(program, module)}
    roots = root_modules(program) or tuple(module for module in holders if module not in included)
    for module in roots:
        yield from conf.of_module(Where(module))
    for module in holders:
        if module not in conf.reached:
            yield from conf.of_module(Where(module))
    for module in sorted(program.modules):
        for site in program.modules[module].calls:
            if site.scope and (module, site.call.line) not in conf.seen and is_route(program, module, site.scope, site.call):
                found = conf.read(Where(module, site.scope, above=(module,)), site.call)
                # A pattern that a function computes is a blind spot, and no route.
                yield from (one for one in found if not (isinstance(one, Endpoint) and "<unknown>" in one.route))


def _included(program: Program, module: str) -> Iterator[str]:
    """The modules that a configuration includes by string or by name."""
    for one in program.body(module):
        for call in calls_in(one.value, "include"):
            given = call.argument(0, "arg")
            given = given.items[0] if isinstance(given, Items) and given.items else given
            yield text(given)
            if isinstance(given, Name):
                yield program.resolve(module, given.dotted)


def atomic_requests(program: Program) -> Iterator[str]:
    """The views that run in a transaction because a database setting says so: functions, and the HTTP methods of classes."""
    databases = (one.value for _, one, _ in settings(program, "DATABASES"))
    pairs = [pair for value in databases for part in inside(value) if isinstance(part, Pairs) for pair in part.items]
    if not any(text(key) == "ATOMIC_REQUESTS" and is_true(value) for key, value in pairs):
        return
    for fact in routes(program):
        if isinstance(fact, Endpoint):
            for name in (fact.handler, *(f"{fact.handler}.{verb}" for verb in VERBS)):
                if program.function_syntax(name) is not None:
                    yield name
