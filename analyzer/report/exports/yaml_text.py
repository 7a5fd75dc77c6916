"""YAML, as far as exports need it: mappings, lists and strings, every string quoted."""

import json
from collections.abc import Iterator

from analyzer.report.visible import visible

Yaml = str | int | bool | list["Yaml"] | dict[str, "Yaml"]


def yaml_lines(value: Yaml, indent: str = "") -> Iterator[str]:
    """The lines of a mapping or list in block style; empty ones, numbers and strings have no lines of their own."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _entry(f"{indent}{key}:", inner, f"{indent}  ")
    elif isinstance(value, list):
        for inner in value:
            first, *rest = list(yaml_lines(inner, f"{indent}  ")) if isinstance(inner, dict | list) and inner else [scalar(inner)]
            yield f"{indent}- {first.lstrip(' ')}"
            yield from rest


def _entry(head: str, value: Yaml, indent: str) -> Iterator[str]:
    if isinstance(value, dict | list) and value:
        yield head
        yield from yaml_lines(value, indent)
    else:
        yield f"{head} {scalar(value)}"


def scalar(value: Yaml) -> str:
    """A value on one line. Strings are written as JSON does, which every reader of YAML takes, with nothing invisible in them."""
    if isinstance(value, str):
        return json.dumps(visible(value), ensure_ascii=False)
    return json.dumps(value)
