"""``pyproject.toml``: PEP 621, dependency groups (PEP 735) and Poetry's tables. ``Pipfile`` has the same shape."""

import tomllib
from collections.abc import Iterable

from analyzer.read.requirements.declaration import DeclarationFile, Declared, declare, unreadable
from analyzer.read.requirements.tables import strings, table, versions
from analyzer.read.toml_places import TomlPlaces


def is_pyproject(path: str) -> bool:
    """Whether this is a ``pyproject.toml``."""
    return path.rpartition("/")[2] == "pyproject.toml"


def read_pyproject(file: DeclarationFile) -> Iterable[Declared]:
    """What the project and its optional sets need."""
    document = parse(file)
    if not isinstance(document, dict):
        yield from document
        return
    places = TomlPlaces(file.text)
    for keys, group, texts in _lists(document):
        start = places.line(*keys)
        for index, text in enumerate(texts):
            yield from declare(text, file.at(places.line_of_text(text, start, texts[:index].count(text))), group=group)
    for keys, group in _poetry_tables(document):
        yield from versions(table(document, *keys), places, file.path, keys, group)


def is_pipfile(path: str) -> bool:
    """Whether this is a ``Pipfile``."""
    return path.rpartition("/")[2] == "Pipfile"


def read_pipfile(file: DeclarationFile) -> Iterable[Declared]:
    """What Pipenv installs."""
    document = parse(file)
    if not isinstance(document, dict):
        yield from document
        return
    places = TomlPlaces(file.text)
    for key, group in (("packages", ""), ("dev-packages", "dev")):
        yield from versions(table(document, key), places, file.path, (key,), group)


def parse(file: DeclarationFile) -> dict[str, object] | tuple[Declared, ...]:
    """The document, or the problem that it is no TOML."""
    try:
        return tomllib.loads(file.text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return (unreadable(file.path, str(error)),)


def _lists(document: dict[str, object]) -> Iterable[tuple[tuple[str, ...], str, list[str]]]:
    """The lists of requirements with the keys that lead to them and the group that each belongs to."""
    yield ("project", "dependencies"), "", strings(table(document, "project").get("dependencies"))
    for keys in (("project", "optional-dependencies"), ("dependency-groups",)):
        for group, value in table(document, *keys).items():
            yield (*keys, group), group, strings(value)


def _poetry_tables(document: dict[str, object]) -> Iterable[tuple[tuple[str, ...], str]]:
    poetry = ("tool", "poetry")
    yield (*poetry, "dependencies"), ""
    yield (*poetry, "dev-dependencies"), "dev"
    for group in table(document, *poetry, "group"):
        yield (*poetry, "group", group, "dependencies"), "" if group == "main" else group
