"""Folders of files that are too large to be copied into every service."""

from collections import defaultdict
from pathlib import PurePosixPath

from analyzer.model.codebase import Codebase
from analyzer.model.place import Location, Problem

LARGE = 16 * 1024 * 1024
"""Bytes in one folder, at most two levels deep, from which on one service alone gets it when it belongs to no service."""


def folder_of(path: str) -> str:
    """The folder that a file counts to: its first two levels."""
    return "/".join(PurePosixPath(path).parts[:-1][:2])


def large_folders(codebase: Codebase, default: str) -> tuple[frozenset[str], tuple[Problem, ...]]:
    """The large folders, and a problem for each: what belongs to no service there goes to the service ``default`` alone."""
    sizes: dict[str, int] = defaultdict(int)
    for asset in codebase.assets:
        sizes[folder_of(asset.path)] += asset.size
    large = sorted(folder for folder, size in sizes.items() if size > LARGE and folder)
    message = "{:,} bytes of shared files are not copied into every service: only {} has them"
    hint = "put them on a volume or into an image that all services build on, if others read them"
    found = [Problem(Location(folder), "large-assets", message.format(sizes[folder], default), hint=hint) for folder in large]
    return frozenset(large), tuple(found)
