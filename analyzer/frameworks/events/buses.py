"""Event buses of the code base, known by their structure and not by their names.

A *receiver* is a function that is given a channel and keeps a callable: a decorator that returns the function it is given, or a
function called with a channel and a function. A *sender* is another function that is given a channel, shares a variable with the
receiver, and calls what it finds. They make a bus when one channel is used with both. A channel is a literal, a module constant, or a
class of the code base (sent as an instance).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from analyzer.frameworks.bound_names import STARS, bound_names
from analyzer.frameworks.events.callees import Callees
from analyzer.frameworks.events.channels import Given
from analyzer.frameworks.events.receivers import CHANNELS
from analyzer.frameworks.events.state import State
from analyzer.frameworks.imported import names_for
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.surface import Message
from analyzer.model.syntax import FunctionSyntax, Name, UseKind
from analyzer.read.program import Program


class Sent(NamedTuple):
    """A call that may send: its module, what is called, scope and line, and the channels."""

    module: str
    func: str
    scope: str
    line: int
    channels: tuple[str, ...]


class Buses:
    """Finds the event buses of a program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.callees = Callees(program)
        self.state = State(program, self.callees)

    def messages(self) -> Iterator[Message]:
        """A message for each use of a receiver or sender of a bus."""
        keeps = cache(self._keeps)
        noted = sorted(CHANNELS.of(self.program))
        receives = [Given(*row) for _, (received, _) in noted for row in received if keeps(row[0])]
        if not receives:
            return
        receivers = {one.function for one in receives}
        words = self._words(self._homes(receivers))
        sent = (Sent(module, *row) for module, (_, rows) in noted for row in rows)
        calls = [one for one in sent if not words.isdisjoint(_segments(one.func))]
        pairs = self._pairs(receives, [one for one in self._meeting(calls, receives) if one.function not in receivers])
        sends = list(self._through(calls, {one for _, one in pairs})) if pairs else []
        for given, role, members in ((receives, "receive", {one for one, _ in pairs}), (sends, "send", {one for _, one in pairs})):
            for one in given:
                if one.function in members:
                    module = self.program.defined_in(one.source)
                    at = Location(self.program.modules[one.module].path, one.line)
                    yield Message(one.channel, role, ModuleName(module), QualName(one.source), at)

    def _pairs(self, receives: list[Given], sends: list[Given]) -> set[tuple[str, str]]:
        """Receiver and sender of each bus: they meet on a channel and on a variable."""
        by_channel: dict[str, set[str]] = defaultdict(set)
        for one in sends:
            by_channel[one.channel].add(one.function)
        met = {(one.function, sender) for one in receives for sender in by_channel.get(one.channel, ())}
        return {
            (receiver, sender)
            for receiver, sender in met
            if self.state.stores(receiver) & self.state.stores(sender) and self.state.dispatches(sender)
        }

    # -- receivers --------------------------------------------------------------------------------------------------

    def _keeps(self, function: str) -> bool:
        """Whether a receiver keeps the callable: a decorator gives it back, a function does not call it itself."""
        syntax = self.program.function_syntax(function)
        if syntax is None or not self.state.stores(function):
            return False
        module, local = self.program.names.local_name(function)
        inner = [one for one in self.program.modules[module].functions if one.name.rpartition(".")[0] == local]
        if inner:
            return any(_returns_parameter(one) for one in inner)
        names = {one.name for one in syntax.parameters}
        return not any(use.scope == local and use.kind is UseKind.CALL and use.chain in names for use in self.state.uses(function))

    # -- senders ----------------------------------------------------------------------------------------------------

    def _homes(self, receivers: set[str]) -> set[str]:
        """The modules whose functions can share a variable with one of these: those of the variables, and those that import one."""
        homes = set(STARS.modules(self.program))
        homes.update(map(self.program.defined_in, receivers))
        for name in {name for one in receivers for name in self.state.stores(one)}:
            homes.add(self.program.defined_in(name))
            homes.update(module for module, _ in bound_names(self.program).get(name, ()))
        return homes

    def _words(self, homes: set[str]) -> frozenset[str]:
        """The last names by which functions of these modules may be called."""
        modules = self.program.modules
        return names_for(self.program, (function.name for home in homes for function in modules[home].functions))

    def _meeting(self, calls: Iterable[Sent], receives: Iterable[Given]) -> Iterator[Given]:
        """Whatever is given a channel of one of these."""
        channels = {one.channel for one in receives}
        for one in calls:
            if not channels.isdisjoint(one.channels):
                yield from self._sent(one)

    def _through(self, calls: Iterable[Sent], senders: set[str]) -> Iterator[Given]:
        """Whatever channel one of these functions is given."""
        words = names_for(self.program, senders)
        for one in calls:
            if not words.isdisjoint(_segments(one.func)):
                yield from self._sent(one)

    def _sent(self, one: Sent) -> Iterator[Given]:
        function = self.callees.of(one.module, one.scope, one.func)
        source = f"{one.module}.{one.scope}" if one.scope else one.module
        for channel in one.channels if function else ():
            yield Given(function, channel, source, one.module, one.line)


def _segments(chain: str) -> list[str]:
    return chain.replace("()", "").replace("[]", "").split(".")


def _returns_parameter(function: FunctionSyntax) -> bool:
    names = {one.name for one in function.parameters}
    return any(isinstance(value, Name) and value.dotted in names for value in function.returned)
