"""Signals and events: who sends and who listens, through libraries and through buses of the code base itself."""

from collections.abc import Iterator

from analyzer.frameworks.events.buses import Buses
from analyzer.frameworks.events.signals import SEND, Signals
from analyzer.frameworks.framework import Framework
from analyzer.model.codebase import Fact
from analyzer.read.program import Program


def _facts(program: Program) -> Iterator[Fact]:
    yield from Signals(program).messages()
    yield from Buses(program).messages()


VOCABULARY = frozenset(
    {
        *("connect", "connect_via", "listen", "listens_for", "('word')", *SEND),
        *("emit", "publish", "dispatch", "notify", "fire", "trigger", "raise_event", "post", "handle", "broadcast"),
        *("on", "subscribe", "register", "add_listener", "add_handler", "attach", "bind", "register_handler"),
    }
)
EVENTS = Framework("events", VOCABULARY, _facts)
