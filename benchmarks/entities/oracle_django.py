"""Run by the interpreter that has the application: prints what Django's registry knows, as JSON. Arguments: the own packages."""

import json
import sys

import django
from django.apps import apps

OWN = tuple(sys.argv[2].split(","))


def is_own(model: type) -> bool:
    return model.__module__.partition(".")[0] in OWN


def table_of(model: type) -> str:
    return model._meta.concrete_model._meta.db_table


def is_counted(model: type) -> bool:
    """A concrete model of the application, or a table that Django makes for one."""
    return is_own(model) and not model._meta.proxy and not model._meta.swapped


django.setup()
entities, keys, pairs, generic = [], [], [], []
left_out = {"models": 0, "proxies": 0, "keys": 0}
for model in apps.get_models(include_auto_created=True):
    meta = model._meta
    if not is_counted(model):
        left_out["proxies" if is_own(model) else "models"] += 1
        continue
    maker = meta.auto_created
    entities.append(["" if maker else f"{model.__module__}.{model.__qualname__}", meta.db_table])
    for field in meta.local_fields:
        if field.is_relation and field.related_model:
            if is_own(field.related_model._meta.concrete_model):
                keys.append([meta.db_table, field.name, [field.column] if field.column else [], table_of(field.related_model)])
            else:
                left_out["keys"] += 1
    many = [field for field in meta.local_many_to_many if is_own(field.related_model)]
    pairs.extend([meta.db_table, field.name, table_of(field.related_model)] for field in many)
    inherited = {field.name for parent in meta.parents for field in parent._meta.private_fields}
    for field in meta.private_fields:
        target = getattr(field, "related_model", None)
        if target and field.name not in inherited and type(field).__name__ != "GenericForeignKey" and is_own(target):
            generic.append([meta.db_table, field.name, table_of(field.related_model)])
modules = sorted(name for name in sys.modules if name.partition(".")[0] in OWN)
answer = {"modules": modules, "entities": entities, "keys": keys, "pairs": pairs, "generic": generic, "left_out": left_out}
with open(sys.argv[1], "w", encoding="utf-8") as out:  # noqa: PTH123
    json.dump(answer, out)
