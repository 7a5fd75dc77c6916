"""Services that share a library are put together with it first: what runs is one folder a service, as in an image."""

import shutil
from dataclasses import replace
from pathlib import Path

from analyzer.prove.system import System

_LEFT_OUT = shutil.ignore_patterns(".build", ".venv", "__pycache__")


def put_together(system: System, folder: Path) -> System:
    """The system with each service and the library in a folder of its own below ``folder``; as it is where there is no library.

    The requirements of the library stand in those of the service, so that nothing outside of the folder is needed.
    """
    if not system.library:
        return system
    for service in system.services:
        target = folder / service.folder
        shutil.copytree(system.root / system.library, target, ignore=_LEFT_OUT)
        shutil.copytree(system.folder_of(service.folder), target, ignore=_LEFT_OUT, dirs_exist_ok=True)
        _list_all(target / "requirements.txt", system.folder_of(service.folder))
    return replace(system, slices=folder)


def _list_all(requirements: Path, origin: Path) -> None:
    if not requirements.is_file():
        return
    lines: list[str] = []
    for line in requirements.read_text(encoding="utf-8").splitlines():
        included = origin / line.removeprefix("-r ") if line.startswith("-r ../") else None
        lines += included.read_text(encoding="utf-8").splitlines() if included is not None and included.is_file() else [line]
    requirements.write_text("\n".join([*lines, ""]), encoding="utf-8")
