"""Small programs are followed call by call, in the order in which they would run."""

import ast

from analyzer.read.calls.attributes import order
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
        self._more: dict[Scope, list[Arguments]] = {}
        self._instances: dict[Instance, None] = {}
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
            if not function.code.is_followed:
                self.invoke(function, adopted(self, function))

    def enter(self, unit: Unit) -> Scope:
        """Run the code of a module, now."""
        scope = self.open(unit)
        self.execute(scope, scope.code.body)
        return scope

    def invoke(self, function: FunctionValue, arguments: Arguments) -> Values:
        """Run a function; one that runs already gets more arguments and gives what it gave so far."""
        function.code.is_followed = True
        same = [one for one in self._active if one.function is not None and one.function.code is function.code]
        again = next((one for one in same if one.function is function), None) or (same[-1] if len(same) >= MAX_SAME else None)
        if again is not None:
            # What a call inside of a branch passes must outlive the branch: it is bound when the branch is over.
            if arguments not in self._more[again]:
                self._more[again].append(arguments)
            return self.heap.read(again, RETURNED) or NOTHING
        if len(self._active) >= MAX_DEPTH:
            return NOTHING
        frame = Scope(
            self.serial(), code=function.code, caller=function.caller, parent=function.scope, home=function.home, function=function
        )
        bind(self, frame, function, arguments, is_certain=True)
        self._active.append(frame)
        more = self._more[frame] = []
        for _ in range(MAX_ROUNDS):
            known = len(more)
            self.execute(frame, function.code.body)
            if len(more) == known:
                break
            for one in more:
                bind(self, frame, function, one, is_certain=False)
        self._active.pop()
        del self._more[frame]
        return outcome(self, frame)

    def instance(self, frame: Body, site: ast.AST, cls: ClassValue) -> Instance:
        """A fresh object for each place, frame and class."""
        made = self.make(frame, (site, cls), lambda serial: Instance(serial, cls=cls))
        self._instances[made] = None
        return made

    def assumed(self, cls: ClassValue) -> tuple[Value, ...]:
        """The objects of a class that the program made, else one that nobody was seen to make."""
        known = [one for one in self._instances if cls in order(self, one.cls)]
        if known:
            return tuple(known)
        unseen = self._assumed.get(cls)
        if unseen is None:
            unseen = self._assumed[cls] = Instance(self.serial(), cls=cls, many=True)
            nowhere = Scope(self.serial(), code=cls.code, caller="", home=cls.home)
            initialise(self, nowhere, unseen, Arguments(), cls.code.node)
        return (unseen,)
