"""``[decisions]``: what the architect has decided, whatever the lists say."""

from collections.abc import Iterator

from analyzer.model.partition import SHARED, Constraint, ConstraintKind
from analyzer.model.place import Problem
from analyzer.read.boundaries.document import Document, misshapen, unknown_keys

TABLE = "decisions"
KEYS = ("apart", "pin", "services", "shared", "together")


def read_decisions(document: Document) -> tuple[tuple[Constraint, ...], tuple[Problem, ...]]:
    """The decisions in the order written, by kind, and what is wrong with them."""
    found: list[Constraint | Problem] = []
    if TABLE in document.data and not isinstance(document.data[TABLE], dict):
        found.append(misshapen(TABLE, "a table: [decisions]", document.at(TABLE)))
    found += unknown_keys(document, (TABLE,), KEYS)
    found += _pins(document)
    for kind in (ConstraintKind.TOGETHER, ConstraintKind.APART):
        found += _groups(document, kind)
    found += _shared(document)
    found += _number(document)
    return tuple(item for item in found if isinstance(item, Constraint)), tuple(item for item in found if isinstance(item, Problem))


def _pins(document: Document) -> Iterator[Constraint | Problem]:
    value = document.table(TABLE).get("pin", {})
    if not isinstance(value, dict):
        yield misshapen("pin", '{ "module.or.pattern" = "service" }', document.at(TABLE, "pin"))
        return
    for module, service in value.items():
        at = document.at_text(module, TABLE, "pin")
        if isinstance(service, str):
            yield Constraint(ConstraintKind.PIN, (module,), service, at)
        else:
            yield misshapen(f"the pin of {module}", f'a service in quotes: "{module}" = "service"', at)


def _groups(document: Document, kind: ConstraintKind) -> Iterator[Constraint | Problem]:
    value = document.table(TABLE).get(kind.value, [])
    wanted = 'a list of lists of at least two names: [["shop.cart", "shop.orders"]]'
    if not isinstance(value, list):
        yield misshapen(kind.value, wanted, document.at(TABLE, kind.value))
        return
    for group in value:
        names = tuple(group) if isinstance(group, list) else ()
        if len(names) >= 2 and all(isinstance(name, str) for name in names):
            yield Constraint(kind, names, "", document.at_text(names[0], TABLE, kind.value))
        else:
            yield misshapen(f"each group of {kind.value}", wanted, document.at(TABLE, kind.value))


def _shared(document: Document) -> Iterator[Constraint | Problem]:
    value = document.table(TABLE).get("shared", [])
    if not isinstance(value, list):
        yield misshapen("shared", "a list of names in quotes", document.at(TABLE, "shared"))
        return
    for name in value:
        if isinstance(name, str):
            yield Constraint(ConstraintKind.SHARED, (name,), SHARED, document.at_text(name, TABLE, "shared"))
        else:
            yield misshapen("each name of shared", "a name in quotes", document.at(TABLE, "shared"))


def _number(document: Document) -> Iterator[Constraint | Problem]:
    value = document.table(TABLE).get("services")
    at = document.at(TABLE, "services")
    if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
        yield Constraint(ConstraintKind.SERVICES, (), str(value), at)
    elif value is not None:
        yield misshapen("services", "a number from 1 on", at)
