"""peewee's schema of a program: models, tables between models, and how they point at each other."""

import re
from collections.abc import Iterator

from analyzer.frameworks.orm.declarations import Declarations, Declared
from analyzer.frameworks.orm.deletion import deletion_rule
from analyzer.frameworks.orm.expressions import is_false, last_name, text
from analyzer.frameworks.orm.imported import imports
from analyzer.frameworks.orm.records import Records, place
from analyzer.frameworks.orm.schema import Nearest, Relation, Schema
from analyzer.frameworks.orm.table_names import made_by
from analyzer.model.data import Entity, EntityLink, LinkKind
from analyzer.model.place import QualName
from analyzer.model.syntax import Assignment, Call, Expr, Name
from analyzer.read.program import Program

NAME = "peewee"
PACKAGES = ("peewee", "playhouse", "flask_peewee", "peewee_async", "peewee_aio", "pwasyncio")
ROOTS = frozenset({"Model", "AioModel", "AIOModel"})
KEYS = frozenset({"ForeignKeyField", "DeferredForeignKey"})
SETTER = "set_model"
BASES = re.compile(r"_?(Base|Abstract)|(Base|Mixin|BaseModel|ModelBase)$")
STEPS = (re.compile(r"(.)_*([A-Z][a-z]+)"), re.compile(r"([a-z0-9])_*([A-Z])"))


def schema(program: Program) -> Schema:
    """Every model of a program with its table, fields that point at other models, and both ends of each."""
    if not imports(program, *PACKAGES):
        return Schema()
    declarations = Declarations(program)
    return Models(Records(declarations, Roots(declarations).holds)).schema()


class Roots:
    """What models derive from: a class of the library, or the ``Model`` of an object of ``FlaskDB``."""

    def __init__(self, declarations: Declarations) -> None:
        self.declarations = declarations

    def holds(self, name: str) -> bool:
        """Whether a full name is such a root."""
        holder, _, last = name.rpartition(".")
        if last not in ROOTS or name in self.declarations.classes:
            return False
        made = (value.func for _, value in self.declarations.values(holder) if isinstance(value, Call))
        return name.partition(".")[0] in PACKAGES or any(last_name(one) == "FlaskDB" for one in made)


