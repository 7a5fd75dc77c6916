"""Who reads and who writes each entity, and who commits several together: for every mapper in ``DIALECTS`` alike."""

from collections.abc import Iterable, Iterator

from analyzer.frameworks.data_access.catalogue import Catalogue
from analyzer.frameworks.data_access.effects import Effect, Effects
from analyzer.frameworks.data_access.generics import Generics
from analyzer.frameworks.data_access.implied import Implied
from analyzer.frameworks.data_access.statements import STATING, UNKNOWN, Statements
from analyzer.frameworks.data_access.touched import references
from analyzer.frameworks.data_access.transactions import transactions
from analyzer.frameworks.django.dialect import DIALECT as DJANGO_DIALECT
from analyzer.frameworks.framework import Framework
from analyzer.frameworks.orm.dialect import Dialect
from analyzer.frameworks.peewee.dialect import DIALECT as PEEWEE_DIALECT
from analyzer.frameworks.sqlalchemy.dialect import DIALECT as SQLALCHEMY_DIALECT
from analyzer.frameworks.tortoise.dialect import DIALECT as TORTOISE_DIALECT
from analyzer.model.data import EntityUse, GenericUse, Mode, TableUse, Transaction
from analyzer.model.facts import Reference
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.read.program import Program

DIALECTS: tuple[Dialect, ...] = (DJANGO_DIALECT, PEEWEE_DIALECT, SQLALCHEMY_DIALECT, TORTOISE_DIALECT)
"""Every mapper whose entities are followed, in alphabetical order of their names."""

VOCABULARY = frozenset().union(*(frozenset(dialect.verbs) | dialect.lookups for dialect in DIALECTS))


def facts(program: Program) -> Iterator[EntityUse | GenericUse | TableUse | Transaction | Reference]:
    """Reads and writes of entities (one fact for each definition, entity and mode), transactions that write, references through values."""
    catalogue = Catalogue(program, DIALECTS)
    statements = Statements(list(catalogue.entities.values()))
    effects = Effects(catalogue) if catalogue.dialect else None
    implied = Implied(catalogue)
    uses: list[EntityUse] = []
    reached = frozenset(catalogue.reach.modules) if effects is not None else frozenset()
    telling = frozenset(STATING.modules(program))
    for module in sorted(telling | reached):
        said = list(statements.of_module(program.modules[module])) if module in telling else []
        found = [one for one in said if not one.entity.startswith(UNKNOWN)]
        if effects is not None and module in reached:
            found += implied.added(effects.of_module(program.modules[module]))
        uses += [EntityUse(*row) for row in _rows(program, module, found)] if found else ()
        unknown = [one._replace(entity=one.entity.removeprefix(UNKNOWN)) for one in said if one.entity.startswith(UNKNOWN)]
        yield from (TableUse(*row) for row in _rows(program, module, unknown))
    yield from uses
    if effects is None:
        return
    yield from references(program, effects.touched)
    known = {(use.source, use.entity, use.mode) for use in uses}
    for module, found in sorted(Generics(effects).effects_by_module().items()):
        generic = (GenericUse(*row) for row in _rows(program, module, implied.added(found)))
        yield from (use for use in generic if (use.source, use.entity, use.mode) not in known)
    written: dict[str, set[str]] = {}
    for use in uses:
        if use.mode is Mode.WRITE:
            written.setdefault(use.source, set()).add(use.entity)
    yield from transactions(catalogue, {source: frozenset(entities) for source, entities in written.items()})


def _rows(program: Program, module: str, effects: Iterable[Effect]) -> Iterator[tuple[ModuleName, QualName, Mode, QualName, int, Location]]:
    """The fields of a use for each (definition, entity, mode) of a module's effects."""
    found: dict[tuple[str, str, Mode], tuple[int, int]] = {}
    for effect in effects:
        key = (effect.scope, effect.entity, effect.mode)
        times, line = found.get(key, (0, effect.line))
        found[key] = (times + effect.times, min(line, effect.line))
    path = program.modules[module].path
    for (scope, entity, mode), (times, line) in sorted(found.items()):
        source = QualName(f"{module}.{scope}" if scope else module)
        yield ModuleName(module), QualName(entity), mode, source, times, Location(path, line)


DATA_ACCESS = Framework("data-access", VOCABULARY, facts)
