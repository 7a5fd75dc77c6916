"""The folder that a command is given."""

from pathlib import Path

from analyzer.model.errors import UsageError
from analyzer.model.nearest import did_you_mean, nearest


def check_folder(path: Path) -> None:
    """Raises UsageError where there is no folder of that name."""
    if not path.exists():
        folders = sorted(one.name for one in path.parent.glob("*") if one.is_dir())
        near = nearest(path.name, folders) or [name for name in folders if name.lower().startswith(path.name.lower()[:3])][:1]
        raise UsageError(f"there is no folder {path}", did_you_mean(near, "check the path"))
    if not path.is_dir():
        raise UsageError(f"{path} is a file", "give the folder that holds the code base")
