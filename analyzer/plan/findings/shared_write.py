"""Tables that more than their owner writes."""

from collections import defaultdict
from collections.abc import Iterator

from analyzer.model.data import EntityUse, Mode
from analyzer.model.partition import SHARED
from analyzer.model.place import Severity
from analyzer.model.plan import Finding
from analyzer.model.text import counted
from analyzer.plan.findings.finder import Finder, Survey, finding
from analyzer.plan.wording import last, listed


def _find(survey: Survey) -> Iterator[Finding]:
    cut = survey.cut
    foreign: dict[str, list[EntityUse]] = defaultdict(list)
    for use in cut.running(cut.codebase.of(EntityUse)):
        owner = survey.owner(use.entity)
        if use.mode is Mode.WRITE and owner not in ("", SHARED) and cut.home(use.module) not in ("", SHARED, owner):
            foreign[use.entity].append(use)
    for entity, uses in sorted(foreign.items()):
        owner = survey.owner(entity)
        writers = cut.services_of(use.module for use in uses)
        yield finding(
            "shared-write",
            Severity.ERROR,
            [use.at for use in uses],
            f"{last(entity)} belongs to {owner}, but {listed(writers)} {'writes' if len(writers) == 1 else 'write'} it too, in "
            f"{counted(sum(use.count for use in uses), 'place')}",
            [owner, *writers],
            f"Give {owner} a command for each of these writes, and let {listed(writers)} call it or publish an event",
        )


SHARED_WRITE = Finder("shared-write", _find)
