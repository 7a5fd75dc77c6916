"""A module that holds parts of many services' domains."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from operator import attrgetter

from analyzer.model.data import Entity
from analyzer.model.facts import DefinitionKind
from analyzer.model.partition import SHARED
from analyzer.model.place import Severity
from analyzer.model.plan import Finding
from analyzer.model.text import counted
from analyzer.plan.cut import Cut
from analyzer.plan.exceptions import exception_classes
from analyzer.plan.findings.finder import Finder, Survey, finding
from analyzer.plan.values import is_value_class
from analyzer.plan.wording import last, listed

OWNERS = 3
"""A module whose tables belong to this many services."""
PARTS = (DefinitionKind.CLASS, DefinitionKind.FUNCTION)
"""What a module is split into."""
MOST = 20
"""So many names are listed for one service, the others are counted."""
DEFINITIONS = 8
MAIN_USERS = 3
"""A module of at least 8 used definitions whose main users are at least 3 services, none of them main user of over half."""


def _find(survey: Survey) -> Iterator[Finding]:
    cut = survey.cut
    owners: dict[str, set[str]] = defaultdict(set)
    for entity in cut.codebase.of(Entity):
        if survey.owner(entity.name) not in ("", SHARED) and cut.runs(entity.module):
            owners[entity.module].add(survey.owner(entity.name))
    parts = _main_users(survey, {module for module, found in owners.items() if len(found) >= OWNERS})
    for module in sorted({*owners, *parts}):
        if len(owners[module]) >= OWNERS:
            yield _tables(survey, module, owners[module], parts.get(module, {}))
        elif _is_patchwork(parts.get(module, {})):
            yield _patchwork(survey, module, parts[module])


def _main_users(survey: Survey, asked: Collection[str]) -> dict[str, dict[str, list[str]]]:
    """By module and main using service, the classes and functions for which that service is the main user: of the modules that are
    asked for, and of those in which others use enough to be a patchwork."""
    cut, kernel = survey.cut, exception_classes(survey.cut)
    parts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, users in sorted(_users(cut, asked).items()):
        definition = cut.definitions[name]
        if name not in kernel and not is_value_class(definition) and users and max(users.values()) * 2 > users.total():
            main = min(users, key=lambda service: (-users[service], service))
            parts[definition.module][main].append(definition.name)
    return parts


def _users(cut: Cut, asked: Collection[str]) -> dict[str, Counter[str]]:
    """By module-level class and function of these modules, and of all in which enough is used, the uses by service; the shared kernel's
    uses are left out."""
    homes = dict(map(attrgetter("target", "target_module"), cut.between))
    enough = {module for module, used in Counter(homes.values()).items() if used >= DEFINITIONS}.union(asked)
    tops = {target: known for target, module in homes.items() if module in enough and (known := _top_level(cut, target, module))}
    found: dict[str, Counter[str]] = {name: Counter() for name in tops.values()}
    for reference in cut.between:
        if name := tops.get(reference.target):
            found[name][cut.home(reference.source_module)] += reference.count
    for users in found.values():
        for nobody in ("", SHARED):
            users.pop(nobody, None)
    return found


def _top_level(cut: Cut, target: str, module: str) -> str:
    """The module-level class or function that a use of a name in a module is of: a method counts as a use of its class."""
    known = cut.definitions.get(_outer(target, module))
    return known.name if known and known.kind is not DefinitionKind.VARIABLE else ""


def _is_patchwork(parts: dict[str, list[str]]) -> bool:
    sizes = [len(names) for names in parts.values()]
    return sum(sizes) >= DEFINITIONS and sum(size > 1 for size in sizes) >= MAIN_USERS and max(sizes) * 2 <= sum(sizes)


def _split(survey: Survey, module: str, parts: Mapping[str, Iterable[str]]) -> str:
    """Which service gets which class or function of a module, in words: tables go to their owner, the rest to its main user; what has
    neither stays behind, in the shared kernel."""
    homes = {name: service for service, names in parts.items() for name in names}
    tables: dict[str, str] = {
        entity.name: survey.owner(entity.name) or SHARED for entity in survey.cut.codebase.of(Entity) if entity.module == module
    }
    homes |= tables
    own = sorted(
        {
            name
            for name, definition in survey.cut.definitions.items()
            if definition.module == module and definition.kind in PARTS and name.rpartition(".")[0] == module
        }.union(tables)
    )
    _keep_what_others_need(survey, module, {name: homes.get(name, SHARED) for name in own}, homes)
    gets: dict[str, list[str]] = defaultdict(list)
    for name in own:
        gets[homes.get(name, SHARED)].append(last(name))
    kept = gets.pop(SHARED, [])
    rest = [f"the shared kernel keeps {listed(kept, MOST)}"] if kept else []
    return "; ".join([*(f"{service} gets {listed(names, MOST)}" for service, names in sorted(gets.items())), *rest])


def _keep_what_others_need(survey: Survey, module: str, parts: Mapping[str, str], homes: dict[str, str]) -> None:
    """What definitions of a module that go elsewhere use stays in the shared kernel, and so on: tables go to their owner all the same."""
    tables = {entity.name for entity in survey.cut.codebase.of(Entity)}
    uses = {
        (_outer(reference.source, module), _outer(reference.target, module))
        for reference in survey.cut.references
        if reference.source_module == reference.target_module == module
    }
    pairs = sorted((user, used) for user, used in uses if user in parts and used in parts and user != used and used not in tables)
    changed = True
    while changed:
        changed = False
        for user, used in pairs:
            if homes.get(used, SHARED) not in (SHARED, homes.get(user, SHARED)):
                homes[used], changed = SHARED, True


def _outer(name: str, module: str) -> str:
    """The module-level definition that holds a definition."""
    return f"{module}.{name.removeprefix(f'{module}.').partition('.')[0]}"


def _tables(survey: Survey, module: str, owners: set[str], parts: Mapping[str, Iterable[str]]) -> Finding:
    entities = [e for e in survey.cut.codebase.of(Entity) if e.module == module]
    return finding(
        "god-module",
        Severity.WARNING,
        [entity.at for entity in entities],
        f"{module} declares the tables of {counted(len(owners), 'service')}: {_split(survey, module, parts)}",
        owners,
        "Move each table's class next to the code of its owner and leave a re-export behind until nothing imports it",
        at=survey.cut.top(module),
    )


def _patchwork(survey: Survey, module: str, parts: dict[str, list[str]]) -> Finding:
    names = [name for found in parts.values() for name in found]
    return finding(
        "god-module",
        Severity.WARNING,
        [survey.cut.definitions[name].at for name in names],
        f"{module} mixes {counted(len(names), 'definition')} that different services use: {_split(survey, module, parts)}",
        parts,
        "Move each definition into the service that uses it; keep here what several services really share",
        at=survey.cut.top(module),
    )


GOD_MODULE = Finder("god-module", _find)
