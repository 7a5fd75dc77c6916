"""Layered code: packages that hold one module for each domain (``routes.orders``, ``services.orders``, ``models.orders``)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from analyzer.graphs.vocabulary import words_of
from analyzer.model.place import ModuleName

FEWEST, MOST = 3, 10
"""A word in the names of modules of so many packages may be a sliced domain; a word in more of them is a role (``views``). It is one
where at least as many imports tie its modules to each other across packages as tie them to others of their own package."""

WORDS, SHARE = 3, 0.33
"""A package is a layer when so many sliced words, and this share of its modules, have slices outside of it ..."""

MOSTLY = 0.5
"""... and so is a package that has at least this share of its modules in layers."""


@dataclass(frozen=True, slots=True)
class Slicing:
    """``layers``: the packages that are layers; ``slices``: word of a domain to the modules that are its slices; ``is_layered`` when
    at least half of the modules are in layers."""

    layers: frozenset[str] = frozenset()
    slices: Mapping[str, frozenset[ModuleName]] = field(default_factory=dict)
    is_layered: bool = False


NOT_SLICED = Slicing()


def slicing(packages: Mapping[str, Sequence[ModuleName]], pairs: Iterable[tuple[ModuleName, ModuleName]]) -> Slicing:
    """The layers among packages (with their modules, themselves and deeper ones included), seen from the imports between these."""
    modules = {module for members in packages.values() for module in members}
    slices = _slices(modules - packages.keys(), set(pairs))
    found = {package for package, members in packages.items() if _is_layer([one for one in members if one not in packages], slices)}
    sliced = {module for package in found for module in packages[package]}
    outer = {package for package in packages if any(layer.startswith(f"{package}.") for layer in found)}
    found |= {package for package in outer if len(sliced.intersection(packages[package])) >= MOSTLY * len(packages[package])}
    return Slicing(frozenset(found), slices, bool(sliced) and len(sliced) >= MOSTLY * len(modules))


def _is_layer(members: Sequence[ModuleName], slices: Mapping[str, frozenset[ModuleName]]) -> bool:
    inside, words, sliced = set(members), set[str](), 0
    for module in members:
        outside = {word for word in _words(module) if word in slices and not slices[word] <= inside}
        words |= outside
        sliced += bool(outside)
    return len(words) >= WORDS and sliced >= SHARE * len(members)


def _slices(modules: Iterable[ModuleName], pairs: set[tuple[ModuleName, ModuleName]]) -> dict[str, frozenset[ModuleName]]:
    """Word to the modules that are its slices."""
    having: dict[str, set[ModuleName]] = defaultdict(set)
    for module in sorted(modules):
        for word in _words(module):
            having[word].add(module)
    across, within = Counter[str](), Counter[str]()
    for first, second in pairs:
        common = _words(first) & _words(second)
        if common and _package(first) != _package(second):
            across.update(common)
        elif _package(first) == _package(second):
            within.update(_words(first) | _words(second))
    found = {}
    for word, slices in having.items():
        places = len({_package(module) for module in slices})
        if FEWEST <= places <= MOST and across[word] >= max(FEWEST - 1, within[word]):
            found[word] = frozenset(slices)
    return found


def _words(module: str) -> frozenset[str]:
    return frozenset(words_of(module.rpartition(".")[2]))


def _package(module: str) -> str:
    return module.rpartition(".")[0]
