"""The entry file that a user names."""

from pathlib import Path

from analyzer.model.errors import UsageError
from analyzer.model.nearest import did_you_mean, nearest


def entry_of(root: Path, entry: Path) -> str:
    """The path of an entry relative to the root; it may be given from there or from the current folder.

    Raises UsageError where there is no such Python file below the root.
    """
    top = root.resolve()
    for path in (root / entry, entry):
        found = path.resolve()
        if path.is_file() and found.is_relative_to(top):
            if found.suffix not in (".py", ".pyw"):
                raise UsageError(f"the entry {entry} is no Python file", "give the .py file that starts the program")
            return found.relative_to(top).as_posix()
    if entry.is_file():
        raise UsageError(f"the entry {entry} is not below {root}", "give a file of the code base, or a folder that holds it")
    if (root / entry).is_dir():
        raise UsageError(f"the entry {entry} is a folder", "give a file in it, such as __main__.py")
    near = nearest(entry.name, (one.name for one in (root / entry).parent.glob("*.py")))
    raise UsageError(f"there is no entry {entry} below {root}", did_you_mean(near, "give its path from there, such as package/__main__.py"))
