"""Foreign keys and relationships: where the columns of a table point."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from msgspec.structs import replace

from analyzer.frameworks.orm.declarations import Declarations
from analyzer.frameworks.orm.deletion import CASCADE, deletion_rule
from analyzer.frameworks.orm.expressions import calls_in, is_false, last_name, spelled, text, words
from analyzer.frameworks.orm.schema import Nearest, Relation
from analyzer.model.data import Entity, EntityLink, LinkKind
from analyzer.model.place import Location, QualName
from analyzer.model.syntax import Call, Expr, Items, Name, Text

RELATIONS = frozenset({"relationship", "relation", "dynamic_loader", "Relationship", "backref_relationship"})
PLURAL = frozenset({"list", "List", "set", "Set", "Sequence", "Collection", "WriteOnlyMapped", "DynamicMapped", "InstrumentedList"})


class Attribute(NamedTuple):
    """An attribute of a mapped class, with the place where its expression is to be read."""

    name: str
    value: Expr
    annotation: Expr | None
    module: str
    scope: str
    at: Location


@dataclass(frozen=True, slots=True)
class Index:
    """Entities by table, by class name, and by full name (table variables included)."""

    tables: Nearest
    names: Nearest
    full: dict[str, Entity]
    declarations: Declarations

    def by_chain(self, module: str, chain: str, scope: str) -> Entity | None:
        """The entity that a chain such as ``User``, ``User.id`` or ``users.c.id`` starts with."""
        while chain:
            resolved = self.declarations.program.resolve(module, chain, scope)
            if resolved in self.full:
                return self.full[resolved]
            chain = chain.rpartition(".")[0]
        return None

    def by_name(self, module: str, name: str) -> Entity | None:
        """The entity that a string such as ``"User"`` or ``"shop.models.User"`` means to a mapper."""
        if name in self.full:
            return self.full[name]
        return self.names.find(name.rpartition(".")[2], module)

    def by_table(self, module: str, table: str) -> Entity | None:
        """The entity of a table; where no schema is known the bare name will do."""
        return self.tables.find(table, module) or self.tables.find(table.rpartition(".")[2], module)


def foreign_keys(index: Index, entity: Entity, attribute: Attribute) -> Iterator[EntityLink]:
    """One link for each foreign key in an attribute's expression, whose target is an entity of the program."""
    for target, field, rule in _targets(index, attribute, entity):
        if target is not None:
            yield EntityLink(entity.name, target.name, LinkKind.FOREIGN_KEY, field or attribute.name, attribute.at, rule)


def _targets(index: Index, attribute: Attribute, entity: Entity) -> Iterator[tuple[Entity | None, str, str]]:
    for call in calls_in(attribute.value, "ForeignKey"):
        column, rule = call.argument(0, "column"), deletion_rule(call.keyword("ondelete"))
        if isinstance(column, Text):
            yield _by_column(index, attribute.module, column.value), "", rule
        elif isinstance(column, Name) and index.declarations.member(f"{attribute.module}.{attribute.scope}", column.dotted) is not None:
            yield entity, "", rule
        elif isinstance(column, Name):
            yield index.by_chain(attribute.module, column.dotted, attribute.scope), "", rule
    for call in calls_in(attribute.value, "ForeignKeyConstraint"):
        yield from _constrained(index, attribute, call)
    for call in calls_in(attribute.value, "Field", "mapped_column", "Column"):
        column, rule = call.keyword("foreign_key"), deletion_rule(call.keyword("ondelete"))
        if column is not None and text(column):
            yield _by_column(index, attribute.module, text(column)), "", rule


def _constrained(index: Index, attribute: Attribute, call: Call) -> Iterator[tuple[Entity | None, str, str]]:
    own, theirs, rule = call.argument(0, "columns"), call.argument(1, "refcolumns"), deletion_rule(call.keyword("ondelete"))
    if isinstance(own, Items) and isinstance(theirs, Items):
        for field, column in zip(own.items, theirs.items, strict=False):
            if isinstance(column, Text):
                yield _by_column(index, attribute.module, column.value), last_name(spelled(field)), rule
            elif isinstance(column, Name):
                yield index.by_chain(attribute.module, column.dotted, attribute.scope), last_name(spelled(field)), rule


