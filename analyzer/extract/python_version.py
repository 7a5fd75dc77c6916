"""The Python that the services run on: what the code base asks for."""

import tomllib
from collections.abc import Callable

KNOWN = ("3.12", "3.13", "3.14", "3.11", "3.10", "3.9", "3.8")
"""Versions with an official image, in the order of preference."""


def python_version(sources: Callable[[str], bytes]) -> str:
    """The preferred version that ``requires-python`` of the code base's ``pyproject.toml`` allows; without one, the first."""
    try:
        required = tomllib.loads(sources("pyproject.toml").decode("utf-8"))["project"]["requires-python"]
    except (OSError, ValueError, KeyError, TypeError):
        return KNOWN[0]
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        allowed = SpecifierSet(required)
    except (InvalidSpecifier, TypeError, AttributeError):
        return KNOWN[0]
    return next((version for version in KNOWN if allowed.contains(f"{version}.5")), KNOWN[0])
