"""How Django code reads and writes rows."""

from analyzer.frameworks.django.routing import atomic_requests
from analyzer.frameworks.django.schema import NAME, USER, schema
from analyzer.frameworks.orm.dialect import Dialect, Shape, Verb

FOUND = frozenset({Shape.CLASS, Shape.QUERY, Shape.COLLECTION})
VERBS = {
    **dict.fromkeys(("get_object_or_404", "aget_object_or_404"), (Verb(Shape.ROW, shapes=FOUND),)),
    **dict.fromkeys(("get_list_or_404", "aget_list_or_404"), (Verb(Shape.ROWS, shapes=FOUND),)),
    "setattr": (Verb(Shape.NONE, writes=True, shapes=frozenset({Shape.ROW})),),
}
ONE_ROW = ("get", "first", "last", "earliest", "latest", "create", "get_or_create", "update_or_create")
VALUES = ("count", "exists", "aggregate", "values", "values_list", "dates", "datetimes", "explain", "contains", "in_bulk")
WRITES = ("create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create")


def _async(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(names) | {f"a{name}" for name in names}


DIALECT = Dialect(
    name=NAME,
    schema=schema,
    managers=frozenset({"objects", "_default_manager", "_base_manager"}),
    to_row=_async(ONE_ROW),
    to_rows=frozenset({"iterator", "raw"}),
    to_value=_async(VALUES),
    query_writes=_async(WRITES),
    row_writes=_async(("save", "delete", "save_base")),
    collection_writes=_async(("add", "remove", "set", "clear", *WRITES)),
    manager_prefixes=("create_", "bulk_", "update_", "delete_"),
    manager_modules=("django.db.models.", "django.contrib.auth.models.", "mptt.", "polymorphic.", "treebeard."),
    manager_makers=frozenset({"as_manager", "from_queryset"}),
    verbs=VERBS,
    lookups=frozenset({"get_model", USER}),
    blocks=frozenset({"atomic", "commit_on_success", "commit_manually"}),
    modules=("django.db.transaction",),
    implied=atomic_requests,
    cascades=_async(("delete",)),
)
VOCABULARY = frozenset(VERBS) | DIALECT.lookups
