"""The backlog as values: an epic for each step of the way, with the refactorings before it as items, each with its acceptance check."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.model.roadmap import Prerequisite, Step
from analyzer.report.document import Report
from analyzer.report.wording import finding_title

TIE_TITLES = {
    "shared-write": "Table written from both sides",
    "transaction": "Transaction across services",
    "foreign-key": "Foreign key across services",
    "cascade": "Cascade across services",
    "navigation": "Attribute that leads to another service",
    "foreign-read": "Table read across services",
    "seam": "Use that cannot be rewritten as it is",
}


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the backlog. ``id`` stays the same while the thing is there, wherever it moves in its file; ``parent`` is the id of
    the epic, empty for an epic itself; ``check`` is a command that passes when the item is done."""

    id: str
    parent: str
    wave: int
    kind: str
    title: str
    services: tuple[str, ...]
    text: str
    remedy: str
    places: tuple[str, ...]
    days: tuple[float, float, float] | None
    done: str
    check: str


def backlog(report: Report) -> Iterator[Item]:
    """The items in the order of the steps, each epic before what belongs to it; each thing once, under the first step that needs it."""
    seen: set[str] = set()
    for step in report.steps:
        epic = _epic(step)
        yield epic
        for before in step.prerequisites:
            item = _item(step, before, epic.id)
            if item.id not in seen:
                seen.add(item.id)
                yield item


def _epic(step: Step) -> Item:
    days = (step.effort.low, step.effort.likely, step.effort.high)
    services = (step.service,) if step.service else ()
    name = fingerprint("epic", step.service)
    return Item(name, "", step.wave, "epic", step.title, services, step.why, step.effort.formula, (), days, step.done, step.check)


def _item(step: Step, before: Prerequisite, parent: str) -> Item:
    name = fingerprint(before.kind, *before.services, before.what, before.remedy)
    title = TIE_TITLES.get(before.kind) or finding_title(before.kind)
    done = "The report no longer lists it"
    check = f"! unbraid export backlog . | grep -q {name}"
    places = tuple(map(str, before.places))
    return Item(name, parent, step.wave, before.kind, title, before.services, before.what, before.remedy, places, None, done, check)


def fingerprint(*parts: str) -> str:
    """Ten characters that stand for these texts."""
    return hashlib.sha256("\0".join(parts).encode(errors="surrogateescape")).hexdigest()[:10]
