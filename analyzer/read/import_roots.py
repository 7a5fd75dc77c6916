"""Folders from which imports count though no ``__init__`` says so: what starts the program puts them on the path. Judged by the imports.

Three things that ``__init__`` files cannot tell: a project's folder that is a package itself and still holds top-level packages
(``manage.py`` lies in it), a folder of loose files that import each other by their bare names from folders below it, and two
applications in one repository that each have a package of the same name.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from analyzer.read.standard_library import STDLIB

ENOUGH = 3
"""Modules that must be imported from inside a package as if they were top-level, before it is taken for a root."""

Sampled = tuple[str, tuple[str, ...]]
"""The folder of a file, and the dotted names that its import statements begin with."""


@dataclass(frozen=True, slots=True)
class ImportRoots:
    """What absolute imports mean beyond the names of modules.

    ``aliases`` are packages that are roots as well, each with the names of what lies right in it: ``app.orders`` is ``orders``.
    ``homes`` are modules of an application whose packages are called like another one's, each with the prefix that tells them apart;
    ``doubles`` are those packages under their own names.
    """

    aliases: Mapping[str, frozenset[str]] = field(default_factory=dict)
    homes: Mapping[str, str] = field(default_factory=dict)
    doubles: frozenset[str] = frozenset()

    def meant(self, importer: str, dotted: str, modules: Collection[str]) -> str:
        """The dotted name by which the code base knows what a module imports as ``dotted``."""
        home = self.homes.get(importer)
        if home is not None and f"{home}.{dotted.partition('.')[0]}" in self.doubles:
            return f"{home}.{dotted}"
        for alias, inside in self.aliases.items():
            rest = dotted[len(alias) + 1 :]
            if dotted.startswith(f"{alias}.") and rest.partition(".")[0] in inside and dotted not in modules:
                return rest
        return dotted


NO_ROOTS = ImportRoots()


def inner_roots(sampled: Sequence[Sampled], names: Mapping[str, str], packages: Collection[str]) -> frozenset[str]:
    """The folders that files below them take for a root, against what ``__init__`` files say.

    ``names`` are the names of modules so far, by path without suffix (of a package: its folder).
    """
    known = frozenset(names.values())
    folders = {folder for path in {path.rpartition("/")[0] for path in names} for folder in _up(path)}
    votes: dict[str, set[tuple[str, bool]]] = defaultdict(set)
    for folder, imported in sampled:
        for dotted in set(imported) - known:
            below = dotted.replace(".", "/")
            # A folder without modules of its own counts only where something in it is named: else any distribution may be meant.
            others = folders if "/" in below else ()
            places = ((one, f"{one}/{below}".lstrip("/")) for one in _up(folder, "" in packages))
            root = next((one for one, place in places if place in names or place in others), None)
            if root is not None and dotted.partition(".")[0] not in STDLIB:
                votes[root].add((dotted, root == folder))
    written = {dotted for _, imported in sampled for dotted in imported}
    return frozenset(root for root, found in votes.items() if _is_root(root, found, names, packages, written))


def _is_root(
    root: str, votes: set[tuple[str, bool]], names: Mapping[str, str], packages: Collection[str], written: Collection[str]
) -> bool:
    """Whether more is imported from inside a folder than through it."""
    name = names.get(root) or _namespace(root, names)
    through = sum(dotted.startswith(f"{name}.") for dotted in written)
    if any(one in packages for one in _up(root, True)):
        # From right beside, Python 2 finds modules without a prefix; a bare name may be any distribution's.
        inside = {dotted for dotted, is_beside in votes if "." in dotted and not is_beside}
        return len(inside) >= ENOUGH and len(inside) > through
    inside = {dotted for dotted, is_beside in votes if "." in dotted or not is_beside}
    return len(inside) > through


def _namespace(folder: str, names: Mapping[str, str]) -> str:
    """The dotted name of a folder without ``__init__``, told by what lies in it."""
    for stem, module in names.items():
        inside = stem.removeprefix(f"{folder}/").replace("/", ".")
        if stem.startswith(f"{folder}/") and module.endswith(f".{inside}"):
            return module.removesuffix(f".{inside}")
    return folder.replace("/", ".")


def _up(folder: str, with_root: bool = False) -> Iterator[str]:
    """A folder and all folders above it, nearest first; the root (``""``) only where asked for."""
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]
    if with_root:
        yield ""


def nearest_root(folder: str, roots: Collection[str]) -> str:
    """The nearest of some folders at or above a folder, or ``""``."""
    return next((one for one in _up(folder) if one in roots), "") if roots else ""
