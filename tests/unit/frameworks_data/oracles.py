"""Programs that ask the real libraries, run on the files of a spec in a process of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.specs.run_specs import Case, cases

SPECS = Path(__file__).parents[2] / "specs" / "data"

TABLES = """
import gc, importlib, json, sys
from sqlalchemy import MetaData
for name in sys.argv[1:]:
    importlib.import_module(name)
from sqlalchemy.orm import configure_mappers
configure_mappers()
metadatas = [one for one in gc.get_objects() if isinstance(one, MetaData)]
tables = {table.fullname for one in metadatas for table in one.tables.values()}
keys = {
    (table.fullname, key.target_fullname.rpartition(".")[0], key.parent.name)
    for one in metadatas for table in one.tables.values() for key in table.foreign_keys
}
print(json.dumps([sorted(tables), sorted(keys)]))
"""

MODELS = """
import json, sys
import django
django.setup()
from django.apps import apps
def ours(model):
    return not model.__module__.startswith("django.")
found = [model for model in apps.get_models(include_auto_created=True) if ours(model)]
tables, keys = set(), set()
for model in found:
    tables.add(model._meta.db_table if not model._meta.proxy else model._meta.concrete_model._meta.db_table)
    for field in model._meta.local_fields:
        if field.is_relation and field.related_model and ours(field.related_model):
            keys.add((model._meta.db_table, field.related_model._meta.db_table, field.name))
print(json.dumps([sorted(tables), sorted(keys)]))
"""

PEEWEE = """
import importlib, json, sys
import peewee
for name in sys.argv[1:]:
    importlib.import_module(name)
def below(model):
    for one in model.__subclasses__():
        yield one
        yield from below(one)
def table(model):
    meta = model._meta
    return meta.schema + "." + meta.table_name if meta.schema else meta.table_name
bare = {"BaseModel", "BaseOwned", "Warehouse"}
models = [model for model in dict.fromkeys(below(peewee.Model)) if model.__name__ not in bare]
keys = [(table(model), table(field.rel_model), field.name) for model in models for field in model._meta.refs]
print(json.dumps([sorted(map(table, models)), sorted(keys)]))
"""

TORTOISE = """
import asyncio, json, sys, warnings
from tortoise import Tortoise
async def main():
    modules = [name for name in sys.argv[1:] if name.endswith("models")]
    await Tortoise.init(db_url="sqlite://:memory:", modules={"club": modules})
    tables, keys = set(), set()
    for model in Tortoise.apps["club"].values():
        meta = model._meta
        tables.add(meta.db_table)
        for name in {*meta.fk_fields, *meta.o2o_fields}:
            keys.add((meta.db_table, meta.fields_map[name].related_model._meta.db_table, name))
        for name in meta.m2m_fields:
            field = meta.fields_map[name]
            tables.add(field.through)
            keys.add((field.through, meta.db_table, field.backward_key))
            keys.add((field.through, field.related_model._meta.db_table, field.forward_key))
    await Tortoise.close_connections()
    print(json.dumps([sorted(tables), sorted(keys)]))
asyncio.run(main())
"""

ROUTES = """
import json, sys
import django
django.setup()
from django.urls import Resolver404, resolve
found = []
for route in sys.argv[1:]:
    try:
        match = resolve(route)
    except Resolver404:
        found.append(None)
        continue
    view = match.func
    view = getattr(view, "view_class", None) or getattr(view, "cls", None) or view
    found.append([match.view_name, view.__module__, view.__qualname__])
print(json.dumps(found))
"""


def ask(program: str, root: Path, arguments: list[str], settings: str = "") -> Any:
    """What one of the programs prints, as JSON, when run in a folder."""
    environment = {**os.environ, "PYTHONPATH": str(root), "DJANGO_SETTINGS_MODULE": settings, "PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=root, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def modules_of(case: Case) -> list[str]:
    """Dotted names of a case's modules."""
    return [path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path, _ in case.files]


def spec(name: str) -> list[Case]:
    """The cases of one spec."""
    return [case for case in cases(SPECS) if case.spec == name]
