"""Modules imported for what their import does: they fill a registry of another module."""

from collections import defaultdict
from collections.abc import Iterator

from analyzer.model.facts import DefinitionKind, Import, Reference, StringReference
from analyzer.model.place import Location, ModuleName, Severity
from analyzer.model.plan import Finding
from analyzer.model.syntax import UseKind, When
from analyzer.plan.cut import Cut
from analyzer.plan.findings.finder import Finder, Survey, finding
from analyzer.plan.wording import counted, listed


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
    last = statement.resolved.rpartition(".")[2]
    return not statement.names or statement.names == (last,)


def _registrations(cut: Cut) -> dict[str, Reference]:
    """By module, the first time that it registers something with another module's object while it is imported."""
    fills: dict[str, Reference] = {}
    keepers = _keepers(cut)
    for reference in sorted(cut.references, key=lambda r: r.at):
        registers = reference.kind is UseKind.DECORATE or (
            reference.kind is UseKind.CALL and str(reference.source) == reference.source_module
        )
        if registers and reference.target_module != reference.source_module and _registry_like(cut, reference, keepers):
            fills.setdefault(reference.source_module, reference)
    return fills


def _keepers(cut: Cut) -> frozenset[str]:
    """Functions and methods that use a variable of their own module, nested functions included: those that may keep what they get."""
    keepers: set[str] = set()
    for reference in cut.references:
        target = cut.definitions.get(reference.target)
        if target and target.kind is DefinitionKind.VARIABLE and reference.source_module == reference.target_module:
            name: str = reference.source
            while len(name) > len(reference.source_module):
                keepers.add(name)
                name = name.rpartition(".")[0]
    return frozenset(keepers)


def _registry_like(cut: Cut, reference: Reference, keepers: frozenset[str]) -> bool:
    """Whether using the target can fill something: an object of its module (or a method of one), or a function that uses one."""
    target = cut.definitions.get(reference.target)
    if target is None:
        return False
    return target.kind is not DefinitionKind.CLASS and (target.kind is DefinitionKind.VARIABLE or target.name in keepers)


def _registry(cut: Cut, importer: str, loaded_at: dict[ModuleName, Location], fills: dict[str, Reference]) -> Finding:
    loaded = sorted(loaded_at)
    registries = sorted({str(fills[module].target) for module in loaded})
    return finding(
        "import-side-effect",
        Severity.WARNING,
        [*loaded_at.values(), *(fills[module].at for module in loaded)],
        f"{importer} imports {listed(loaded)} only so that {'it registers itself' if len(loaded) == 1 else 'they register themselves'} "
        f"with {listed(registries)}",
        cut.services_of([importer, *loaded, *(fills[module].target_module for module in loaded)]),
        f"Whatever prunes imports drops {counted(len(loaded), 'registration')} in silence: list the members explicitly where the "
        "registry is built",
        at=min(loaded_at.values()),
    )


IMPORT_SIDE_EFFECT = Finder("import-side-effect", _find)
