"""Small programs are followed call by call, in the order in which they would run."""

import ast

from analyzer.read.calls.classes import initialise
from analyzer.read.calls.functions import bind
from analyzer.read.calls.heap import Heap
from analyzer.read.calls.library import Library, Unit
from analyzer.read.calls.machine import Machine
from analyzer.read.calls.results import adopted, outcome
from analyzer.read.calls.values import (
    NOTHING,
    RETURNED,
    Arguments,
    Body,
    ClassValue,
    FunctionValue,
    Instance,
    Scope,
    Value,
    Values,
)

MAX_DEPTH = 40
MAX_SAME = 3
MAX_ROUNDS = 3


class Inliner(Machine):
    """A call runs the function's code in a fresh frame, so what differs from call to call is kept apart."""

    def __init__(self, library: Library, steps: int) -> None:
        super().__init__(library, Heap(), steps)
        self._active: list[Scope] = []
        self._changed: set[Scope] = set()
        self._assumed: dict[ClassValue, Instance] = {}

    def run(self) -> None:
        """Follow the entry, then every function that nothing called."""
        self.enter(self.library.entry)
        for unit in self.library.reachable():
            if unit.name not in self.scopes:
                self.enter(unit)
        position = 0
        while position < len(self.functions):
            function = self.functions[position]
            position += 1
            if not function.is_called:
                self.invoke(function, adopted(self, function))

    def enter(self, unit: Unit) -> Scope:
        """Run the code of a module, now."""
        scope = self.open(unit)
        self.execute(scope, scope.code.body)
        return scope

    def invoke(self, function: FunctionValue, arguments: Arguments) -> Values:
        """Run a function; one that runs already gets more arguments and gives what it gave so far."""
        function.is_called = True
        same = [one for one in self._active if one.function is not None and one.function.code is function.code]
        again = next((one for one in same if one.function is function), None) or (same[-1] if len(same) >= MAX_SAME else None)
        if again is not None:
            return self._again(again, function, arguments)
        if len(self._active) >= MAX_DEPTH:
            return NOTHING
        frame = Scope(
            self.serial(), code=function.code, caller=function.caller, parent=function.scope, home=function.home, function=function
        )
        bind(self, frame, function, arguments, is_certain=True)
        self._active.append(frame)
        for _ in range(MAX_ROUNDS):
            self._changed.discard(frame)
            self.execute(frame, function.code.body)
            if frame not in self._changed:
                break
        self._active.pop()
        return outcome(self, frame)

    def _again(self, frame: Scope, function: FunctionValue, arguments: Arguments) -> Values:
        before = dict(frame.slots)
        bind(self, frame, function, arguments, is_certain=False)
        if any(values != before.get(key) for key, values in frame.slots.items()):
            self._changed.add(frame)
        return self.heap.read(frame, RETURNED) or NOTHING

    def instance(self, frame: Body, site: ast.AST, cls: ClassValue) -> Instance:
        """A fresh object for each place, frame and class."""
        made = self.make(frame, (site, cls), lambda serial: Instance(serial, cls=cls))
        if made not in cls.instances:
            cls.instances.append(made)
        return made

    def assumed(self, cls: ClassValue) -> tuple[Value, ...]:
        """The objects of a class that the program made, else one that nobody was seen to make."""
        if cls.instances:
            return tuple(cls.instances)
        known = self._assumed.get(cls)
        if known is None:
            known = self._assumed[cls] = Instance(self.serial(), cls=cls, many=True)
            unseen = Scope(self.serial(), code=cls.code, caller="", home=cls.home)
            initialise(self, unseen, known, Arguments(), cls.code.node or ast.Pass())
        return (known,)
