"""The tree of packages, and which packages are layers: learnt from imports, without a list of layer names."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from math import log

from analyzer.graphs.families import NO_FAMILIES, Families, families
from analyzer.graphs.gatherings import compact, gatherings, one_sided, standing
from analyzer.graphs.own_libraries import around_libraries
from analyzer.graphs.slices import NOT_SLICED, Slicing, slicing
from analyzer.graphs.vocabulary import words_of
from analyzer.model.codebase import Codebase
from analyzer.model.data import Entity
from analyzer.model.facts import Import
from analyzer.model.place import ModuleName
from analyzer.model.surface import Endpoint

Pair = tuple[ModuleName, ModuleName, float]
"""Importer and imported, and how far the imported one is no hub (0 to 1)."""

HUB = 6
"""A module that more modules import is a hub: importing it says little about where the importer belongs."""

VAGUE = 0.25
"""Where limits decide much, they are no steps: what is nearer to one than this share of it counts in part."""

COMMON, FEW = 0.05, 8
"""What more than this share of the modules have says nothing about a domain (in a small code base: more than so many, or a fifth)."""

LAYER = 0.33
"""A package with less domainness than this is a layer."""

SLICED = 0.1
"""The domainness of a package whose modules are slices of domains."""

DOUBT = 2.0
"""So many imports count for a package before anything is known about it."""


@lru_cache(maxsize=65_536)
def ancestors(module: str) -> tuple[str, ...]:
    """The packages above a module, outermost first.

    >>> ancestors("a.b.c")
    ('a', 'a.b')
    """
    parts = module.split(".")
    return tuple(".".join(parts[:length]) for length in range(1, len(parts)))


@dataclass(frozen=True, slots=True)
class PackageTree:
    """``members``: package to the modules in it, itself and deeper ones included, sorted. ``domainness``: package to 0 .. 1: the
    share of the imports that tie its members by the package alone; low where they rather follow a word that recurs in other
    packages (``orders`` in ``views.orders`` and ``models.orders``), so that the package is a layer. ``gatherings`` only hold
    packages that are domains; ``standing`` are domains as they stand, by what they serve, around a library of their own, or as many
    small kinds of one thing; ``families`` are packages of kinds of one thing."""

    members: Mapping[str, tuple[ModuleName, ...]]
    domainness: Mapping[str, float]
    slicing: Slicing = NOT_SLICED
    gatherings: frozenset[str] = frozenset()
    standing: frozenset[str] = frozenset()
    families: Families = NO_FAMILIES

    def of(self, module: str) -> tuple[str, ...]:
        """The packages of a module, outermost first; itself included where it is a package with members."""
        return (*ancestors(module), module) if module in self.members else ancestors(module)


def package_tree(codebase: Codebase) -> PackageTree:
    """The packages of the business modules, with how much each is a domain rather than a layer."""
    tree = plain_tree(codebase)
    ties = [(first, second) for first, second, _ in _pairs(codebase)]
    serving = {entity.module for entity in codebase.of(Entity)} | {endpoint.module for endpoint in codebase.of(Endpoint)}
    kinds = families(codebase, tree.members, ties, frozenset(serving))
    small = {package for package in compact(tree.members, serving) if tree.domainness[package] >= LAYER}
    return replace(tree, standing=tree.standing | around_libraries(tree.members, ties) | kinds.together | small, families=kinds)


def plain_tree(codebase: Codebase) -> PackageTree:
    """The same without families and packages around libraries, which only cuts ask for; it hangs on no definition."""
    modules = codebase.business
    members: dict[str, list[ModuleName]] = defaultdict(list)
    known = {package for module in modules for package in ancestors(module)}
    for module in modules:
        for package in (*ancestors(module), module) if module in known else ancestors(module):
            members[package].append(module)
    pairs = _pairs(codebase)
    owned = Counter(entity.module for entity in codebase.of(Entity))
    answered = Counter(endpoint.module for endpoint in codebase.of(Endpoint))
    owners, answering = owned.keys(), answered.keys()
    sliced = slicing(members, ((first, second) for first, second, _ in pairs), frozenset(owners | answering))
    gathered = gatherings(members, owners, answering)
    layers = sliced.layers | gathered | one_sided(members, owned, answered)
    domainness = _domainness(modules, members, pairs, layers)
    whole = {name: tuple(members[name]) for name in sorted(members)}
    return PackageTree(whole, domainness, sliced, gathered, standing(members, owned, answered))


def telling_words(modules: tuple[ModuleName, ...], common: float = COMMON) -> dict[ModuleName, frozenset[str]]:
    """Module to the words of its last name that tell something: neither ``common``, nor words of the packages above it."""
    own = {module: frozenset(words_of(module.rpartition(".")[2])) - frozenset(words_of(module.rpartition(".")[0])) for module in modules}
    count = Counter(word for words in own.values() for word in words)
    limit = telling_size(len(modules), common)
    return {module: frozenset(word for word in words if count[word] <= limit) for module, words in own.items()}


def _word_weights(modules: tuple[ModuleName, ...]) -> dict[ModuleName, dict[str, float]]:
    """Module to the words of its last name that are no words of the packages above it, and how far each tells something (0 to 1)."""
    own = {module: frozenset(words_of(module.rpartition(".")[2])) - frozenset(words_of(module.rpartition(".")[0])) for module in modules}
    count = Counter(word for words in own.values() for word in words)
    limit = telling_size(len(modules))
    telling = {word: below(number, limit) for word, number in count.items()}
    return {module: {word: telling[word] for word in sorted(words) if telling[word]} for module, words in own.items()}


def below(value: float, limit: float, vague: float = VAGUE) -> float:
    """How far a value is below a limit: 1 well below it, 0 well above, in between in part.

    >>> below(1, 8), below(8.5, 8), below(10, 8)
    (1.0, 0.375, 0.0)
    """
    return min(1.0, max(0.0, 0.5 + (limit - value) / (2 * vague * limit)))


def telling_size(total: int, common: float = COMMON) -> float:
    """How many of ``total`` modules may share something that still tells them from others."""
    return max(2.0, common * total, min(FEW, total / 5))


def rarity(size: int, total: int) -> float:
    """How telling it is to share something that ``size`` of ``total`` modules have: 1 for one, 0 for all (inverse document
    frequency, scaled; Sparck Jones 1972)."""
    return log(total / size) / log(total) if total > 1 else 0.0


def _domainness(
    modules: tuple[ModuleName, ...], packages: Iterable[str], pairs: Iterable[Pair], layers: Collection[str]
) -> dict[str, float]:
    by_package, by_word = defaultdict[str, float](float), defaultdict[str, float](float)
    words = _word_weights(modules)
    for first, second, peripheral in pairs:
        left, right = ancestors(first), ancestors(second)
        # a tie from a package's own module into a package below it is no sign that the outer one is a layer
        is_within = len(left) != len(right) and left[: len(right)] == right[: len(left)]
        common = 0.0
        if left[-1:] != right[-1:]:
            common = max((weight for word, weight in words[first].items() if word in words[second]), default=0.0)
            for package in {*left} ^ {*right} if is_within else {*left, *right}:
                by_word[package] += common
        for package, other in zip(left, right, strict=False):
            if package != other:
                break
            by_package[package] += peripheral * (1.0 if is_within else 1.0 - common)
    whole = {name: (by_package[name] + DOUBT) / (by_package[name] + by_word[name] + DOUBT) for name in sorted(packages)}
    return {name: min(SLICED, share) if name in layers else share for name, share in whole.items()}


def _pairs(codebase: Codebase) -> list[Pair]:
    """Importer and imported, business modules only, and how far the imported one is no hub. Package files are left out: they
    gather names, whatever those are about."""
    business = set(codebase.business)
    packages = {file.module for file in codebase.files if file.is_package}
    pairs = sorted(
        {
            (fact.importer, fact.resolved)
            for fact in codebase.of(Import)
            if fact.importer in business and fact.resolved in business and fact.importer != fact.resolved
        }
    )
    pairs = [pair for pair in pairs if pair[0] not in packages]
    fan_in = Counter(target for _, target in pairs)
    return [(importer, target, below(fan_in[target], HUB + 0.5)) for importer, target in pairs]
