"""Poetry's and Pipenv's version constraints as PEP 440 ones (source: Poetry's manual, "Dependency specification")."""

import re

RELEASE = re.compile(r"^\d+(?:\.\d+)*")


def to_pep440(constraint: str) -> str:
    """The same constraint with PEP 440's operators; ``""`` for any version. Of alternatives (``||``) the outer bounds cannot be
    written, so they give ``""`` too."""
    if "||" in constraint or "|" in constraint:
        return ""
    return ",".join(part for part in map(_one, re.split(r"\s*,\s*|\s+(?=[<>=!~^])", constraint.strip())) if part)


def _one(part: str) -> str:
    part = re.sub(r"\s", "", part)
    if part in ("", "*"):
        return ""
    if part[0] == "^":
        return _between(part[1:], _caret(part[1:]))
    if part[0] == "~" and not part.startswith("~="):
        return _between(part[1:], _tilde(part[1:]))
    if part[0].isdigit():
        return f"=={part}"
    return part


def _between(lower: str, upper: str) -> str:
    return f">={lower},<{upper}" if upper else f">={lower}"


def _caret(version: str) -> str:
    """The first version that changes the left-most part that is not zero."""
    parts = _release(version)
    for index, part in enumerate(parts):
        if part or index == len(parts) - 1:
            return ".".join(map(str, [*parts[:index], part + 1]))
    return ""


def _tilde(version: str) -> str:
    """The first version with another minor number (another major one where only that is given)."""
    parts = _release(version)[:2]
    return ".".join(map(str, [*parts[:-1], parts[-1] + 1])) if parts else ""


def _release(version: str) -> list[int]:
    found = RELEASE.match(version)
    return [int(part) for part in found[0].split(".")] if found else []
