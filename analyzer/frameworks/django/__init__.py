"""Django: models and their links, URL configurations, settings that name code, applications."""

from collections.abc import Iterator

from analyzer.frameworks.django.dialect import VOCABULARY as ACCESS
from analyzer.frameworks.django.route_calls import ROUTES
from analyzer.frameworks.django.routing import routes
from analyzer.frameworks.django.schema import schema
from analyzer.frameworks.django.settings import applications, model_references, references
from analyzer.frameworks.framework import Framework
from analyzer.frameworks.orm.imported import imports
from analyzer.model.codebase import Fact
from analyzer.read.program import Program

VOCABULARY = ROUTES | ACCESS | {"register", "include"}


def facts(program: Program) -> Iterator[Fact]:
    """Every fact about a program's use of Django; nothing where it does not import Django."""
    if not imports(program, "django"):
        return
    found = schema(program)
    yield from found.entities
    yield from found.links
    yield from references(program)
    yield from model_references(program, dict(found.aliases))
    yield from applications(program)
    yield from dict.fromkeys(routes(program))


DJANGO = Framework("django", VOCABULARY, facts)
