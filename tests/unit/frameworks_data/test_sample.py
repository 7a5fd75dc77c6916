"""The sample application's known answer: its tables, who writes them most, and every key across services."""

import json
from collections import Counter
from pathlib import Path

import pytest

from analyzer.frameworks.data_access import facts
from analyzer.frameworks.orm.schema import Schema
from analyzer.frameworks.sqlalchemy.schema import schema
from analyzer.model.data import EntityUse, LinkKind, Mode
from analyzer.read.program import Program
from tests.specs.run_specs import program_of

SAMPLE = Path(__file__).parents[3] / "sample_monolith"


@pytest.fixture(scope="module")
def answer() -> dict:
    return json.loads((SAMPLE / "answer.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def program() -> Program:
    return program_of(SAMPLE)


@pytest.fixture(scope="module")
def found(program: Program) -> Schema:
    return schema(program)


def owners(answer: dict) -> dict[str, str]:
    return {table: service for service, parts in answer["services"].items() for table in parts["tables"]}


def test_every_table_is_found_and_no_other(answer: dict, found: Schema) -> None:
    assert {entity.table for entity in found.entities} == set(owners(answer))


def test_the_service_that_writes_a_table_most_is_its_owner(answer: dict, found: Schema, program: Program) -> None:
    tables = {entity.name: entity.table for entity in found.entities}
    homes = {module: service for service, parts in answer["services"].items() for module in parts["modules"]}
    writers: dict[str, Counter[str]] = {table: Counter() for table in tables.values()}
    for use in facts(program):
        if isinstance(use, EntityUse) and use.mode is Mode.WRITE and use.module in homes:
            writers[tables[use.entity]][homes[use.module]] += use.count
    assert {table: count.most_common(1)[0][0] for table, count in writers.items() if count} == owners(answer)


def test_every_foreign_key_across_services_is_found_and_no_other(answer: dict, found: Schema) -> None:
    owner = {entity.name: owners(answer)[entity.table] for entity in found.entities}
    keys = {
        (link.at.path, link.at.line)
        for link in found.links
        if link.kind is LinkKind.FOREIGN_KEY and owner[link.source] != owner[link.target]
    }
    assert keys == {(one["path"], one["line"]) for one in answer["problems"] if one["kind"] == "cross-service-foreign-key"}
