"""Modules that one person mostly wrote."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from analyzer.model.graph import Evidence
from analyzer.model.place import Location, ModuleName
from analyzer.signals.history import LARGE
from analyzer.signals.sharing import shared_by
from analyzer.signals.signal import Signal
from analyzer.signals.view import View

OWNED, TWICE = 0.5, 2
"""A module is an author's who made at least this share of its commits, and so many of them."""


def collect(view: View) -> Iterator[Evidence]:
    """Evidence for pairs that are one author's; the fewer modules an author has, the more they tell, and who owns a tenth of the code
    ties nobody. Sweeping commits do not count, and authors are digests that no reason names."""
    modules = {file.path: file.module for file in view.codebase.files if file.module in view.business}
    paths = {module: Location(path) for path, module in modules.items()}
    commits: dict[ModuleName, Counter[str]] = defaultdict(Counter)
    for commit in view.codebase.history:
        touched = sorted({modules[path] for path in commit.paths if path in modules})
        for module in touched if len(touched) <= LARGE else ():
            commits[module][commit.author] += 1
    groups: dict[str, dict[ModuleName, Location]] = defaultdict(dict)
    for module, by in commits.items():
        author = max(sorted(by), key=lambda name: by[name])
        if by[author] >= max(TWICE, OWNED * by.total()):
            groups[author][module] = paths[module]
    say = "both mostly written by one author, as are {} modules in all".format
    yield from shared_by("authors", groups, view.closeness, lambda _, count: say(count))


AUTHORS = Signal("authors", collect)
