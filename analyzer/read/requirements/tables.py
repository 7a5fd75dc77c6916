"""TOML tables that map a package to a version, as Poetry and Pipenv write them."""

from collections.abc import Iterable, Mapping

from analyzer.model.place import Location
from analyzer.read.requirements.declaration import SHORTEST_NAME, Declared, declare, located_elsewhere
from analyzer.read.requirements.poetry_versions import to_pep440
from analyzer.read.toml_places import TomlPlaces


def strings(value: object) -> list[str]:
    """The strings of a list; nothing of anything else."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def table(value: object, *path: str) -> Mapping[str, object]:
    """The table at a path of keys, empty where something else or nothing is there."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def versions(packages: Mapping[str, object], places: TomlPlaces, path: str, keys: tuple[str, ...], group: str) -> Iterable[Declared]:
    """The requirements of one table of versions; ``python`` is no package."""
    for name, value in packages.items():
        if name.lower() == "python" or not SHORTEST_NAME.match(name):
            continue
        at = Location(path, places.line(*keys, name))
        for choice in value if isinstance(value, list) else [value]:
            yield from _version(name, choice, at, group)


def _version(name: str, value: object, at: Location, group: str) -> Iterable[Declared]:
    options = value if isinstance(value, dict) else {"version": value}
    if any(key in options for key in ("git", "path", "url", "file", "hg")):
        yield located_elsewhere(name, at)
    version = options.get("version")
    extras = strings(options.get("extras"))
    wanted = f"[{','.join(sorted(extras))}]" if extras else ""
    yield from declare(f"{name}{wanted}{to_pep440(version if isinstance(version, str) else '')}", at, group=group)
