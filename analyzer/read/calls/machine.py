"""Follows a program without running it: what is common to following call by call and to summaries of functions."""

import ast
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TypeVar

from analyzer.read.calls.attributes import attribute, order, search
from analyzer.read.calls.calling import call
from analyzer.read.calls.code import Codes
from analyzer.read.calls.expressions import evaluate
from analyzer.read.calls.heap import Heap
from analyzer.read.calls.iterating import elements
from analyzer.read.calls.library import Library, Unit
from analyzer.read.calls.statements import execute
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

T = TypeVar("T", bound=Place)


class OutOfStepsError(Exception):
    """The program is too large to be followed this way."""


class Machine(ABC):
    """The state of following one program: its modules, its heap, and the calls found so far."""

    def __init__(self, library: Library, heap: Heap, steps: int) -> None:
        self.library = library
        self.heap = heap
        self.codes = Codes()
        self.calls: defaultdict[str, set[str]] = defaultdict(set)
        self.functions: list[FunctionValue] = []
        self.loops = 0
        self.shape = 0
        self.cut: set[str] = set()
        self.promised: dict[tuple[Body, ast.expr], Values] = {}
        self.scopes: dict[str, Scope] = {}
        self._expressions: dict[ast.stmt, ast.expr] = {}
        self._left = steps
        self._serial = 0
        self._orders: dict[ClassValue, tuple[tuple[ClassValue, ...], tuple[ClassValue, ...]]] = {}

    # -- what the parts ask of each other -----------------------------------------------------------------------

    def evaluate(self, frame: Body, node: ast.expr | None) -> Values:
        """What an expression may stand for."""
        return evaluate(self, frame, node)

    def execute(self, frame: Body, body: list[ast.stmt]) -> bool:
        """Follow statements; whether the end of them is reached."""
        return execute(self, frame, body)

    def execute_class(self, cls: ClassValue, body: list[ast.stmt]) -> None:
        """Follow the body of a class."""
        self.execute(cls, body)

    def call(self, frame: Body, callees: Values, arguments: Arguments, site: ast.AST) -> Values:
        """What a call of any of these may give; the calls are noted. Each is followed from the same state."""
        if len(callees) == 1:
            return call(self, frame, next(iter(callees)), arguments, site)
        results: list[Values] = []

        def attempt(callee: Value) -> Callable[[], bool]:
            def run() -> bool:
                results.append(call(self, frame, callee, arguments, site))
                return True

            return run

        if callees:
            self.heap.branches(frame, [attempt(one) for one in in_order(callees)])
        return joined(results)

    def attribute(self, frame: Body, values: Values, name: str) -> Values:
        """What an attribute may stand for."""
        return attribute(self, frame, values, name)

    def member(self, cls: ClassValue, name: str) -> Values:
        """What a class or its ancestors have under a name."""
        return search(self, order(self, cls), name)

    def together(self, methods: list[Bound]) -> Iterable[tuple[FunctionValue, Values]]:
        """Methods with the objects that they are followed for: one by one."""
        return [(one.function, frozenset({one.receiver})) for one in methods]

    def elements(self, frame: Body, values: Values, site: ast.AST) -> Values:
        """What going through something may give."""
        return elements(self, frame, values, site)

    # -- bookkeeping --------------------------------------------------------------------------------------------

    def step(self) -> None:
        """Count one step; raises OutOfStepsError at the end of the budget."""
        self._left -= 1
        if self._left < 0:
            raise OutOfStepsError

    def note(self, frame: Body, callee: str) -> None:
        """Note that the code of a frame calls something."""
        self.calls[frame.caller].add(callee)
        if callee not in self.calls:
            self.calls[callee] = set()

    def make(self, frame: Body, site: object, create: Callable[[int], T]) -> T:
        """The object that a place in the source makes in a frame; made there a second time it stands for several."""
        found = frame.made.get(site)
        if found is not None:
            found.many = True
            return found  # type: ignore[return-value]  # a place in the source makes one kind of object
        self._serial += 1
        made = create(self._serial)
        frame.made[site] = made
        if isinstance(made, FunctionValue):
            self.functions.append(made)
        return made

    def made_once(self, node: ast.stmt, expression: ast.expr) -> ast.expr:
        """The expression that stands for a statement: the same each time."""
        return self._expressions.setdefault(node, expression)

    def serial(self) -> int:
        """A number that no other object has."""
        self._serial += 1
        return self._serial

    def order(self, cls: ClassValue, compute: Callable[[ClassValue], tuple[ClassValue, ...]]) -> tuple[ClassValue, ...]:
        """The order in which the bases of a class are searched, computed again where the bases changed."""
        known = self._orders.get(cls)
        if known is None or known[0] != cls.bases:
            self._orders[cls] = (cls.bases, (cls,))  # the answer where a class is among its own bases
            known = self._orders[cls] = (cls.bases, compute(cls))
        return known[1]

    def module(self, name: str) -> Scope | None:
        """The scope of a module, its code followed on first use; None where the root does not hold it."""
        unit = self.library.find(name)
        if unit is None:
            return None
        scope = self.scopes.get(unit.name)
        return scope if scope is not None else self.enter(unit)

    def open(self, unit: Unit) -> Scope:
        """The fresh scope of a module."""
        code = self.codes.of(unit.tree if unit.tree is not None else ast.Module([], []))
        scope = Scope(self.serial(), code=code, caller=unit.name, package=unit.package)
        self.scopes[unit.name] = scope
        if unit.path:
            self.calls.setdefault(unit.name, set())
        return scope

    # -- what differs -------------------------------------------------------------------------------------------

    @abstractmethod
    def run(self) -> None:
        """Follow the program from its entry to the end."""

    @abstractmethod
    def enter(self, unit: Unit) -> Scope:
        """Open a module and follow its code, now or soon."""

    @abstractmethod
    def invoke(self, function: FunctionValue, arguments: Arguments) -> Values:
        """What a function of the code base gives for these arguments."""

    @abstractmethod
    def instance(self, frame: Body, site: ast.AST, cls: ClassValue) -> Instance:
        """The object that a call of a class makes."""

    @abstractmethod
    def assumed(self, cls: ClassValue) -> tuple[Value, ...]:
        """Objects of a class, where it is known that there are some but not which."""
