"""From import names to distributions: which package of an index provides what code imports.

A name alone tells the distribution for about a third of the tricky imports, so candidates (a table, then variants of the
name) are compared with what the code base declares.
"""

import re
import tomllib
from collections.abc import Container, Mapping
from functools import cache
from importlib import resources


def normalised(name: str) -> str:
    """A distribution's name as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def distribution_of(package: str, known: Container[str]) -> str | None:
    """The distribution for an import name: the first candidate that is known, else the most likely one; None for no candidate."""
    table = _table()["imports"]
    parts = package.split(".")
    candidates: list[str] = []
    for length in range(len(parts), 0, -1):
        name = ".".join(parts[:length])
        if name in table and not table[name]:
            return None
        plain = normalised(name.replace(".", "-"))
        candidates += [*table.get(name, ()), plain, f"python-{plain}", f"{plain}-python", f"py{plain}", f"django-{plain}", f"flask-{plain}"]
    candidates += _extensions(parts[0])
    declared = next((name for name in candidates if name in known), None)
    top = normalised(parts[0])
    return declared or next(iter(table.get(package, table.get(parts[0], ()))), top)


def _extensions(top: str) -> list[str]:
    """What extends a distribution of another name is often called after both: ``rest_framework_xml`` is in ``djangorestframework-xml``."""
    words = top.split("_")
    halves = (("_".join(words[:size]), normalised("-".join(words[size:]))) for size in range(len(words) - 1, 0, -1))
    return [f"{name}-{rest}" for head, rest in halves for name in _table()["imports"].get(head, ())]


def implied() -> Mapping[str, list[str]]:
    """Distribution to those that code using it may need without importing them: drivers, brokers, template engines."""
    return _table()["implied"]


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(resources.files("analyzer.distributions").joinpath("import_names.toml").read_text(encoding="utf-8"))
