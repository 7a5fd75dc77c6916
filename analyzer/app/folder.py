"""The folder that a command is given."""

from pathlib import Path

from analyzer.model.errors import UsageError


def check_folder(path: Path) -> None:
    """Raises UsageError where there is no folder of that name."""
    if not path.exists():
        near = [one.name for one in sorted(path.parent.glob("*")) if one.name.lower()[:3] == path.name.lower()[:3]]
        raise UsageError(f"there is no folder {path}", f"did you mean {near[0]}?" if near else "check the path")
    if not path.is_dir():
        raise UsageError(f"{path} is a file", "give the folder that holds the code base")
