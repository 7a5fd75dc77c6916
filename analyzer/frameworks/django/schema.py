"""Django's schema of a program: models, the tables that Django makes for many-to-many fields, and how they point at each other."""

from analyzer.frameworks.django.fields import OUTSIDE, Field, Fields
from analyzer.frameworks.django.models import Models
from analyzer.frameworks.orm.declarations import Declarations
from analyzer.frameworks.orm.deletion import CASCADE
from analyzer.frameworks.orm.imported import imports
from analyzer.frameworks.orm.schema import Relation, Schema
from analyzer.model.data import Entity, EntityLink, LinkKind
from analyzer.model.place import QualName
from analyzer.read.program import Program

NAME = "django"
USER = "get_user_model"


def schema(program: Program) -> Schema:
    """Every concrete model of a program with its table, fields that point at other models, and both ends of each."""
    if not imports(program, "django"):
        return Schema()
    models = Models(Declarations(program))
    fields = Fields(models)
    entities: list[Entity] = []
    links: list[EntityLink] = []
    relations: list[Relation] = []
    for name, model in models.concrete.items():
        declared = model.declared
        entities.append(Entity(declared.name, declared.module, model.table, NAME, declared.at))
        own = sorted(fields.of(name))
        links += _parents(models, name, {field.target for field in own if field.kind is LinkKind.ONE_TO_ONE})
        for field in own:
            through = field.through
            if field.kind is LinkKind.MANY_TO_MANY and not through:
                through = f"{name}.{field.name}"
                table = field.table or f"{model.table}_{field.name}"
                entities.append(Entity(QualName(through), declared.module, table, NAME, field.at))
                links += _pairs(field, through)
            if field.target:
                links.append(EntityLink(declared.name, QualName(field.target), field.kind, field.name, field.at, field.on_delete))
                relations += _relations(field, through.removeprefix(OUTSIDE))
    aliases = [(proxy, QualName(concrete)) for proxy, concrete in models.proxies.items() if concrete in models.concrete]
    aliases += [(key, QualName(name)) for key, name in fields.targets.keys.items()]
    aliases += [(USER, QualName(fields.targets.user))] if fields.targets.user else []
    return Schema.of(entities, links, relations, aliases)


def _parents(models: Models, name: str, linked: set[str]) -> list[EntityLink]:
    """Multi-table inheritance: a child row points at its parent row, by a field of its own (then among ``linked``) or one that Django
    makes."""
    declared = models.declarations.classes[name]
    parents = [one for one in models.declarations.program.ancestors(name) if one in models.concrete]
    direct = [one for one in parents if not any(one in models.declarations.program.ancestors(other) for other in parents)]
    return [
        EntityLink(declared.name, QualName(one), LinkKind.ONE_TO_ONE, f"{_short(one)}_ptr", declared.at, CASCADE)
        for one in direct
        if one not in linked
    ]


def _pairs(field: Field, through: str) -> list[EntityLink]:
    """The foreign keys of a table that Django makes, one where the other model is not of the program."""
    owner, target = QualName(field.owner), QualName(field.target)
    mine, theirs = _short(owner), _short(target)
    if mine == theirs:
        mine, theirs = f"from_{mine}", f"to_{theirs}"
    keys = [EntityLink(QualName(through), owner, LinkKind.FOREIGN_KEY, mine, field.at, CASCADE)]
    return [*keys, EntityLink(QualName(through), target, LinkKind.FOREIGN_KEY, theirs, field.at, CASCADE)] if target else keys


def _short(name: str) -> str:
    return name.rpartition(".")[2].lower()


def _relations(field: Field, through: str) -> list[Relation]:
    owner, target = QualName(field.owner), QualName(field.target)
    many = field.kind in (LinkKind.MANY_TO_MANY, LinkKind.GENERIC)
    found = [Relation(owner, field.name, target, many, through)]
    if field.related and field.kind is not LinkKind.GENERIC:
        found.append(Relation(target, field.related, owner, field.kind is not LinkKind.ONE_TO_ONE, through))
    return found
