"""Which modules facts tie to other modules, and by what kind of fact."""

from collections import defaultdict
from collections.abc import Iterator

from analyzer.model.codebase import Codebase
from analyzer.model.data import Entity, EntityLink, EntityUse
from analyzer.model.facts import Import, Reference, StringReference
from analyzer.model.surface import Endpoint, Message, TemplateUse

Tie = tuple[str, str, str]
"""Kind of fact, and the two ends: modules, or the path of a template."""


def ties_of(codebase: Codebase) -> Iterator[Tie]:
    """Every tie between two different modules, or between a module and a page template of the code base."""
    yield from (("import", one.importer, end) for one in codebase.of(Import) for end in {one.target, one.resolved} - {one.importer})
    yield from (("reference", one.source_module, one.target_module) for one in codebase.of(Reference))
    yield from (("string", one.source_module, one.target_module) for one in codebase.of(StringReference))
    yield from _data(codebase)
    by_path = {file.path: file.module for file in codebase.files}
    for endpoint in codebase.of(Endpoint):
        if endpoint.at.path in by_path:
            yield "route", by_path[endpoint.at.path], endpoint.module
    assets = {asset.path for asset in codebase.assets}
    yield from (("template", one.module, one.template) for one in codebase.of(TemplateUse) if one.module and one.template in assets)
    yield from _messages(codebase)


def _data(codebase: Codebase) -> Iterator[Tie]:
    home = {one.name: one.module for one in codebase.of(Entity)}
    for link in codebase.of(EntityLink):
        if link.source in home and link.target in home:
            yield "entity", home[link.source], home[link.target]
    yield from (("data", use.module, home[use.entity]) for use in codebase.of(EntityUse) if use.entity in home)


def _messages(codebase: Codebase) -> Iterator[Tie]:
    senders: dict[str, set[str]] = defaultdict(set)
    for one in codebase.of(Message):
        if one.role == "send":
            senders[one.channel].add(one.module)
    for one in codebase.of(Message):
        if one.role == "receive":
            yield from (("message", sender, one.module) for sender in sorted(senders[one.channel]))
