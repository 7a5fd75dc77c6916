"""Pyramid: routes by name, views by configuration or decorator, included modules with prefixes."""

from collections.abc import Iterator

from analyzer.frameworks.framework import Framework
from analyzer.frameworks.imported import imports_any
from analyzer.frameworks.pyramid.includes import Includes
from analyzer.frameworks.pyramid.routes import routes
from analyzer.frameworks.pyramid.views import endpoints
from analyzer.model.codebase import Fact
from analyzer.read.program import Program


def _facts(program: Program) -> Iterator[Fact]:
    if imports_any(program, "pyramid"):
        includes = Includes(program)
        yield from includes.references()
        yield from dict.fromkeys(endpoints(program, routes(program, includes)))


PYRAMID = Framework("pyramid", frozenset({"add_route", "add_view", "include"}), _facts)
