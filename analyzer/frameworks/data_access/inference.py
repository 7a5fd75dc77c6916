"""What an expression holds, followed through assignments, parameters, attributes, relations, queries and return values.

A bounded, memoised evaluation over the summarised syntax: flow-insensitive but for the line of an assignment, with the receiver
of a method as its only context (a small cousin of the assignment graphs of PyCG and of Andersen's analysis).
"""

from collections.abc import Iterator
from typing import NamedTuple

from analyzer.frameworks.data_access.annotations import annotated
from analyzer.frameworks.data_access.catalogue import Catalogue, Value
from analyzer.frameworks.data_access.chains import Segment, prefixes, segments
from analyzer.frameworks.orm.dialect import Shape
from analyzer.frameworks.orm.expressions import last_name, text
from analyzer.model.syntax import Assignment, Call, Constant, Expr, FunctionSyntax, Items, Name, Subscript

MAX_DEPTH = 10
SAME_ROWS = frozenset({"list", "sorted", "tuple", "set", "reversed", "iter", "filter", "enumerate", "cast", "copy", "deepcopy", "chain", "tqdm"})
ONE_OF = frozenset({"next", "min", "max", "first", "first_or_none", "choice", "unwrap"})
MANY = frozenset({Shape.QUERY, Shape.ROWS, Shape.COLLECTION})
PROPERTIES = frozenset({"property", "cached_property", "hybrid_property", "memoized_property"})


class Touch(NamedTuple):
    """One step along a chain: the value before, the attribute taken (``""`` for a call of the value itself), the value after."""

    before: Value
    segment: Segment
    after: Value | None


class Place(NamedTuple):
    """Where an expression stands: module, scope, line, and what the first parameter of the scope's method holds, if known."""

    module: str
    scope: str
    line: int
    receiver: Value | None = None


