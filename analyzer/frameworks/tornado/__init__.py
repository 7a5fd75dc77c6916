"""Tornado: handler lists, ``URLSpec``, web sockets."""

from collections.abc import Iterator

from analyzer.frameworks.framework import Framework
from analyzer.frameworks.imported import imports_any
from analyzer.frameworks.tornado.handlers import endpoints
from analyzer.model.codebase import Fact
from analyzer.read.program import Program


def _facts(program: Program) -> Iterator[Fact]:
    if imports_any(program, "tornado"):
        yield from dict.fromkeys(endpoints(program))


TORNADO = Framework("tornado", frozenset({"add_handlers", "URLSpec", "url"}), _facts)
