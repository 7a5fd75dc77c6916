"""SQLAlchemy's schema of a program: mapped classes, tables without a class, and how they point at each other."""

from collections.abc import Iterator

from analyzer.frameworks.orm.declarations import Declarations, Declared
from analyzer.frameworks.orm.expressions import inside, last_name, text
from analyzer.frameworks.orm.schema import Nearest, Relation, Schema
from analyzer.frameworks.sqlalchemy.bases import Bases
from analyzer.frameworks.sqlalchemy.columns import (
    Attribute,
    Index,
    foreign_keys,
    relations,
    relationship,
    relationship_link,
    taken_along,
)
from analyzer.frameworks.sqlalchemy.involved import involved
from analyzer.frameworks.sqlalchemy.table_calls import TABLE, table_calls
from analyzer.frameworks.sqlalchemy.tables import ARGUMENTS, Tables, table_name
from analyzer.model.data import Entity, EntityLink
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.syntax import Call, Expr, Name, Pairs
from analyzer.read.program import Program

NAME = "sqlalchemy"
MAPPERS = frozenset({"mapper", "map_imperatively"})
VOCABULARY = MAPPERS | {TABLE}


def schema(program: Program) -> Schema:
    """Every mapped class and free table of a program, with foreign keys, relationships and relations."""
    modules = involved(program)
    if not modules:
        return Schema()
    declarations = Declarations(program, modules)
    variables = table_calls(declarations)
    imperative = dict(_imperative(declarations, variables))
    entities, owners = _entities(declarations, variables, imperative)
    full = {**entities, **{variable: entities[owner] for variable, owner in owners.items() if owner in entities}}
    index = Index(
        Nearest((table, entity) for entity in entities.values() for table in {entity.table, entity.table.rpartition(".")[2]} if table),
        Nearest((entity.name.rpartition(".")[2], entity) for entity in entities.values()),
        full,
        declarations,
    )
    links: list[EntityLink] = []
    related: list[Relation] = []
    for name in sorted(entities):
        attributes = list(_attributes(declarations, name, entities, variables, imperative))
        keys = [link for attribute in attributes for link in foreign_keys(index, entities[name], attribute)]
        own = frozenset(link.target for link in keys)
        pointed = [(attribute, found) for attribute in attributes if (found := relationship(index, attribute, own)) is not None]
        links += taken_along(keys, [found for _, found in pointed])
        for attribute, found in pointed:
            links.append(relationship_link(entities[name], attribute, found))
            related += relations(entities[name], attribute, found)
    aliases = ((variable, QualName(owner)) for variable, owner in owners.items() if owner in entities)
    return Schema.of(entities.values(), links, related, aliases)


def _entities(
    declarations: Declarations, variables: dict[str, Call], imperative: dict[str, tuple[str, Expr | None]]
) -> tuple[dict[str, Entity], dict[str, str]]:
    """Entities by full name, and the class that owns each table variable which is mapped."""
    bases = Bases(declarations)
    flavours = {name: bases.flavour(declared) for name, declared in declarations.classes.items()}
    mapped = {name: flavour for name, flavour in flavours.items() if flavour}
    tables = Tables(declarations, bases, mapped, {variable: table_name(call) for variable, call in variables.items()})
    entities: dict[str, Entity] = {}
    owners: dict[str, str] = {}
    for name in sorted({*mapped, *imperative}):
        declared = declarations.classes[name]
        variable = imperative[name][0] if name in imperative else _own_table(declarations, declared)
        table = table_name(variables[variable]) if variable in variables else tables.of(declared)
        if table is not None:
            entities[name] = Entity(declared.name, declared.module, table, NAME, declared.at)
            if variable in variables:
                owners.setdefault(variable, name)
    for variable, call in variables.items():
        if variable not in owners:
            module = declarations.program.defined_in(variable)
            at = Location(declarations.program.modules[module].path, call.line)
            entities[variable] = Entity(QualName(variable), ModuleName(module), table_name(call), NAME, at)
    return entities, owners


