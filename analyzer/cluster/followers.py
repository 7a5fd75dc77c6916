"""Files that are no business code follow what they serve: tests, scripts, migrations, configuration, empty package files."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum

from analyzer.graphs.packages import ancestors
from analyzer.graphs.vocabulary import words_of
from analyzer.model.codebase import Codebase
from analyzer.model.data import Entity
from analyzer.model.facts import Definition, Import, PackageImport
from analyzer.model.partition import SHARED
from analyzer.model.place import ModuleName
from analyzer.model.source import FileKind

HALF, TWICE = 0.5, 2.0
"""A package file goes with a service that has more than this share of the package, or so many times what the next one has and one
module more (two to one is chance)."""

NAMED = 0.6
"""How sure it is that a file is about the service that it is named after."""

Links = Mapping[ModuleName, frozenset[ModuleName]]
Below = Mapping[str, Counter[str]]

OUTER = 8.0
"""What the packages further out count for, beside one for each module of the package itself: few modules do not decide alone."""


AROUND = 2.0
"""What the package around a module counts for, beside one for each module that it imports."""

EMPTY: Counter[str] = Counter()


@dataclass(frozen=True, slots=True)
class Following:
    """Where a follower goes, why, how sure (0 to 1), who comes next, and whether nothing spoke for it."""

    service: str
    reason: str
    confidence: float
    next_best: str = ""
    by_default: bool = False


def clustered_modules(codebase: Codebase) -> tuple[ModuleName, ...]:
    """The business modules that boundaries are drawn through: package files are left out that define nothing and import nothing from
    outside of their package, since they only gather names."""
    full = {fact.module for fact in codebase.of(Definition)} | {fact.importer for fact in codebase.of(PackageImport)}
    full |= {fact.importer for fact in codebase.of(Import) if not fact.resolved.startswith(f"{fact.importer}.")}
    packages = {file.module for file in codebase.files if file.is_package}
    return tuple(module for module in codebase.business if module not in packages or module in full)


def follow(codebase: Codebase, homes: Mapping[ModuleName, str]) -> dict[ModuleName, Following]:
    """A place for every module that ``homes`` does not place: with most of what it imports, else with those that import it, else
    with its package; package files with most of their package first. In two rounds, since followers follow followers."""
    packages = {file.module for file in codebase.files if file.is_package}
    open_modules = [module for module in codebase.modules if module not in homes]
    uses, users = _imports(codebase)
    known = dict(homes)
    words = _words_of_services(homes)
    chains = _chains(codebase)
    found: dict[ModuleName, Following] = {}
    for last in (False, True):
        # followers of the kernel say nothing about what their package serves
        below = _below({module: home for module, home in known.items() if module in homes or home != SHARED})
        for module in open_modules:
            if module not in found and module not in chains:
                place = _place(module, known, uses, users, below, packages, last, words)
                if place:
                    found[module] = place
        if not last:
            found.update(_chained(chains, known, uses, users, below, _tables(codebase, chains)))
        known.update({module: place.service for module, place in found.items()})
    return found


def _chains(codebase: Codebase) -> dict[ModuleName, str]:
    """Migration to its package, whose own file is part of the chain. A chain of migrations stays together: it is about the database,
    whatever single steps are about."""
    steps = (file for file in codebase.files if file.kind is FileKind.MIGRATION)
    return {file.module: file.module if file.is_package else ModuleName(file.module.rpartition(".")[0]) for file in steps}


def _tables(codebase: Codebase, chains: Mapping[ModuleName, str]) -> dict[str, list[ModuleName]]:
    """Package of migrations to the modules whose tables it makes, once for each table: of all packages of migrations a table is made in
    the one that shares most packages with its module, the longest of them."""
    longest_last = sorted(Counter(chains.values()).items(), key=lambda chain: (chain[1], chain[0]))
    near = {around: package for package, _ in longest_last for around in ancestors(package)}
    tables: dict[str, list[ModuleName]] = defaultdict(list)
    for entity in codebase.of(Entity):
        around = [package for package in ancestors(entity.module) if package in near]
        if around:
            tables[near[around[-1]]].append(entity.module)
    return tables


def _chained(
    chains: Mapping[ModuleName, str],
    known: Mapping[ModuleName, str],
    uses: Links,
    users: Links,
    below: Below,
    tables: Mapping[str, Sequence[ModuleName]],
) -> dict[ModuleName, Following]:
    """Every chain with most of the tables that it makes, else with most of what it imports and of what is around its package, which
    counts as some modules do."""
    imported: dict[str, set[ModuleName]] = {package: set() for package in chains.values()}
    for module, package in chains.items():
        imported[package] |= uses.get(module, frozenset())
    places: dict[str, Following] = {}
    for package, targets in imported.items():
        owning = Counter(known[module] for module in tables.get(package, ()) if known.get(module, SHARED) != SHARED)
        if owning:
            places[package] = _owning(package, owning)
            continue
        place = _by_package(package, below, Counter(known[target] for target in targets if known.get(target, SHARED) != SHARED))
        places[package] = (_by_votes(frozenset(targets), known, users, "") or place) if place.by_default else place
    return {module: places[package] for module, package in chains.items() if module not in known}


def _owning(package: str, tables: Counter[str]) -> Following:
    first, second = (*sorted(tables, key=lambda home: (-tables[home], home)), "")[:2]
    share = tables[first] / tables.total()
    if share <= HALF and tables[first] < TWICE * tables[second]:
        return Following(SHARED, f"the tables of {package} are spread over {len(tables)} services", 1 - share, first)
    what = f"{tables[first]} of the {tables.total()} tables of {package} {'is' if tables[first] == 1 else 'are'} there"
    return Following(first, what, share, second)


def _place(
    module: ModuleName,
    known: Mapping[ModuleName, str],
    uses: Links,
    users: Links,
    below: Below,
    packages: set[ModuleName],
    last: bool,
    words: Mapping[str, str],
) -> Following | None:
    if module in packages and module not in uses:
        return _with_package(module, module, below) or (_by_package(module, below) if last else None)
    around = next((below[package] for package in reversed(ancestors(module)) if package in below), Counter[str]())
    return (
        _by_votes(uses.get(module, frozenset()), known, users, "it imports {} of its modules, such as {}", around)
        or _by_votes(users.get(module, frozenset()), known, uses, "{} of its modules import it, such as {}", around)
        or _with_package(module, module, below)
        or _by_name(module, words)
        or (_by_package(module, below) if last else None)
    )


def _by_name(module: ModuleName, words: Mapping[str, str]) -> Following | None:
    named = {words[word]: word for word in words_of(module.rpartition(".")[2]) if word in words}
    if len(named) != 1:
        return None
    service, word = named.popitem()
    return Following(service, f"it is named after the service ({word})", NAMED)


def _words_of_services(homes: Mapping[ModuleName, str]) -> dict[str, str]:
    """Word to the only service that has it in its id."""
    services = sorted(set(homes.values()) - {SHARED})
    count = Counter(word for service in services for word in set(words_of(service)))
    return {word: service for service in services for word in words_of(service) if count[word] == 1}


def _by_votes(
    partners: frozenset[ModuleName], known: Mapping[ModuleName, str], ways: Links, words: str, around: Counter[str] = EMPTY
) -> Following | None:
    """With most of its partners, each of which counts the less, the more others it has (``ways``); one counts 1 in the mean. Where its
    package is counts among the services that have any of them."""
    placed = sorted(partner for partner in partners if partner in known)
    serving = [partner for partner in placed if known[partner] != SHARED]
    if not serving:
        return Following(SHARED, "it only has to do with the shared kernel, " + placed[0], 0.7) if placed else None
    rare = {partner: max(1, len(ways.get(partner, ()))) ** -0.5 for partner in serving}
    votes, total = Counter(known[partner] for partner in serving), fsum(rare.values())
    weights = {home: AROUND * around[home] / (around.total() or 1) for home in votes}
    for partner in serving:
        weights[known[partner]] += rare[partner] * len(serving) / total
    ranked = sorted(weights, key=lambda home: (-weights[home], home))
    first, second = ranked[0], ranked[1] if len(ranked) > 1 else ""
    example = next(partner for partner in serving if known[partner] == first)
    return Following(first, words.format(votes[first], example), weights[first] / sum(weights.values()), second)


def _with_package(module: ModuleName, package: str, below: Below) -> Following | None:
    homes = below.get(package)
    return _leaning_to(package, homes, homes) if homes else None


def _leaning_to(package: str, leaning: Mapping[str, float], homes: Mapping[str, int], of: str = "in") -> Following:
    """The service with most of the weight, the kernel where there is none. ``homes`` are the modules of the package that are placed."""
    ranked = sorted(leaning, key=lambda home: (-leaning[home], home))
    share = leaning[ranked[0]] / sum(leaning.values())
    second = ranked[1] if len(ranked) > 1 else ""
    if share > HALF or leaning[ranked[0]] > TWICE * leaning[second] + 1:
        own = homes.get(ranked[0], 0)
        what = f"{_some(own, sum(homes.values()))} {of} {package}" if own else f"most of what is around {package}"
        return Following(ranked[0], f"{what} {'is' if own == 1 or not own else 'are'} there", share, second)
    return Following(SHARED, f"its package {package} is spread over {max(2, len(homes))} services", 1 - share, ranked[0])


def _some(own: int, all_of_them: int) -> str:
    return f"{own} of the {all_of_them} modules" if own < all_of_them else f"all {own} modules" if own > 1 else "the one module"


def _by_package(module: str, below: Below, votes: Counter[str] | None = None) -> Following:
    """With its innermost package that holds anything placed; what lies around that counts as some modules do. Votes of a chain of
    migrations come before its package."""
    packages = [package for package in ancestors(module) if below.get(package)]
    # a package that holds no more than the one in it says nothing more
    rings = [below[package] for package, inner in pairwise((*packages, "")) if below[package] != below.get(inner)]
    leaning: dict[str, float] = {}
    for homes in (*rings, votes):
        if homes:
            outer, total = leaning, sum(leaning.values()) or 1.0
            leaning = {home: float(count) for home, count in homes.items()}
            for home, weight in outer.items():
                leaning[home] = leaning.get(home, 0.0) + OUTER * weight / total
    if not leaning:
        return Following(SHARED, "nothing in the code says where it belongs", 0.0, by_default=True)
    if votes:
        return _leaning_to(module, leaning, votes, "that are imported by the migrations in")
    return _leaning_to(packages[-1], leaning, below[packages[-1]])


def _below(known: Mapping[ModuleName, str]) -> Below:
    homes: dict[str, Counter[str]] = defaultdict(Counter)
    for module, home in sorted(known.items()):
        for package in ancestors(module):
            homes[package][home] += 1
    return homes


def _imports(codebase: Codebase) -> tuple[Links, Links]:
    uses: dict[ModuleName, set[ModuleName]] = defaultdict(set)
    users: dict[ModuleName, set[ModuleName]] = defaultdict(set)
    for fact in codebase.of(Import):
        if fact.importer != fact.resolved:
            uses[fact.importer].add(fact.resolved)
            users[fact.resolved].add(fact.importer)
    return {name: frozenset(uses[name]) for name in uses}, {name: frozenset(users[name]) for name in users}
