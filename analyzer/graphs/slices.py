"""Layered code: packages that hold one module for each domain (``routes.orders``, ``services.orders``, ``models.orders``)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from analyzer.graphs.vocabulary import words_of
from analyzer.model.place import ModuleName

FEWEST, MOST = 3, 10
"""A word in the names of modules of so many packages may be a sliced domain; a word in more of them is a role (``views``). It is one
where at least as many imports tie its modules to each other across packages as tie them to others of their own package."""

GATHERS = 7
"""What imports so many of its own package gathers them (a table of routes), which says nothing about any of them."""

WORDS, SHARE = 3, 0.33
"""A package is a layer when so many sliced words, and this share of its modules, have slices outside of it ..."""

MOSTLY = 0.5
"""... and so is a package that has at least this share of its modules in layers."""


@dataclass(frozen=True, slots=True)
class Slicing:
    """``layers``: the packages that are layers; ``slices``: word of a domain to the modules that are its slices; ``is_layered`` when
    at least half of the modules are in layers; ``domains``: module of layered code to the only domain that it is a slice of, where
    that domain owns data or answers requests."""

    layers: frozenset[str] = frozenset()
    slices: Mapping[str, frozenset[ModuleName]] = field(default_factory=dict)
    is_layered: bool = False
    domains: Mapping[ModuleName, str] = field(default_factory=dict)


NOT_SLICED = Slicing()


def slicing(
    packages: Mapping[str, Sequence[ModuleName]],
    pairs: Iterable[tuple[ModuleName, ModuleName]],
    anchors: frozenset[ModuleName] = frozenset(),
) -> Slicing:
    """The layers among packages (with their modules, themselves and deeper ones included), seen from the imports between these;
    ``anchors`` are the modules that own data or answer requests."""
    modules = {module for members in packages.values() for module in members}
    nested = frozenset(package for package in packages if len(packages.get(_package(package), modules)) < MOSTLY * len(modules))
    slices = _slices(modules - packages.keys(), set(pairs), nested)
    plain = {package: [module for module in members if module not in packages] for package, members in packages.items()}
    sliced_out = {package: _sliced_out(members, slices) for package, members in plain.items()}
    found = {package for package, members in plain.items() if len(sliced_out[package]) >= max(1, SHARE * len(members))}
    sliced = {module for package in found for module in packages[package]}
    found |= {
        package
        for package in packages.keys() - found
        if sliced_out[package] and len(sliced.intersection(packages[package])) >= MOSTLY * len(packages[package])
    }
    is_layered = bool(sliced) and len(sliced) >= MOSTLY * len(modules)
    return Slicing(frozenset(found), slices, is_layered, _domains(slices, anchors) if is_layered else {})


def _domains(slices: Mapping[str, frozenset[ModuleName]], anchors: frozenset[ModuleName]) -> dict[ModuleName, str]:
    words: dict[ModuleName, list[str]] = defaultdict(list)
    for word in sorted(word for word in slices if slices[word] & anchors):
        for module in slices[word]:
            words[module].append(word)
    return {module: own[0] for module, own in sorted(words.items()) if len(own) == 1}


def _sliced_out(members: Sequence[ModuleName], slices: Mapping[str, frozenset[ModuleName]]) -> list[ModuleName]:
    """The members that are slices of domains with slices outside of these members; none where that is so for fewer than ``WORDS``."""
    inside = set(members)
    words = {word for module in members for word in _words(module) if word in slices and not slices[word] <= inside}
    return [module for module in members if not words.isdisjoint(_words(module))] if len(words) >= WORDS else []


def _slices(
    modules: Iterable[ModuleName], pairs: set[tuple[ModuleName, ModuleName]], nested: Collection[str]
) -> dict[str, frozenset[ModuleName]]:
    """Word to the modules that are its slices. A package that is ``nested`` in another with the same word is no layer beside it."""
    having: dict[str, set[ModuleName]] = defaultdict(set)
    for module in sorted(modules):
        for word in _words(module):
            having[word].add(module)
    across, within = Counter[str](), Counter[str]()
    siblings = Counter(first for first, second in pairs if _package(first) == _package(second))
    for first, second in pairs:
        common = _words(first) & _words(second)
        left, right = _package(first), _package(second)
        if (left in nested and _package(left) == right) or (right in nested and _package(right) == left):
            continue
        if common and left != right:
            across.update(common)
        elif left == right and siblings[first] < GATHERS:
            within.update(_words(first) | _words(second))
    found = {}
    for word, slices in having.items():
        places = {_package(module) for module in slices}
        beside = {place for place in places if place not in nested or _package(place) not in places}
        if len(beside) >= FEWEST and len(places) <= MOST and across[word] >= max(FEWEST - 1, within[word]):
            found[word] = frozenset(slices)
    return found


@lru_cache(maxsize=65_536)
def _words(module: str) -> frozenset[str]:
    return frozenset(words_of(module.rpartition(".")[2]))


def _package(module: str) -> str:
    return module.rpartition(".")[0]
