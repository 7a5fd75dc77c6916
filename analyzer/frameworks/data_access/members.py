"""What attributes and methods of a value yield: relations, managers, queries, methods, properties, attributes."""

from analyzer.frameworks.data_access.catalogue import Catalogue
from analyzer.frameworks.data_access.chains import Segment
from analyzer.frameworks.data_access.values import GUESSED, MANY, Evaluator, Place, Value, indexed
from analyzer.frameworks.data_access.variables import END, Variables
from analyzer.frameworks.orm.dialect import Dialect, Shape
from analyzer.frameworks.orm.expressions import last_name, spelled
from analyzer.model.syntax import Call

PROPERTIES = frozenset({"property", "cached_property", "hybrid_property", "memoized_property"})
ONE_ROW = frozenset({"create", "get_or_create", "update_or_create", "pop"})


class Members:
    """Steps from a value to what one of its attributes holds."""

    def __init__(self, catalogue: Catalogue, variables: Variables, evaluator: Evaluator) -> None:
        self.catalogue = catalogue
        self.program = catalogue.program
        self.variables = variables
        self.evaluator = evaluator
        self._attributes: dict[tuple[str, str], Value | None] = {}
        self._methods: dict[str, dict[str, list[str]]] = {}

    def step(self, value: Value, part: Segment) -> Value | None:
        """What an attribute of a value (called or indexed, as the segment says) holds."""
        after = self._attribute(value, part)
        return indexed(after, part.is_indexed)

    def _attribute(self, value: Value, part: Segment) -> Value | None:
        if value.shape is Shape.OBJECT:
            return self._member(value, part)
        dialect = self.catalogue.dialect[value.entity]
        if value.shape is Shape.CLASS:
            return self._of_class(value, part)
        if value.shape is Shape.ROW:
            relation = self.catalogue.relation(value.entity, part.name)
            if relation is not None:
                return Value(relation.target, Shape.COLLECTION if relation.many else Shape.ROW, relation.through)
            return self._member(value, part)
        if part.name in dialect.to_row or (value.shape in MANY and part.name in ONE_ROW):
            return Value(value.entity, Shape.ROW, GUESSED if value.via == GUESSED else "") if part.is_called else None
        if part.name in dialect.to_value:
            return None
        if value.shape is Shape.QUERY and value.via and part.is_called:
            method = self.catalogue.method(value.via, part.name)
            return (self.evaluator.returned(method, value) if method else None) or value
        if part.is_called:
            return value._replace(shape=Shape.ROWS if part.name in dialect.to_rows else value.shape)
        return value._replace(shape=Shape.ROWS) if part.name == "items" else None

    def _of_class(self, value: Value, part: Segment) -> Value | None:
        dialect = self.catalogue.dialect[value.entity]
        manager = self.manager(value.entity, part.name)
        if part.name in dialect.managers or manager:
            return Value(value.entity, Shape.QUERY, manager)
        if part.is_called and (part.name in dialect.query_writes or part.name in dialect.class_queries):
            method = self.catalogue.method(value.entity, part.name)
            return self.evaluator.returned(method, value) if method else value._replace(shape=Shape.QUERY)
        relation = self.catalogue.relation(value.entity, part.name)
        if relation is not None:
            return Value(relation.target, Shape.CLASS)
        found = self._member(value, part)
        is_finder = part.is_called and part.name in dialect.to_row
        return Value(value.entity, Shape.ROW) if found is None and is_finder else found

    def manager(self, entity: str, name: str) -> str:
        """The class of the program's own manager (or of the queries that it is made of) that an attribute of an entity's class holds, or
        ``""``."""
        dialect = self.catalogue.dialect[entity]
        for owner in (entity, *self.program.ancestors(entity)) if dialect.manager_modules else ():
            for one in self.program.body(owner):
                if one.target == name and isinstance(one.value, Call):
                    made = self._made(self.program.defined_in(owner), one.value, dialect)
                    if made and any(base.startswith(dialect.manager_modules) for base in (made, *self.program.ancestors(made))):
                        return made
        return ""

    def _made(self, module: str, call: Call, dialect: Dialect) -> str:
        """The class that a call makes a manager of: itself, the class of queries that it is called on or given."""
        chain, _, last = call.func.rpartition(".")
        if last in dialect.manager_makers:
            given = spelled(call.args[0]) if call.args else chain
            return self.program.resolve(module, given)
        if "()" in call.func:
            return self.program.resolve(module, call.func.partition("()")[0].rpartition(".")[0])
        made = self.program.resolve(module, call.func)
        home = self.program.defined_in(made) if self.program.class_syntax(made) is None else ""
        assigned = self.program.names.assigned(home, made[len(home) + 1 :]) if home else ()
        inner = next(
            (one.value for one in assigned if isinstance(one.value, Call) and last_name(one.value.func) in dialect.manager_makers), None
        )
        return self._made(home, inner, dialect) if inner is not None else made

    def _member(self, value: Value, part: Segment) -> Value | None:
        """A method's return value, a property's, or the type of an attribute."""
        method = self.catalogue.method(value.entity, part.name)
        if method:
            function = self.program.function_syntax(method)
            is_property = function is not None and any(last_name(spelled(one)) in PROPERTIES for one in function.decorators)
            found = self.evaluator.returned(method, value) if part.is_called or is_property else None
            return found or self._inherited(value, part)
        found = None if part.is_called else self._attribute_of(value.entity, part.name)
        return found or self._inherited(value, part)

    def _inherited(self, value: Value, part: Segment) -> Value | None:
        """What a library gives to an instance of a class that is bound to an entity."""
        return self.variables.bound.attribute(value.entity, part.name) if value.shape is Shape.OBJECT else None

    def _attribute_of(self, class_name: str, name: str) -> Value | None:
        key = (class_name, name)
        if key not in self._attributes:
            self._attributes[key] = None
            self._attributes[key] = self._find_attribute(class_name, name)
        return self._attributes[key]

    def _methods_of(self, module: str, local: str) -> list[str]:
        """The methods of a class by their names inside the module, ``__init__`` first."""
        known = self._methods.get(module)
        if known is None:
            known = self._methods[module] = {}
            for function in self.program.modules[module].functions:
                known.setdefault(function.name.rpartition(".")[0], []).append(function.name)
        return sorted(known.get(local, ()), key=lambda name: (not name.endswith(".__init__"), name))

    def _find_attribute(self, class_name: str, name: str) -> Value | None:
        for owner in (class_name, *self.program.ancestors(class_name)):
            syntax = self.program.class_syntax(owner)
            if syntax is None:
                continue
            module = self.program.defined_in(owner)
            local = owner[len(module) + 1 :]
            scopes = [(local, name), *((scope, f"self.{name}") for scope in self._methods_of(module, local))]
            for scope, target in scopes:
                found = self.variables.assigned(Place(module, scope, END), target)
                if found is not None and found.shape is not Shape.CLASS:
                    return found
        return None
