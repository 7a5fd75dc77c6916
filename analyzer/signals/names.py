"""Modules whose names share a word that tells something."""

from collections import defaultdict
from collections.abc import Iterator

from analyzer.graphs.packages import telling_words
from analyzer.model.codebase import Codebase
from analyzer.model.graph import Evidence
from analyzer.model.place import Location, ModuleName
from analyzer.signals.closeness import import_closeness
from analyzer.signals.sharing import shared_by
from analyzer.signals.signal import Signal


def collect(codebase: Codebase) -> Iterator[Evidence]:
    """Evidence for pairs whose last names share a word, such as ``views.order`` and ``models.orders``; words of their packages and
    words in many names do not count, and a word counts more where those that have it also import each other."""
    paths = {file.module: Location(file.path) for file in codebase.files}
    groups: dict[str, dict[ModuleName, Location]] = defaultdict(dict)
    for module, words in telling_words(codebase.business).items():
        for word in words:
            groups[word][module] = paths[module]
    yield from shared_by("names", groups, import_closeness(codebase), "both have “{}” in the name, as do {} modules in all".format)


NAMES = Signal("names", collect)
