"""The stored things of a program and the attributes that lead from one to another."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from analyzer.model.data import Entity, EntityLink
from analyzer.model.place import QualName


@dataclass(frozen=True, slots=True, order=True)
class Relation:
    """An attribute of an entity's rows that yields a row (or, with ``many``, rows) of another entity.

    ``through`` is the entity that stores the pairs of a many-to-many relation, else ``""``.
    """

    owner: QualName
    attribute: str
    target: QualName
    many: bool
    through: str = ""


@dataclass(frozen=True, slots=True)
class Schema:
    """Entities, links and relations, each sorted; ``aliases`` are further names (table variables) of entities."""

    entities: tuple[Entity, ...] = ()
    links: tuple[EntityLink, ...] = ()
    relations: tuple[Relation, ...] = ()
    aliases: tuple[tuple[str, QualName], ...] = ()

    @classmethod
    def of(
        cls,
        entities: Iterable[Entity],
        links: Iterable[EntityLink] = (),
        relations: Iterable[Relation] = (),
        aliases: Iterable[tuple[str, QualName]] = (),
    ) -> "Schema":
        """A schema of these facts, each once, sorted."""
        return cls(tuple(sorted(set(entities))), tuple(sorted(set(links))), tuple(sorted(set(relations))), tuple(sorted(set(aliases))))

    @classmethod
    def joined(cls, parts: Iterable["Schema"]) -> "Schema":
        """One schema of several."""
        given = tuple(parts)
        return cls.of(
            (entity for part in given for entity in part.entities),
            (link for part in given for link in part.links),
            (relation for part in given for relation in part.relations),
            (alias for part in given for alias in part.aliases),
        )

    def __add__(self, other: "Schema") -> "Schema":
        return Schema.joined((self, other))


class Nearest:
    """Entities by a key that need not be unique (class name, table name); the one nearest in the package tree wins."""

    def __init__(self, pairs: Iterable[tuple[str, Entity]]) -> None:
        self._found: dict[str, list[Entity]] = {}
        for key, entity in sorted(pairs):
            self._found.setdefault(key, []).append(entity)

    def find(self, key: str, module: str) -> Entity | None:
        """The entity of this key whose module shares the longest leading part with ``module``; None where there is none."""
        return max(self._found.get(key, ()), key=lambda entity: _shared(entity.module, module), default=None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)


def _shared(one: str, other: str) -> int:
    count = 0
    for left, right in zip(one.split("."), other.split("."), strict=False):
        if left != right:
            break
        count += 1
    return count
