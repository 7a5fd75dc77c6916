"""What may have to do with an event bus: functions of the code base that are given a channel, alone or together with a function."""

from collections.abc import Iterator
from typing import Any

from analyzer.frameworks.events.callees import Callees
from analyzer.frameworks.events.channels import Channels, Given, alternatives
from analyzer.frameworks.note import Note
from analyzer.model.syntax import Call, ClassSyntax, FunctionSyntax, Name
from analyzer.read.program import Program

Sent = tuple[str, str, int, tuple[str, ...]]
"""A call that gives a channel: what is called, the scope, the line, and the channels that its first argument may mean."""


def _channels(program: Program, module: str) -> tuple[list[tuple[Any, ...]], list[Sent]] | None:
    """What may be received, and what may be sent."""
    # What was found out for one module is not told to the next: the answer would hang on which modules came before.
    channels = Channels(program, Callees(program))
    received = [tuple(one) for one in (*_decorated(channels, module), *_called(channels, module))]
    sent = list(_sent(channels, module))
    return (received, sent) if received or sent else None


CHANNELS = Note("channels", _channels)


def _sent(channels: Channels, module: str) -> Iterator[Sent]:
    """Decorators are no calls that send."""
    syntax = channels.program.modules[module]
    decorators = {(one.func, one.line) for function in syntax.functions for one in function.decorators if isinstance(one, Call)}
    for site in syntax.calls:
        call = site.call
        if call.args and (call.func, call.line) not in decorators:
            values = alternatives(call.args[0])
            named = tuple(dict.fromkeys(one for value in values for one in channels.named(module, site.scope, value, sent=True)))
            if named:
                yield call.func, site.scope, call.line, named


def _decorated(channels: Channels, module: str) -> Iterator[Given]:
    syntax = channels.program.modules[module]
    definitions: list[FunctionSyntax | ClassSyntax] = [*syntax.functions, *syntax.classes]
    for one in definitions:
        for decorator in one.decorators:
            if isinstance(decorator, Call) and decorator.args:
                found = channels.given(module, one.name.rpartition(".")[0], decorator, f"{module}.{one.name}", decorator.args)
                # A class under a text is an entry of a registry (a plug-in, a codec), not a listener.
                yield from (given for given in found if isinstance(one, FunctionSyntax) or channels.program.class_syntax(given.channel))


def _called(channels: Channels, module: str) -> Iterator[Given]:
    for site in channels.program.modules[module].calls:
        handler = _handler(channels, module, site.scope, site.call) if site.call.args else ""
        if handler:
            yield from channels.given(module, site.scope, site.call, handler, site.call.args[:1])


def _handler(channels: Channels, module: str, scope: str, call: Call) -> str:
    """The function of the code base among the further arguments of a call, or ``""``."""
    program = channels.program
    for value in (*call.args[1:3], *(value for _, value in call.keywords)):
        full = program.resolve(module, value.dotted, scope) if isinstance(value, Name) else ""
        if full and program.function_syntax(full) is not None:
            return full
        method = channels.callees.of(module, scope, value.dotted) if isinstance(value, Name) and not full else ""
        if method:
            return method
    return ""
