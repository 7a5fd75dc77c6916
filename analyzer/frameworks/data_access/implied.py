"""What a use of an entity brings with it: the tables that its class inherits from, and relations that are always loaded with it."""

from collections.abc import Iterable, Iterator
from functools import cache

from analyzer.frameworks.data_access.catalogue import Catalogue
from analyzer.frameworks.data_access.effects import Effect
from analyzer.frameworks.orm.expressions import text
from analyzer.model.data import Mode
from analyzer.model.syntax import Call

EAGER = frozenset({"joined", "selectin", "subquery", "immediate"})
MAX_DEPTH = 3


class Implied:
    """Answers for one catalogue, remembered."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.program = catalogue.program
        self.parents = cache(self._parents)
        self.eager = cache(self._eager)

    def added(self, effects: Iterable[Effect]) -> Iterator[Effect]:
        """The effects, and those that they imply."""
        for effect in effects:
            yield effect
            for parent in self.parents(effect.entity):
                yield effect._replace(entity=parent)
            for other in self.eager(effect.entity) if effect.mode is Mode.READ else ():
                yield effect._replace(entity=other)

    def _parents(self, entity: str) -> tuple[str, ...]:
        """Entities that a class inherits from and that have a table of their own (joined inheritance)."""
        known = self.catalogue.entities
        mine = known[entity].table if entity in known else ""
        return tuple(one for one in self.program.ancestors(entity) if one in known and known[one].table != mine)

    def _eager(self, entity: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        layer = [entity]
        for _ in range(MAX_DEPTH):
            layer = [target for one in layer for target in self._always(one) if target not in found and target != entity]
            found.update(dict.fromkeys(layer))
        return tuple(found)

    def _always(self, entity: str) -> Iterator[str]:
        """Where the relations lead that every query of an entity loads at once."""
        for owner in (entity, *self.program.ancestors(entity)):
            for one in self.program.body(owner):
                if isinstance(one.value, Call) and text(one.value.keyword("lazy")) in EAGER:
                    relation = self.catalogue.relation(entity, one.target)
                    if relation is not None:
                        yield relation.target
                        yield from self.parents(relation.target)
