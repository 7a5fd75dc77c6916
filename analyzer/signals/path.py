"""Modules of one package, where the package is a domain and not a layer."""

from collections.abc import Iterator

from analyzer.graphs.packages import package_tree, rarity
from analyzer.model.codebase import Codebase
from analyzer.model.graph import Evidence
from analyzer.model.place import Location
from analyzer.signals.closeness import import_closeness
from analyzer.signals.sharing import PARTNERS, pairs_of
from analyzer.signals.signal import Signal

WHOLE = 0.8
"""A package with a larger share of the modules is the application itself."""


def collect(codebase: Codebase) -> Iterator[Evidence]:
    """Evidence for pairs in one package: stronger the smaller and the closer knit the package; weaker the more it is a layer, that
    is, the more its imports follow words that recur in other packages."""
    tree, closeness = package_tree(codebase), import_closeness(codebase)
    paths = {file.module: Location(file.path) for file in codebase.files}
    for package, members in tree.members.items():
        if 1 < len(members) <= WHOLE * closeness.modules:
            weight = rarity(len(members), closeness.modules) * tree.domainness[package] ** 2 * closeness.of(members)
            reason = f"both in the package {package} ({len(members)} modules)"
            for first, second in pairs_of(package, members):
                yield Evidence("path", first, second, weight / min(PARTNERS, len(members) - 1), reason, paths[first])


PATH = Signal("path", collect)
