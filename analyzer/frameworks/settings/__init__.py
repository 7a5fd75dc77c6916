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
    for module in sorted(program.modules):
        yield from files(program, program.modules[module])
    for module, uses in uses_reaching(program, _leads):
        yield from django_settings(program, program.modules[module], uses)
        yield from outbound(program, program.modules[module], uses)


def _leads(full: str) -> bool:
    return full.partition(".")[0] in TOPS


VOCABULARY = frozenset({"environ[]", "config[]", "get", "getenv", "setdefault", "config", "open", "client", "resource"})
SETTINGS = Framework("settings", VOCABULARY, _facts)
