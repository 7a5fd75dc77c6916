"""What each use of a chain, and each call of a verb, reads and writes."""

from collections.abc import Iterator
from typing import NamedTuple

from analyzer.frameworks.data_access.catalogue import Catalogue
from analyzer.frameworks.data_access.inference import Inference
from analyzer.frameworks.data_access.sessions import is_session
from analyzer.frameworks.data_access.touched import Touched, touched
from analyzer.frameworks.data_access.values import GUESSED, INHERITED, Place, Touch, Value
from analyzer.frameworks.orm.declarations import is_migration
from analyzer.frameworks.orm.dialect import Receiver, Shape
from analyzer.frameworks.orm.expressions import last_name
from analyzer.model.data import Mode
from analyzer.model.syntax import Call, CallSite, Constant, Expr, Items, ModuleSyntax, Name, Pairs, Text, Use, UseKind

KINDS = frozenset({UseKind.CALL, UseKind.READ, UseKind.WRITE})
MAX_NESTING = 4


class Effect(NamedTuple):
    """A scope of a module reads or writes an entity, some times, first at a line."""

    scope: str
    entity: str
    mode: Mode
    times: int
    line: int


class Effects:
    """The effects of every module of a program; ``touched`` are the definitions that the modules asked for so far use through values."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.program = catalogue.program
        self.inference = Inference(catalogue)
        self._mutates: dict[tuple[str, Value], bool] = {}
        self.given: dict[tuple[str, str, Value], None] = {}
        self.touched: list[tuple[str, Touched]] = []
        catalogue.reach.extend(self.inference.variables.namesakes.names_one)

    def of_module(self, syntax: ModuleSyntax) -> Iterator[Effect]:
        """Every effect of a module's code, in no particular order; class bodies of entities declare and do not count."""
        if is_migration(syntax.path):
            return
        declared = {one.name for one in syntax.classes if f"{syntax.module}.{one.name}" in self.catalogue.dialect}
        holds = self.catalogue.reach.holds
        for use in syntax.uses:
            if use.kind in KINDS and use.scope not in declared and holds(syntax.module, use.scope):
                yield from self._of_use(Place(syntax.module, use.scope, use.line), use, notes=True)
        for one in syntax.classes:
            entity = self.inference.variables.bound.edits(f"{syntax.module}.{one.name}") if holds(syntax.module, one.name) else ""
            if entity:
                yield from (Effect(one.name, entity, mode, 1, one.line) for mode in Mode)
        for site in syntax.calls:
            if last_name(site.call.func) in self.catalogue.verbs and holds(syntax.module, site.scope):
                yield from self._of_call(Place(syntax.module, site.scope, site.call.line), site)

    def of_scope(self, place: Place, given: str, value: Value) -> Iterator[Effect]:
        """The effects of a scope for what one of its parameters is given: a class or query that is passed on is read."""
        for use in self.inference.index.uses(place.module, place.scope):
            if use.kind in KINDS and use.chain.partition(".")[0].rstrip("()[]") != given:
                found = [one for one in self._of_use(place, use) if one.entity == value.entity]
            elif use.kind in KINDS and use.chain == given and use.kind is UseKind.READ and value.shape in (Shape.CLASS, Shape.QUERY):
                found = [Effect(use.scope, value.entity, Mode.READ, use.times, use.line)]
            else:
                found = list(self._of_use(place, use)) if use.kind in KINDS else []
            yield from found
        for site in self.inference.index.sites(place.module, place.scope):
            if last_name(site.call.func) in self.catalogue.verbs:
                yield from self._of_call(place, site)
                asked = self.inference.verb_value(place._replace(line=site.call.line), site.call)
                if asked is not None and asked.entity == value.entity:
                    yield Effect(site.scope, value.entity, Mode.READ, 1, site.call.line)

    def give(self, name: str, parameter: str, value: Value) -> None:
        """Notes that a parameter (``""``: the receiver) of a function of the program is given a value."""
        self.given[name, parameter, value._replace(via="") if value.via == GUESSED else value] = None

    # -- chains -----------------------------------------------------------------------------------------------------

    def _of_use(self, place: Place, use: Use, notes: bool = False) -> Iterator[Effect]:
        is_call = use.kind is UseKind.CALL
        if not is_call and "." not in use.chain and not self.program.resolve(place.module, use.chain, use.scope):
            return  # a bare local variable: passing it on touches no rows
        chain = f"{use.chain}()" if is_call else use.chain
        place = place._replace(line=use.line)
        start, touches = self.inference.follow(place, chain)
        if not touches:
            if start is not None and start.shape is Shape.CLASS and self._names_class(place, use):
                yield Effect(use.scope, start.entity, Mode.READ, use.times, use.line)
            return
        if notes:
            self.touched += ((place.module, one) for one in touched(self.catalogue, chain, use, touches))
        modes: dict[str, Mode] = {}
        for position, touch in enumerate(touches):
            is_last = position == len(touches) - 1
            for entity, mode in self._of_touch(touch, use.kind is UseKind.WRITE and is_last, is_last):
                if modes.get(entity) is not Mode.WRITE:
                    modes[entity] = mode
        if use.kind is UseKind.WRITE and use.scope.endswith("__init__") and use.chain.startswith("self."):
            return
        for entity, mode in modes.items():
            yield Effect(use.scope, entity, mode, use.times, use.line)

    def _names_class(self, place: Place, use: Use) -> bool:
        """Whether a bare mention is of the class itself (a variable that holds it does not count twice)."""
        return self.inference.variables.local(place, use.chain) is None

    def _of_touch(self, touch: Touch, is_stored: bool, is_last: bool) -> Iterator[tuple[str, Mode]]:
        value, segment, after = touch
        if value.shape is Shape.OBJECT:
            if segment.is_called and segment.name == "save":
                yield from self._of_saved(value)
            return
        dialect = self.catalogue.dialect[value.entity]
        name, is_called = segment.name, segment.is_called
        if not name:
            yield value.entity, Mode.WRITE
        elif value.shape is Shape.CLASS:
            yield from self._of_class(touch)
        elif value.shape is Shape.ROW:
            yield from self._of_row(touch, is_stored)
        elif value.shape is Shape.COLLECTION:
            changes = is_called and name in dialect.query_writes
            writes = changes or (is_called and name in dialect.collection_writes)
            if not value.via or changes or not writes:
                yield value.entity, Mode.WRITE if writes else Mode.READ
            if value.via:
                yield value.via, Mode.WRITE if writes else Mode.READ
        elif value.shape is Shape.QUERY:
            writes = is_called and (name in dialect.query_writes or name.startswith(dialect.manager_prefixes or ("\0",)))
            writes = writes or (is_called and bool(value.via) and self._method_mutates(value.via, name, value))
            yield value.entity, Mode.WRITE if writes else Mode.READ
            if is_called and name in dialect.cascades:
                yield from ((one, Mode.WRITE) for one in sorted(self.catalogue.cascade(value.entity)))
        loaded = (Shape.ROW, Shape.CLASS, Shape.COLLECTION) if is_last else (Shape.ROW, Shape.CLASS)
        if after is not None and not is_stored and after.shape in loaded and after.entity != value.entity:
            yield after.entity, Mode.READ
        if after is not None and not is_stored and after.shape is Shape.COLLECTION and is_last and after.via:
            yield after.via, Mode.READ

    def _of_saved(self, value: Value) -> Iterator[tuple[str, Mode]]:
        """``form.save()`` of a form or serializer that is bound to an entity and leaves saving to its library."""
        entity = self.inference.variables.bound.entity(value.entity)
        if entity and (value.via == INHERITED or not self.catalogue.method(value.entity, "save")):
            yield entity, Mode.WRITE

    def _of_class(self, touch: Touch) -> Iterator[tuple[str, Mode]]:
        value, segment, after = touch
        dialect = self.catalogue.dialect[value.entity]
        if segment.is_called:
            method = self.catalogue.method(value.entity, segment.name)
            self._inherit(method, value)
            if method:
                if self.mutates(method, value):
                    yield value.entity, Mode.WRITE
                elif after is not None or self._reads(method):
                    yield value.entity, Mode.READ
            elif segment.name in dialect.query_writes:
                yield value.entity, Mode.WRITE
            else:
                yield value.entity, Mode.READ
        elif not self._is_constant(value.entity, segment.name):
            yield value.entity, Mode.READ

    def _inherit(self, method: str, value: Value) -> None:
        """Notes a call of a method that an entity has from a class that is none."""
        if method and method.rpartition(".")[0] not in self.catalogue.dialect:
            self.give(method, "", value)

    def _of_row(self, touch: Touch, is_stored: bool) -> Iterator[tuple[str, Mode]]:
        value, segment, after = touch
        dialect = self.catalogue.dialect[value.entity]
        writes = is_stored
        if segment.is_called:
            method = self.catalogue.method(value.entity, segment.name)
            self._inherit(method, value)
            is_own = bool(method) and value.via != INHERITED
            writes = self.mutates(method, value) if is_own else segment.name in dialect.row_writes
        if is_stored and after is not None and self.catalogue.relation(value.entity, segment.name) is not None:
            changed = value.entity if self.catalogue.holds_key(value.entity, after.entity) else after.entity
            yield after.via or (after.entity if after.shape is Shape.COLLECTION else changed), Mode.WRITE
            return
        yield value.entity, Mode.WRITE if writes else Mode.READ
        if segment.is_called and segment.name in dialect.cascades:
            yield from ((one, Mode.WRITE) for one in sorted(self.catalogue.cascade(value.entity)))

    def _is_constant(self, entity: str, name: str) -> bool:
        """Whether a class attribute is a plain constant or a nested class: using it touches no rows."""
        if self.program.class_syntax(f"{entity}.{name}") is not None or name in ("DoesNotExist", "MultipleObjectsReturned", "__name__"):
            return True
        for owner in (entity, *self.program.ancestors(entity)):
            for one in self.program.body(owner):
                if one.target == name:
                    return isinstance(one.value, Text | Constant | Items | Pairs) and one.annotation is None
        return False

    def _reads(self, method: str) -> bool:
        """Whether a method of a class without a known result may still touch rows: any but a static one."""
        function = self.program.function_syntax(method)
        return function is not None and not any(isinstance(one, Name) and one.dotted == "staticmethod" for one in function.decorators)

    # -- methods ----------------------------------------------------------------------------------------------------

    def mutates(self, method: str, receiver: Value, nesting: int = 0) -> bool:
        """Whether a method changes, stores or deletes the row that it is called on (for a class: makes one)."""
        key = (method, receiver)
        if key not in self._mutates:
            self._mutates[key] = False
            function = self.program.function_syntax(method)
            if function is not None and function.parameters and nesting <= MAX_NESTING:
                module = self.program.defined_in(method)
                place = Place(module, function.name, function.end_line, receiver)
                self._mutates[key] = self._body_mutates(place, function.parameters[0].name, nesting)
        return self._mutates[key]

    def _method_mutates(self, class_name: str, name: str, receiver: Value) -> bool:
        method = self.catalogue.method(class_name, name)
        return bool(method) and self.mutates(method, receiver)

    def _body_mutates(self, place: Place, me: str, nesting: int) -> bool:
        receiver = place.receiver
        assert receiver is not None
        row_writes = self.catalogue.dialect[receiver.entity].row_writes
        for use in self.inference.index.uses(place.module, place.scope):
            first, _, rest = use.chain.partition(".")
            if first == me and use.kind is UseKind.WRITE and rest and "." not in rest and receiver.shape is Shape.ROW:
                return True
            if use.kind is UseKind.CALL and first == "super()" and rest in row_writes and receiver.shape is Shape.ROW:
                return True
            if use.kind is not UseKind.CALL or first != me or "." in rest or "(" in rest:
                continue
            if not rest and receiver.shape is Shape.CLASS:
                return True
            inner = self.catalogue.method(receiver.entity, rest) if rest else ""
            if inner and self.mutates(inner, receiver, nesting + 1):
                return True
            writes = row_writes if receiver.shape is Shape.ROW else self.catalogue.dialect[receiver.entity].query_writes
            if rest and not inner and rest in writes and receiver.shape in (Shape.ROW, Shape.QUERY):
                return True
        sites = self.inference.index.sites(place.module, place.scope)
        return any(entity == receiver.entity for site in sites for entity in self._written(place, site.call))

    # -- verbs ------------------------------------------------------------------------------------------------------

    def _of_call(self, place: Place, site: CallSite) -> Iterator[Effect]:
        place = place._replace(line=site.call.line)
        for entity in self._written(place, site.call):
            yield Effect(site.scope, entity, Mode.WRITE, 1, site.call.line)
        yield from self._continued(place, site)

    def _continued(self, place: Place, site: CallSite) -> Iterator[Effect]:
        """``session.query(Order).update(...)``: a write verb called on what an inner call yields."""
        func = site.call.func
        if "()" not in func or not any(verb.writes for verb in self.catalogue.verbs[last_name(func)]):
            return
        start, touches = self.inference.follow(place, f"{func}()", site.call)
        if start is not None and start.shape is Shape.QUERY and touches and self._begins_with_verb(place, func):
            last = touches[-1]
            if last.before.shape is Shape.QUERY and last.segment.name in self.catalogue.dialect[last.before.entity].query_writes:
                yield Effect(site.scope, last.before.entity, Mode.WRITE, 1, site.call.line)

    def _begins_with_verb(self, place: Place, func: str) -> bool:
        return any(last_name(call.func) in self.catalogue.verbs for call in self.inference.calls.inside(place, func))

    def _written(self, place: Place, call: Call) -> Iterator[str]:
        """The entities that a call of a verb writes; a row made in the argument itself was counted as made."""
        verbs = [verb for verb in self.catalogue.verbs.get(last_name(call.func), ()) if verb.writes]
        if not verbs or not call.args or self._is_own(place, call.func):
            return
        given = call.args[0]
        for argument in given.items if isinstance(given, Items) else (given,):
            value = None if self._is_made(place, argument) else self.inference.value(place._replace(line=call.line), argument)
            if value is None or value.shape is Shape.OBJECT:
                continue
            for verb in verbs:
                is_on_session = verb.receiver is Receiver.LIBRARY or is_session(self.program, place.module, place.scope, call.func)
                if value.shape in verb.shapes and is_on_session:
                    yield value.entity
                    break

    def _is_own(self, place: Place, func: str) -> bool:
        """Whether what is called is code of the program rather than a mapper's."""
        resolved = self.program.resolve(place.module, func, place.scope)
        return bool(resolved) and self.program.function_syntax(resolved) is not None

    def _is_made(self, place: Place, argument: Expr) -> bool:
        if not isinstance(argument, Call):
            return False
        return bool(self.catalogue.entity(self.program.resolve(place.module, argument.func, place.scope)))
