"""Template names to files: which file of the code base a template name means, seen from a module or another template."""

from collections import defaultdict
from collections.abc import Iterable

FOLDERS = ("templates", "jinja2", "template")


class Files:
    """The page templates of a code base by the names under which they can be loaded.

    A name counts from a folder called ``templates`` (or the like), from a folder that a blueprint names, else from any folder; where
    loaders put folders together, the one file counts whose path has all parts of the name in their order. Of several files with one
    name, the one nearest to who asks is meant.
    """

    def __init__(self, paths: Iterable[str], folders: Iterable[str] = ()) -> None:
        named = tuple(f"{folder.strip('/')}/" for folder in folders if folder.strip("/"))
        self._by_name: dict[str, list[str]] = defaultdict(list)
        self._by_tail: dict[str, list[str]] = defaultdict(list)
        for path in sorted(paths):
            self._by_tail[path.rpartition("/")[2]].append(path)
            for name in _names(path, named):
                self._by_name[name].append(path)

    def find(self, name: str, beside: str) -> str:
        """The path of the file that a name means for a file at ``beside``, or ``""``."""
        plain = name.lstrip("/").removeprefix("./")
        candidates = self._by_name.get(plain) or self._by_end(plain) or self._spread(plain)
        return min(candidates, key=lambda path: (-shared_folders(path, beside), len(path), path)) if candidates else ""

    def _by_end(self, name: str) -> list[str]:
        return [path for path in self._by_tail.get(name.rpartition("/")[2], ()) if path == name or path.endswith(f"/{name}")]

    def _spread(self, name: str) -> list[str]:
        folders = name.split("/")[:-1]
        if not folders:
            return []
        found = [path for path in self._by_tail.get(name.rpartition("/")[2], ()) if _in_order(folders, path.split("/")[:-1])]
        return found if len(found) == 1 else []


def _in_order(wanted: list[str], parts: list[str]) -> bool:
    rest = iter(parts)
    return all(part in rest for part in wanted)


def _names(path: str, named: tuple[str, ...]) -> set[str]:
    parts = path.split("/")
    names = {"/".join(parts[at + 1 :]) for at, part in enumerate(parts[:-1]) if part in FOLDERS}
    return names | {path[len(folder) :] for folder in named if path.startswith(folder)}


def shared_folders(one: str, other: str) -> int:
    """How many leading folders two paths share."""
    count = 0
    for left, right in zip(one.split("/")[:-1], other.split("/")[:-1], strict=False):
        if left != right:
            break
        count += 1
    return count
