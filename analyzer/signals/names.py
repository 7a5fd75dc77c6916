"""Modules whose names share a word that tells something, and modules that are named after another package."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from analyzer.graphs.packages import LAYER, PackageTree, ancestors, rarity, telling_words
from analyzer.graphs.vocabulary import words_of
from analyzer.model.graph import Evidence
from analyzer.model.place import Location, ModuleName
from analyzer.signals.sharing import PARTNERS, shared_by
from analyzer.signals.signal import Signal
from analyzer.signals.view import View

NAMESAKE = 0.3
"""What being named after a package counts for, beside what being in one would."""


def collect(view: View) -> Iterator[Evidence]:
    """Evidence for pairs whose last names share a word, such as ``views.order`` and ``models.orders``; words of their packages and
    words in many names do not count, and a word counts more where those that have it also import each other. A module that is named
    after a domain package, such as ``admin_orders`` after ``orders``, is tied to the modules there."""
    paths = {file.module: Location(file.path) for file in view.codebase.files}
    words = telling_words(view.codebase.business)
    groups: dict[str, dict[ModuleName, Location]] = defaultdict(dict)
    for module, own in words.items():
        for word in own:
            groups[word][module] = paths[module]
    yield from shared_by("names", groups, view.closeness, "both have “{}” in the name, as do {} modules in all".format)
    yield from _namesakes(view.tree, words, paths)


def _namesakes(tree: PackageTree, words: Mapping[ModuleName, frozenset[str]], paths: Mapping[ModuleName, Location]) -> Iterator[Evidence]:
    packages = _by_word(tree)
    for module in sorted(words):
        for word in sorted(words[module] & packages.keys()):
            package = packages[word]
            members = [member for member in tree.members[package] if member != module][:PARTNERS]
            if package in (module, *ancestors(module)) or not members:
                continue
            weight = NAMESAKE * rarity(len(tree.members[package]), len(words)) ** 2
            for member in members:
                yield Evidence("names", module, member, weight / len(members), f"is named after the package {package}", paths[module])


def _by_word(tree: PackageTree) -> dict[str, str]:
    """Word to the only domain package that has it in its name."""
    total = max((len(members) for members in tree.members.values()), default=0)
    named = [(word, name) for name in tree.members for word in dict.fromkeys(words_of(name.rpartition(".")[2]))]
    count = Counter(word for word, _ in named)
    return {
        word: name for word, name in named if count[word] == 1 and tree.domainness[name] >= LAYER and len(tree.members[name]) <= total / 2
    }


NAMES = Signal("names", collect)
