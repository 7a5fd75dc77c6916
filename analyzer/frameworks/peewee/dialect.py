"""How peewee code reads and writes rows."""

from analyzer.frameworks.orm.dialect import Dialect, Shape, Verb
from analyzer.frameworks.peewee.schema import NAME, SETTER, schema

WRITES = ("create", "insert", "insert_many", "insert_from", "replace", "replace_many", "update", "delete", "get_or_create")
BULK = ("bulk_create", "bulk_update", "delete_by_id", "set_by_id")

DIALECT = Dialect(
    name=NAME,
    schema=schema,
    managers=frozenset(),
    to_row=frozenset({"get", "get_or_none", "get_by_id", "first", "last", "peek", "create", "get_or_create"}),
    to_rows=frozenset({"iterator", "objects"}),
    to_value=frozenset({"count", "exists", "scalar", "scalars", "tuples", "dicts", "namedtuples", "sql", "alias"}),
    query_writes=frozenset({*WRITES, *BULK}),
    class_queries=frozenset({"select", "filter", "raw", "alias"}),
    row_writes=frozenset({"save", "delete_instance"}),
    collection_writes=frozenset({"add", "remove", "clear"}),
    verbs={"prefetch": (Verb(Shape.ARGUMENT),)},
    blocks=frozenset({"atomic", "transaction", "savepoint", "manual_commit"}),
)
VOCABULARY = frozenset({*DIALECT.verbs, SETTER})
