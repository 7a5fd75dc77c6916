"""Entry points that a distribution declares: commands and plugins, in ``pyproject.toml``, ``setup.cfg``, ``setup.py`` and metadata."""

import ast
import configparser
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from analyzer.model.place import Location
from analyzer.read.requirements.setup_py import variables_of
from analyzer.read.toml_places import TomlPlaces

FILES = ("pyproject.toml", "setup.cfg", "setup.py", "entry_points.txt")
TARGET = re.compile(r"[A-Za-z_][\w.]*(?:\s*:\s*[A-Za-z_][\w.]*)?")
MOST_BYTES = 4_000_000
MOST_FILES = 500


class EntryPoint(NamedTuple):
    """Group (``console_scripts``), name in it, and what it names: ``module:attribute`` or ``module``."""

    group: str
    name: str
    target: str
    at: Location


def read_entry_points(root: Path, paths: Iterable[str]) -> tuple[EntryPoint, ...]:
    """Every entry point that the files among ``paths`` (relative to ``root``) declare, sorted; what cannot be read has none."""
    chosen = [path for path in sorted(set(paths)) if path.rpartition("/")[2] in FILES][:MOST_FILES]
    return tuple(sorted({one for path in chosen for one in _of_file(root, path)}))


def _of_file(root: Path, path: str) -> Iterator[EntryPoint]:
    try:
        raw = (root / path).read_bytes()
        text = raw.decode("utf-8") if len(raw) <= MOST_BYTES else ""
        yield from _READERS[path.rpartition("/")[2]](text, path)
    except (OSError, ValueError, TypeError, SyntaxError, RecursionError, MemoryError, configparser.Error):
        # Whoever reads requirements tells of a file that cannot be read.
        return


def _pyproject(text: str, path: str) -> Iterator[EntryPoint]:
    data, places = tomllib.loads(text), TomlPlaces(text)
    tables: list[tuple[str, tuple[str, ...]]] = [("console_scripts", ("project", "scripts")), ("gui_scripts", ("project", "gui-scripts"))]
    tables.append(("console_scripts", ("tool", "poetry", "scripts")))
    for place in (("project", "entry-points"), ("tool", "poetry", "plugins")):
        tables += [(group, (*place, group)) for group in _table(data, place)]
    for group, keys in tables:
        for name, value in _table(data, keys).items():
            target = value.get("callable") if isinstance(value, dict) else value
            yield from _entry(group, name, target, Location(path, places.line(*keys, name)))


def _table(data: Any, keys: tuple[str, ...]) -> dict[str, Any]:
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}


def _setup_cfg(text: str, path: str) -> Iterator[EntryPoint]:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # names keep their case; this is how configparser is told
    parser.read_string(text)
    if parser.has_section("options.entry_points"):
        for group, lines in parser.items("options.entry_points"):
            yield from _lines(group, lines.splitlines(), text, path)


def _metadata(text: str, path: str) -> Iterator[EntryPoint]:
    if "dist-info" in path or "egg-info" in path:
        yield from _ini(text, path)


def _ini(text: str, path: str) -> Iterator[EntryPoint]:
    group = ""
    for line in text.splitlines():
        header = re.fullmatch(r"\s*\[(.+)\]\s*", line)
        group = header[1].strip() if header else group
        yield from _lines(group, [line], text, path)


def _setup_py(text: str, path: str) -> Iterator[EntryPoint]:
    tree = ast.parse(text)
    values = variables_of(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "entry_points":
            given = values.get(node.value.id, node.value) if isinstance(node.value, ast.Name) else node.value
            found = ast.literal_eval(given)
            if isinstance(found, str):
                yield from _ini(found, path)
            for group, lines in found.items() if isinstance(found, dict) else ():
                rows = lines.splitlines() if isinstance(lines, str) else lines
                yield from _lines(group, rows if isinstance(rows, list | tuple) else (), text, path)


def _lines(group: object, lines: Iterable[object], text: str, path: str) -> Iterator[EntryPoint]:
    for line in lines:
        name, equals, target = line.partition("=") if isinstance(line, str) else ("", "", "")
        if equals and group and isinstance(line, str):
            at = text.count("\n", 0, max(text.find(line.strip()), 0)) + 1
            yield from _entry(group, name.strip(), target.strip(), Location(path, at))


def _entry(group: object, name: object, target: object, at: Location) -> Iterator[EntryPoint]:
    if isinstance(group, str) and isinstance(name, str) and isinstance(target, str):
        plain = target.partition("[")[0].strip()
        if name and TARGET.fullmatch(plain):
            yield EntryPoint(group, name, "".join(plain.split()), at)


_READERS = {"pyproject.toml": _pyproject, "setup.cfg": _setup_cfg, "setup.py": _setup_py, "entry_points.txt": _metadata}
