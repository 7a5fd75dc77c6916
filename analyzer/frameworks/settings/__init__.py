"""What code takes from its surroundings: settings and outside services."""

from collections.abc import Iterator

from analyzer.frameworks.framework import Framework
from analyzer.frameworks.settings.environment import settings
from analyzer.frameworks.settings.outbound import outbound
from analyzer.model.codebase import Fact
from analyzer.read.program import Program


def _facts(program: Program) -> Iterator[Fact]:
    yield from settings(program)
    yield from outbound(program)


VOCABULARY = frozenset({"environ[]", "config[]", "get", "getenv", "setdefault", "config"})
SETTINGS = Framework("settings", VOCABULARY, _facts)
