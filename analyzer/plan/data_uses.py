"""Who reads and who writes each table, by service: the uses from which the remedies for shared data are decided."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from analyzer.model.data import EntityUse, Mode, Transaction
from analyzer.model.partition import SHARED
from analyzer.model.place import Location
from analyzer.model.surface import Message, Task
from analyzer.model.syntax import UseKind
from analyzer.plan.cut import Cut
from analyzer.plan.ownership import Ownership


@dataclass(slots=True)
class Uses:
    """Uses of one table by one service in one way: how often, where, in which definitions, and how many of these in a loop."""

    count: int = 0
    loops: int = 0
    places: set[Location] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)

    def add(self, count: int, at: Location, source: str, in_loop: bool = False) -> None:
        """Count some uses."""
        self.count += count
        self.loops += in_loop
        self.places.add(at)
        self.sources.add(source)


UsesBy = Mapping[tuple[str, str], Uses]
"""Entity and service to the uses."""


@dataclass(frozen=True, slots=True)
class DataUses:
    """Reads and writes by entity and service, transactions across owners with the entities of each, and the definitions that run
    on an event or from a queue."""

    cut: Cut
    ownership: Ownership
    reads: UsesBy
    writes: UsesBy
    transactions: tuple[tuple[Transaction, Mapping[str, tuple[str, ...]]], ...]
    reacting: frozenset[str]

    def owner(self, entity: str) -> str:
        """The service that owns an entity; ``""`` for those of the shared kernel and for unknown ones."""
        owned = self.ownership.get(entity)
        return owned.owner if owned and owned.owner != SHARED else ""

    def declared_by(self, entity: str) -> str:
        """The service whose module declares an entity."""
        return self.cut.home(self.ownership[entity].module)


def data_uses(cut: Cut, ownership: Ownership) -> DataUses:
    """The uses of all tables by code that runs in production."""
    reads: dict[tuple[str, str], Uses] = defaultdict(Uses)
    writes: dict[tuple[str, str], Uses] = defaultdict(Uses)
    for use in cut.running(cut.codebase.of(EntityUse)):
        if use.entity in ownership and cut.home(use.module) not in ("", SHARED):
            (writes if use.mode is Mode.WRITE else reads)[use.entity, cut.home(use.module)].add(use.count, use.at, use.source)
    seen = frozenset(reads)
    for reference in cut.references:
        if reference.kind in (UseKind.CALL, UseKind.READ) and reference.target in ownership:
            key = reference.target, cut.home(reference.source_module)
            if key in seen:  # the name stands where the rows are read: the same uses, but only here it is known which are in a loop
                reads[key].loops += reference.in_loop
            elif key[1] not in ("", SHARED) and reference.source_module not in cut.roots:
                reads[key].add(reference.count, reference.at, reference.source, reference.in_loop)
    facts = cut.codebase
    reacting = {message.source for message in facts.of(Message) if message.role == "receive"} | {task.handler for task in facts.of(Task)}
    return DataUses(cut, ownership, dict(reads), dict(writes), tuple(_torn(cut, ownership)), frozenset(reacting))


def _torn(cut: Cut, ownership: Ownership) -> Iterator[tuple[Transaction, Mapping[str, tuple[str, ...]]]]:
    """Transactions that commit tables of several services, with the tables by service."""
    for transaction in cut.running(cut.codebase.of(Transaction)):
        owners: dict[str, list[str]] = defaultdict(list)
        for entity in transaction.entities:
            owned = ownership.get(entity)
            if owned and owned.owner not in ("", SHARED):
                owners[owned.owner].append(entity)
        if len(owners) > 1:
            yield transaction, {service: tuple(entities) for service, entities in sorted(owners.items())}
