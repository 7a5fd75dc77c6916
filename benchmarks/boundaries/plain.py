"""What the proposal has to beat: packages by level, Louvain on imports, and the plain recipe of imports, path and words."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from zlib import crc32

from analyzer.cluster.trivial import packages_at
from analyzer.graphs.communities import leiden, louvain
from analyzer.graphs.packages import ancestors, rarity
from analyzer.graphs.vocabulary import words_of
from analyzer.model.codebase import Codebase
from analyzer.model.facts import Import

Homes = dict[str, str]
Pairs = dict[tuple[str, str], float]


def package_level(codebase: Codebase, level: int) -> Homes:
    """The packages at a level below the root package."""
    return {str(module): group for module, group in packages_at(codebase.business, level + 1).items()}


def imports_louvain(codebase: Codebase) -> Homes:
    """Louvain on imports, each pair once."""
    return _named(louvain([str(module) for module in codebase.business], dict.fromkeys(_imports(codebase), 1.0), 1.0, 1))


def recipe(codebase: Codebase) -> Homes:
    """W+P+N: Leiden on imports with hubs weakened, shared packages, and shared words of module names, in equal parts."""
    modules = [str(module) for module in codebase.business]
    imports = _imports(codebase)
    fan_in = Counter(target for _, target in codebase_pairs(codebase))
    hubs = {pair: weight / max(fan_in[pair[0]], fan_in[pair[1]], 1) ** 0.5 for pair, weight in imports.items()}
    packages = {module: ancestors(module) for module in modules}
    words = {module: words_of(module.rpartition(".")[2]) for module in modules}
    mixed: Pairs = defaultdict(float)
    for part in (hubs, _shared(packages), _shared(words)):
        total = sum(part.values()) or 1.0
        for pair, weight in part.items():
            mixed[pair] += weight * len(modules) / total
    return _named(leiden(modules, mixed, 1.0, 1))


def codebase_pairs(codebase: Codebase) -> set[tuple[str, str]]:
    """Importer and imported business module, each pair once."""
    business = set(codebase.business)
    return {
        (str(fact.importer), str(fact.resolved))
        for fact in codebase.of(Import)
        if fact.importer in business and fact.resolved in business and fact.importer != fact.resolved
    }


def _imports(codebase: Codebase) -> Pairs:
    return {(min(pair), max(pair)): 1.0 for pair in sorted(codebase_pairs(codebase))}


def _shared(features: Mapping[str, tuple[str, ...]]) -> Pairs:
    """Ties between modules with a common feature, stronger for rare ones; large groups are tied in rings."""
    groups: dict[str, list[str]] = defaultdict(list)
    for module in sorted(features):
        for feature in dict.fromkeys(features[module]):
            groups[feature].append(module)
    ties: Pairs = defaultdict(float)
    for feature, members in sorted(groups.items()):
        if 1 < len(members) <= len(features) / 2:
            ring = sorted(members, key=lambda member: crc32(f"{feature} {member}".encode()))
            for index, member in enumerate(ring):
                for step in (1, 2, 3):
                    other = ring[(index + step) % len(ring)]
                    if other != member:
                        ties[min(member, other), max(member, other)] += rarity(len(members), len(features))
    return dict(ties)


def _named(groups: Mapping[str, int]) -> Homes:
    return {module: str(number) for module, number in groups.items()}


PLAIN: tuple[tuple[str, Callable[[Codebase], Homes]], ...] = (
    ("package level 1", lambda codebase: package_level(codebase, 1)),
    ("package level 2", lambda codebase: package_level(codebase, 2)),
    ("package level 3", lambda codebase: package_level(codebase, 3)),
    ("Louvain on imports", imports_louvain),
    ("W+P+N", recipe),
)
