"""Modules that one test file exercises."""

from collections import defaultdict
from collections.abc import Iterator

from analyzer.model.facts import Import
from analyzer.model.graph import Evidence
from analyzer.model.place import Location, ModuleName
from analyzer.model.source import FileKind
from analyzer.signals.sharing import shared_by
from analyzer.signals.signal import Signal
from analyzer.signals.view import View

MANY = 12
"""A test that imports more modules is about the whole, not about a domain."""


def collect(view: View) -> Iterator[Evidence]:
    """Evidence for pairs of modules that the same test file imports."""
    codebase, business = view.codebase, view.business
    tests = {file.module for file in codebase.files if file.kind is FileKind.TEST}
    groups: dict[str, dict[ModuleName, Location]] = defaultdict(dict)
    for fact in codebase.of(Import):
        if fact.importer in tests and fact.resolved in business:
            groups[fact.importer].setdefault(fact.resolved, fact.at)
    few = {test: places for test, places in groups.items() if len(places) <= MANY}
    yield from shared_by("tests", few, view.closeness, "both exercised by {} ({} modules)".format, keenness=1.0)


TESTS = Signal("tests", collect)
