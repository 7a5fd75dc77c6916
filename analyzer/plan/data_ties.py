"""Data that ties services together, and what takes each tie apart (patterns after Newman, Monolith to Microservices, chapter 4,
and Richardson, Microservices Patterns, chapters 4 and 7)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from analyzer.model.data import EntityLink, LinkKind
from analyzer.model.place import Location, QualName
from analyzer.model.plan import DataTie, Remedy, TieKind
from analyzer.model.text import counted
from analyzer.plan.data_uses import DataUses
from analyzer.plan.transactions import transaction_ties
from analyzer.plan.wording import agree, last, listed

MOST_PLACES = 20
MANY_READS = 8
"""A service that reads a table in so many places keeps a copy of it rather than asking each time."""
MANY_TABLES = 3
"""So does one that reads so many tables of one owner: it reports on them."""
MERGED_TABLES = 2
MERGED_SHARE = 0.5
"""Services of which one writes so many tables and so large a part of the other's are one service."""

CASCADES = frozenset({"cascade", "db-cascade"})
KEYS = (LinkKind.FOREIGN_KEY, LinkKind.ONE_TO_ONE)
"""Links whose source goes along when the target is deleted; with all others the target does."""
CONSTRAINTS = (LinkKind.FOREIGN_KEY, LinkKind.ONE_TO_ONE, LinkKind.MANY_TO_MANY)


def find_data_ties(uses: DataUses) -> tuple[DataTie, ...]:
    """Every tie between data of two services or more with its remedy, sorted by kind and subject."""
    return tuple(
        sorted((*_shared_writes(uses), *transaction_ties(uses), *_links(uses), *_cascades(uses), *_foreign_reads(uses)), key=_order)
    )


def _order(tie: DataTie) -> tuple[object, ...]:
    return list(TieKind).index(tie.kind), -len(tie.services), -tie.count, tie.subject, tie.services, tie.others


def tie(
    kind: TieKind,
    subject: str,
    owner: str,
    services: Iterable[str],
    others: Iterable[str],
    answer: tuple[Remedy, str, str],
    count: int,
    places: Iterable[Location],
) -> DataTie:
    """A tie with its first places; ``answer`` is the remedy, what decided it, and what to do."""
    ends = tuple(QualName(other) for other in sorted(set(others)))
    remedy, why, how = answer
    known = tuple(sorted(set(places))[:MOST_PLACES])
    return DataTie(kind, QualName(subject), owner, tuple(sorted({owner, *services})), ends, remedy, why, how, count, known)


def _shared_writes(uses: DataUses) -> Iterator[DataTie]:
    merged = _merged(uses)
    for (entity, service), writes in sorted(uses.writes.items()):
        owner = uses.owner(entity)
        if owner in ("", service):
            continue
        answer = _who_writes(uses, entity, service, (owner, service) in merged or (service, owner) in merged)
        yield tie(TieKind.SHARED_WRITE, entity, owner, [service], (), answer, writes.count, writes.places)


def _who_writes(uses: DataUses, entity: str, service: str, is_merged: bool) -> tuple[Remedy, str, str]:
    """The remedy for a table that a service writes and another one owns."""
    writes, owner, name = uses.writes[entity, service], uses.owner(entity), last(entity)
    own = uses.writes.get((entity, owner))
    together = [t for t, owners in uses.transactions if uses.cut.home(t.module) == service and service in owners and entity in t.entities]
    if is_merged:
        why = f"{service} writes at least {MERGED_SHARE:.0%} of the tables of {owner}, or {owner} of those of {service}"
        return Remedy.MERGE, why, f"Make {owner} and {service} one service: as two they would write each other's tables all the time"
    if writes.count > (own.count if own else 0):
        why = f"{service} writes {name} in {counted(writes.count, 'place')}, {owner} in {own.count if own else 'none'}"
        return Remedy.MOVE, why, f"Move {name} and its table to {service}; {owner} reads it there"
    if together:
        why = f"{last(together[0].source)} commits {name} together with tables of {service} ({together[0].at})"
        return (
            Remedy.SAGA,
            why,
            f"Give {owner} a command that changes {name} and one that takes it back; {service} calls them around its commit",
        )
    if writes.sources <= uses.reacting:
        runs = agree(len(writes.sources), "runs", "run")
        why = f"{listed(sorted(last(source) for source in writes.sources))} {runs} on an event or from a queue"
        return Remedy.EVENT, why, f"Let {owner} listen to the same event and change {name} itself"
    if (entity, service) not in uses.reads:
        why = f"{service} writes {name} and never reads it, so that it needs no answer"
        return Remedy.EVENT, why, f"Let {service} publish what happened; {owner} listens and changes {name}"
    why = f"{service} reads {name} too, so that it needs the answer"
    return Remedy.API, why, f"Give {owner} a command for each of these writes, and call it from {service}"


