"""Domain code that reads the current request, session or user instead of being told."""

from collections import defaultdict
from collections.abc import Iterator

from analyzer.model.facts import DefinitionKind, Reference
from analyzer.model.partition import SHARED
from analyzer.model.place import Location, Severity
from analyzer.model.plan import Finding
from analyzer.model.surface import Application, ContextUse, Endpoint
from analyzer.model.syntax import UseKind
from analyzer.plan.effects import Effect
from analyzer.plan.findings.finder import Finder, Survey, finding
from analyzer.plan.wording import counted, last, listed


def _find(survey: Survey) -> Iterator[Finding]:
    readers: dict[str, dict[str, tuple[Location, str]]] = defaultdict(dict)
    edge = _edge_modules(survey)
    for module, reader, what, at in sorted(_uses(survey)):
        source = survey.cut.known(reader)
        if module not in edge and survey.cut.runs(module) and source:
            readers[module].setdefault(source, (at, what))
    for module, found in sorted(readers.items()):
        whats = sorted({last(what) for _, what in found.values()})
        yield finding(
            "ambient-context",
            Severity.WARNING,
            [at for at, _ in found.values()],
            f"{listed([last(name) for name in sorted(found)])} in {module} {'reads' if len(found) == 1 else 'read'} {listed(whats)} "
            "although no request handler",
            survey.cut.services_of([module]),
            f"Pass what {counted(len(found), 'function needs', 'functions need')} (user id, locale) as arguments from the handler; "
            "across services it would be gone",
        )


def _edge_modules(survey: Survey) -> frozenset[str]:
    """Modules whose business is the request: those with handlers, the application's own, and accessors that only hand it out."""
    facts = survey.cut.codebase
    handlers: set[str] = {e.module for e in facts.of(Endpoint)} | {a.module for a in facts.of(Application)}
    handlers |= {e.handler.rpartition(".")[0] for e in facts.of(Endpoint)}
    decorators = {r.target for r in survey.cut.references if r.kind is UseKind.DECORATE}
    handlers |= {d.module for name, d in survey.cut.definitions.items() if name in decorators and _is_function(d.kind)}
    return frozenset(handlers)


def _is_function(kind: DefinitionKind) -> bool:
    return kind in (DefinitionKind.FUNCTION, DefinitionKind.METHOD)


def _uses(survey: Survey) -> Iterator[tuple[str, str, str, Location]]:
    """Module, reading definition, what it reads, and where: directly, or through an accessor of the shared kernel."""
    direct: set[str] = set()
    for use in survey.cut.codebase.of(ContextUse):
        direct.add(use.source)
        if survey.cut.home(use.module) != SHARED:
            yield use.module, use.source, use.what, use.at
    for reference in survey.cut.references:
        if _is_accessor(survey, reference):
            yield reference.source_module, reference.source, reference.target, reference.at


def _is_accessor(survey: Survey, reference: Reference) -> bool:
    """Whether a reference reaches for context through a definition of the shared kernel."""
    return (
        reference.kind in (UseKind.CALL, UseKind.READ)
        and survey.cut.home(reference.target_module) == SHARED
        and reference.source_module != reference.target_module
        and bool(survey.effects.of(reference.target) & Effect.READS_CONTEXT)
    )


AMBIENT_CONTEXT = Finder("ambient-context", _find)
