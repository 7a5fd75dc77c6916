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
