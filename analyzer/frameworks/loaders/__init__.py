"""Loaders: modules that are imported by their names, through the standard library or through functions of the code base."""

from collections.abc import Iterator

from analyzer.frameworks.framework import Framework
from analyzer.frameworks.loaders.imported import IMPORTERS, imported
from analyzer.frameworks.loaders.learned import learned
from analyzer.model.codebase import Fact
from analyzer.read.program import Program


def _facts(program: Program) -> Iterator[Fact]:
    yield from imported(program)
    yield from learned(program)


LOADERS = Framework("loaders", IMPORTERS | {"('word')"}, _facts)
