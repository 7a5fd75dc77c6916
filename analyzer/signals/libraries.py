"""Modules that import the same third-party package."""

from collections import defaultdict
from collections.abc import Iterator

from analyzer.model.facts import PackageImport
from analyzer.model.graph import Evidence
from analyzer.model.place import Location, ModuleName
from analyzer.signals.sharing import shared_by
from analyzer.signals.signal import Signal
from analyzer.signals.view import View


def collect(view: View) -> Iterator[Evidence]:
    """Evidence for pairs that use a library which few modules use, such as the client of one payment provider."""
    codebase, business = view.codebase, view.business
    groups: dict[str, dict[ModuleName, Location]] = defaultdict(dict)
    for fact in codebase.of(PackageImport):
        if fact.importer in business:
            top, _, rest = fact.name.partition(".")
            for name in (top, f"{top}.{rest.partition('.')[0]}") if rest else (top,):
                groups[name].setdefault(fact.importer, fact.at)
    yield from shared_by("libraries", groups, view.closeness, "both import {}, as do {} modules in all".format)


LIBRARIES = Signal("libraries", collect)
