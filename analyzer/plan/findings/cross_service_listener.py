"""Events and signals with listeners in another service than the sender."""

from collections import defaultdict
from collections.abc import Iterator

from analyzer.model.place import Severity
from analyzer.model.plan import Finding
from analyzer.model.surface import Message
from analyzer.plan.findings.finder import Finder, Survey, finding
from analyzer.plan.wording import last, listed


def _find(survey: Survey) -> Iterator[Finding]:
    cut = survey.cut
    senders: dict[str, list[Message]] = defaultdict(list)
    for message in cut.running(cut.codebase.of(Message)):
        if message.role == "send":
            senders[message.channel].append(message)
    for receiver in cut.running(cut.codebase.of(Message)):
        if receiver.role != "receive":
            continue
        across = [sender for sender in senders[receiver.channel] if cut.crosses(sender.module, receiver.module)]
        if across:
            here, there = cut.home(receiver.module), sorted({cut.home(sender.module) for sender in across})
            yield finding(
                "cross-service-listener",
                Severity.WARNING,
                [receiver.at, *(sender.at for sender in across)],
                f"{last(receiver.source)} in {here} listens to {receiver.channel!r}, which {listed(there)} sends",
                [here, *cut.services_of(sender.module for sender in across)],
                "In one process the listener runs inside the sender's call: publish the event on a broker after commit, make the listener "
                "repeatable, and let errors stay on its side",
                at=receiver.at,
            )


CROSS_SERVICE_LISTENER = Finder("cross-service-listener", _find)
