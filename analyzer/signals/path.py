"""Modules of one package, where the package is a domain and not a layer."""

from collections.abc import Iterator

from analyzer.graphs.packages import rarity
from analyzer.model.graph import Evidence
from analyzer.model.place import Location
from analyzer.signals.sharing import PARTNERS, pairs_of
from analyzer.signals.signal import Signal
from analyzer.signals.view import View

WHOLE = 0.8
"""A package with a larger share of the modules is the application itself."""


def collect(view: View) -> Iterator[Evidence]:
    """Evidence for pairs in one package: stronger the smaller and the closer knit the package; weaker the more it is a layer, that
    is, the more its imports follow words that recur in other packages."""
    tree, closeness = view.tree, view.closeness
    paths = {file.module: Location(file.path) for file in view.codebase.files}
    for package, members in tree.members.items():
        if 1 < len(members) <= WHOLE * closeness.modules:
            weight = rarity(len(members), closeness.modules) * tree.domainness[package] ** 2 * closeness.of(members)
            reason = f"both in the package {package} ({len(members)} modules)"
            for first, second in pairs_of(package, members):
                yield Evidence("path", first, second, weight / min(PARTNERS, len(members) - 1), reason, paths[first])


PATH = Signal("path", collect)
