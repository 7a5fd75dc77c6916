"""Modules imported for what their import does: they fill a registry of another module."""

from collections import defaultdict
from collections.abc import Iterator

from analyzer.model.data import Entity
from analyzer.model.facts import DefinitionKind, Import, Reference, StringReference
from analyzer.model.place import Location, ModuleName, Severity
from analyzer.model.plan import Finding
from analyzer.model.syntax import UseKind, When
from analyzer.plan.cut import Cut
from analyzer.plan.findings.finder import Finder, Survey, finding
from analyzer.plan.names import name_set, words
from analyzer.plan.wording import counted, last, listed

REGISTERING = name_set(
    "add append attach bind connect declare extend hook include insert install listen on plug provide register subscribe"
)
"""Words in the names of functions that keep what they are given."""


def _find(survey: Survey) -> Iterator[Finding]:
    cut = survey.cut
    fills = _registrations(cut)
    used = {(r.source_module, r.target_module) for r in cut.references}
    by_importer: dict[ModuleName, dict[ModuleName, Location]] = defaultdict(dict)
    for statement in (s for s in cut.codebase.of(Import) if (s.importer, s.resolved) not in used):
        loaded = statement.resolved
        at_run_time = statement.when is not When.TYPE_CHECKING and cut.runs(statement.importer)
        if at_run_time and loaded in fills and loaded != statement.importer and _only_loads(statement):
            by_importer[statement.importer].setdefault(loaded, statement.at)
    for string in cut.codebase.of(StringReference):
        if string.target_module in fills and cut.runs(string.source_module) and string.text == string.target_module:
            by_importer[string.source_module].setdefault(string.target_module, string.at)
    for importer, loaded_at in sorted(by_importer.items()):
        yield _registry(cut, importer, loaded_at, fills)


def _only_loads(statement: Import) -> bool:
    """Whether a statement names modules, not definitions in them: ``import a.b`` or ``from a import b``."""
    return not statement.names or statement.names == (last(statement.resolved),)


def _registrations(cut: Cut) -> dict[str, tuple[str, str, Location]]:
    """By module, what it first registers with (name and module) and where, while it is imported; tables count as registered with
    the metadata that they share."""
    fills: dict[str, tuple[str, str, Location]] = {}
    keepers = _keepers(cut)
    for reference in sorted(cut.references, key=lambda r: r.at):
        if reference.target_module != reference.source_module and _registers(cut, reference, keepers):
            fills.setdefault(reference.source_module, (reference.target, reference.target_module, reference.at))
    for entity in sorted(cut.codebase.of(Entity), key=lambda entity: entity.at):
        fills.setdefault(entity.module, ("the table metadata", entity.module, entity.at))
    return fills


def _registers(cut: Cut, reference: Reference, keepers: frozenset[str]) -> bool:
    """Whether a use hands something over to be kept: decorating with an object or with a function that keeps, or calling a function
    at module level whose name says that it registers, or changing a container."""
    target = cut.definitions.get(reference.target)
    if target is None or target.kind is DefinitionKind.CLASS:
        return False
    is_object = target.kind is DefinitionKind.VARIABLE
    if reference.kind is UseKind.DECORATE:
        return is_object or target.name in keepers
    at_module_level = str(reference.source) == reference.source_module
    if is_object:
        return at_module_level and (reference.kind is UseKind.WRITE or (reference.kind is UseKind.CALL and last(target.name).isupper()))
    return at_module_level and reference.kind is UseKind.CALL and bool(words(last(target.name)) & REGISTERING)


def _keepers(cut: Cut) -> frozenset[str]:
    """Functions and methods that use a variable of their own module, nested functions included: those that may keep what they get."""
    keepers: set[str] = set()
    for reference in cut.references:
        target = cut.definitions.get(reference.target)
        if target and target.kind is DefinitionKind.VARIABLE and reference.source_module == reference.target_module:
            keepers.add(cut.known(reference.source))
    return frozenset(keepers)


def _registry(cut: Cut, importer: str, loaded_at: dict[ModuleName, Location], fills: dict[str, tuple[str, str, Location]]) -> Finding:
    loaded = sorted(loaded_at)
    registries = sorted({fills[module][0] for module in loaded})
    return finding(
        "import-side-effect",
        Severity.WARNING,
        [*loaded_at.values(), *(fills[module][2] for module in loaded)],
        f"{importer} imports {listed(loaded)} only so that {'it registers itself' if len(loaded) == 1 else 'they register themselves'} "
        f"with {listed(registries)}",
        cut.services_of([importer, *loaded, *(fills[module][1] for module in loaded)]),
        f"Whatever prunes imports drops {counted(len(loaded), 'registration')} in silence: list the members explicitly where the "
        "registry is built",
        at=min(loaded_at.values()),
    )


IMPORT_SIDE_EFFECT = Finder("import-side-effect", _find)
