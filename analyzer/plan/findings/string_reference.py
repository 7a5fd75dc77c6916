"""Strings that name code of another module, invisible to an import graph."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.model.data import Entity, EntityLink, LinkKind
from analyzer.model.facts import StringReference
from analyzer.model.partition import SHARED
from analyzer.model.place import Location, Severity
from analyzer.model.plan import Finding
from analyzer.model.syntax import UseKind
from analyzer.model.text import counted
from analyzer.plan.findings.finder import Finder, Survey, finding
from analyzer.plan.wording import last, listed

NAMED_TABLES = frozenset({"sqlalchemy", "sqlmodel", "peewee"})
"""Frameworks whose foreign keys name columns of tables; only their relationships name classes."""


@dataclass(frozen=True, slots=True)
class _Named:
    """A string in one module that names something of another owner or module."""

    text: str
    here: str
    there: str
    at: Location


def _find(survey: Survey) -> Iterator[Finding]:
    by_source: dict[str, list[_Named]] = defaultdict(list)
    for module, named in (*_dotted(survey), *_entities(survey)):
        by_source[module].append(named)
    for source, found in sorted(by_source.items()):
        across = [one for one in found if one.there not in ("", SHARED, one.here)]
        shown = across or found
        texts = sorted({repr(one.text) for one in shown})
        yield finding(
            "string-reference",
            Severity.WARNING if across else Severity.INFO,
            [one.at for one in shown],
            f"{source} names code {'of other services ' if across else ''}in {counted(len(texts), 'string')}: {listed(texts)}",
            sorted({home for one in shown for home in (one.here, one.there)} - {"", SHARED}),
            "Tools and renames miss strings: resolve them in one place, or let the named code register itself explicitly",
            at=min(one.at for one in shown),
        )


def _dotted(survey: Survey) -> Iterator[tuple[str, _Named]]:
    cut = survey.cut
    for string in cut.codebase.of(StringReference):
        if cut.runs(string.source_module) and string.source_module != string.target_module:
            yield string.source_module, _Named(string.text, cut.home(string.source_module), cut.home(string.target_module), string.at)


def _entities(survey: Survey) -> Iterator[tuple[str, _Named]]:
    """Links between tables of two owners where the declaring class never uses the other class's name: a string names it."""
    linked = {link.target for link in survey.cut.codebase.of(EntityLink)}
    seen = {(r.source, r.target) for r in survey.cut.references if r.target in linked and r.kind is not UseKind.ANNOTATE}
    frameworks = {entity.name: entity for entity in survey.cut.codebase.of(Entity)}
    for link in survey.cut.codebase.of(EntityLink):
        entity = frameworks.get(link.source)
        here, there = survey.owner(link.source), survey.owner(link.target)
        if entity is None or here == there or not there or (link.source, link.target) in seen or not survey.cut.runs(entity.module):
            continue
        if link.kind is LinkKind.RELATIONSHIP or entity.framework not in NAMED_TABLES:
            yield entity.module, _Named(last(link.target), here, there, link.at)


STRING_REFERENCE = Finder("string-reference", _find)
