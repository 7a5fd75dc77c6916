"""How code that uses Tortoise reads and writes rows."""

from analyzer.frameworks.orm.dialect import Dialect
from analyzer.frameworks.tortoise.schema import NAME, schema

ONE_ROW = ("get", "get_or_none", "first", "last", "earliest", "latest", "create", "get_or_create", "update_or_create")
WRITES = ("create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "update", "delete")

DIALECT = Dialect(
    name=NAME,
    schema=schema,
    managers=frozenset(),
    to_row=frozenset(ONE_ROW),
    to_rows=frozenset({"in_bulk"}),
    to_value=frozenset({"count", "exists", "values", "values_list", "explain", "sql"}),
    query_writes=frozenset(WRITES),
    class_queries=frozenset({"all", "filter", "exclude", "annotate", "raw", "select_for_update"}),
    row_writes=frozenset({"save", "delete"}),
    collection_writes=frozenset({"add", "remove", "clear"}),
    blocks=frozenset({"atomic", "in_transaction"}),
    modules=("tortoise.transactions",),
)
VOCABULARY: frozenset[str] = frozenset()