def _merged(uses: DataUses) -> frozenset[tuple[str, str]]:
    """Pairs (owner, writer) where the writer writes most tables of the owner."""
    tables: dict[str, set[str]] = defaultdict(set)
    written: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entity in uses.ownership:
        tables[uses.owner(entity)].add(entity)
    for entity, service in uses.writes:
        if uses.owner(entity) not in ("", service):
            written[uses.owner(entity), service].add(entity)
    return frozenset(
        pair for pair, found in written.items() if len(found) >= MERGED_TABLES and len(found) >= MERGED_SHARE * len(tables[pair[0]])
    )


def _crossing(uses: DataUses) -> Iterator[EntityLink]:
    for link in uses.cut.codebase.of(EntityLink):
        if "" not in (ends := {uses.owner(link.source), uses.owner(link.target)}) and len(ends) == 2:
            yield link


def _links(uses: DataUses) -> Iterator[DataTie]:
    by_pair: dict[tuple[str, str], list[EntityLink]] = defaultdict(list)
    for link in _crossing(uses):
        by_pair[link.source, link.target].append(link)
    for (source, target), links in sorted(by_pair.items()):
        keys = [link for link in links if link.kind in CONSTRAINTS]
        here, there = uses.owner(source), uses.owner(target)
        if keys:
            answer = (Remedy.KEY, *_constraint(keys, last(source), last(target), here, there))
            yield tie(TieKind.FOREIGN_KEY, target, there, [here], [source], answer, len(keys), [link.at for link in keys])
        else:
            why = f"{last(source)} leads to {last(target)} as an attribute, without a column of its own"
            how = f"Replace the attribute by a call to the API of {there} with the id, for many rows at once where it stands in a loop"
            yield tie(TieKind.NAVIGATION, target, there, [here], [source], (Remedy.API, why, how), len(links), [link.at for link in links])


def _constraint(keys: list[EntityLink], source: str, target: str, here: str, there: str) -> tuple[str, str]:
    """Why a constraint ties two tables, and what to do: a key is a column of its own, many to many stands in a table of pairs."""
    columns = listed(sorted({link.field for link in keys if link.kind in KEYS}))
    pairs = listed(sorted({link.field for link in keys if link.kind not in KEYS}))
    why, how = [], []
    if columns:
        why.append(f"{source} points at {target} by a constraint of the database ({columns})")
        how.append(f"keep {columns} as a plain column with an index; check the id through the API of {there} when it is set")
    if pairs:
        why.append(f"{source} has many {target} through a table of pairs ({pairs})")
        how.append(f"keep the pairs of {pairs} in {here}, without a constraint on the ids of {there}; let {there} say when one is gone")
    text = "; ".join(how)
    return ", and ".join(why), text[:1].upper() + text[1:]


def _cascades(uses: DataUses) -> Iterator[DataTie]:
    by_pair: dict[tuple[str, str], list[EntityLink]] = defaultdict(list)
    for link in _crossing(uses):
        if link.on_delete in CASCADES:
            by_pair[(link.target, link.source) if link.kind in KEYS else (link.source, link.target)].append(link)
    for (deleted, dependent), links in sorted(by_pair.items()):
        there, here, name, rows = uses.owner(deleted), uses.owner(dependent), last(deleted), last(dependent)
        fields = listed(sorted({f"{last(link.source)}.{link.field}" for link in links}))
        why = f"Deleting {name} deletes the rows of {rows} that belong to it ({fields})"
        how = f"Let {there} publish that {name} was deleted; {here} listens and deletes its {rows}, or keeps them and marks them"
        places = [link.at for link in links]
        yield tie(TieKind.CASCADE, deleted, there, [here], [dependent], (Remedy.EVENT, why, how), len(links), places)


def _foreign_reads(uses: DataUses) -> Iterator[DataTie]:
    tables: dict[tuple[str, str], int] = defaultdict(int)
    foreign = sorted(pair for pair in uses.reads if uses.owner(pair[0]) not in ("", pair[1]) and pair not in uses.writes)
    for entity, service in foreign:
        tables[uses.owner(entity), service] += 1
    for entity, service in foreign:
        reads, owner, name = uses.reads[entity, service], uses.owner(entity), last(entity)
        if reads.loops:
            why = f"it is read inside a loop in {counted(reads.loops, 'definition')}"
        elif reads.count >= MANY_READS:
            why = f"it is read in {counted(reads.count, 'place')}"
        elif tables[owner, service] >= MANY_TABLES:
            why = f"{service} reads {counted(tables[owner, service], 'table')} of {owner}"
        else:
            why = f"it is read in {counted(reads.count, 'place')}, outside of loops"
            how = f"Ask the API of {owner} for {name} by id"
            yield tie(TieKind.FOREIGN_READ, entity, owner, [service], (), (Remedy.API, why, how), reads.count, reads.places)
            continue
        how = f"Keep the columns of {name} that {service} needs in a table of its own, brought up to date by events of {owner}"
        yield tie(TieKind.FOREIGN_READ, entity, owner, [service], (), (Remedy.READ_MODEL, why, how), reads.count, reads.places)
