"""Names for services from the words of their domain: packages, entities, routes and module names."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from analyzer.graphs.packages import PackageTree, ancestors
from analyzer.graphs.vocabulary import words_of
from analyzer.model.codebase import Codebase
from analyzer.model.data import Entity
from analyzer.model.partition import SHARED
from analyzer.model.place import ModuleName
from analyzer.model.surface import Endpoint

LONGEST = 30
PACKAGE, ENTITY, ROUTE, WORD = 1.5, 1.0, 1.0, 1.0
"""What one mention counts for: as the name of a package, in an entity, first in a route, in a module's name."""

NOT_A_NAME = re.compile(r"[^a-z0-9]+")

VERSION = re.compile(r"v?[0-9]+(-[0-9]+)*")
"""A name that only counts versions says nothing without the one before it (``api-v2``)."""

PHRASE = 0.8
"""Two words that stand beside each other wherever one does, or in at least this share of its mentions, are the name together."""

DOMAIN = 0.5
"""A package of so much domainness is the domain of what is in it; one with less is its name in part."""

PLAIN = 0.85
"""A package's own name goes before the name with that of the package around it where it is at least so good."""

APPLICATION = 0.8
"""A package with a greater share of the modules is the application itself: its name tells nothing apart."""


def slug(text: str) -> str:
    """A service id made of a text: lower case letters, digits and ``-``, a letter first, at most 30 characters; may be empty.

    >>> slug("Order_Lines 2")
    'order-lines-2'
    """
    return NOT_A_NAME.sub("-", text.lower()).strip("-").lstrip("0123456789-")[:LONGEST].rstrip("-")


def unique(name: str, taken: Collection[str]) -> str:
    """The name, or the name with the first free number behind it."""
    return next(choice for choice in (name, *(f"{name}-{number}" for number in range(2, len(taken) + 3))) if choice not in taken)


def names_for(codebase: Codebase, homes: Mapping[ModuleName, str], tree: PackageTree) -> dict[str, str]:
    """Group to service id, unique and never ``shared``. A word is the better a name, the more of the group's modules have it and the
    less other groups have it; groups choose in the order of their size, so names change little when a module does."""
    found = _mentions(codebase, homes, tree)
    everywhere: Counter[str] = Counter()
    for mentioned in found.values():
        everywhere.update(mentioned.words)
    sizes = Counter(homes.values())
    taken = {SHARED, ""}
    names: dict[str, str] = {}
    for group in sorted(set(homes.values()) - {SHARED}, key=lambda group: (-sizes[group], group)):
        names[group] = _choose(found[group], everywhere, sizes[group], taken, group)
        taken.add(names[group])
    return names


@dataclass(frozen=True, slots=True)
class _Mentioned:
    """How often a group mentions each possible name, and pairs of words that stand beside each other in names of modules; what names
    with that of the package around them are without it."""

    words: Counter[str] = field(default_factory=Counter)
    phrases: Counter[tuple[str, str]] = field(default_factory=Counter)
    plain: dict[str, str] = field(default_factory=dict)

    def whole(self, word: str) -> str:
        """The phrase that a word is part of wherever it is mentioned, else the word."""
        around = [(-count, pair) for pair, count in self.phrases.items() if word in pair and count >= max(2, PHRASE * self.words[word])]
        return "-".join(min(around)[1]) if around else word


def _choose(own: _Mentioned, everywhere: Counter[str], size: int, taken: set[str], group: str) -> str:
    def worth(word: str) -> float:
        covered, exclusive = min(1.0, own.words[word] / size), own.words[word] / everywhere[word]
        return round(2 * covered * exclusive / (covered + exclusive), 9)

    ranked = sorted(own.words, key=lambda word: (-worth(word), word))
    plain = own.plain.get(ranked[0], "") if ranked else ""
    if plain in own.words and worth(plain) >= PLAIN * worth(ranked[0]):
        ranked = [plain, *(word for word in ranked if word != plain)]
    pairs = (f"{first}-{second}" for first in ranked[:4] for second in ranked[:6] if first != second)
    spare = slug(group.replace(".", "-")) or "service"
    numbered = (f"{spare}-{number}" for number in range(2, len(taken) + 3))
    candidates: Iterable[str] = (*map(own.whole, ranked[:1]), *ranked[:2], *pairs, *ranked, spare, *numbered)
    return next(name for name in candidates if name not in taken and len(name) <= LONGEST + 10)


def _mentions(codebase: Codebase, homes: Mapping[ModuleName, str], tree: PackageTree) -> dict[str, _Mentioned]:
    """By group how often each possible name is mentioned. Packages that hold nearly everything are no names."""
    found: dict[str, _Mentioned] = defaultdict(_Mentioned)
    known = {name for name, members in tree.members.items() if len(members) <= APPLICATION * len(homes)}
    whole = {slug(name.rpartition(".")[2]) for name in tree.members if name not in known} | {SHARED}
    common = Counter(slug(name.rpartition(".")[2]) for name in known)
    for module, home in sorted(homes.items()):
        packages = [name for name in tree.of(module) if name in known or name not in tree.members]
        for package in packages:
            weight = PACKAGE * _telling(package, module, tree) / len(packages) ** 0.5
            name, qualified = _package_names(package, known, common)
            _count(found[home].words, name, weight, whole)
            _count(found[home].words, qualified, weight, whole)
            found[home].plain[qualified] = name
        words = tuple(slug(word) for word in words_of(module.rpartition(".")[2] if ancestors(module) else ""))
        found[home].phrases.update({pair for pair in pairwise(words) if whole.isdisjoint(pair)})
        for word in dict.fromkeys(words):
            _count(found[home].words, word, WORD, whole)
    for entity in codebase.of(Entity):
        if entity.module in homes:
            own, words = found[homes[entity.module]], tuple(slug(word) for word in words_of(entity.name.rpartition(".")[2]))
            own.phrases.update({pair for pair in pairwise(words) if whole.isdisjoint(pair)})
            for word in dict.fromkeys(words):
                _count(own.words, word, ENTITY, whole)
    for endpoint in codebase.of(Endpoint):
        first = slug(endpoint.route.strip("^/").partition("/")[0])
        if endpoint.module in homes:
            _count(found[homes[endpoint.module]].words, first, ROUTE / 4, whole)
    return found


def _package_names(package: str, known: Collection[str], common: Counter[str]) -> tuple[str, str]:
    """A package's own name, and where others bear it, its name after that of the package around it (``incident-type``); ``""`` for what
    is no name."""
    around, _, last = package.rpartition(".")
    name = slug(last)
    is_told_by_outer = around in known and (common[name] > 1 or VERSION.fullmatch(name))
    return name, f"{slug(around.rpartition('.')[2])}-{name}" if is_told_by_outer else ""


def _telling(package: str, module: ModuleName, tree: PackageTree) -> float:
    """How much the name of a package says about a module in it: a package that gathers domains is the name of what lies directly in it."""
    if package in tree.gatherings and package in (module, module.rpartition(".")[0]):
        return 1.0
    return min(1.0, tree.domainness.get(package, 1.0) / DOMAIN)


def _count(counter: Counter[str], name: str, weight: float, never: Collection[str]) -> None:
    if len(name) > 1 and name not in never and not VERSION.fullmatch(name):
        counter[name] += weight  # type: ignore[assignment]  # Counter is typed for whole numbers
