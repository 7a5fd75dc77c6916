"""Transactions that commit data of several services: what replaces each."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from analyzer.model.data import EntityUse, Mode, Transaction
from analyzer.model.place import Location, QualName
from analyzer.model.plan import DataTie, Remedy, TieKind
from analyzer.model.syntax import UseKind
from analyzer.model.text import counted
from analyzer.plan.data_uses import DataUses
from analyzer.plan.wording import last, listed

MANY = 3
MOST = 0.5
"""Two services that commit together so often, and in so large a part of the transactions of one of them, belong together."""
MOST_PLACES = 20
DEPTH = 6
"""How many calls deep a transaction is followed."""


def transaction_ties(uses: DataUses) -> Iterator[DataTie]:
    """One tie per definition that commits tables of several services."""
    if not uses.transactions:
        return
    inseparable = _inseparable(uses)
    steps = _Steps(uses)
    for transaction, owners in uses.transactions:
        home = uses.cut.home(transaction.module)
        owner = home if home in owners else min(owners, key=lambda service: (-len(owners[service]), service))
        remedy, why, how = _remedy(transaction, owners, owner, steps, inseparable)
        others = tuple(sorted(QualName(entity) for entities in owners.values() for entity in entities))
        places = (transaction.at, *steps.writes(transaction, owners, owner))[:MOST_PLACES]
        services = tuple(sorted(owners))
        yield DataTie(TieKind.TRANSACTION, transaction.source, owner, services, others, remedy, why, how, len(others), places)


def _remedy(
    transaction: Transaction, owners: Mapping[str, tuple[str, ...]], owner: str, steps: "_Steps", inseparable: Mapping[frozenset[str], str]
) -> tuple[Remedy, str, str]:
    name, foreign = last(transaction.source), sorted(service for service in owners if service != owner)
    for service in foreign:
        if why := inseparable.get(frozenset((owner, service))):
            return Remedy.MERGE, why, f"Keep {owner} and {service} in one service, or move the tables that {name} commits into one of them"
    parts = listed([f"{listed([last(e) for e in owners[service]])} of {service}" for service in foreign])
    read = [last(entity) for service in foreign for entity in owners[service] if steps.reads(transaction, entity)]
    if not read:
        return (
            Remedy.EVENT,
            f"{name} writes {parts} without reading them: it needs no answer",
            f"Let {owner} commit its own tables with a row in an outbox; {listed(foreign)} {'take' if len(foreign) > 1 else 'takes'} "
            "the event from there and must bear it twice",
        )
    return (
        Remedy.SAGA,
        f"{name} reads {listed(sorted(set(read)))} before it writes {parts}: the answer decides how it goes on",
        f"Split {name} into one local transaction for each of {listed([owner, *foreign])}, each with a step that takes it back; "
        f"{owner} keeps the state of the whole",
    )


def _inseparable(uses: DataUses) -> Mapping[frozenset[str], str]:
    """Pairs of services that commit together so often that they are one, with the reason."""
    alone: Counter[str] = Counter()
    together: Counter[frozenset[str]] = Counter()
    for transaction in uses.cut.running(uses.cut.codebase.of(Transaction)):
        owners = sorted({uses.owner(entity) for entity in transaction.entities} - {""})
        alone.update(owners)
        together.update(frozenset((a, b)) for index, a in enumerate(owners) for b in owners[index + 1 :])
    found = {}
    for pair, count in together.items():
        least = min(sorted(pair), key=lambda service: (alone[service], service))
        if count >= MANY and count > MOST * alone[least]:
            found[pair] = f"{count} of the {counted(alone[least], 'transaction')} of {least} commit tables of the other one too"
    return found


class _Steps:
    """What happens in a transaction: the definitions that it runs, as far as references tell."""

    def __init__(self, uses: DataUses) -> None:
        self._uses = uses
        self._calls: dict[str, list[str]] = defaultdict(list)
        for reference in uses.cut.references:
            if reference.kind is UseKind.CALL:
                self._calls[reference.source].append(reference.target)
        self._found: dict[tuple[str, Mode], list[EntityUse]] = defaultdict(list)
        for use in uses.cut.running(uses.cut.codebase.of(EntityUse)):
            self._found[use.source, use.mode].append(use)
        self._known: dict[str, frozenset[str]] = {}

    def reads(self, transaction: Transaction, entity: str) -> bool:
        """Whether a transaction reads an entity, itself or in what it calls."""
        return any(use.entity == entity for one in self._run_by(transaction.source) for use in self._found[one, Mode.READ])

    def writes(self, transaction: Transaction, owners: Mapping[str, tuple[str, ...]], owner: str) -> Iterator[Location]:
        """The places where a transaction writes tables of other services than the owner, in order."""
        foreign = {entity for service, entities in owners.items() if service != owner for entity in entities}
        yield from sorted(
            {use.at for one in self._run_by(transaction.source) for use in self._found[one, Mode.WRITE] if use.entity in foreign}
        )

    def _run_by(self, source: str) -> frozenset[str]:
        if source not in self._known:
            found, layer = {source}, [source]
            for _ in range(DEPTH):
                layer = [target for one in layer for target in self._calls.get(one, ()) if target not in found]
                found.update(layer)
            self._known[source] = frozenset(found)
        return self._known[source]
