"""Which tables an SQL statement reads and writes."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sqlglot import exp

OPENING = re.compile(
    r"""\s*\(?\s*(?: SELECT\s .*? \sFROM\s | INSERT\s+(?:OR\s+\w+\s+|IGNORE\s+)?INTO\s | REPLACE\s+INTO\s | UPDATE\s .*? \sSET\s
    | DELETE\s+FROM\s | MERGE\s+INTO\s | TRUNCATE\s+TABLE\s | WITH\s .*? \sAS\s+\( )""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
PLACEHOLDER = re.compile(r"%\(\w+\)s|%s|\{\}")
NAME = re.compile(r"[a-z_][\w$]*")
SYSTEM = frozenset({"information_schema", "pg_catalog", "sys", "mysql"})
MAX_LENGTH = 20_000


class Tables(NamedTuple):
    """Bare table names, lower case, sorted: those that a statement reads and those that it writes."""

    read: tuple[str, ...]
    written: tuple[str, ...]


def is_sql(text: str) -> bool:
    """Whether a text begins as a statement that reads or writes the rows of a table."""
    return OPENING.match(text) is not None


def tables_of(text: str, dialect: str | None = None) -> Tables | None:
    """The tables of the statements in a text, by sqlglot; None where it cannot be parsed. Placeholders of drivers are read as values."""
    import logging

    import sqlglot
    from sqlglot import exp

    if len(text) > MAX_LENGTH:
        return None
    logging.getLogger("sqlglot").setLevel(logging.ERROR)  # a statement that it only half understands is no news to the user
    try:
        statements = sqlglot.parse(PLACEHOLDER.sub("?", text), dialect=dialect)
    except (sqlglot.errors.SqlglotError, RecursionError):
        return None
    read: set[str] = set()
    written: set[str] = set()
    for statement in statements:
        if statement is None:
            continue
        changes = list(statement.find_all(exp.Insert, exp.Update, exp.Delete, exp.Merge, exp.TruncateTable))
        targets = {id(table) for one in changes for table in _targets(one)}
        names = {one.alias_or_name.lower() for one in statement.find_all(exp.CTE)}
        for table in statement.find_all(exp.Table):
            if _is_stored(table.name.lower(), table.db.lower()) and table.name.lower() not in names:
                (written if id(table) in targets else read).add(table.name.lower())
    return Tables(tuple(sorted(read)), tuple(sorted(written)))


def _is_stored(name: str, schema: str) -> bool:
    """Whether a name is that of a table of the application: no placeholder, and none of the database's own tables."""
    return NAME.fullmatch(name) is not None and schema not in SYSTEM and not name.startswith(("pg_", "sqlite_"))


def _targets(change: "exp.Expression") -> Iterator["exp.Expression"]:
    """The table that a change is made to: first of what it names, before any source of its rows."""
    from sqlglot import exp

    whole = change.expressions if isinstance(change, exp.TruncateTable) else [change.this]
    for one in whole:
        yield from one.find_all(exp.Table) if isinstance(one, exp.Schema) else [one]
