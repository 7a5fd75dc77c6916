"""SQL in strings: which entities, and which tables that no entity has, a module's statements read and write."""

import re
from collections.abc import Iterator

from analyzer.frameworks.data_access.effects import Effect
from analyzer.frameworks.data_access.sql import Tables, is_sql, tables_of
from analyzer.frameworks.note import Note
from analyzer.frameworks.orm.declarations import is_migration
from analyzer.frameworks.orm.expressions import last_name
from analyzer.frameworks.orm.schema import Nearest
from analyzer.model.data import Entity, Mode
from analyzer.model.syntax import Literal, ModuleSyntax
from analyzer.read.program import Program

RUNNERS = frozenset(
    {
        *("execute", "executemany", "executescript", "text", "raw", "RawSQL", "read_sql", "read_sql_query", "exec_driver_sql", "DDL"),
        *("fetch", "fetchval", "fetchrow", "fetch_all", "fetch_one", "sql", "query", "extra", "run_query"),
    }
)
LOUD = re.compile(r"\s*\(?\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH|REPLACE|MERGE|TRUNCATE)\b")
MAX_PARSED = 5_000
UNKNOWN = "table:"


class Statements:
    """The statements of a program; each text is parsed once, at most 5,000 of them. ``failures`` counts those that no parser reads."""

    def __init__(self, entities: list[Entity]) -> None:
        self._nearest = Nearest((table, one) for one in entities if (table := one.table.rpartition(".")[2].lower()))
        self._parsed: dict[str, Tables | None] = {}
        self.failures = 0

    def of_module(self, syntax: ModuleSyntax) -> Iterator[Effect]:
        """An effect for each table of each statement; ``entity`` is an entity, or ``table:NAME`` where none has that table."""
        if is_migration(syntax.path):
            return
        for literal in syntax.literals:
            tables = self._tables(literal) if _is_statement(literal) else None
            for mode, names in ((Mode.READ, tables.read), (Mode.WRITE, tables.written)) if tables is not None else ():
                for name in names:
                    entity = self._nearest.find(name, syntax.module)
                    yield Effect(literal.scope, entity.name if entity is not None else f"{UNKNOWN}{name}", mode, 1, literal.line)

    def _tables(self, literal: Literal) -> Tables | None:
        known = self._parsed.get(literal.value)
        if known is None and literal.value not in self._parsed and len(self._parsed) < MAX_PARSED:
            known = self._parsed[literal.value] = tables_of(literal.value)
            self.failures += known is None
        return known


def _states(program: Program, module: str) -> bool:
    return any(is_sql(one.value) for one in program.modules[module].literals)


STATING = Note("statements", _states)


def _is_statement(literal: Literal) -> bool:
    """Whether a text is SQL rather than prose: keywords all in capitals, or given to something that runs SQL."""
    return is_sql(literal.value) and (last_name(literal.call) in RUNNERS or LOUD.match(literal.value) is not None)
