"""Shared data: foreign keys, and modules that use the same entity."""

from collections import defaultdict
from collections.abc import Iterator

from analyzer.model.codebase import Codebase
from analyzer.model.data import Entity, EntityLink, EntityUse, Mode
from analyzer.model.graph import Evidence
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.signals.sharing import shared_by
from analyzer.signals.signal import Signal
from analyzer.signals.view import View


def collect(view: View) -> Iterator[Evidence]:
    """Evidence from links between entities of two modules, and from use of one entity by two modules (rare entities count more,
    writing more than reading)."""
    codebase, business = view.codebase, view.business
    homes = {entity.name: entity.module for entity in codebase.of(Entity) if entity.module in business}
    yield from _links(codebase, homes)
    yield from _uses(view, homes)


def _links(codebase: Codebase, homes: dict[QualName, ModuleName]) -> Iterator[Evidence]:
    for link in codebase.of(EntityLink):
        source, target = homes.get(link.source), homes.get(link.target)
        if source and target and source != target:
            reason = f"{_short(link.source)}.{link.field} points at {_short(link.target)} ({link.kind.value.replace('_', ' ')})"
            yield Evidence("entities", source, target, 0.5, reason, link.at)


def _uses(view: View, homes: dict[QualName, ModuleName]) -> Iterator[Evidence]:
    groups: dict[str, dict[ModuleName, Location]] = defaultdict(dict)
    for use in view.codebase.of(EntityUse):
        home = homes.get(use.entity)
        if home and use.module in view.business:
            groups[use.entity].setdefault(use.module, use.at)
            if use.module != home:
                verb, strength = ("writes", 0.6) if use.mode is Mode.WRITE else ("reads", 0.3)
                yield Evidence("entities", use.module, home, strength, f"{verb} {_short(use.entity)}", use.at)
    say = "both use {}, as do {} modules in all".format
    yield from shared_by("entities", groups, view.closeness, lambda what, count: say(_short(what), count))


def _short(name: str) -> str:
    return name.rpartition(".")[2]


ENTITIES = Signal("entities", collect)
