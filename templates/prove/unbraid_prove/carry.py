"""Plain values as JSON and back, for the test-only channel: settings, arguments of factories, environments. No code travels."""

import datetime
import decimal
import importlib
import os
import pathlib
import uuid

from unbraid_prove import lending

_TEXT = {
    "datetime": (datetime.datetime, datetime.datetime.isoformat, datetime.datetime.fromisoformat),
    "date": (datetime.date, datetime.date.isoformat, datetime.date.fromisoformat),
    "time": (datetime.time, datetime.time.isoformat, datetime.time.fromisoformat),
    "decimal": (decimal.Decimal, str, decimal.Decimal),
    "uuid": (uuid.UUID, str, uuid.UUID),
    "timedelta": (datetime.timedelta, lambda v: [v.days, v.seconds, v.microseconds], lambda v: datetime.timedelta(*v)),
    "bytes": (bytes, lambda v: v.decode("latin-1"), lambda v: v.encode("latin-1")),
}
_MANY = {"tuple": tuple, "set": set, "frozenset": frozenset}


class CannotCarryError(TypeError):
    pass


def pack(value, root=""):
    """JSON for a value; texts and paths below ``root`` are marked so that they can mean another root elsewhere."""
    if value is None or type(value) in (bool, int, float):
        return value
    if type(value).__module__ == "unittest.mock":
        raise CannotCarryError("a mock cannot be carried")
    if isinstance(value, str):
        text = str(value)
        return {"$root": text[len(root) :]} if root and (text == root or text.startswith(root + os.sep)) else text
    if isinstance(value, pathlib.PurePath):
        return {"$path": pack(str(value), root)}
    if type(value) is list:
        return [pack(one, root) for one in value]
    for name, kind in _MANY.items():
        if type(value) is kind:
            return {"$" + name: [pack(one, root) for one in (value if kind is tuple else sorted(value, key=repr))]}
    if isinstance(value, dict):
        return {"$dict": [[pack(key, root), pack(one, root)] for key, one in value.items()]}
    for name, (kind, dump, _) in _TEXT.items():
        if type(value) is kind:
            return {"$" + name: dump(value)}
    return {"$ref": _name_of(value)}


def _name_of(value):
    """``module:qualified.name`` of a class or function that another process can import."""
    module, name = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
    if module and name and "<" not in name and module != "__main__":
        try:
            found = importlib.import_module(module)
            for part in name.split("."):
                found = getattr(found, part)
        except (ImportError, AttributeError):
            found = None
        if found is value:
            return "{}:{}".format(module, name)
    raise CannotCarryError("{} cannot be carried: {}".format(type(value).__name__, repr(value)[:80]))


def unpack(value, roots=()):
    """The value of JSON; a marked path lies below the first of ``roots`` that has it (else the last)."""
    if isinstance(value, list):
        return [unpack(one, roots) for one in value]
    if not isinstance(value, dict):
        return value
    ((kind, content),) = value.items()
    kind = kind[1:]
    if kind == "root":
        places = [root + content for root in roots]
        return next((place for place in places if os.path.exists(place)), places[-1] if places else content)
    if kind == "path":
        return pathlib.Path(unpack(content, roots))
    if kind == "dict":
        return {unpack(key, roots): unpack(one, roots) for key, one in content}
    if kind in _MANY:
        return _MANY[kind](unpack(one, roots) for one in content)
    if kind == "ref":
        module, _, name = content.partition(":")
        found = lending.module_of(module)
        for part in name.split("."):
            found = getattr(found, part)
        return found
    return _TEXT[kind][2](content)


def packed_items(pairs, root=""):
    """(packed values by name, {name: why} of those that cannot be carried)."""
    carried, refused = {}, {}
    for name, value in pairs:
        try:
            carried[name] = pack(value, root)
        except (CannotCarryError, RecursionError) as error:
            refused[name] = str(error)
    return carried, refused
