"""All entities of a program, whatever mapper declares them, with the dialect that each one speaks."""

from collections.abc import Iterable
from functools import cached_property

from analyzer.frameworks.data_access.reach import Reach
from analyzer.frameworks.orm.dialect import Dialect, Verb
from analyzer.frameworks.orm.expressions import last_name, spelled, text
from analyzer.frameworks.orm.schema import Relation, Schema
from analyzer.model.data import Entity, LinkKind
from analyzer.model.place import QualName
from analyzer.model.syntax import Call
from analyzer.read.program import Program


class Catalogue:
    """Entities by full name and by alias, relations by owner and attribute (inherited ones included)."""

    def __init__(self, program: Program, dialects: Iterable[Dialect]) -> None:
        self.program = program
        self.dialects = tuple(dialects)
        self.dialect: dict[str, Dialect] = {}
        self.entities: dict[str, Entity] = {}
        self.attributes: dict[str, set[str]] = {}
        self.aliases: dict[str, str] = {}
        self._relations: dict[tuple[str, str], Relation] = {}
        self._pointing: dict[str, set[str]] = {}
        self._keys: set[tuple[str, str]] = set()
        for dialect in self.dialects:
            self._take(dialect, dialect.schema(program))
        self.verbs: dict[str, tuple[Verb, ...]] = {}
        for dialect in self.dialects:
            for name, verbs in dialect.verbs.items():
                self.verbs[name] = tuple(dict.fromkeys((*self.verbs.get(name, ()), *verbs)))
        self._makers = frozenset().union(*(dialect.manager_makers for dialect in self.dialects))
        self.lookups = frozenset().union(*(dialect.lookups for dialect in self.dialects))
        self.managers = frozenset().union(*(dialect.managers for dialect in self.dialects))
        spoken = {dialect.name for dialect in self.dialect.values()}
        lookups = frozenset().union(*(dialect.lookups for dialect in self.dialects if dialect.name in spoken))
        self.reach = Reach(program, (*self.dialect, *self.aliases), lookups)

    def _take(self, dialect: Dialect, schema: Schema) -> None:
        for entity in schema.entities:
            self.dialect[entity.name] = dialect
            self.entities[entity.name] = entity
        self.aliases.update(schema.aliases)
        for link in schema.links:
            if link.kind in (LinkKind.FOREIGN_KEY, LinkKind.ONE_TO_ONE):
                self._pointing.setdefault(link.target, set()).add(link.source)
        self._keys.update((link.source, link.target) for link in schema.links if link.kind in (LinkKind.FOREIGN_KEY, LinkKind.ONE_TO_ONE))
        for relation in schema.relations:
            self._relations.setdefault((relation.owner, relation.attribute), relation)
            self.attributes.setdefault(relation.owner, set()).add(relation.attribute)

    def entity(self, dotted: str) -> str:
        """The entity that a full dotted name means, aliases followed, or ``""``."""
        return dotted if dotted in self.dialect else self.aliases.get(dotted, "")

    def relation(self, entity: str, attribute: str) -> Relation | None:
        """Where an attribute of an entity's rows leads, inherited ones included."""
        for owner in (entity, *self.program.ancestors(entity)):
            found = self._relations.get((owner, attribute))
            if found is not None:
                return found
            if f"{owner}.{attribute}" in self.entities:  # the pairs of a many-to-many relation to a class of a library
                return Relation(QualName(owner), attribute, QualName(f"{owner}.{attribute}"), many=True)
        return None

    @cached_property
    def foreign(self) -> dict[str, tuple[str, bool]]:
        """Attributes that models give to classes of libraries (``related_name``): the entity they lead to, and whether to many rows.

        Names that any entity has, or that two fields give, are left out.
        """
        taken = frozenset().union(*self.attributes.values())
        found: dict[str, list[tuple[str, bool]]] = {}
        for entity in self.entities:
            for one in self.program.body(entity):
                name = text(one.value.keyword("related_name")) if isinstance(one.value, Call) else ""
                if isinstance(one.value, Call) and name and name not in taken and "%" not in name:
                    found.setdefault(name, []).append((entity, not last_name(one.value.func).startswith("OneToOne")))
        return {name: ends[0] for name, ends in found.items() if len(ends) == 1}

    def cascade(self, entity: str) -> frozenset[str]:
        """Entities whose rows a mapper deletes or changes with a row of this one: those that point at it, and at those, two deep."""
        found: set[str] = set()
        layer = {entity, *(one for one in self.program.ancestors(entity) if one in self.entities)}
        for _ in range(2):
            layer = {source for one in layer for source in self._pointing.get(one, ())} - found - {entity}
            found |= layer
        return frozenset(found)

    def holds_key(self, entity: str, target: str) -> bool:
        """Whether an entity's own table (or one that it inherits) has a foreign key to another entity."""
        return any((owner, target) in self._keys for owner in (entity, *self.program.ancestors(entity)))

    def method(self, class_name: str, name: str) -> str:
        """The full name of a method of a class, inherited ones included, or ``""`` where the program defines none."""
        for owner in (class_name, *self.program.ancestors(class_name)):
            if self.program.function_syntax(f"{owner}.{name}") is not None:
                return f"{owner}.{name}"
        queries = self._queries(class_name)
        return self.method(queries, name) if queries and queries != class_name else ""

    def _queries(self, class_name: str) -> str:
        """The class of queries of which a base of a manager is made, or ``""``."""
        for owner in (class_name, *self.program.ancestors(class_name)):
            syntax = self.program.class_syntax(owner)
            for base in syntax.bases if syntax is not None else ():
                if isinstance(base, Call) and base.args and last_name(base.func) in self._makers:
                    return self.program.resolve(self.program.defined_in(owner), spelled(base.args[0]))
        return ""

    def holder(self, class_name: str, name: str) -> str:
        """The class of the program whose body or methods give an attribute to instances of a class, or ``""``."""
        owners = (class_name, *self.program.ancestors(class_name))
        return next((one for one in owners if self.program.class_syntax(one) is not None and self.program.names.bodies.has(one, name)), "")
