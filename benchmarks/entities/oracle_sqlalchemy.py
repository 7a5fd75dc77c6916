"""Run by the interpreter that has the application: imports it and prints what SQLAlchemy's metadata knows, as JSON.

Arguments: the file to write, the own packages, parts of module names to skip.
"""

import contextlib
import gc
import importlib
import json
import os
import sys

from sqlalchemy import MetaData, Table
from sqlalchemy.orm import configure_mappers, mapperlib

OWN = tuple(sys.argv[2].split(","))
SKIPPED = {"tests", "test", "testing", "migrations", "migration", "alembic", "versions", "__main__", "conftest", *sys.argv[3].split(",")}


def is_own(name: str) -> bool:
    return name.partition(".")[0] in OWN


def load(name: str) -> None:
    """Imports a module and all below it; what cannot be imported is left out."""
    if SKIPPED.intersection(name.split(".")):
        return
    try:
        module = importlib.import_module(name)
    except BaseException as error:
        failed.append(f"{name}: {type(error).__name__}: {error}"[:200])
        return
    for folder in getattr(module, "__path__", ()):
        for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
            stem, ending = os.path.splitext(entry.name)  # noqa: PTH122
            if stem.isidentifier() and stem != "__init__" and (ending == ".py" or entry.is_dir()):
                load(f"{name}.{stem}")


def mappers() -> list:
    if hasattr(mapperlib, "_all_registries"):
        return [one for registry in mapperlib._all_registries() for one in registry.mappers]
    return list(mapperlib._mapper_registry)


def holders() -> dict:
    """The modules that hold each table in a variable or in an attribute of a class of theirs."""
    found: dict = {}
    for name, module in list(sys.modules.items()):
        if module is None:
            continue
        with contextlib.suppress(Exception):
            for value in list(vars(module).values()):
                inner = list(vars(value).values()) if isinstance(value, type) and value.__module__ == name else []
                for one in (value, *inner):
                    if issubclass(type(one), Table):
                        found.setdefault(one, set()).add(name)
    return found


failed: list = []
for package in OWN:
    load(package)
# What failed for a circle of imports may succeed now.
for line in failed[:]:
    failed.remove(line)
    load(line.partition(":")[0])
# A query while half of the modules were imported may have marked a mapper as failed.
for mapper in mappers():
    vars(mapper).pop("_configure_failed", None)
try:
    configure_mappers()
except Exception as error:
    sys.exit("\n".join((*failed[:8], f"mappers: {error}")))
classes: dict = {}
names: dict = {}
left_out = {"models": 0, "keys": 0}
entities, keys, pairs, relationships = [], [], [], []
for mapper in mappers():
    if isinstance(mapper.local_table, Table):
        classes.setdefault(mapper.local_table, []).append(mapper)
        for prop in mapper.column_attrs:
            for column in prop.columns:
                if getattr(column, "table", None) is mapper.local_table:
                    names.setdefault((mapper.local_table, column.name), set()).add(prop.key)
# A backref is declared on the other side.
backrefs = {
    (one.mapper, one.backref if isinstance(one.backref, str) else one.backref[0])
    for mapper in mappers()
    for one in mapper.relationships
    if one.backref
}
held = holders()
tables = [table for metadata in [one for one in gc.get_objects() if issubclass(type(one), MetaData)] for table in metadata.tables.values()]


def is_counted(table: Table) -> bool:
    if table in classes:
        return any(is_own(mapper.class_.__module__) for mapper in classes[table])
    return all(is_own(name) for name in held.get(table, ()))


for table in tables:
    if not is_counted(table):
        left_out["models"] += 1
        continue
    mapped = [one for one in classes.get(table, ()) if is_own(one.class_.__module__)]
    entities.extend([f"{mapper.class_.__module__}.{mapper.class_.__qualname__}", table.fullname] for mapper in mapped)
    if not mapped:
        entities.append(["", table.fullname])
    for key in table.foreign_keys:
        target = key.target_fullname.rpartition(".")[0]
        theirs = [one for one in tables if one.fullname == target]
        if theirs and not any(is_counted(one) for one in theirs):
            left_out["keys"] += 1
            continue
        keys.append([table.fullname, key.parent.name, sorted(names.get((table, key.parent.name), ())), target])
    for mapper in mapped:
        for one in mapper.relationships:
            target = one.mapper.local_table
            if one.parent is mapper and (mapper, one.key) not in backrefs and isinstance(target, Table) and is_counted(target):
                (pairs if one.secondary is not None else relationships).append([table.fullname, one.key, target.fullname])
modules = sorted(name for name in sys.modules if is_own(name))
answer = {
    "modules": modules,
    "entities": entities,
    "keys": keys,
    "pairs": pairs,
    "relationships": relationships,
    "left_out": left_out,
    "failed": failed,
}
with open(sys.argv[1], "w", encoding="utf-8") as out:  # noqa: PTH123
    json.dump(answer, out)
