"""The metadata of the code base's own distribution, for services whose code asks what version it is.

A service is not installed, but ``importlib.metadata.version("shop")`` of its own package must find what it found in the monolith.
"""

import configparser
import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from analyzer.extract.services import Service
from analyzer.model.files import TextFile
from analyzer.model.place import ModuleName
from analyzer.model.surface import Task

_ASKS = re.compile(rb"\bmetadata\b|\bpkg_resources\b|\bentry_points\b")
_VERSION = re.compile(r"^[0-9A-Za-z][0-9A-Za-z.!+-]{0,60}$")
_NAME = re.compile(r"^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,80}[A-Za-z0-9])?$")
UNKNOWN = "0"
"""The version of a distribution that makes its own when it is built."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What a project says of its distribution."""

    name: str
    version: str


def declared_distribution(sources: Callable[[str], bytes]) -> Declared | None:
    """Name and version as ``pyproject.toml`` (Poetry's table, too) or ``setup.cfg`` declares them; None without a name. A version
    that is made when the distribution is built is ``0``."""
    for table in (*_tables(sources), _setup_cfg(sources)):
        name, version = str(table.get("name", "")), str(table.get("version", ""))
        if _NAME.match(name):
            return Declared(name, version if _VERSION.match(version) else UNKNOWN)
    return None


def _tables(sources: Callable[[str], bytes]) -> Iterable[dict[str, object]]:
    try:
        told = tomllib.loads(sources("pyproject.toml").decode("utf-8"))
    except (OSError, ValueError):
        return []
    tool = told.get("tool")
    poetry = tool.get("poetry") if isinstance(tool, dict) else None
    return [table for table in (told.get("project"), poetry) if isinstance(table, dict)]


def _setup_cfg(sources: Callable[[str], bytes]) -> dict[str, object]:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(sources("setup.cfg").decode("utf-8"))
    except (OSError, ValueError, configparser.Error):
        return {}
    return dict(parser["metadata"]) if parser.has_section("metadata") else {}


def metadata_files(
    declared: Declared | None, service: Service, source: Callable[[ModuleName], bytes], tasks: Iterable[Task]
) -> list[TextFile]:
    """The metadata of the code base's distribution beside a service's code, where its code asks for any: its name and version,
    and the scripts and plugins among ``tasks`` whose modules the service holds."""
    if declared is None or not any(_ASKS.search(source(module)) for module in service.held.roles):
        return []
    folder = f"{re.sub(r'[^0-9A-Za-z.]+', '_', declared.name)}-{declared.version}.dist-info"
    text = f"Metadata-Version: 2.1\nName: {declared.name}\nVersion: {declared.version}\n"
    points = _entry_points([task for task in tasks if task.module in service.held.roles])
    return [TextFile(f"{folder}/METADATA", text), *([TextFile(f"{folder}/entry_points.txt", points)] if points else [])]


def _entry_points(tasks: Iterable[Task]) -> str:
    groups: dict[str, list[str]] = {}
    for task in tasks:
        group, colon, name = ("console_scripts", ":", task.name) if task.framework == "script" else task.name.rpartition(":")
        if task.framework in ("script", "entry-point") and colon and not re.search(r"[\r\n\[\]=]", task.name):
            groups.setdefault(group, []).append(f"{name} = {task.module}:{task.handler.removeprefix(f'{task.module}.')}")
    return "\n".join(f"[{group}]\n" + "".join(f"{line}\n" for line in sorted(lines)) for group, lines in sorted(groups.items()))
