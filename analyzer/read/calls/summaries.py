"""Large programs are followed function by function, until nothing new is found: one summary for each function."""

import ast
from collections import defaultdict, deque
from collections.abc import Iterable

from analyzer.read.calls.attributes import foreign_member, order, search
from analyzer.read.calls.calling import call
from analyzer.read.calls.expressions import evaluate
from analyzer.read.calls.functions import bind
from analyzer.read.calls.library import Library, Unit
from analyzer.read.calls.lookups import Lookup
from analyzer.read.calls.machine import Machine
from analyzer.read.calls.results import adopted, outcome
from analyzer.read.calls.shared_heap import SharedHeap
from analyzer.read.calls.values import (
    Arguments,
    Body,
    Bound,
    ClassValue,
    FunctionValue,
    Instance,
    Place,
    Scope,
    Value,
    Values,
    in_order,
    joined,
)

MAX_RUNS = 5
MAX_AT_ONCE = 64
STEPS_PER_LINE = 20
MIN_STEPS = 500_000


class Summaries(Machine):
    """Each function has one frame, in which the arguments of all its calls meet; it is followed again when what it read grew."""

    def __init__(self, library: Library) -> None:
        self._shared = SharedHeap(self._wake)
        super().__init__(library, self._shared, 0)
        self._frames: dict[FunctionValue, Scope] = {}
        self._queue: deque[Scope] = deque()
        self._instances: dict[ClassValue, Instance] = {}
        self._bound: set[tuple[FunctionValue, Arguments]] = set()
        self._queued: set[Scope] = set()
        self._runs: dict[Scope, int] = {}
        self._lookups: dict[tuple[ClassValue, str], Lookup] = {}
        self._narrowed: set[ast.expr] = set()
        self.spent = 0
        self._budget = max(MIN_STEPS, STEPS_PER_LINE * sum(unit.lines for unit in library.reachable()))

    def step(self) -> None:
        """Count one step; when the budget is spent, code that was followed once is not followed again."""
        self.spent += 1

    @property
    def left_out(self) -> int:
        """Of how many expressions, variables and elements some values were left out."""
        return len(self._narrowed) + len(self._shared.full)

    def run(self) -> None:
        """Follow every reachable module, then all that is called, then what nothing calls."""
        for unit in self.library.reachable():
            if unit.name not in self.scopes:
                self.enter(unit)
        self._drain()
        position = 0
        while position < len(self.functions):
            function = self.functions[position]
            position += 1
            if not function.code.is_followed:
                self.invoke(function, adopted(self, function))
                self._drain()

    def enter(self, unit: Unit) -> Scope:
        """Open a module; its code is followed soon."""
        scope = self.open(unit)
        self._wake(scope)
        return scope

    def invoke(self, function: FunctionValue, arguments: Arguments) -> Values:
        """Add arguments to a function's summary, and give what it is known to return."""
        self.spent += 1
        frame = self._frames.get(function)
        if frame is None:
            frame = self._frames[function] = Scope(
                self.serial(), code=function.code, caller=function.caller, parent=function.scope, home=function.home, function=function
            )
            self._wake(frame)
        function.code.is_followed = True
        if (function, arguments) not in self._bound:
            self._bound.add((function, arguments))
            self._shared.is_passing = True
            bind(self, frame, function, arguments, is_certain=False)
            self._shared.is_passing = False
        return outcome(self, frame)

    def execute_class(self, cls: ClassValue, body: list[ast.stmt]) -> None:
        """Follow the body of a class, its own names in order."""
        self._shared.enter(cls)
        self.execute(cls, body)
        self._shared.leave(cls)

    def evaluate(self, frame: Body, node: ast.expr | None) -> Values:
        """What an expression may stand for: of very many values the first, so that a step costs what one step may."""
        values = evaluate(self, frame, node)
        if len(values) <= MAX_AT_ONCE or node is None:
            return values
        self._narrowed.add(node)
        return frozenset(in_order(values)[:MAX_AT_ONCE])

    def member(self, cls: ClassValue, name: str) -> Values:
        """What a class or its ancestors have under a name; looked up again only where a class changed."""
        if self._shared.is_inside_class():
            return search(self, order(self, cls), name)
        lookup = self._lookups.get((cls, name))
        if lookup is None:
            lookup = self._lookups[cls, name] = Lookup()
        if lookup.shape != self.shape:
            lookup.shape, lookup.holder = self.shape, None
            classes = order(self, cls)
            if not any(self._shared.look(lookup, one, name) for one in classes):
                lookup.outside = foreign_member([base for one in classes for base in one.outside], name)
        return self._shared.member(lookup, name)

    def together(self, methods: list[Bound]) -> Iterable[tuple[FunctionValue, Values]]:
        """Methods with all the objects that they are followed for: a function has one frame for them."""
        if len(methods) == 1:
            return super().together(methods)
        found: defaultdict[FunctionValue, set[Value]] = defaultdict(set)
        for one in methods:
            found[one.function].add(one.receiver)
        return [(function, frozenset(receivers)) for function, receivers in found.items()]

    def call(self, frame: Body, callees: Values, arguments: Arguments, site: ast.AST) -> Values:
        """What a call of any of these may give: nothing runs here, so the order does not matter."""
        if len(callees) == 1:
            return call(self, frame, next(iter(callees)), arguments, site)
        results: list[Values] = []
        methods: list[Bound] = []
        for one in in_order(callees):
            if isinstance(one, Bound):
                methods.append(one)
            else:
                results.append(call(self, frame, one, arguments, site))
        for function, receivers in self.together(methods):
            self.note(frame, function.caller)
            results.append(self.invoke(function, arguments.after(receivers)))
        return joined(results)

    def instance(self, frame: Body, site: ast.AST, cls: ClassValue) -> Instance:
        """One object stands for all of a class."""
        made = self._instances.get(cls)
        if made is None:
            made = self._instances[cls] = Instance(self.serial(), cls=cls, many=True)
        return made

    def assumed(self, cls: ClassValue) -> tuple[Value, ...]:
        """The one object that stands for all of a class."""
        return (self.instance(cls, cls.code.node, cls),)

    def _wake(self, place: Place) -> None:
        """Have the code of a frame followed (again)."""
        if isinstance(place, Scope) and place not in self._queued:
            self._queued.add(place)
            self._queue.append(place)

    def _drain(self) -> None:
        while self._queue:
            frame = self._queue.popleft()
            self._queued.discard(frame)
            runs = self._runs[frame] = self._runs.get(frame, 0) + 1
            if runs > MAX_RUNS or (runs > 1 and self.spent > self._budget):
                self.cut.add(frame.caller)
                continue
            try:
                self._shared.follow(frame)
                self.execute(frame, frame.code.body)
            except RecursionError:
                self.cut.add(frame.caller)
            finally:
                self._shared.rest()
