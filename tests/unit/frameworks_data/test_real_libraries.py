"""The same files, read by us and run by the real libraries: tables, foreign keys and routes must agree."""

import re
from pathlib import Path

import pytest

from analyzer.frameworks.django import facts as django_facts
from analyzer.frameworks.django.schema import schema as django_schema
from analyzer.frameworks.orm.schema import Schema
from analyzer.frameworks.peewee.schema import schema as peewee_schema
from analyzer.frameworks.sqlalchemy.schema import schema as sqlalchemy_schema
from analyzer.frameworks.tortoise.schema import schema as tortoise_schema
from analyzer.model.data import LinkKind
from analyzer.model.surface import Endpoint
from tests.specs.run_specs import Case, program_of, write_files
from tests.unit.frameworks_data.oracles import MODELS, PEEWEE, ROUTES, TABLES, TORTOISE, ask, modules_of, spec

STORED = (LinkKind.FOREIGN_KEY, LinkKind.ONE_TO_ONE)
ARGUMENT = re.compile(r"<[^>]+>")


def ours(schema: Schema) -> tuple[set[str], set[tuple[str, str, str]]]:
    tables = {entity.name: entity.table for entity in schema.entities}
    keys = {(tables[link.source], tables[link.target], link.field) for link in schema.links if link.kind in STORED}
    return set(tables.values()), keys


def real(answer: list[list]) -> tuple[set[str], set[tuple[str, str, str]]]:
    tables, keys = answer
    return set(tables), {tuple(key) for key in keys}


@pytest.mark.parametrize("case", spec("sqlalchemy"), ids=lambda case: case.title)
def test_tables_and_foreign_keys_are_those_of_the_real_metadata(case: Case, tmp_path: Path) -> None:
    for library in ("flask_sqlalchemy", "sqlmodel"):
        pytest.importorskip(library)
    write_files(case, tmp_path)
    assert ours(sqlalchemy_schema(program_of(tmp_path))) == real(ask(TABLES, tmp_path, modules_of(case)))


@pytest.mark.parametrize(
    "case", [case for case in spec("django") if "project/settings.py" in dict(case.files)], ids=lambda case: case.title
)
def test_tables_and_foreign_keys_are_those_of_djangos_registry(case: Case, tmp_path: Path) -> None:
    pytest.importorskip("django")
    write_files(case, tmp_path)
    tables, keys = ours(django_schema(program_of(tmp_path)))
    real_tables, real_keys = real(ask(MODELS, tmp_path, [], "project.settings"))
    assert tables == real_tables
    assert keys == real_keys


def test_tables_and_foreign_keys_are_those_of_peewees_models(tmp_path: Path) -> None:
    pytest.importorskip("peewee")
    case = spec("peewee")[0]
    write_files(case, tmp_path)
    found = peewee_schema(program_of(tmp_path))
    assert ours(found) == real(ask(PEEWEE, tmp_path, modules_of(case)))
    assert found.aliases == (("shop.models.GroupUsers", "shop.models.Group.users"),)
    assert [one.through for one in found.relations if one.attribute == "members"] == ["shop.models.Membership"]


def test_tables_and_foreign_keys_are_those_of_tortoises_registry(tmp_path: Path) -> None:
    pytest.importorskip("tortoise")
    (case,) = spec("tortoise")
    write_files(case, tmp_path)
    assert ours(tortoise_schema(program_of(tmp_path))) == real(ask(TORTOISE, tmp_path, modules_of(case)))


@pytest.mark.parametrize(("title", "settings"), [("From the root down", "site_.settings"), ("Routers", "rest.settings")])
def test_djangos_resolver_finds_the_same_view_behind_every_route(title: str, settings: str, tmp_path: Path) -> None:
    pytest.importorskip("rest_framework")
    case = next(one for one in spec("django_urls") if one.title.startswith(title))
    write_files(case, tmp_path)
    endpoints = [fact for fact in django_facts(program_of(tmp_path)) if isinstance(fact, Endpoint)]
    matches = ask(ROUTES, tmp_path, [ARGUMENT.sub("2024", one.route) for one in endpoints], settings)
    assert len(endpoints) >= 4
    for endpoint, match in zip(endpoints, matches, strict=True):
        assert match is not None, f"{endpoint.route} leads nowhere"
        view_name, module, name = match
        if endpoint.name:
            assert view_name == endpoint.name
        if "inner" not in name:
            assert endpoint.handler.startswith(f"{module}.{name}")