class Inference:
    """Answers about one program, remembered."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.program = catalogue.program
        self._targets: dict[tuple[str, str], dict[str, list[Assignment]]] = {}
        self._values: dict[tuple[str, str, str, int, Value | None], Value | None] = {}
        self._returns: dict[tuple[str, Value | None], Value | None] = {}
        self._attributes: dict[tuple[str, str], Value | None] = {}
        self._calls: dict[str, dict[tuple[str, int, str], Call]] = {}
        self._depth = 0

    # -- expressions ------------------------------------------------------------------------------------------------

    def value(self, place: Place, expr: Expr | None) -> Value | None:
        """What an expression holds, or None where that is nothing of interest, or unknown."""
        if self._depth > MAX_DEPTH * 4:
            return None
        self._depth += 1
        try:
            return self._value(place, expr)
        finally:
            self._depth -= 1

    def _value(self, place: Place, expr: Expr | None) -> Value | None:
        if isinstance(expr, Name):
            return self.end(place, expr.dotted)
        if isinstance(expr, Call):
            return self._call(place._replace(line=expr.line), expr)
        if isinstance(expr, Subscript):
            return self._subscript(place, expr)
        if isinstance(expr, Items):
            found = self._first(place, expr.items)
            return found._replace(shape=Shape.ROWS) if found is not None and found.shape is Shape.ROW else found
        return None

    def _first(self, place: Place, items: tuple[Expr, ...]) -> Value | None:
        return next((found for found in (self.value(place, one) for one in items[:8]) if found is not None), None)

    def _subscript(self, place: Place, expr: Subscript) -> Value | None:
        if isinstance(expr.value, Name) and expr.value.dotted in ("or", "|") and isinstance(expr.key, Items):
            return self._first(place, expr.key.items)
        if isinstance(expr.key, Constant) and isinstance(expr.key.value, int) and isinstance(expr.value, Subscript | Call):
            return self._part(place, expr.value, expr.key.value)
        found = self.value(place, expr.value)
        return found._replace(shape=Shape.ROW) if found is not None and found.shape in MANY else None

    def _part(self, place: Place, whole: Subscript | Call, position: int) -> Value | None:
        """One variable of several that are unpacked: of ``get_or_create``, of rows of a query over several entities."""
        inner = whole.value if isinstance(whole, Subscript) else whole
        if isinstance(inner, Call) and inner.func == "enumerate":
            return self.value(place, whole) if position == 1 else None
        if position == 0:
            found = self.value(place, whole)
            return found._replace(shape=Shape.ROW) if found is not None and found.shape in MANY else found
        selected = self._selected(place, inner) if isinstance(inner, Call) else ()
        found = self.value(place, selected[position]) if position < len(selected) else None
        return found._replace(shape=Shape.ROW) if found is not None and found.shape is Shape.CLASS else None

    def _selected(self, place: Place, call: Call) -> tuple[Expr, ...]:
        """The arguments of the ``query(...)`` or ``select(...)`` that a call chain starts with."""
        for inner in (call, *self.inner_calls(place._replace(line=call.line), call.func), *(one for one in call.args if isinstance(one, Call))):
            if last_name(inner.func) in ("query", "select"):
                return inner.args
        return ()

    def _call(self, place: Place, call: Call) -> Value | None:
        last = last_name(call.func)
        if last in self.catalogue.lookups:
            named = ".".join(filter(None, (text(one) for one in call.args))).lower() or last
            entity = self.catalogue.entity(named)
            return Value(entity, Shape.CLASS) if entity else None
        found = self.end(place, f"{call.func}()", call)
        if found is None and call.func in SAME_ROWS | ONE_OF:
            found = self._first(place, call.args)
            if found is not None and found.shape in MANY:
                return found._replace(shape=Shape.ROW if call.func in ONE_OF else Shape.ROWS)
        if found is None and last == "LocalProxy" and call.args and isinstance(call.args[0], Name):
            return self.returned(self.program.resolve(place.module, call.args[0].dotted, place.scope))
        return found

    # -- chains -----------------------------------------------------------------------------------------------------

    def end(self, place: Place, chain: str, call: Call | None = None) -> Value | None:
        """What a chain holds; ``call`` is the call that ends it, where it is at hand."""
        start, touches = self.follow(place, chain, call)
        return touches[-1].after if touches else start

    def follow(self, place: Place, chain: str, call: Call | None = None) -> tuple[Value | None, list[Touch]]:
        """What a chain starts from, and every step along it as far as it is known."""
        parts = segments(chain)
        touches: list[Touch] = []
        value, used = self._start(place, parts, touches)
        start = value
        if value is None:
            value, used = self._verbs(place, chain, parts, call)
            start = value
        for part in parts[used:]:
            if value is None:
                break
            after = self._step(value, part)
            touches.append(Touch(value, part, after))
            value = after
        return start, touches

    def _start(self, place: Place, parts: tuple[Segment, ...], touches: list[Touch]) -> tuple[Value | None, int]:
        """The value that a chain starts from and the number of segments used: the longest local, else the shortest global."""
        known = prefixes(parts)
        head = self.local(place, parts[0].name) if parts else None
        if head is not None and head.shape is not Shape.OBJECT:
            return self._begun(head, parts[0], touches), 1
        for dotted in known:
            local = head if "." not in dotted else self.local(place, dotted)
            if local is not None:
                return self._begun(local, parts[dotted.count(".")], touches), dotted.count(".") + 1
        for dotted in reversed(known):
            part = parts[dotted.count(".")]
            resolved = self.program.resolve(place.module, dotted, place.scope)
            entity = self.catalogue.entity(resolved) if resolved else ""
            if entity:
                return self._begun(Value(entity, Shape.CLASS), part, touches), dotted.count(".") + 1
            found = self._defined(resolved, part, touches) if resolved and self.program.defined_in(resolved) else None
            if found is not None:
                return found, dotted.count(".") + 1
        return None, 0

    def _begun(self, value: Value, part: Segment, touches: list[Touch]) -> Value | None:
        """The value of the first segments once they are called or indexed; calling a class makes a row."""
        if not part.is_called:
            return self._indexed(value, part.is_indexed)
        if value.shape is not Shape.CLASS:
            return None
        row = value._replace(shape=Shape.ROW)
        touches.append(Touch(value, Segment("", True, False), row))
        return row

    def _defined(self, resolved: str, part: Segment, touches: list[Touch]) -> Value | None:
        """The value of a function called, a class instantiated, or a module variable."""
        if self.program.class_syntax(resolved) is not None:
            return Value(resolved, Shape.OBJECT) if part.is_called else None
        if self.program.function_syntax(resolved) is not None:
            return self._indexed(self.returned(resolved), part.is_indexed) if part.is_called else None
        held = self._variable(resolved)
        return self._begun(held, part, touches) if held is not None else None

    def _variable(self, resolved: str) -> Value | None:
        module = self.program.defined_in(resolved)
        target = resolved[len(module) + 1 :]
        return self._assigned(Place(module, "", 10**9), target) if module in self.program.modules and target else None

    def _verbs(self, place: Place, chain: str, parts: tuple[Segment, ...], call: Call | None) -> tuple[Value | None, int]:
        """The value of the longest beginning of a chain that is a call of a verb with an argument of interest."""
        for count in range(len(parts), 0, -1):
            if not parts[count - 1].is_called or parts[count - 1].name not in self.catalogue.verbs:
                continue
            func = _joined(parts[:count])
            made = call if call is not None and call.func == func else self._call_at(place, func)
            found = self.verb_value(place, made) if made is not None else None
            if found is not None:
                return self._indexed(found, parts[count - 1].is_indexed), count
        return None, 0

    def verb_value(self, place: Place, call: Call) -> Value | None:
        """What a call of a verb yields, by its first argument of interest."""
        for argument in call.args[:3]:
            given = self.value(place, argument)
            if given is not None and given.shape is not Shape.OBJECT:
                for verb in self.catalogue.verbs.get(last_name(call.func), ()):
                    if given.shape in verb.shapes and verb.result is not Shape.NONE:
                        return given if verb.result is Shape.ARGUMENT else given._replace(shape=verb.result)
        return None

    def inner_calls(self, place: Place, chain: str) -> Iterator[Call]:
        """The calls inside a chain that frameworks keep: of ``s.query().filter`` the call of ``s.query``, longest first."""
        parts = segments(chain)
        for count in range(len(parts), 0, -1):
            if parts[count - 1].is_called:
                found = self._call_at(place, _joined(parts[:count]))
                if found is not None:
                    yield found

    def _call_at(self, place: Place, func: str) -> Call | None:
        known = self._calls.get(place.module)
        if known is None:
            syntax = self.program.modules[place.module]
            known = self._calls[place.module] = {}
            for site in reversed(syntax.calls):
                known[site.scope, site.call.line, site.call.func] = site.call
        return known.get((place.scope, place.line, func))

    # -- steps ------------------------------------------------------------------------------------------------------

    def _step(self, value: Value, part: Segment) -> Value | None:
        after = self._attribute(value, part)
        return self._indexed(after, part.is_indexed)

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
        if part.name in dialect.to_row or (value.shape in MANY and part.name in ("create", "get_or_create", "update_or_create", "pop")):
            return Value(value.entity, Shape.ROW) if part.is_called else None
        if part.name in dialect.to_value:
            return None
        if value.shape is Shape.QUERY and value.via and part.is_called:
            method = self.catalogue.method(value.via, part.name)
            return (self.returned(method, value) if method else None) or value
        if part.is_called:
            return value._replace(shape=Shape.ROWS if part.name in ("all", "fetchall", "to_list") else value.shape)
        return value._replace(shape=Shape.ROWS) if part.name == "items" else None

    def _of_class(self, value: Value, part: Segment) -> Value | None:
        dialect = self.catalogue.dialect[value.entity]
        manager = self.manager(value.entity, part.name)
        if part.name in dialect.managers or manager:
            return Value(value.entity, Shape.QUERY, manager)
        if part.is_called and (part.name in dialect.query_writes or part.name == "select"):
            method = self.catalogue.method(value.entity, part.name)
            return self.returned(method, value) if method else value._replace(shape=Shape.QUERY)
        relation = self.catalogue.relation(value.entity, part.name)
        if relation is not None:
            return Value(relation.target, Shape.CLASS)
        return self._member(value, part)

    def manager(self, entity: str, name: str) -> str:
        """The class of the program's own manager that an attribute of an entity's class holds, or ``""``."""
        for owner in (entity, *self.program.ancestors(entity)):
            for one in self.program.body(owner):
                if one.target == name and isinstance(one.value, Call):
                    made = self.program.resolve(self.program.defined_in(owner), one.value.func.partition(".from_queryset")[0].partition("()")[0])
                    modules = self.catalogue.dialect[entity].manager_modules
                    family = (made, *self.program.ancestors(made)) if made else ()
                    if modules and any(base.startswith(modules) for base in family):
                        return made
        return ""

    def _member(self, value: Value, part: Segment) -> Value | None:
        """A method's return value, a property's, or the type of an attribute."""
        method = self.catalogue.method(value.entity, part.name)
        if method:
            function = self.program.function_syntax(method)
            is_property = function is not None and any(_decorates(one) for one in function.decorators)
            return self.returned(method, value) if part.is_called or is_property else None
        return None if part.is_called else self._attribute_of(value.entity, part.name)

    def _attribute_of(self, class_name: str, name: str) -> Value | None:
        key = (class_name, name)
        if key not in self._attributes:
            self._attributes[key] = None
            self._attributes[key] = self._find_attribute(class_name, name)
        return self._attributes[key]

    def _find_attribute(self, class_name: str, name: str) -> Value | None:
        for owner in (class_name, *self.program.ancestors(class_name)):
            syntax = self.program.class_syntax(owner)
            if syntax is None:
                continue
            module = self.program.defined_in(owner)
            local = owner[len(module) + 1 :]
            scopes = [(local, name), *((f"{local}.{method}", f"self.{name}") for method in ("__init__", "setUp", "dispatch", "setup"))]
            for scope, target in scopes:
                found = self._assigned(Place(module, scope, 10**9), target)
                if found is not None and found.shape is not Shape.CLASS:
                    return found
        return None

    @staticmethod
    def _indexed(value: Value | None, is_indexed: bool) -> Value | None:
        if value is None or not is_indexed:
            return value
        return value._replace(shape=Shape.ROW) if value.shape in MANY else None

    # -- variables --------------------------------------------------------------------------------------------------

    def local(self, place: Place, target: str) -> Value | None:
        """What a local variable, parameter or ``self.x`` of a scope (or of one around it) holds at a line."""
        scope = place.scope
        while scope:
            here = place if scope == place.scope else Place(place.module, scope, 10**9)
            found = self._assigned(here, target)
            if found is not None:
                return found
            function = self.program.function_syntax(f"{place.module}.{scope}")
            if function is not None and "." not in target:
                known, value = self._parameter(here, function, target)
                if known:
                    return value
            scope = scope.rpartition(".")[0]
            while scope and self.program.class_syntax(f"{place.module}.{scope}") is not None:
                scope = scope.rpartition(".")[0]
        return None

    def _assigned(self, place: Place, target: str) -> Value | None:
        known = self._assignments(place.module, place.scope).get(target)
        if not known:
            return None
        before = [one for one in known if one.line <= place.line]
        for one in (*reversed(before), *known[len(before) :]):
            found = self._assignment(place, one)
            if found is not None:
                return found
        return None

    def _assignment(self, place: Place, one: Assignment) -> Value | None:
        key = (place.module, place.scope, one.target, one.line, place.receiver)
        if key not in self._values:
            self._values[key] = None
            found = annotated(self.catalogue, place.module, place.scope, one.annotation) if one.annotation is not None else None
            here = place._replace(line=one.line - 1 if _mentions(one) else one.line)
            self._values[key] = found or self.value(here, one.value)
        return self._values[key]

    def _assignments(self, module: str, scope: str) -> dict[str, list[Assignment]]:
        key = (module, scope)
        if key not in self._targets:
            found: dict[str, list[Assignment]] = {}
            for one in self.program.body(f"{module}.{scope}" if scope else module):
                found.setdefault(one.target, []).append(one)
            self._targets[key] = found
        return self._targets[key]

    def _parameter(self, place: Place, function: FunctionSyntax, name: str) -> tuple[bool, Value | None]:
        for position, parameter in enumerate(function.parameters):
            if parameter.name == name:
                if parameter.annotation is not None:
                    found = annotated(self.catalogue, place.module, place.scope, parameter.annotation)
                    return True, found._replace(shape=Shape.ROWS) if found is not None and parameter.star else found
                return True, self._receiver(place, function) if position == 0 and not parameter.star else None
        return False, None

    def _receiver(self, place: Place, function: FunctionSyntax) -> Value | None:
        """What ``self`` or ``cls`` holds in a method."""
        if place.receiver is not None:
            return place.receiver
        owner = f"{place.module}.{place.scope.rpartition('.')[0]}"
        if self.program.class_syntax(owner) is None or any(_named(one, "staticmethod") for one in function.decorators):
            return None
        is_class = any(_named(one, "classmethod") for one in function.decorators)
        if owner in self.catalogue.dialect:
            return Value(owner, Shape.CLASS if is_class else Shape.ROW)
        return None if is_class else Value(owner, Shape.OBJECT)

    # -- functions --------------------------------------------------------------------------------------------------

    def returned(self, name: str, receiver: Value | None = None) -> Value | None:
        """What a function or method of the program returns, for a receiver."""
        key = (name, receiver)
        if key not in self._returns:
            self._returns[key] = None
            function = self.program.function_syntax(name)
            if function is not None and self._depth <= MAX_DEPTH * 3:
                self._returns[key] = self._find_returned(function, self.program.defined_in(name), receiver)
        return self._returns[key]

    def _find_returned(self, function: FunctionSyntax, module: str, receiver: Value | None) -> Value | None:
        if function.returns is not None:
            if receiver is not None and last_name(_spelled(function.returns)) in ("Self", "T", "_T"):
                return receiver._replace(shape=Shape.ROW) if receiver.shape in (Shape.CLASS, Shape.ROW) else receiver
            found = annotated(self.catalogue, module, function.name, function.returns)
            if found is not None:
                return found
        place = Place(module, function.name, function.end_line, receiver)
        return self._first(place, function.returned)


def _joined(parts: tuple[Segment, ...]) -> str:
    """The chain of some segments, the call of the last one left out."""
    texts = [part.name + ("()" if part.is_called else "") + ("[]" if part.is_indexed else "") for part in parts[:-1]]
    return ".".join((*texts, parts[-1].name))


def _named(decorator: Expr, name: str) -> bool:
    return last_name(_spelled(decorator)) == name


def _decorates(decorator: Expr) -> bool:
    return last_name(_spelled(decorator)) in PROPERTIES


def _spelled(expr: Expr) -> str:
    if isinstance(expr, Name):
        return expr.dotted
    if isinstance(expr, Call):
        return expr.func
    return text(expr)


def _mentions(one: Assignment) -> bool:
    """Whether an assignment reads its own target (``order = order.parent``)."""
    value = one.value
    chain = value.func if isinstance(value, Call) else value.dotted if isinstance(value, Name) else ""
    return chain.partition(".")[0].rstrip("()[]") == one.target

