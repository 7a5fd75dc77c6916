"""Events and signals: who sends what others receive."""

from collections import defaultdict
from collections.abc import Iterator

from analyzer.model.graph import Evidence
from analyzer.model.place import Location, ModuleName
from analyzer.model.surface import Message
from analyzer.signals.sharing import shared_by
from analyzer.signals.signal import Signal
from analyzer.signals.view import View


def collect(view: View) -> Iterator[Evidence]:
    """Evidence for modules on one channel: weak, since events are how services talk to each other."""
    codebase, business = view.codebase, view.business
    groups: dict[str, dict[ModuleName, Location]] = defaultdict(dict)
    for message in codebase.of(Message):
        if message.module in business:
            groups[message.channel].setdefault(message.module, message.at)
    yield from shared_by("messages", groups, view.closeness, "both on the channel {}, as are {} modules in all".format)


MESSAGES = Signal("messages", collect)
