"""Large programs are followed function by function, until nothing new is found: one summary for each function."""

import ast
from collections import deque

from analyzer.read.calls.calling import call
from analyzer.read.calls.functions import bind
from analyzer.read.calls.library import Library, Unit
from analyzer.read.calls.machine import Machine
from analyzer.read.calls.results import adopted, outcome
from analyzer.read.calls.shared_heap import SharedHeap
from analyzer.read.calls.values import (
    RETURNED,
    YIELDED,
    Arguments,
    Body,
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
        self.cut: set[str] = set()
        self._spent = 0
        self._budget = max(MIN_STEPS, STEPS_PER_LINE * sum(unit.lines for unit in library.reachable()))

    def step(self) -> None:
        """Count one step; when the budget is spent, code that was followed once is not followed again."""
        self._spent += 1

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
        self._shared.read(frame, YIELDED if function.code.is_generator else RETURNED)
        return outcome(self, frame)

    def execute_class(self, cls: ClassValue, body: list[ast.stmt]) -> None:
        """Follow the body of a class, its own names in order."""
        self._shared.enter(cls)
        self.execute(cls, body)
        self._shared.leave(cls)

    def call(self, frame: Body, callees: Values, arguments: Arguments, site: ast.AST) -> Values:
        """What a call of any of these may give: nothing runs here, so the order does not matter."""
        return joined([call(self, frame, one, arguments, site) for one in in_order(callees)])

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
            if runs > MAX_RUNS or (runs > 1 and self._spent > self._budget):
                self.cut.add(frame.caller)
                continue
            try:
                self._shared.follow(frame)
                self.execute(frame, frame.code.body)
            except RecursionError:
                self.cut.add(frame.caller)
            finally:
                self._shared.rest()
