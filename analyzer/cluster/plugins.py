"""Plugins: siblings of one shape that nothing but a registry uses, each with libraries of its own. One service holds those of a kind."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from analyzer.cluster.cut import Groups, by_least
from analyzer.cluster.kernel import Uses
from analyzer.graphs.communities import components
from analyzer.graphs.packages import ancestors, telling_words
from analyzer.model.codebase import Codebase
from analyzer.model.facts import Definition, DefinitionKind, PackageImport
from analyzer.model.place import ModuleName

SIBLINGS = 8
"""A package with fewer parts is no place for plugins."""

ALIKE, FEWEST = 0.1, 4
"""Siblings are alike in what at least this share of them, and so many, have: a base class, a file of one name, a hook (``__name__()``)."""

OTHERS = 2
"""A plugin is used by at most so many others."""

PLUGINS = 0.7
"""A package is a place for plugins when at least this share of its parts are plugins ..."""

LIBRARIES = 0.3
"""... and at least this share of those need third-party packages."""

DOMAIN = 3
"""What has so many modules and owns data is a domain and no plugin, whether it answers requests or not."""

PLUGIN_CODE = 0.4
"""Only where plugins are at least this share of all modules are they one service."""

MOSTLY = 0.7
"""A group goes to the plugins when at least this share of its modules are plugins of one package ..."""

NAMED, GROUP = 0.6, 3
"""... unless it is no package and at least this share of its (three or more) modules have a word in common: it is about something."""

Features = Mapping[ModuleName, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Plugins:
    """Module to the package that it is a plugin of, where plugins make up much of the code base (else nothing), the words that tell
    something in each module's name, and of each such package the first of those that it is one with."""

    places: Mapping[ModuleName, str]
    words: Mapping[ModuleName, frozenset[str]]
    kinds: Mapping[str, str]


def find_plugins(codebase: Codebase, uses: Uses) -> Plugins:
    """The plugins of a code base that is mostly plugins."""
    features, libraries = _features(codebase), {fact.importer for fact in codebase.of(PackageImport)}
    parts: dict[str, dict[str, list[ModuleName]]] = defaultdict(lambda: defaultdict(list))
    for module in sorted(uses.by):
        path = (*ancestors(module), module)
        for package, part in pairwise(path):
            parts[package][part].append(module)
    places: dict[ModuleName, str] = {}
    for package in sorted(parts, key=lambda name: (name.count("."), name)):
        if len(parts[package]) >= SIBLINGS:
            found = _plugins_of(package, parts[package], features, uses)
            equipped = sum(not libraries.isdisjoint(parts[package][part]) for part in found)
            if len(found) >= PLUGINS * len(parts[package]) and equipped >= LIBRARIES * len(found):
                places.update({module: package for part in found for module in parts[package][part]})
    if len(places) < PLUGIN_CODE * len(uses.by):
        return Plugins({}, {}, {})
    return Plugins(places, telling_words(tuple(sorted(uses.by)), 1.0), _kinds(places))


def _kinds(places: Mapping[ModuleName, str]) -> dict[str, str]:
    """Packages of plugins to the first of those that they are one with: with what is in them, and with those that have a plugin of the same
    name, which plugs one thing in here and there."""
    named: dict[str, set[str]] = defaultdict(set)
    for module, package in places.items():
        named[module.removeprefix(package).split(".")[1]].add(package)
    pairs = [pair for packages in named.values() for pair in pairwise(sorted(packages))]
    inner = [(package, around) for package in set(places.values()) for around in ancestors(package) if around in places.values()]
    return components(set(places.values()), [*pairs, *inner])


def _features(codebase: Codebase) -> Features:
    """What modules may have in common: base classes of the code base, and hooks at module level (``__name__``)."""
    found: dict[ModuleName, set[str]] = defaultdict(set)
    for definition in codebase.of(Definition):
        if definition.kind is DefinitionKind.CLASS:
            found[definition.module].update(base for base in definition.bases if "." in base)
        elif definition.kind is DefinitionKind.FUNCTION and definition.name.startswith(f"{definition.module}.__"):
            found[definition.module].add(definition.name.removeprefix(f"{definition.module}."))
    return {module: frozenset(own) for module, own in found.items()}


def _plugins_of(package: str, parts: Mapping[str, Sequence[ModuleName]], features: Features, uses: Uses) -> list[str]:
    """The parts of a package that are alike and that hardly any other part or module uses; the package's own file does not count. What
    owns data, and answers requests or is large, is a domain and no plugin; an integration that only has pages of its own is one."""
    part_of = {module: part for part, modules in parts.items() for module in modules}
    shapes = {part: _shape(part, modules, features, package.partition(".")[0]) for part, modules in parts.items()}
    count = Counter(feature for shape in shapes.values() for feature in shape)
    common = {feature for feature, number in count.items() if number >= max(FEWEST, ALIKE * len(parts))}
    found = []
    for part, modules in parts.items():
        users = {part_of.get(user, user) for module in modules for user in uses.by[module]} - {part, package}
        answers = not uses.answering.isdisjoint(modules)
        is_domain = not uses.owners.isdisjoint(modules) and (answers or len(modules) >= DOMAIN)
        if len(users) <= OTHERS and not common.isdisjoint(shapes[part]) and not is_domain:
            found.append(part)
    return found


def _shape(part: str, modules: Iterable[ModuleName], features: Features, root: str) -> set[str]:
    """Base classes that a part takes from elsewhere in the code base, its hooks, and the names of its files (with ``:``)."""
    own = {f":{module.removeprefix(part)}" for module in modules if module != part}
    for module in modules:
        for feature in features.get(module, ()):
            if feature.startswith("__") or (feature.startswith(f"{root}.") and not feature.startswith(f"{part}.")):
                own.add(feature)
    return own


def gathered_plugins(groups: Groups, plugins: Plugins, settled: Collection[ModuleName]) -> Groups:
    """The same groups, with those that are plugins of one package made one, and with plugins taken out of the domain packages around
    them (``settled``). Groups that are about something of their own, across packages, stay."""
    if not plugins.places:
        return groups
    members: dict[str, list[ModuleName]] = defaultdict(list)
    for module in sorted(groups):
        members[groups[module]].append(module)
    packaged = {group for group, modules in members.items() if any(module in settled for module in modules)}
    moving = {group for group, modules in members.items() if _are_plugins(modules, plugins, group in packaged)}
    if len(moving) < 2:
        return groups
    moves = {module: plugins.kinds[place] for module, place in plugins.places.items() if groups.get(module) in packaged}
    for group in moving:
        places = Counter(plugins.places[module] for module in members[group] if module in plugins.places)
        moves.update(dict.fromkeys(members[group], plugins.kinds[min(places, key=lambda place: (-places[place], place))]))
    return by_least({module: f"plugins:{moves[module]}" if module in moves else group for module, group in groups.items()})


def _are_plugins(modules: Sequence[ModuleName], plugins: Plugins, is_packaged: bool) -> bool:
    places = Counter(plugins.places[module] for module in modules if module in plugins.places)
    if not places or max(places.values()) < MOSTLY * len(modules):
        return False
    words = Counter(word for module in modules for word in plugins.words[module])
    is_named = not is_packaged and len(modules) >= GROUP and bool(words) and max(words.values()) >= NAMED * len(modules)
    return not is_named
