"""Entities that are committed together."""

from collections.abc import Iterator
from itertools import combinations

from analyzer.model.data import Entity, Transaction
from analyzer.model.graph import Evidence
from analyzer.signals.signal import Signal
from analyzer.signals.view import View

MANY = 6
"""Of a transaction over more modules only the first so many are tied: it is a sweep."""


def collect(view: View) -> Iterator[Evidence]:
    """Evidence for the modules of entities that one transaction writes, the fewer the stronger: to cut them apart is to give it up."""
    homes = {entity.name: entity.module for entity in view.codebase.of(Entity) if entity.module in view.business}
    for transaction in view.codebase.of(Transaction):
        written = sorted({homes[entity] for entity in transaction.entities if entity in homes})
        reason = f"{transaction.source.rpartition('.')[2]} commits entities of both"
        for first, second in combinations(written[:MANY], 2):
            yield Evidence("transactions", first, second, 1 / (len(written) - 1), reason, transaction.at)


TRANSACTIONS = Signal("transactions", collect)
