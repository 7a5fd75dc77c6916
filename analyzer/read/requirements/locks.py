"""Lock files: ``poetry.lock``, ``uv.lock``, ``pdm.lock``, ``pylock.toml`` and ``Pipfile.lock``."""

import json
import re
from collections.abc import Iterable

from analyzer.read.requirements.declaration import DeclarationFile, Declared, pin, unreadable
from analyzer.read.requirements.pyproject import parse
from analyzer.read.requirements.tables import strings, table
from analyzer.read.toml_places import TomlPlaces

TOML_LOCKS = {"poetry.lock": "package", "uv.lock": "package", "pdm.lock": "package", "pylock.toml": "packages"}


def is_toml_lock(path: str) -> bool:
    """Whether this is a lock file in TOML."""
    return path.rpartition("/")[2] in TOML_LOCKS


def read_toml_lock(file: DeclarationFile) -> Iterable[Declared]:
    """The pins of a lock with one table for each package; those that come from a folder (the project itself) are left out."""
    document = parse(file)
    if not isinstance(document, dict):
        yield from document
        return
    key = TOML_LOCKS[file.path.rpartition("/")[2]]
    packages = document.get(key)
    starts = TomlPlaces(file.text).lines(key, "name")
    for index, package in enumerate(packages if isinstance(packages, list) else []):
        if not isinstance(package, dict) or {"editable", "virtual", "directory"} & set(table(package, "source")):
            continue
        line = starts[index] if index < len(starts) else 0
        yield from pin(str(package.get("name", "")), str(package.get("version", "")), file.at(line))


def is_pipfile_lock(path: str) -> bool:
    """Whether this is a ``Pipfile.lock``."""
    return path.rpartition("/")[2] == "Pipfile.lock"


def read_pipfile_lock(file: DeclarationFile) -> Iterable[Declared]:
    """The pins of Pipenv."""
    try:
        document = json.loads(file.text)
    except (ValueError, RecursionError) as error:
        yield unreadable(file.path, str(error))
        return
    for key, group in (("default", ""), ("develop", "dev")):
        for name, options in table(document, key).items():
            version = table(options).get("version")
            if isinstance(version, str):
                extras = strings(table(options).get("extras"))
                yield from pin(name, version, file.at(_line_of_key(file, name)), group=group, extras=extras)


def _line_of_key(file: DeclarationFile, name: str) -> int:
    key = re.compile(rf'^\s*"{re.escape(name)}"\s*:')
    return next((number for number, line in file.lines() if key.match(line)), 0)
