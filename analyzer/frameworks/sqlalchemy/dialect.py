"""How SQLAlchemy code reads and writes rows."""

from analyzer.frameworks.orm.dialect import Dialect, Receiver, Shape, Verb
from analyzer.frameworks.sqlalchemy.schema import NAME, schema

TABLES = frozenset({Shape.CLASS, Shape.QUERY})
ROWS = frozenset({Shape.ROW, Shape.ROWS})


def _session(result: Shape, shapes: frozenset[Shape]) -> tuple[Verb, ...]:
    return (Verb(result, Receiver.SESSION, True, shapes),)


VERBS = {
    **dict.fromkeys(("query", "select", "select_from"), (Verb(Shape.QUERY),)),
    **dict.fromkeys(("execute", "scalars", "exec", "paginate", "stream", "stream_scalars"), (Verb(Shape.ARGUMENT),)),
    **dict.fromkeys(("scalar", "get", "get_one", "get_or_404", "one_or_404", "first_or_404"), (Verb(Shape.ROW),)),
    **dict.fromkeys(("aliased", "with_polymorphic"), (Verb(Shape.CLASS),)),
    **dict.fromkeys(("update", "insert"), (Verb(Shape.QUERY, writes=True, shapes=TABLES),)),
    "delete": (Verb(Shape.QUERY, writes=True, shapes=TABLES), *_session(Shape.NONE, ROWS)),
    "setattr": (Verb(Shape.NONE, writes=True, shapes=frozenset({Shape.ROW})),),
    **dict.fromkeys(("add", "add_all", "bulk_save_objects"), _session(Shape.NONE, ROWS)),
    "merge": _session(Shape.ROW, ROWS),
    **dict.fromkeys(("bulk_insert_mappings", "bulk_update_mappings"), _session(Shape.NONE, TABLES)),
}
SCALARS = ("scalar", "scalar_one", "scalar_one_or_none")
ONE_ROW = ("get", "get_one", "first", "one", "one_or_none", "get_or_404", "first_or_404", "one_or_404", *SCALARS)

DIALECT = Dialect(
    name=NAME,
    schema=schema,
    managers=frozenset({"query"}),
    to_row=frozenset(ONE_ROW),
    to_rows=frozenset({"all", "fetchall", "yield_per", "partitions"}),
    to_value=frozenset({"count", "exists", "rowcount", "subquery", "label", "statement", "total", "pages", "values", "c"}),
    query_writes=frozenset({"update", "delete", "insert"}),
    row_writes=frozenset(),
    collection_writes=frozenset({"append", "remove", "add", "extend", "clear", "insert", "pop", "discard"}),
    verbs=VERBS,
    commits=frozenset({"commit"}),
    blocks=frozenset({"begin"}),
)
VOCABULARY = frozenset(VERBS) | {"commit", "begin"}
