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

from analyzer.frameworks.bound_names import bound_names
from analyzer.frameworks.constants import all_texts
from analyzer.frameworks.events.callees import Callees
from analyzer.frameworks.events.state import State
from analyzer.frameworks.imported import names_for
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.surface import Message
from analyzer.model.syntax import Call, ClassSyntax, Expr, FunctionSyntax, Items, Name, Subscript, Text, UseKind
from analyzer.read.program import Program


class Given(NamedTuple):
    """A function is given a channel: the function, the channel, who gives it or whom it concerns, the place."""

    function: str
    channel: str
    source: str
    at: Location


class Sent(NamedTuple):
    """A call that may send: its module and scope, and the call."""

    module: str
    scope: str
    call: Call


class Buses:
    """Finds the event buses of a program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.callees = Callees(program)
        self.state = State(program, self.callees)

    def messages(self) -> Iterator[Message]:
        """A message for each use of a receiver or sender of a bus."""
        keeps = cache(self._keeps)
        receives = [one for one in self._receives() if keeps(one.function)]
        if not receives:
            return
        receivers = {one.function for one in receives}
        calls = list(self._calls(self._homes(receivers)))
        pairs = self._pairs(receives, [one for one in self._meeting(calls, receives) if one.function not in receivers])
        sends = list(self._through(calls, {one for _, one in pairs})) if pairs else []
        for given, role, members in ((receives, "receive", {one for one, _ in pairs}), (sends, "send", {one for _, one in pairs})):
            for one in given:
                if one.function in members:
                    module = self.program.defined_in(one.source)
                    yield Message(one.channel, role, ModuleName(module), QualName(one.source), one.at)

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

    def _receives(self) -> Iterator[Given]:
        for module in sorted(self.program.modules):
            syntax = self.program.modules[module]
            definitions: list[FunctionSyntax | ClassSyntax] = [*syntax.functions, *syntax.classes]
            for one in definitions:
                for decorator in one.decorators:
                    if isinstance(decorator, Call) and decorator.args:
                        scope = one.name.rpartition(".")[0]
                        at = Location(syntax.path, decorator.line)
                        found = self._given(module, scope, decorator, f"{module}.{one.name}", at, decorator.args)
                        # A class under a text is an entry of a registry (a plug-in, a codec), not a listener.
                        yield from (given for given in found if isinstance(one, FunctionSyntax) or self.program.class_syntax(given.channel))
            for site in syntax.calls:
                handler = self._handler(module, site.scope, site.call) if site.call.args else ""
                if handler:
                    at = Location(syntax.path, site.call.line)
                    yield from self._given(module, site.scope, site.call, handler, at, site.call.args[:1])

    def _given(
        self, module: str, scope: str, call: Call, source: str, at: Location, channels: tuple[Expr, ...], sent: bool = False
    ) -> Iterator[Given]:
        function = self.callees.of(module, scope, call.func)
        if function:
            for value in (one for channel in channels for one in _alternatives(channel)):
                for channel in self._channels(module, scope, value, sent):
                    yield Given(function, channel, source, at)

    def _handler(self, module: str, scope: str, call: Call) -> str:
        """The function of the code base among the further arguments of a call, or ``""``."""
        for value in (*call.args[1:3], *(value for _, value in call.keywords)):
            full = self.program.resolve(module, value.dotted, scope) if isinstance(value, Name) else ""
            if full and self.program.function_syntax(full) is not None:
                return full
            method = self.callees.of(module, scope, value.dotted) if isinstance(value, Name) and not full else ""
            if method:
                return method
        return ""

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
        homes = {module for module, bindings in self.program.names.bindings.items() if bindings.stars}
        homes.update(map(self.program.defined_in, receivers))
        for name in {name for one in receivers for name in self.state.stores(one)}:
            homes.add(self.program.defined_in(name))
            homes.update(module for module, _ in bound_names(self.program).get(name, ()))
        return homes

    def _calls(self, homes: set[str]) -> Iterator[Sent]:
        """The kept calls that may call a function of these modules, judged by names; decorators are none."""
        modules = self.program.modules
        words = names_for(self.program, (function.name for home in homes for function in modules[home].functions))
        for module in sorted(modules):
            syntax = modules[module]
            sites = [one for one in syntax.calls if one.call.args and not words.isdisjoint(_segments(one.call.func))]
            made = [one for function in syntax.functions for one in function.decorators if isinstance(one, Call)] if sites else ()
            decorators = {(one.func, one.line) for one in made}
            yield from (Sent(module, one.scope, one.call) for one in sites if (one.call.func, one.call.line) not in decorators)

    def _meeting(self, calls: Iterable[Sent], receives: Iterable[Given]) -> Iterator[Given]:
        """Whatever is given a channel of one of these."""
        channels = {one.channel for one in receives}
        for one in calls:
            values = _alternatives(one.call.args[0])
            if any(not channels.isdisjoint(self._channels(one.module, one.scope, value, sent=True)) for value in values):
                yield from self._sent(one)

    def _through(self, calls: Iterable[Sent], senders: set[str]) -> Iterator[Given]:
        """Whatever channel one of these functions is given."""
        words = names_for(self.program, senders)
        for one in calls:
            if not words.isdisjoint(_segments(one.call.func)):
                yield from self._sent(one)

    def _sent(self, one: Sent) -> Iterator[Given]:
        source = f"{one.module}.{one.scope}" if one.scope else one.module
        at = Location(self.program.modules[one.module].path, one.call.line)
        yield from self._given(one.module, one.scope, one.call, source, at, one.call.args[:1], sent=True)

    def _channels(self, module: str, scope: str, value: Expr, sent: bool) -> tuple[str, ...]:
        """The names of the channels that an argument may mean."""
        texts = all_texts(self.program, module, scope, value)
        if texts or isinstance(value, Text | Items):
            return texts
        channel = self._object(module, scope, value, sent)
        return (channel,) if channel else ()

    def _object(self, module: str, scope: str, value: Expr, sent: bool) -> str:
        """The dotted name of the class or variable that an argument means as a channel, or ``""``."""
        chain = value.dotted if isinstance(value, Name) else value.func if isinstance(value, Call) and sent else ""
        full = self.program.resolve(module, chain, scope) if chain else ""
        if not full or not self.program.names.is_known(full) or full in self.program.modules:
            return ""
        is_class = self.program.class_syntax(full) is not None
        if isinstance(value, Call) or not sent:
            return full if is_class or (isinstance(value, Name) and self.program.function_syntax(full) is None) else ""
        return "" if is_class or self.program.function_syntax(full) is not None else full


def _alternatives(value: Expr) -> tuple[Expr, ...]:
    """What an argument may be: both sides of ``a if x else b``, else itself."""
    if isinstance(value, Subscript) and value.value == Name("or") and isinstance(value.key, Items):
        return value.key.items
    return (value,)


def _segments(chain: str) -> list[str]:
    return chain.replace("()", "").replace("[]", "").split(".")


def _returns_parameter(function: FunctionSyntax) -> bool:
    names = {one.name for one in function.parameters}
    return any(isinstance(value, Name) and value.dotted in names for value in function.returned)
