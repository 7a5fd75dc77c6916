"""Signals of Django and Blinker, and events of SQLAlchemy."""

from collections.abc import Iterator, Mapping

from analyzer.frameworks.constants import text_of
from analyzer.frameworks.imported import words_for
from analyzer.frameworks.kept_sites import modules_decorating, sites_named
from analyzer.frameworks.objects import Held, Objects
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.surface import Message
from analyzer.model.syntax import Call, Expr, FunctionSyntax, Items, ModuleSyntax, Name
from analyzer.read.program import Program

SIGNAL = "signal"
NAMESPACE = "namespace"
KINDS: dict[str, frozenset[str]] = {
    SIGNAL: frozenset(
        {
            *("django.dispatch.Signal", "django.dispatch.dispatcher.Signal"),
            *("blinker.Signal", "blinker.NamedSignal", "blinker.base.Signal", "blinker.signal", "blinker.base.signal"),
        }
    ),
    NAMESPACE: frozenset({"blinker.Namespace", "blinker.base.Namespace", "flask.signals.Namespace"}),
}
MAKERS: Mapping[tuple[str, str], str] = {(NAMESPACE, "signal"): SIGNAL}
SEND = frozenset({"send", "send_robust", "asend", "asend_robust", "send_async"})
RECEIVERS = frozenset({"django.dispatch.receiver", "django.dispatch.dispatcher.receiver"})
LISTEN = frozenset({"sqlalchemy.event.listen", "sqlalchemy.event.api.listen"})
LISTENS_FOR = frozenset({"sqlalchemy.event.listens_for", "sqlalchemy.event.api.listens_for"})
CALLS = SEND | {"connect", "listen", "listens_for"}
NAMED = frozenset({"blinker.signal", "blinker.base.signal"})


class Signals:
    """Reads sends and receives of signal objects, those of libraries included."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.objects = Objects(program, KINDS, MAKERS)
        self.decorators = words_for(program, RECEIVERS | LISTENS_FOR)

    def messages(self) -> Iterator[Message]:
        """A message for each handler that is connected and each place that sends."""
        for module in modules_decorating(self.program, self.decorators | {"connect", "connect_via"}):
            syntax = self.program.modules[module]
            for function in syntax.functions:
                for decorator in function.decorators:
                    for channel in self._decorator(module, function, decorator):
                        yield self._message(channel, "receive", f"{module}.{function.name}", Location(syntax.path, function.line))
        for syntax, site in sites_named(self.program, CALLS):
            yield from self._call(syntax, site.scope, site.call)

    def _message(self, channel: str, role: str, source: str, at: Location) -> Message:
        return Message(channel, role, ModuleName(self.program.defined_in(source)), QualName(source), at)

    def _decorator(self, module: str, function: FunctionSyntax, decorator: Expr) -> Iterator[str]:
        scope = function.name.rpartition(".")[0]
        chain = decorator.func if isinstance(decorator, Call) else decorator.dotted if isinstance(decorator, Name) else ""
        receiver, _, last = chain.rpartition(".")
        call = decorator if isinstance(decorator, Call) else None
        if last in ("connect", "connect_via"):
            sender = call.argument(0, "sender") if call is not None and last == "connect_via" else None
            yield from self._channels(module, scope, Name(receiver), sender)
        elif call is not None and call.args and last in self.decorators:
            full = self.program.resolve(module, chain, scope)
            if full in RECEIVERS:
                signals = call.args[0].items if isinstance(call.args[0], Items) else (call.args[0],)
                for one in signals:
                    yield from self._channels(module, scope, one, call.keyword("sender"))
            elif full in LISTENS_FOR:
                yield from self._database(module, scope, call)

    def _call(self, syntax: ModuleSyntax, scope: str, call: Call) -> Iterator[Message]:
        receiver, _, last = call.func.rpartition(".")
        module, at = syntax.module, Location(syntax.path, call.line)
        if last in SEND and receiver:
            source = f"{module}.{scope}" if scope else module
            for channel in self._channels(module, scope, Name(receiver), None):
                yield self._message(channel, "send", source, at)
        elif last == "connect" and receiver:
            handler = self._handler(module, scope, call.argument(0, "receiver"))
            for channel in self._channels(module, scope, Name(receiver), call.argument(1, "sender")) if handler else ():
                yield self._message(channel, "receive", handler, at)
        elif last in ("listen", "listens_for") and self.program.resolve(module, call.func, scope) in LISTEN:
            handler = self._handler(module, scope, call.argument(2, "fn"))
            for channel in self._database(module, scope, call) if handler else ():
                yield self._message(channel, "receive", handler, at)

    def _handler(self, module: str, scope: str, expr: Expr | None) -> str:
        full = self.program.resolve(module, expr.dotted, scope) if isinstance(expr, Name) else ""
        return full if full and self.program.defined_in(full) else ""

    def _channels(self, module: str, scope: str, signal: Expr, sender: Expr | None) -> Iterator[str]:
        """The names of the channels that a signal means: of a signal of the code base its dotted name, of a named one the name, of a
        library's the dotted name with the sender."""
        held = [one for one in self.objects.of(module, scope, signal) if one.kind == SIGNAL]
        for one in held:
            yield self._name(one)
        full = self.program.resolve(module, signal.dotted, scope) if isinstance(signal, Name) and not held else ""
        if full and not self.program.defined_in(full) and (".signals." in full or full.startswith(("flask.", "celery.signals"))):
            by = self.program.resolve(module, sender.dotted, scope) if isinstance(sender, Name) else ""
            yield f"{full}({by})" if by else full

    def _name(self, held: Held) -> str:
        if self.program.resolve(held.module, held.call.func, held.scope) in NAMED:
            return text_of(self.program, held.module, held.scope, held.call.argument(0, "name")) or held.id
        return held.id

    def _database(self, module: str, scope: str, call: Call) -> Iterator[str]:
        target = call.argument(0, "target")
        event = text_of(self.program, module, scope, call.argument(1, "identifier"))
        full = self.program.resolve(module, target.dotted, scope) if isinstance(target, Name) else ""
        if event:
            yield f"sqlalchemy.{event}({full})" if full else f"sqlalchemy.{event}"
