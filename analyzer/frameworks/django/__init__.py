"""Django: models and their links, URL configurations, settings that name code, applications."""

from collections.abc import Iterator

from analyzer.frameworks.django.dialect import VOCABULARY as ACCESS
from analyzer.frameworks.django.routers import Routers
from analyzer.frameworks.django.schema import schema
from analyzer.frameworks.django.settings import applications, references, root_modules
from analyzer.frameworks.django.urlconf import ROUTES, UrlConf, Where, is_route
from analyzer.frameworks.framework import Framework
from analyzer.frameworks.orm.expressions import calls_in, text
from analyzer.model.codebase import Fact
from analyzer.model.syntax import Name
from analyzer.read.program import Program

VOCABULARY = ROUTES | ACCESS | {"register", "include"}


def facts(program: Program) -> Iterator[Fact]:
    """Every fact about a program's use of Django; nothing where it does not import Django."""
    if not any(one.module.partition(".")[0] == "django" for syntax in program.modules.values() for one in syntax.imports):
        return
    found = schema(program)
    yield from found.entities
    yield from found.links
    yield from references(program)
    yield from applications(program)
    yield from dict.fromkeys(_routes(program))


def _routes(program: Program) -> Iterator[Fact]:
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
                yield from conf.read(Where(module, site.scope, above=(module,)), site.call)


def _included(program: Program, module: str) -> Iterator[str]:
    """The modules that a configuration includes by string or by name."""
    for one in program.body(module):
        for call in calls_in(one.value, "include"):
            given = call.argument(0, "arg")
            yield text(given)
            if isinstance(given, Name):
                yield program.resolve(module, given.dotted)


DJANGO = Framework("django", VOCABULARY, facts)
