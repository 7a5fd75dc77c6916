"""What an annotation says about a value."""

import re

from analyzer.frameworks.data_access.catalogue import Catalogue
from analyzer.frameworks.data_access.values import Value
from analyzer.frameworks.orm.dialect import Shape
from analyzer.model.syntax import Expr, Items, Name, Subscript, Text

PLURAL = frozenset(
    {
        *("list", "List", "set", "Set", "tuple", "Tuple", "frozenset", "Sequence", "Iterable", "Iterator"),
        *("Collection", "Generator", "AsyncIterator"),
    }
)
QUERIES = frozenset({"Query", "QuerySet", "BaseQuery", "Select", "Manager", "RelatedManager", "Result", "ScalarResult", "TypedReturnsRows"})
TRANSPARENT = frozenset(
    {"Optional", "Union", "|", "Annotated", "Mapped", "Awaitable", "Coroutine", "Type", "type", "ClassVar", "Final", "WriteOnlyMapped"}
)
TYPES = frozenset({"Type", "type"})
QUOTED = re.compile(r"^(?:(?:\w+\.)*(\w+)\[)?\s*([A-Za-z_][\w.]*)")


def annotated(catalogue: Catalogue, module: str, scope: str, annotation: Expr | None) -> Value | None:
    """The value that an annotation describes, or None where it describes nothing of interest."""
    if isinstance(annotation, Name):
        return _instance(catalogue, module, scope, annotation.dotted)
    if isinstance(annotation, Text):
        return _quoted(catalogue, module, scope, annotation.value)
    if not isinstance(annotation, Subscript) or not isinstance(annotation.value, Name):
        return None
    outer = annotation.value.dotted.rpartition(".")[2]
    parts = annotation.key.items if isinstance(annotation.key, Items) else (annotation.key,)
    inner = next((found for found in (annotated(catalogue, module, scope, part) for part in parts) if found is not None), None)
    return _wrapped(outer, inner)


def _wrapped(outer: str, inner: Value | None) -> Value | None:
    if inner is None or inner.shape is Shape.OBJECT:
        return inner if outer in TRANSPARENT - TYPES else None
    if outer in TYPES:
        return inner._replace(shape=Shape.CLASS)
    if outer in PLURAL:
        return inner._replace(shape=Shape.ROWS)
    if outer in QUERIES:
        return inner._replace(shape=Shape.QUERY)
    return inner if outer in TRANSPARENT else None


def _quoted(catalogue: Catalogue, module: str, scope: str, text: str) -> Value | None:
    found = QUOTED.match(text.strip())
    if found is None:
        return None
    outer, name = found.groups()
    inner = _instance(catalogue, module, scope, name)
    return _wrapped(outer, inner) if outer else inner


def _instance(catalogue: Catalogue, module: str, scope: str, chain: str) -> Value | None:
    program = catalogue.program
    resolved = program.resolve(module, chain, scope.rpartition(".")[0]) or program.resolve(module, chain, scope)
    entity = catalogue.entity(resolved)
    if entity:
        return Value(entity, Shape.ROW)
    return Value(resolved, Shape.OBJECT) if resolved and catalogue.reach.may_hold(resolved) and program.class_syntax(resolved) else None
