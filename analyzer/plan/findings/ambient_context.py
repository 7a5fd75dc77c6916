"""Domain code that reads the current request, session or user instead of being told."""

from collections import defaultdict
from collections.abc import Iterator

from analyzer.model.facts import DefinitionKind
from analyzer.model.partition import SHARED
from analyzer.model.place import Location, Severity
from analyzer.model.plan import Finding
from analyzer.model.surface import Application, ContextUse, Endpoint
from analyzer.model.syntax import UseKind
from analyzer.model.text import counted
from analyzer.plan.effects import Effect
from analyzer.plan.findings.finder import Finder, Survey, finding
from analyzer.plan.wording import last, listed


def _find(survey: Survey) -> Iterator[Finding]:
    readers: dict[str, dict[tuple[str, str], Location]] = defaultdict(dict)
    edge = _edge_modules(survey)
    for module, reader, what, at in sorted(_uses(survey)):
        source = survey.cut.known(reader)
        if module not in edge and survey.cut.runs(module) and source:
            readers[module].setdefault((source, what), at)
    for module, found in sorted(readers.items()):
        names = sorted({last(source) for source, _ in found})
        whats = sorted({last(what) for _, what in found})
        yield finding(
            "ambient-context",
            Severity.WARNING,
            found.values(),
            f"{listed(names)} in {module} {'reads' if len(names) == 1 else 'read'} {listed(whats)} without being a request handler",
            survey.cut.services_of([module]),
            f"Pass what {counted(len(names), 'function needs', 'functions need')} (user id, locale) as arguments from the handler; "
            "across services it would be gone",
        )


def _edge_modules(survey: Survey) -> frozenset[str]:
    """Modules whose business is the request: those with handlers, the application's own, decorators, and those that hold the
    context variables themselves."""
    facts = survey.cut.codebase
    edge: set[str] = {e.module for e in facts.of(Endpoint)} | {a.module for a in facts.of(Application)}
    edge |= {e.handler.rpartition(".")[0] for e in facts.of(Endpoint)}
    edge |= {use.module for use in facts.of(ContextUse) if use.source == use.what}
    decorators = {r.target for r in survey.cut.references if r.kind is UseKind.DECORATE}
    edge |= {d.module for name, d in survey.cut.definitions.items() if name in decorators and _is_function(d.kind)}
    return frozenset(edge)


def _is_function(kind: DefinitionKind) -> bool:
    return kind in (DefinitionKind.FUNCTION, DefinitionKind.METHOD)


def _uses(survey: Survey) -> Iterator[tuple[str, str, str, Location]]:
    """Module, reading definition, what it reads, and where: directly, or through an accessor of the shared kernel."""
    for use in survey.cut.codebase.of(ContextUse):
        yield use.module, use.source, use.what, use.at
    accessors = _accessors(survey)
    for reference in survey.cut.between:
        if reference.target in accessors and reference.kind in (UseKind.CALL, UseKind.READ):
            yield reference.source_module, reference.source, reference.target, reference.at


def _accessors(survey: Survey) -> frozenset[str]:
    """The definitions of the shared kernel through which code reaches for context."""
    known = survey.cut.definitions
    reading = (name for name, effect in survey.effects.all.items() if effect & Effect.READS_CONTEXT and name in known)
    return frozenset(name for name in reading if survey.cut.home(known[name].module) == SHARED)


AMBIENT_CONTEXT = Finder("ambient-context", _find)
