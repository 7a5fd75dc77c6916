"""Reads and writes are the same whether every definition is looked at, or only those that reach an entity."""

from pathlib import Path

from analyzer.facts import VOCABULARY
from analyzer.frameworks.data_access import facts
from analyzer.model.data import EntityUse
from analyzer.model.facts import Reference
from analyzer.read.names import NameTable
from analyzer.read.program import Program
from analyzer.read.references import link_references
from analyzer.read.scan import scan
from analyzer.read.survey import survey

ROOT = Path(__file__).resolve().parents[3]


def test_nothing_is_lost_by_looking_only_where_an_entity_is_reached() -> None:
    found = scan(survey(ROOT / "sample_monolith"), VOCABULARY, 1)
    names = NameTable(found.modules)
    everywhere = {fact for fact in facts(Program(found.modules, names)) if isinstance(fact, EntityUse)}
    reached = {
        fact
        for fact in facts(Program(found.modules, names, {Reference: tuple(link_references(names, sorted(found.modules)))}))
        if isinstance(fact, EntityUse)
    }
    kept = {(fact.module, fact.entity, fact.mode) for fact in reached}
    lost = {(fact.module, fact.entity, fact.mode) for fact in everywhere if fact.module.startswith("webnet.")} - kept
    assert len(reached) > 300
    assert not lost
