"""Who owns which table: by who writes it, then who uses it, then where it is declared, then what it is linked to."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from analyzer.model.data import Entity, EntityLink, EntityUse, LinkKind, Mode
from analyzer.model.partition import SHARED
from analyzer.model.place import QualName
from analyzer.model.plan import EntityOwnership
from analyzer.model.syntax import UseKind
from analyzer.model.text import counted
from analyzer.plan.cut import Cut
from analyzer.plan.names import words

Ownership = Mapping[str, EntityOwnership]
"""Entity name to its ownership."""

Verdict = tuple[str, str]
"""Owner and reason."""

NEAR = 2
"""The declaring service keeps an entity unless another one writes (or reads) it more than this many times as often, and uses it more."""
MIXED = 3
"""A module whose entities are mainly written by this many services says nothing about who owns them."""


@dataclass(frozen=True, slots=True)
class _Votes:
    """What is known of one entity: uses by service, and the declaring service (``""`` where that says nothing)."""

    entity: Entity
    writers: Counter[str]
    readers: Counter[str]
    home: str


def own(cut: Cut) -> tuple[EntityOwnership, ...]:
    """The ownership of every entity, sorted by entity; each has exactly one owner, ``shared`` only where no service's code
    touches it and neither a link nor its name ties it to one."""
    votes = _votes(cut)
    roots = _roots(cut, votes)
    together = _together(votes, roots)
    decided: dict[str, Verdict] = {}
    for name, vote in together.items():
        if verdict := _by_writes(vote) or _by_reads(vote) or _by_place(vote):
            decided[name] = verdict
    _follow_links(cut, together, decided)
    for name, vote in together.items():
        if name not in decided:
            decided[name] = _by_name(cut, vote) or (SHARED, "no code of a service touches it, and nothing links it to one")
    for name in roots:
        decided[name] = (decided[roots[name]][0], f"it extends {roots[name].rpartition('.')[2]}: its rows are rows of that one")
    return tuple(_ownership(vote, *decided[name]) for name, vote in votes.items())


def _roots(cut: Cut, votes: Mapping[str, _Votes]) -> dict[str, str]:
    """Entity to the entity of the same module that it extends, directly or not: one object has rows of both."""
    above: dict[str, str] = {}
    for name, vote in votes.items():
        definition = cut.definitions.get(name)
        for base in definition.bases if definition else ():
            if base in votes and base != name and votes[base].entity.module == vote.entity.module:
                above.setdefault(name, base)
    roots: dict[str, str] = {}
    for name in above:
        root = name
        for _ in range(len(above)):
            root = above.get(root, root)
        if root not in above:
            roots[name] = root
    return roots


def _together(votes: Mapping[str, _Votes], roots: Mapping[str, str]) -> dict[str, _Votes]:
    """The votes, where who uses an entity that extends another one uses that one."""
    writers = {name: Counter(vote.writers) for name, vote in votes.items()}
    readers = {name: Counter(vote.readers) for name, vote in votes.items()}
    for name, root in roots.items():
        writers[root] += votes[name].writers
        readers[root] += votes[name].readers
    return {name: replace(vote, writers=writers[name], readers=readers[name]) for name, vote in votes.items() if name not in roots}


def _ownership(vote: _Votes, owner: str, reason: str) -> EntityOwnership:
    entity = vote.entity
    return EntityOwnership(entity.name, entity.table, entity.module, owner, _ranked(vote.writers), _ranked(vote.readers), reason, entity.at)


def _ranked(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _votes(cut: Cut) -> dict[str, _Votes]:
    entities = {entity.name: entity for entity in sorted(cut.codebase.of(Entity), reverse=True) if cut.runs(entity.module)}
    uses: dict[tuple[QualName, Mode], Counter[str]] = defaultdict(Counter)
    for use in cut.running(cut.codebase.of(EntityUse)):
        if home := cut.home(use.module):
            uses[use.entity, use.mode][home] += use.count
    for reference in cut.references:
        home = cut.home(reference.source_module)
        if home and reference.target in entities and reference.kind in (UseKind.CALL, UseKind.READ):
            uses[reference.target, Mode.READ][home] += reference.count
    mixed = _mixed_modules(cut, entities, uses)
    return {
        name: _Votes(
            entity,
            uses[name, Mode.WRITE],
            uses[name, Mode.READ],
            "" if entity.module in mixed else cut.home(entity.module).replace(SHARED, ""),
        )
        for name, entity in sorted(entities.items())
    }


def _mixed_modules(cut: Cut, entities: Mapping[QualName, Entity], uses: Mapping[tuple[QualName, Mode], Counter[str]]) -> frozenset[str]:
    """Modules whose entities are mainly written by ``MIXED`` services, unless the declaring one uses most of them most."""
    mainly: dict[str, set[str]] = defaultdict(set)
    own: dict[str, list[bool]] = defaultdict(list)
    for name, entity in entities.items():
        users = _services_only(uses.get((name, Mode.WRITE), Counter()) + uses.get((name, Mode.READ), Counter()))
        if users:
            own[entity.module].append(users[cut.home(entity.module)] == max(users.values()))
        for mode in (Mode.WRITE, Mode.READ):
            counts = _services_only(uses.get((name, mode), Counter()))
            if counts:
                mainly[entity.module].add(_first(counts))
                break
    return frozenset(module for module, services in mainly.items() if len(services) >= MIXED and sum(own[module]) * 2 <= len(own[module]))


def _services_only(counts: Counter[str]) -> Counter[str]:
    return Counter({service: count for service, count in counts.items() if service != SHARED})


def _first(counts: Counter[str]) -> str:
    return _ranked(counts)[0][0]


def _by_writes(vote: _Votes) -> Verdict | None:
    counts = _services_only(vote.writers)
    if not counts:
        return None
    total, top = counts.total(), _first(counts)
    rivals = [service for service, count in counts.items() if count == counts[top]]
    if vote.home and vote.home != top and counts[vote.home] * NEAR >= counts[top]:
        return vote.home, f"{vote.home} declares it and writes it in {counts[vote.home]} of {counted(total, 'place')}"
    uses = vote.writers + vote.readers
    if vote.home and vote.home != top and uses[vote.home] >= uses[top]:
        often = f"in {counted(uses[vote.home], 'place')}, {top} in {uses[top]}"
        return vote.home, f"{vote.home} declares it and uses it {often}"
    if len(rivals) > 1:
        readers = vote.readers
        top = min(rivals, key=lambda service: (service != vote.home, -readers[service], service))
        return top, f"written as often by {' and '.join(sorted(rivals))}; {top} {'declares' if top == vote.home else 'reads'} it most"
    return top, f"{top} writes it in {counts[top]} of {counted(total, 'place')}"


def _by_reads(vote: _Votes) -> Verdict | None:
    counts = _services_only(vote.readers)
    if not counts:
        return None
    total, top = counts.total(), _first(counts)
    if vote.home and vote.home != top and counts[vote.home] * NEAR >= counts[top]:
        return vote.home, f"no service is seen to write it; {vote.home} declares it and uses it"
    return top, f"no service is seen to write it; {top} uses it in {counts[top]} of {counted(total, 'place')}"


def _by_place(vote: _Votes) -> Verdict | None:
    return (vote.home, f"declared in {vote.entity.module}, and no other service touches it") if vote.home else None


def _follow_links(cut: Cut, votes: Mapping[str, _Votes], decided: dict[str, Verdict]) -> None:
    """Give undecided entities the owner of what they are linked to: a row follows what it points at before what points at it."""
    ties: dict[str, Counter[str]] = defaultdict(Counter)
    for link in cut.codebase.of(EntityLink):
        if link.source in votes and link.target in votes and link.source != link.target:
            ties[link.source][link.target] += 1 if link.kind is LinkKind.GENERIC else 3
            ties[link.target][link.source] += 1
    changed = True
    while changed:
        changed = False
        for name in sorted(set(votes) - set(decided)):
            ballots: Counter[str] = Counter()
            for other, weight in ties[name].items():
                if other in decided:
                    ballots[decided[other][0]] += weight
            if ballots:
                owner = _first(ballots)
                partner = min(other for other in ties[name] if other in decided and decided[other][0] == owner)
                decided[name] = (owner, f"linked to {partner}, which {owner} owns")
                changed = True


def _by_name(cut: Cut, vote: _Votes) -> Verdict | None:
    """The service with which the entity's name shares most words."""
    mine = words(vote.entity.table or vote.entity.name.rpartition(".")[2])
    shared = {service: len(mine & words(service)) for service in cut.services}
    best = min(shared, key=lambda service: (-shared[service], service), default="")
    if not best or not shared[best]:
        return None
    return best, f"its name shares {counted(shared[best], 'word')} with the service {best}"