def _own_table(declarations: Declarations, declared: Declared) -> str:
    member = declarations.member(declared.name, "__table__")
    if member is None or not isinstance(member.value, Name):
        return ""
    return declarations.program.resolve(declared.module, member.value.dotted)


def _imperative(declarations: Declarations, variables: dict[str, Call]) -> Iterator[tuple[str, tuple[str, Expr | None]]]:
    """Classes mapped by a call: (class, (table variable, properties))."""
    for module in declarations.modules:
        for site in declarations.program.modules[module].calls:
            if last_name(site.call.func) in MAPPERS and len(site.call.args) > 1:
                chains = (one.dotted if isinstance(one, Name) else "" for one in site.call.args[:2])
                mapped, table = (_held(declarations, module, chain, site.scope, variables) for chain in chains)
                if mapped in declarations.classes and table in variables:
                    yield mapped, (table, site.call.keyword("properties"))


def _held(declarations: Declarations, module: str, chain: str, scope: str, variables: dict[str, Call]) -> str:
    """What a chain means; a table that is set on a class from outside is no member that the class declares."""
    holder, _, last = chain.rpartition(".")
    table = f"{declarations.program.resolve(module, holder, scope)}.{last}" if holder else ""
    return table if table in variables else declarations.program.resolve(module, chain, scope)


def _attributes(
    declarations: Declarations,
    name: str,
    entities: dict[str, Entity],
    variables: dict[str, Call],
    imperative: dict[str, tuple[str, Expr | None]],
) -> Iterator[Attribute]:
    """Every attribute of an entity that may point elsewhere: its own, those of its mixins, those of its table."""
    if name in declarations.classes:
        for owner in (name, *declarations.lineage(name)):
            if owner in declarations.classes and (owner == name or owner not in entities):
                yield from _of_class(declarations, declarations.classes[owner])
    variable = imperative[name][0] if name in imperative else name
    if name in declarations.classes and name not in imperative:
        variable = _own_table(declarations, declarations.classes[name])
    if variable in variables:
        yield from _of_table(declarations, variable, variables[variable])
    if name in imperative:
        yield from _of_properties(declarations, name, imperative[name][1])


def _of_class(declarations: Declarations, declared: Declared) -> Iterator[Attribute]:
    for one in declarations.members.get(declared.name, ()):
        if one.target == "__table__" and isinstance(one.value, Call):
            yield from _of_columns(one.value, declared.module, declared.path)
            continue
        if isinstance(one.value, Call) and last_name(one.value.func) == TABLE:
            continue
        yield Attribute(one.target, one.value, one.annotation, declared.module, declared.local, Location(declared.path, one.line))
    for short, method in declarations.methods.get(declared.name, {}).items():
        decorators = [last_name(part.dotted) for one in method.decorators for part in inside(one) if isinstance(part, Name)]
        names = {*decorators, *(part for one in method.decorators if isinstance(one, Name) for part in one.dotted.split("."))}
        if "declared_attr" in names or short.endswith(ARGUMENTS):
            inner = (one.value for one in declarations.program.body(f"{declared.module}.{method.name}"))
            for value in (*method.returned, *inner):
                at = Location(declared.path, method.line)
                yield Attribute(short, value, method.returns, declared.module, method.name, at)


def _of_table(declarations: Declarations, variable: str, call: Call) -> Iterator[Attribute]:
    module = declarations.program.defined_in(variable)
    yield from _of_columns(call, module, declarations.program.modules[module].path)


def _of_columns(call: Call, module: str, path: str) -> Iterator[Attribute]:
    for argument in call.args[1:]:
        if isinstance(argument, Call):
            yield Attribute(text(argument.argument(0)), argument, None, module, "", Location(path, argument.line))


def _of_properties(declarations: Declarations, name: str, properties: Expr | None) -> Iterator[Attribute]:
    pairs = [(text(key), value) for key, value in properties.items] if isinstance(properties, Pairs) else []
    pairs += properties.keywords if isinstance(properties, Call) and properties.func == "dict" else ()
    declared = declarations.classes[name]
    for key, value in pairs:
        if isinstance(value, Call):
            yield Attribute(key, value, None, declared.module, "", Location(declared.path, value.line))
