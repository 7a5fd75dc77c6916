"""Which tables an SQL statement reads and writes."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sqlglot import exp

OPENING = re.compile(r"^\s*\(?\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH|REPLACE|MERGE|TRUNCATE)\b", re.IGNORECASE)
PLACEHOLDER = re.compile(r"%\(\w+\)s|%s|\{\}")
MAX_LENGTH = 20_000


class Tables(NamedTuple):
    """Bare table names, lower case, sorted: those that a statement reads and those that it writes."""

    read: tuple[str, ...]
    written: tuple[str, ...]


def is_sql(text: str) -> bool:
    """Whether a text begins as a statement on rows does."""
    return OPENING.match(text) is not None


def tables_of(text: str, dialect: str | None = None) -> Tables | None:
    """The tables of the statements in a text, by sqlglot; None where it cannot be parsed. Placeholders of drivers are read as values."""
    import sqlglot
    from sqlglot import exp

    if len(text) > MAX_LENGTH:
        return None
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
            if table.name and table.name.lower() not in names:
                (written if id(table) in targets else read).add(table.name.lower())
    return Tables(tuple(sorted(read)), tuple(sorted(written)))


def _targets(change: "exp.Expression") -> Iterator["exp.Expression"]:
    """The table that a change is made to: first of what it names, before any source of its rows."""
    from sqlglot import exp

    whole = change.expressions if isinstance(change, exp.TruncateTable) else [change.this]
    for one in whole:
        yield from one.find_all(exp.Table) if isinstance(one, exp.Schema) else [one]
