"""A module that holds parts of many services' domains."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from analyzer.model.data import Entity
from analyzer.model.facts import DefinitionKind, Reference
from analyzer.model.partition import SHARED
from analyzer.model.place import Severity
from analyzer.model.plan import Finding
from analyzer.model.text import counted
from analyzer.plan.exceptions import exception_classes
from analyzer.plan.findings.finder import Finder, Survey, finding
from analyzer.plan.ties import users_of
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
    parts = _main_users(survey)
    for module in sorted({*owners, *parts}):
        if len(owners[module]) >= OWNERS:
            yield _tables(survey, module, owners[module], parts.get(module, {}))
        elif _is_patchwork(parts.get(module, {})):
            yield _patchwork(survey, module, parts[module])


def _main_users(survey: Survey) -> dict[str, dict[str, list[str]]]:
    """By module and main using service, the classes and functions for which that service is the main user."""
    targets: dict[str, list[Reference]] = defaultdict(list)
    for reference in survey.cut.between:
        targets[reference.target].append(reference)
    used: dict[str, list[Reference]] = defaultdict(list)
    for references in targets.values():
        definition = survey.cut.definitions.get(_top_level(references[0]))
        if definition and definition.kind is not DefinitionKind.VARIABLE:
            used[definition.name] += references
    kernel = exception_classes(survey.cut)
    parts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, references in sorted(used.items()):
        definition = survey.cut.definitions[name]
        users = users_of(tuple(references), survey.cut)
        if definition.name not in kernel and not is_value_class(definition) and users and users.most_common(1)[0][1] * 2 > users.total():
            main = min(users, key=lambda service: (-users[service], service))
            parts[definition.module][main].append(definition.name)
    return parts


def _top_level(reference: Reference) -> str:
    """The module-level definition that a reference is to: a method counts as a use of its class."""
    inner = reference.target.removeprefix(f"{reference.target_module}.")
    return f"{reference.target_module}.{inner.partition('.')[0]}"


def _is_patchwork(parts: dict[str, list[str]]) -> bool:
    sizes = [len(names) for names in parts.values()]
    return sum(sizes) >= DEFINITIONS and sum(size > 1 for size in sizes) >= MAIN_USERS and max(sizes) * 2 <= sum(sizes)


def _split(survey: Survey, module: str, parts: Mapping[str, Iterable[str]]) -> str:
    """Which service gets which class or function of a module, in words: tables go to their owner, the rest to its main user; what has
    neither stays behind, in the shared kernel."""
    homes = {name: service for service, names in parts.items() for name in names}
    homes |= {entity.name: survey.owner(entity.name) or SHARED for entity in survey.cut.codebase.of(Entity) if entity.module == module}
    own = [
        name
        for name, definition in sorted(survey.cut.definitions.items())
        if definition.module == module and definition.kind in PARTS and name.rpartition(".")[0] == module
    ]
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
        (_outer(reference.source, module), _top_level(reference))
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
