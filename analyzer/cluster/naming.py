"""Names for services from the words of their domain: packages, entities, routes and module names."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

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
    mentions = _mentions(codebase, homes, tree)
    everywhere: Counter[str] = Counter()
    for counter in mentions.values():
        everywhere.update(counter)
    sizes = Counter(homes.values())
    taken = {SHARED, ""}
    names: dict[str, str] = {}
    for group in sorted(set(homes.values()) - {SHARED}, key=lambda group: (-sizes[group], group)):
        names[group] = _choose(mentions[group], everywhere, sizes[group], taken, group)
        taken.add(names[group])
    return names


def _choose(own: Counter[str], everywhere: Counter[str], size: int, taken: set[str], group: str) -> str:
    def worth(word: str) -> float:
        covered, exclusive = min(1.0, own[word] / size), own[word] / everywhere[word]
        return round(2 * covered * exclusive / (covered + exclusive), 9)

    ranked = sorted(own, key=lambda word: (-worth(word), word))
    pairs = (f"{first}-{second}" for first in ranked[:4] for second in ranked[:6] if first != second)
    spare = slug(group.replace(".", "-")) or "service"
    numbered = (f"{spare}-{number}" for number in range(2, len(taken) + 3))
    candidates: Iterable[str] = (*ranked[:2], *pairs, *ranked, spare, *numbered)
    return next(name for name in candidates if name not in taken and len(name) <= LONGEST + 10)


def _mentions(codebase: Codebase, homes: Mapping[ModuleName, str], tree: PackageTree) -> dict[str, Counter[str]]:
    """By group how often each possible name is mentioned. Packages that hold nearly everything are no names."""
    mentions: dict[str, Counter[str]] = defaultdict(Counter)
    total = len(homes)
    for module, home in sorted(homes.items()):
        packages = [name for name in tree.of(module) if len(tree.members.get(name, ())) <= 0.8 * total]
        for package in packages:
            _count(mentions[home], slug(package.rpartition(".")[2]), PACKAGE * _telling(package, module, tree) / len(packages))
        for word in dict.fromkeys(words_of(module.rpartition(".")[2] if ancestors(module) else "")):
            _count(mentions[home], slug(word), WORD)
    for entity in codebase.of(Entity):
        if entity.module in homes:
            for word in dict.fromkeys(words_of(entity.name.rpartition(".")[2])):
                _count(mentions[homes[entity.module]], slug(word), ENTITY)
    for endpoint in codebase.of(Endpoint):
        first = slug(endpoint.route.strip("^/").partition("/")[0])
        if endpoint.module in homes:
            _count(mentions[homes[endpoint.module]], first, ROUTE / 4)
    return mentions


def _telling(package: str, module: ModuleName, tree: PackageTree) -> float:
    """How much the name of a package says about a module in it: a package that gathers domains is the name of what lies directly in it."""
    if package in tree.gatherings and package in (module, module.rpartition(".")[0]):
        return 1.0
    return tree.domainness.get(package, 1.0)


def _count(counter: Counter[str], name: str, weight: float) -> None:
    if len(name) > 1 and name != SHARED:
        counter[name] += weight  # type: ignore[assignment]  # Counter is typed for whole numbers
