"""Modules imported for what their import does: they fill a registry of another module."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.model.data import Entity
from analyzer.model.facts import BlindSpot, DefinitionKind, Import, Reference, StringReference
from analyzer.model.place import Location, Severity
from analyzer.model.plan import Finding
from analyzer.model.syntax import UseKind, When
from analyzer.model.text import counted
from analyzer.plan.cut import Cut
from analyzer.plan.findings.finder import Finder, Survey, finding
from analyzer.plan.names import name_set, words
from analyzer.plan.wording import last, listed

REGISTERING = name_set(
    "add append attach bind connect declare extend hook include insert install listen on plug provide register subscribe"
)
"""Words in the names of functions that keep what they are given."""


def _find(survey: Survey) -> Iterator[Finding]:
    cut = survey.cut
    fills = _registrations(cut)
    loads: dict[tuple[str, str], dict[str, Location]] = defaultdict(dict)
    for importer, loaded, at in (*_by_import(cut), *_by_string(cut)):
        if loaded in fills and importer != loaded and cut.runs(importer):
            loads[importer, fills[loaded].registry].setdefault(loaded, at)
    for (importer, registry), loaded_at in sorted(loads.items()):
        yield _finding(cut, importer, registry, loaded_at, fills)


def _by_import(cut: Cut) -> Iterator[tuple[str, str, Location]]:
    """Importer, loaded module, place: modules that are imported although none of their names is used."""
    used = {(r.source_module, r.target_module) for r in cut.between}
    for statement in cut.codebase.of(Import):
        if statement.when is not When.TYPE_CHECKING and (statement.importer, statement.resolved) not in used and _only_loads(statement):
            yield statement.importer, statement.resolved, statement.at


def _by_string(cut: Cut) -> Iterator[tuple[str, str, Location]]:
    """The same for modules that are named in strings."""
    for string in cut.codebase.of(StringReference):
        if string.text == string.target_module:
            yield string.source_module, string.target_module, string.at


def _only_loads(statement: Import) -> bool:
    """Whether a statement names modules, not definitions in them: ``import a.b`` or ``from a import b``."""
    return not statement.names or statement.names == (last(statement.resolved),)


@dataclass(frozen=True, slots=True)
class _Fill:
    """What a module registers with while it is imported: the registry, the module of that, and where."""

    registry: str
    module: str
    at: Location


def _registrations(cut: Cut) -> dict[str, _Fill]:
    """By module, what it first registers with; tables count as registered with the metadata that they share."""
    fills: dict[str, _Fill] = {}
    early = [r for r in cut.between if r.kind is UseKind.DECORATE or str(r.source) == r.source_module]
    keepers = _keepers(cut, frozenset(r.target_module for r in early if r.kind is UseKind.DECORATE))
    handing_over = [reference for reference in early if _registers(cut, reference, keepers)]
    for reference in sorted(handing_over, key=lambda reference: reference.at):
        fills.setdefault(reference.source_module, _Fill(reference.target, reference.target_module, reference.at))
    for entity in sorted(cut.codebase.of(Entity), key=lambda entity: entity.at):
        fills.setdefault(entity.module, _Fill("the table metadata", entity.module, entity.at))
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


def _keepers(cut: Cut, modules: frozenset[str]) -> frozenset[str]:
    """Functions and methods of some modules that use a variable of their own module and hand back what they get: those that may keep it.

    A function inside a function inside them replaces what they get (it wraps it), so that they are no registry.
    """
    keepers: set[str] = set()
    wrappers: set[str] = set()
    for reference in [one for one in cut.references if one.source_module in modules]:
        source = reference.source
        if source not in cut.definitions:
            known = cut.known(source)
            if source.removeprefix(known).count(".") > 1:
                wrappers.add(known)
        if reference.source_module == reference.target_module:
            target = cut.definitions.get(reference.target)
            if target and target.kind is DefinitionKind.VARIABLE:
                keepers.add(cut.known(source))
    return frozenset(keepers - wrappers)


def _finding(cut: Cut, importer: str, registry: str, loaded_at: dict[str, Location], fills: dict[str, _Fill]) -> Finding:
    loaded = sorted(loaded_at)
    one = len(loaded) == 1
    return finding(
        "import-side-effect",
        Severity.WARNING,
        [*loaded_at.values(), *(fills[module].at for module in loaded), *_loaders(cut, fills[loaded[0]].module, importer)],
        f"{importer} has {listed(loaded)} imported only so that {'it registers itself' if one else 'they register themselves'} "
        f"with {registry}",
        cut.services_of([importer, *loaded, fills[loaded[0]].module]),
        f"Whatever prunes imports drops {counted(len(loaded), 'registration')} in silence: list the members explicitly where the "
        "registry is built",
        at=min(loaded_at.values()),
    )


def _loaders(cut: Cut, registry_module: str, importer: str) -> Iterator[Location]:
    """Where modules are imported by computed names: in the registry's module, or else where the application is put together."""
    spots = [spot for spot in cut.codebase.of(BlindSpot) if spot.reason == "dynamic-import"]
    near = [spot.at for spot in spots if spot.module in (registry_module, importer)]
    yield from near or (spot.at for spot in spots if spot.module in cut.roots)


IMPORT_SIDE_EFFECT = Finder("import-side-effect", _find)
