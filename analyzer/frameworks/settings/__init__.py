"""What code takes from its surroundings: settings, files and outside services."""

from collections.abc import Iterator

from analyzer.frameworks.framework import Framework
from analyzer.frameworks.reached import uses_reaching
from analyzer.frameworks.settings.environment import django_settings, settings
from analyzer.frameworks.settings.outbound import TOPS, files, outbound
from analyzer.frameworks.settings.readers import fields
from analyzer.model.codebase import Fact
from analyzer.read.program import Program


def _facts(program: Program) -> Iterator[Fact]:
    yield from settings(program)
    yield from fields(program)
    yield from files(program)
    for module, uses in uses_reaching(program, TOPS):
        yield from django_settings(program, program.modules[module], uses)
        yield from outbound(program, program.modules[module], uses)


VOCABULARY = frozenset({"environ[]", "config[]", "get", "getenv", "setdefault", "config", "open", "client", "resource"})
SETTINGS = Framework("settings", VOCABULARY, _facts)