class Models:
    """The stored models of a program, with their tables."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self.entities = {
            name: Entity(declared.name, declared.module, self._table(declared), NAME, declared.at)
            for name, declared in records.models.items()
            if not self._is_base(name, declared)
        }
        self.deferred = dict(self._deferred())
        self.names = Nearest((entity.name.rpartition(".")[2], entity) for entity in self.entities.values())

    def schema(self) -> Schema:
        """All that is stored, and how it points at each other."""
        found = [part for name in self.entities for part in self._fields(name)]
        throughs = {entity.name for part in found for entity in part.entities}
        aliases = [(variable, through) for variable, through in self._through_models() if through in throughs]
        return Schema.joined((*found, Schema.of(self.entities.values(), aliases=aliases)))

    def _is_base(self, name: str, declared: Declared) -> bool:
        """Whether a class only gives others what they have in common: it is subclassed, and has no fields or is called a base."""
        if name not in self.records.parents:
            return False
        has_fields = any(holder is declared and "Field" in last_name(call.func) for holder, _, call in self.records.fields(name))
        return not has_fields or bool(BASES.search(declared.short))

    def _table(self, declared: Declared) -> str:
        table = self.records.text(declared.name, "table_name", "db_table") or self._automatic(declared)
        prefix = text(self.records.inherited(declared.name, "schema")[1])
        return f"{prefix}.{table}" if table and prefix else table

    def _automatic(self, declared: Declared) -> str:
        owner, rule = self.records.inherited(declared.name, "table_function")
        if isinstance(rule, Name):
            module = self.records.program.defined_in(owner)
            function = self.records.program.function_syntax(self.records.program.resolve(module, rule.dotted))
            return made_by(function, declared.short) if function is not None else ""
        if is_false(self.records.inherited(declared.name, "legacy_table_names")[1]):
            return _snake(declared.short)
        return declared.short.lower() if rule is None else ""

    def _target(self, name: str, holder: Declared, given: Expr | None) -> str:
        if text(given):
            found = self.names.find(text(given), holder.module)
            return name if text(given) == "self" else (found.name if found is not None else "")
        target = self._named(holder, given)
        return target if target in self.entities else ""

    def _named(self, holder: Declared, given: Expr | None) -> str:
        """The model that a name means, also where it stands for one that is set later."""
        full = self.records.program.resolve(holder.module, given.dotted, holder.local) if isinstance(given, Name) else ""
        return self.deferred.get(full) or self.records.named(holder, given)

    def _deferred(self) -> Iterator[tuple[str, str]]:
        """Variables that stand for a model that is set later: ``Pairs = DeferredThroughModel()``, ``Pairs.set_model(Membership)``."""
        resolve = self.records.program.resolve
        for module, syntax in sorted(self.records.program.modules.items()):
            for site in syntax.calls:
                holder, _, last = site.call.func.rpartition(".")
                given = site.call.argument(0)
                if last == SETTER and holder and isinstance(given, Name):
                    yield resolve(module, holder, site.scope), resolve(module, given.dotted, site.scope)

    def _fields(self, name: str) -> Iterator[Schema]:
        for holder, assignment, call in self.records.fields(name):
            made = self.records.made(holder, call)
            if KEYS.intersection(made):
                yield self._key(name, holder, assignment, call)
            elif "ManyToManyField" in made:
                yield self._pairs(name, holder, assignment, call)

    def _key(self, name: str, holder: Declared, assignment: Assignment, call: Call) -> Schema:
        target = QualName(self._target(name, holder, _model(call)))
        if not target:
            return Schema()
        owner, field = self.entities[name], assignment.target
        back = text(call.keyword("backref") or call.keyword("related_name")) or f"{owner.name.rpartition('.')[2].lower()}_set"
        rule = deletion_rule(call.keyword("on_delete"))
        link = EntityLink(owner.name, target, LinkKind.FOREIGN_KEY, field, place(holder, assignment), rule)
        related = [Relation(owner.name, field, target, False)]
        return Schema.of((), [link], [*related, Relation(target, back, owner.name, True)] if back != "+" else related)

    def _pairs(self, name: str, holder: Declared, assignment: Assignment, call: Call) -> Schema:
        target = QualName(self._target(name, holder, _model(call)))
        if not target:
            return Schema()
        owner, at, given = self.entities[name], place(holder, assignment), call.keyword("through_model")
        through = QualName(self._named(holder, given) if given is not None else f"{name}.{assignment.target}")
        entities, links = [], [EntityLink(owner.name, target, LinkKind.MANY_TO_MANY, assignment.target, at)]
        if given is None:
            table = f"{owner.table}_{self.entities[target].table}_through"
            entities.append(Entity(through, owner.module, table, NAME, at))
            ends = {one.rpartition(".")[2].lower(): one for one in (owner.name, target)}
            rule = deletion_rule(call.keyword("on_delete"))
            links += [EntityLink(through, one, LinkKind.FOREIGN_KEY, field, at, rule) for field, one in ends.items()]
        back = text(call.keyword("backref") or call.keyword("related_name")) or f"{owner.name.rpartition('.')[2].lower()}s"
        related = [Relation(owner.name, assignment.target, target, True, through), Relation(target, back, owner.name, True, through)]
        return Schema.of(entities, links, related)

    def _through_models(self) -> Iterator[tuple[str, QualName]]:
        """Variables that hold the model of the pairs: ``UserGroup = User.groups.get_through_model()``."""
        for variable in self.records.declarations.variables:
            for module, value in self.records.declarations.values(variable):
                if isinstance(value, Call) and last_name(value.func) == "get_through_model":
                    yield variable, QualName(self.records.program.resolve(module, value.func.rpartition(".")[0]))


def _model(call: Call) -> Expr | None:
    given = (call.argument(0), *(call.keyword(name) for name in ("model", "rel_model", "rel_model_name", "to")))
    return next((one for one in given if one is not None), None)


def _snake(name: str) -> str:
    for step in STEPS:
        name = step.sub(r"\1_\2", name)
    return name.lower()
