"""Families: packages whose own packages are kinds of one thing, with a base class in common, and do not use each other."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from statistics import median

from analyzer.graphs.communities import components
from analyzer.model.codebase import Codebase
from analyzer.model.facts import Definition, DefinitionKind, PackageImport
from analyzer.model.place import ModuleName

PARTS, KIN = 2, 0.5
"""A base class makes a family when so many packages, and at least this share of those in a package, take it from elsewhere in the code."""

HELD = 0.5
"""At least this share of the modules of a family are in its parts."""

BETWEEN = 0.1
"""Parts do not use each other when their uses of each other are at most this share of those inside of them; who inherits from a class of
another is its kin, and does not count."""

ALONE = 5
"""A part of so many modules can go alone."""

VERSION = re.compile(r"v?(ersion)?_?\d+(_\d+)*", re.IGNORECASE)
"""The name of a version of something (``v2``, ``v1_10``), which is no kind of its own."""

WHOLE = 0.8
"""It hangs together when at least this share of its modules, but for its package file, are tied to each other."""

MANY = 8
"""So many small parts that do nothing by themselves are one thing."""

EQUIPPED = 0.3
"""Where more of the parts need third-party packages, each is an integration with something else."""

MOST = 0.4
"""A package with a greater share of all modules is more than one domain."""

Pair = tuple[ModuleName, ModuleName]
Packages = Mapping[str, Sequence[ModuleName]]


@dataclass(frozen=True, slots=True)
class Families:
    """``apart``: families with parts that can go alone, with these parts. ``together``: families of many small parts that own no data and
    answer nothing."""

    apart: Mapping[str, tuple[str, ...]]
    together: frozenset[str]


NO_FAMILIES = Families({}, frozenset())


def families(codebase: Codebase, packages: Packages, pairs: Iterable[Pair], serving: AbstractSet[ModuleName]) -> Families:
    """The families of a code base. ``pairs`` are importers and what they import; what is ``serving`` owns data or answers requests, and
    is no mere kind of a thing."""
    uses: dict[ModuleName, list[ModuleName]] = defaultdict(list)
    for importer, target in pairs:
        uses[importer].append(target)
    bases = _bases(codebase)
    wide = _wide(packages, serving)
    kin = {package: own for package, parts in wide.items() if (own := _kin(parts, packages, bases))}
    found = _independent({package: parts for package, parts in wide.items() if package in kin}, uses, bases)
    equipped = {fact.importer for fact in codebase.of(PackageImport)}
    together = frozenset(package for package, parts in found.items() if _is_one_thing(parts, packages, equipped))
    able = {package: tuple(part for part in sorted(kin[package]) if _can_go(part, packages[part], uses)) for package in found}
    return Families({package: own for package, own in able.items() if own and package not in together}, together)


def _wide(packages: Packages, serving: AbstractSet[ModuleName]) -> dict[str, list[str]]:
    """The packages that mostly consist of others, with these; without those that serve or are too large."""
    most = MOST * len({module for members in packages.values() for module in members})
    parts: dict[str, list[str]] = defaultdict(list)
    for package in sorted(packages):
        parts[package.rpartition(".")[0]].append(package)
    return {
        package: own
        for package, own in parts.items()
        if package in packages
        and len(own) >= PARTS
        and HELD * len(packages[package]) <= sum(len(packages[part]) for part in own)
        and len(packages[package]) <= most
        and serving.isdisjoint(packages[package])
    }


def _is_one_thing(parts: Sequence[str], packages: Packages, equipped: AbstractSet[ModuleName]) -> bool:
    """Whether these are many small parts, few of which need third-party packages."""
    if len(parts) < MANY or median(len(packages[part]) for part in parts) >= ALONE:
        return False
    return sum(not equipped.isdisjoint(packages[part]) for part in parts) < EQUIPPED * len(parts)


def _bases(codebase: Codebase) -> dict[ModuleName, frozenset[str]]:
    """Module to the classes of the code base that its own classes inherit from."""
    roots = {module.partition(".")[0] for module in codebase.modules}
    found: dict[ModuleName, set[str]] = defaultdict(set)
    for definition in codebase.of(Definition):
        if definition.kind is DefinitionKind.CLASS:
            found[definition.module].update(base for base in definition.bases if "." in base and base.partition(".")[0] in roots)
    return {module: frozenset(own) for module, own in found.items()}


def _kin(parts: Sequence[str], packages: Packages, bases: Mapping[ModuleName, frozenset[str]]) -> frozenset[str]:
    """The parts that have a class with the base class that most of them take from elsewhere; none where too few have it."""
    takers: dict[str, set[str]] = defaultdict(set)
    for part in parts:
        for base in {base for module in packages[part] for base in bases.get(module, ())}:
            if not base.startswith(f"{part}."):
                takers[base].add(part)
    kin = {part for own in takers.values() if len(own) >= max(PARTS, KIN * len(parts)) for part in own}
    givers = {part for part in parts for base, own in takers.items() if base.startswith(f"{part}.") and own & kin}
    return frozenset(kin | givers if kin else kin)


def _independent(
    likely: Mapping[str, Sequence[str]], uses: Mapping[ModuleName, Sequence[ModuleName]], bases: Mapping[ModuleName, frozenset[str]]
) -> dict[str, Sequence[str]]:
    """The packages whose parts hardly use each other, with their parts."""
    home = {part: package for package, parts in likely.items() for part in parts}
    inside, between = Counter[str](), Counter[str]()
    for first, targets in uses.items():
        for second in targets if (own := _parts_of(first, home)) else ():
            theirs = _parts_of(second, home)
            is_kin = any(base.startswith(f"{second}.") for base in bases.get(first, ()))
            inside.update(home[part] for part in own & theirs)
            between.update({home[part] for part in own - theirs} & {home[part] for part in theirs - own} if not is_kin else ())
    return {package: parts for package, parts in sorted(likely.items()) if between[package] <= BETWEEN * inside[package]}


def _parts_of(module: str, home: Mapping[str, str]) -> set[str]:
    names = module.split(".")
    return {part for part in (".".join(names[:length]) for length in range(1, len(names) + 1)) if part in home}


def _can_go(part: str, members: Sequence[ModuleName], uses: Mapping[ModuleName, Sequence[ModuleName]]) -> bool:
    """Whether a part is large enough, hangs together, and is no mere version."""
    inside = set(members)
    if len(inside) < ALONE or VERSION.fullmatch(part.rpartition(".")[2]):
        return False
    groups = components(members, [(module, target) for module in members for target in uses.get(module, ()) if target in inside])
    return max(Counter(groups.values()).values()) >= WHOLE * len(members) - 1