def _by_column(index: Index, module: str, column: str) -> Entity | None:
    table, dot, _ = column.rpartition(".")
    return index.by_table(module, table if dot else column)


class Pointed(NamedTuple):
    """A relationship: where it leads, how many rows, what stores the pairs, the attribute on the other side, and the rules for a
    deletion on either."""

    target: Entity
    many: bool
    through: Entity | None
    backref: str
    backref_many: bool
    on_delete: str
    backref_on_delete: str


def relationship(index: Index, attribute: Attribute, own_targets: frozenset[str]) -> Pointed | None:
    """What a ``relationship(...)`` (or a ``Mapped[...]`` with one) leads to; None where it is no relationship or out of sight.

    ``own_targets`` are the entities that the class's own foreign keys point at: such a relationship yields one row.
    """
    call = next(calls_in(attribute.value, *RELATIONS), None)
    if call is None:
        return None
    target = _target(index, attribute, call)
    if target is None:
        return None
    through = _through(index, attribute, call.keyword("secondary"))
    many = _is_many(attribute, call, target, through is not None, own_targets)
    name, is_list = _backref(call.keyword("backref"))
    is_list = is_list if name and not many else many is False or through is not None
    return Pointed(target, many, through, name, is_list, _on_delete(call), _on_delete(call.keyword("backref")))


def relations(entity: Entity, attribute: Attribute, found: Pointed) -> Iterator[Relation]:
    """The relation of an attribute, and the one of its ``backref``."""
    through = found.through.name if found.through is not None else ""
    yield Relation(entity.name, attribute.name, found.target.name, found.many, through)
    if found.backref:
        yield Relation(found.target.name, found.backref, entity.name, found.backref_many, through)


def relationship_link(entity: Entity, attribute: Attribute, found: Pointed) -> EntityLink:
    """The link of a relationship."""
    kind = LinkKind.MANY_TO_MANY if found.through is not None else LinkKind.RELATIONSHIP
    return EntityLink(entity.name, QualName(found.target.name), kind, attribute.name, attribute.at, found.on_delete)


def taken_along(keys: list[EntityLink], relationships: list[Pointed]) -> list[EntityLink]:
    """The foreign keys of an entity, those without a rule with that of the ``backref`` on the other side where the pair has but one key."""
    rules = {found.target.name: found.backref_on_delete for found in relationships if found.backref_on_delete}
    counts = Counter(key.target for key in keys)
    return [replace(key, on_delete=key.on_delete or rules.get(key.target, "")) if counts[key.target] == 1 else key for key in keys]


def _on_delete(call: Expr | None) -> str:
    """``cascade`` where the mapper deletes what a relationship leads to: among the words of its ``cascade`` is ``all`` or ``delete``."""
    given = {word.strip() for word in text(call.keyword("cascade")).split(",")} if isinstance(call, Call) else set()
    return CASCADE if given & {"all", "delete"} else ""


def _target(index: Index, attribute: Attribute, call: Call) -> Entity | None:
    given = call.argument(0, "argument")
    if isinstance(given, Text):
        return index.by_name(attribute.module, given.value)
    if isinstance(given, Name):
        return index.by_chain(attribute.module, given.dotted, attribute.scope)
    for word in words(attribute.annotation):
        found = index.by_chain(attribute.module, word, attribute.scope) or index.by_name(attribute.module, word)
        if found is not None:
            return found
    return None


def _through(index: Index, attribute: Attribute, secondary: Expr | None) -> Entity | None:
    if isinstance(secondary, Text):
        return index.by_table(attribute.module, secondary.value) or index.by_name(attribute.module, secondary.value)
    return index.by_chain(attribute.module, secondary.dotted, attribute.scope) if isinstance(secondary, Name) else None


def _is_many(attribute: Attribute, call: Call, target: Entity, has_table: bool, own_targets: frozenset[str]) -> bool:
    if is_false(call.keyword("uselist")):
        return False
    if attribute.annotation is not None:
        named = tuple(words(attribute.annotation))
        return any(word.rpartition(".")[2] in PLURAL for word in named)
    return has_table or (call.keyword("remote_side") is None and target.name not in own_targets)


def _backref(given: Expr | None) -> tuple[str, bool]:
    if isinstance(given, Call):
        return text(given.argument(0)), not is_false(given.keyword("uselist"))
    return text(given), True
