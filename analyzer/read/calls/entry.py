"""The entry file that a user names."""

from difflib import get_close_matches
from pathlib import Path

from analyzer.model.errors import UsageError


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
    names = sorted(one.name for one in (root / entry).parent.glob("*.py"))
    near = get_close_matches(entry.name, names, 1)
    hint = f"did you mean {near[0]}?" if near else "give its path from there, such as package/__main__.py"
    raise UsageError(f"there is no entry {entry} below {root}", hint)
