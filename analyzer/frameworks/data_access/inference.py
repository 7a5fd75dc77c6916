"""What an expression holds, followed through assignments, parameters, attributes, relations, queries and return values.

A bounded, memoised evaluation over the summarised syntax: flow-insensitive but for the line of an assignment, with the receiver
of a method as its only context (a small cousin of the assignment graphs of PyCG and of Andersen's analysis).
"""

from analyzer.frameworks.data_access.annotations import annotated
from analyzer.frameworks.data_access.catalogue import Catalogue
from analyzer.frameworks.data_access.chains import Segment, joined, prefixes, segments
from analyzer.frameworks.data_access.kept_calls import KeptCalls
from analyzer.frameworks.data_access.members import Members
from analyzer.frameworks.data_access.scope_index import ScopeIndex
from analyzer.frameworks.data_access.values import INHERITED, MANY, Place, Touch, Value, indexed
from analyzer.frameworks.data_access.variables import END, Variables
from analyzer.frameworks.orm.dialect import Shape
from analyzer.frameworks.orm.expressions import last_name, spelled, text
from analyzer.model.syntax import Call, Constant, Expr, FunctionSyntax, Items, Name, Subscript

MAX_DEPTH = 10
SUPER = Segment("super", True, False)
SAME_ROWS = frozenset({"list", "sorted", "tuple", "set", "reversed", "iter", "filter", "enumerate", "cast", "copy", "deepcopy", "chain"})
ONE_OF = frozenset({"next", "min", "max", "first", "first_or_none", "choice", "unwrap"})


class Inference:
    """Answers about one program, remembered."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.program = catalogue.program
        self.index = ScopeIndex(catalogue.program)
        self.calls = KeptCalls(catalogue.program)
        self.variables = Variables(catalogue, self, self.index)
        self.members = Members(catalogue, self.variables, self)
        self._returns: dict[tuple[str, Value | None], Value | None] = {}
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
        inside = self.calls.inside(place._replace(line=call.line), call.func)
        for inner in (call, *inside, *(one for one in call.args if isinstance(one, Call))):
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
        start, value = value, self._stepped(value, parts[used:], touches)
        if start is None or (value is None and start.shape is Shape.OBJECT):
            # ``self.session.get(Order, pk)``: what an object of the program holds is not known, and need not be.
            given, used = self._verbs(place, chain, parts, call)
            given, used = (given, used) if given is not None or start is not None or "." not in chain else self._foreign(parts)
            if given is not None:
                start = given
                touches.clear()
                self._stepped(given, parts[used:], touches)
        return start, touches

    def _stepped(self, value: Value | None, parts: tuple[Segment, ...], touches: list[Touch]) -> Value | None:
        """What is reached from a value along some segments; every step is added to the touches."""
        for part in parts:
            if value is None:
                break
            after = self.members.step(value, part)
            touches.append(Touch(value, part, after))
            value = after
        return value

    def _start(self, place: Place, parts: tuple[Segment, ...], touches: list[Touch]) -> tuple[Value | None, int]:
        """The value that a chain starts from and the number of segments used: the longest local, else the shortest global."""
        if parts and parts[0] == SUPER:
            return self._super(place), 1
        known = prefixes(parts)
        head = self.variables.local(place, parts[0].name) if parts else None
        if head is not None and head.shape is not Shape.OBJECT:
            return self._begun(head, parts[0], touches), 1
        for dotted in known:
            local = head if "." not in dotted else self.variables.local(place, dotted)
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

    def _super(self, place: Place) -> Value | None:
        """What ``super()`` stands for in a method: the receiver, its own class's methods left out."""
        function = self.program.function_syntax(f"{place.module}.{place.scope}")
        found = self.variables.local(place, function.parameters[0].name) if function is not None and function.parameters else None
        return found._replace(via=INHERITED) if found is not None and found.shape in (Shape.ROW, Shape.OBJECT) else None

    def _foreign(self, parts: tuple[Segment, ...]) -> tuple[Value | None, int]:
        """``request.user.basket``: an attribute that only a model of the program gives to a class of a library."""
        for position, part in enumerate(parts[1:], 2):
            end = self.catalogue.foreign.get(part.name)
            if end is not None and not part.is_called:
                return indexed(Value(end[0], Shape.COLLECTION if end[1] else Shape.ROW), part.is_indexed), position
        return None, 0

    def _begun(self, value: Value, part: Segment, touches: list[Touch]) -> Value | None:
        """The value of the first segments once they are called or indexed; calling a class makes a row."""
        if not part.is_called:
            return indexed(value, part.is_indexed)
        if value.shape is not Shape.CLASS:
            return None
        row = value._replace(shape=Shape.ROW)
        touches.append(Touch(value, Segment("", True, False), row))
        return row

    def _defined(self, resolved: str, part: Segment, touches: list[Touch]) -> Value | None:
        """The value of a function called, a class instantiated, or a module variable."""
        if self.program.class_syntax(resolved) is not None:
            return Value(resolved, Shape.OBJECT) if part.is_called and self.catalogue.reach.may_hold(resolved) else None
        if self.program.function_syntax(resolved) is not None:
            return indexed(self.returned(resolved), part.is_indexed) if part.is_called else None
        held = self._variable(resolved)
        return self._begun(held, part, touches) if held is not None else None

    def _variable(self, resolved: str) -> Value | None:
        module = self.program.defined_in(resolved)
        target = resolved[len(module) + 1 :]
        return self.variables.assigned(Place(module, "", END), target) if module in self.program.modules and target else None

    def _verbs(self, place: Place, chain: str, parts: tuple[Segment, ...], call: Call | None) -> tuple[Value | None, int]:
        """The value of the longest beginning of a chain that is a call of a verb with an argument of interest."""
        for count in range(len(parts), 0, -1):
            if not parts[count - 1].is_called or parts[count - 1].name not in self.catalogue.verbs:
                continue
            func = joined(parts[:count])
            made = call if call is not None and call.func == func else self.calls.at(place, func)
            found = self.verb_value(place, made) if made is not None else None
            if found is not None:
                return indexed(found, parts[count - 1].is_indexed), count
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
            if receiver is not None and last_name(spelled(function.returns)) in ("Self", "T", "_T"):
                return receiver._replace(shape=Shape.ROW) if receiver.shape in (Shape.CLASS, Shape.ROW) else receiver
            found = annotated(self.catalogue, module, function.name, function.returns)
            if found is not None:
                return found
        place = Place(module, function.name, function.end_line, receiver)
        return self._first(place, function.returned)
