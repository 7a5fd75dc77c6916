"""Tortoise's schema of a program: models, tables between models, and how they point at each other."""

from collections.abc import Iterator

from analyzer.frameworks.orm.declarations import Declarations, Declared
from analyzer.frameworks.orm.deletion import CASCADE, deletion_rule
from analyzer.frameworks.orm.expressions import is_false, last_name, text
from analyzer.frameworks.orm.imported import imports
from analyzer.frameworks.orm.records import Records, place
from analyzer.frameworks.orm.schema import Nearest, Relation, Schema
from analyzer.model.data import Entity, EntityLink, LinkKind
from analyzer.model.place import QualName
from analyzer.model.syntax import Assignment, Call, Expr
from analyzer.read.program import Program

NAME = "tortoise"
ROOTS = frozenset({"tortoise.Model", "tortoise.models.Model"})
KINDS = {
    "ForeignKeyField": LinkKind.FOREIGN_KEY,
    "OneToOneField": LinkKind.ONE_TO_ONE,
    "ManyToManyField": LinkKind.MANY_TO_MANY,
}


def schema(program: Program) -> Schema:
    """Every model of a program with its table, fields that point at other models, and both ends of each."""
    if not imports(program, NAME):
        return Schema()
    return Models(Records(Declarations(program), ROOTS.__contains__)).schema()


class Models:
    """The stored models of a program, with their tables."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self.entities = {
            name: Entity(declared.name, declared.module, self._table(declared), NAME, declared.at)
            for name, declared in records.models.items()
            if not records.is_set(name, "abstract")
        }
        self.names = Nearest((entity.name.rpartition(".")[2], entity) for entity in self.entities.values())

    def schema(self) -> Schema:
        """All that is stored, and how it points at each other."""
        return Schema.joined((Schema.of(self.entities.values()), *(part for name in self.entities for part in self._fields(name))))

    def _table(self, declared: Declared) -> str:
        table = self.records.text(declared.name, "table") or declared.short.lower()
        prefix = self.records.text(declared.name, "schema")
        return f"{prefix}.{table}" if prefix else table

    def _target(self, holder: Declared, given: Expr | None) -> QualName:
        """The model of ``"app.Model"`` (which app is only known when the program runs, so the nearest of that name) or of a class."""
        found = self.names.find(last_name(text(given)), holder.module) if text(given) else None
        target = self.records.named(holder, given)
        return found.name if found is not None else QualName(target if target in self.entities else "")

    def _fields(self, name: str) -> Iterator[Schema]:
        for holder, assignment, call in self.records.fields(name):
            kind = next((KINDS[one] for one in self.records.made(holder, call) if one in KINDS), None)
            given = call.argument(0, "model_name") or call.keyword("to")
            target = self._target(holder, given) if kind is not None else QualName("")
            if kind is not None and target:
                yield self._field(self.entities[name], kind, target, holder, assignment, call)

    def _field(self, owner: Entity, kind: LinkKind, target: QualName, holder: Declared, assignment: Assignment, call: Call) -> Schema:
        at, field, is_many = place(holder, assignment), assignment.target, kind is LinkKind.MANY_TO_MANY
        through = QualName(f"{owner.name}.{field}" if is_many else "")
        related = [Relation(owner.name, field, target, is_many, through)]
        if not is_false(call.keyword("related_name")):
            back = text(call.keyword("related_name")) or f"{owner.table}s"
            related.append(Relation(target, back, owner.name, kind is not LinkKind.ONE_TO_ONE, through))
        pairs = self._pairs(owner, through, target, call, assignment, holder) if is_many else Schema()
        rule = "" if is_many else deletion_rule(call.argument(2, "on_delete"), CASCADE)
        return Schema.of((), [EntityLink(owner.name, target, kind, field, at, rule)], related) + pairs

    def _pairs(self, owner: Entity, through: QualName, target: QualName, call: Call, assignment: Assignment, holder: Declared) -> Schema:
        """The table that Tortoise makes for a many-to-many field, with a key to each side."""
        at, table = place(holder, assignment), text(call.argument(1, "through")) or f"{owner.table}_{self.entities[target].table}"
        theirs = text(call.argument(2, "forward_key")) or f"{target.rpartition('.')[2].lower()}_id"
        mine = text(call.argument(3, "backward_key")) or f"{owner.table}_id"
        mine = f"{owner.table}_rel_id" if mine == theirs else mine
        rule = deletion_rule(call.keyword("on_delete"), CASCADE)
        keys = [EntityLink(through, one, LinkKind.FOREIGN_KEY, key, at, rule) for one, key in ((owner.name, mine), (target, theirs))]
        return Schema.of([Entity(through, owner.module, table, NAME, at)], keys)
