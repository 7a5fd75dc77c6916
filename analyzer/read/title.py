"""What a code base is called."""

import tomllib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path


def title_of(root: Path, modules: Iterable[str]) -> str:
    """The name that the project declares, else its largest top-level package, else ``code base``: never a machine's path."""
    try:
        declared = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
        for table in (declared.get("project"), declared.get("tool", {}).get("poetry")):
            if isinstance(table, dict) and isinstance(table.get("name"), str):
                return str(table["name"])[:80]
    except (OSError, ValueError, AttributeError):
        pass
    tops = Counter(name.partition(".")[0] for name in modules)
    return min(tops, key=lambda top: (-tops[top], top)) if tops else "code base"
