"""Paths to dotted module names: source roots, packages, namespace packages, loose files."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

SAMPLE = 300
IMPORTED = re.compile(rb"^[ \t]*(?:from|import)[ \t]+([A-Za-z_][\w.]*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Placed:
    """A file's dotted name, whether it is a package, the folder from which the name counts, whether a package holds it."""

    module: str
    path: str
    is_package: bool
    source_root: str
    inside_package: bool


def name_modules(paths: Iterable[str], root_name: str, read: Callable[[str], bytes]) -> tuple[Placed, ...]:
    """A unique dotted name for every Python file, sorted by name.

    ``root_name`` is the analysed folder's own name, used where that folder is itself a package. ``read`` gives the bytes of
    a file: imports are sampled where it is not clear whether a folder without ``__init__`` is a namespace package or a
    source root.
    """
    paths = sorted(paths)
    packages = {path.rpartition("/")[0] for path in paths if path.rpartition("/")[2] == "__init__.py"}
    roots = {folder: _source_root(folder, packages) for folder in {path.rpartition("/")[0] for path in paths}}
    namespaces = _namespaces(paths, roots, packages, read)
    placed: dict[str, Placed] = {}
    for path in paths:
        one = _place(path, roots, packages, namespaces, root_name)
        if one.module in placed:
            one = _rename(one, placed)
        placed[one.module] = one
    return tuple(placed[name] for name in sorted(placed))


def _place(path: str, roots: dict[str, str], packages: set[str], namespaces: dict[str, str], root_name: str) -> Placed:
    folder, _, name = path.rpartition("/")
    source_root = namespaces.get(roots[folder], roots[folder])
    inside = _is_inside(folder, packages)
    stem = name.removesuffix(".pyw").removesuffix(".py")
    below = folder[len(source_root) :].strip("/") if source_root else folder
    parts = below.split("/") if below else []
    if inside and "" in packages:
        parts = [root_name, *parts]
    is_package = stem == "__init__"
    if not is_package or not parts:
        parts = [*parts, stem]
    return Placed(".".join(part.replace(".", "_") for part in parts), path, is_package, source_root, inside)


def _is_inside(folder: str, packages: set[str]) -> bool:
    """Whether a folder is a package, or lies in one."""
    while True:
        if folder in packages:
            return True
        if not folder:
            return False
        folder = folder.rpartition("/")[0]


def _source_root(folder: str, packages: set[str]) -> str:
    """The folder above the topmost package that holds a folder; for a loose folder the nearest one named like a root."""
    top, current = None, folder
    while True:
        if current in packages:
            top = current
        if not current:
            break
        current = current.rpartition("/")[0]
    if top is not None:
        return top.rpartition("/")[0]
    parts = folder.split("/") if folder else []
    for depth in range(len(parts), 0, -1):
        if parts[depth - 1] in ("src", "lib", "source"):
            return "/".join(parts[:depth])
    return ""


def _namespaces(paths: list[str], roots: dict[str, str], packages: set[str], read: Callable[[str], bytes]) -> dict[str, str]:
    """Source roots that are really namespace packages, to the root above them: judged by what the files import."""
    candidates = sorted({root for root in roots.values() if root and root.rpartition("/")[2].isidentifier()})
    if not candidates:
        return {}
    step = max(1, len(paths) // SAMPLE)
    imported = Counter(match.decode() for path in paths[::step] for match in IMPORTED.findall(read(path)))
    chosen = {}
    for root in candidates:
        tops = {package.rpartition("/")[2] for package in packages if package.rpartition("/")[0] == root}
        best, best_count = root, _count(imported, "", tops)
        outer, prefix = root, ""
        while outer:
            outer, _, last = outer.rpartition("/")
            if not last.isidentifier():
                break
            prefix = f"{last}.{prefix}"
            count = _count(imported, prefix, tops)
            if count > best_count:
                best, best_count = outer, count
        if best != root:
            chosen[root] = best
    return chosen


def _count(imported: Counter[str], prefix: str, tops: set[str]) -> int:
    names = tuple(prefix + top for top in sorted(tops))
    return sum(count for name, count in imported.items() if any(name == one or name.startswith(one + ".") for one in names))


def _rename(one: Placed, taken: dict[str, Placed]) -> Placed:
    """Another name, made from the whole path, for a file whose name is taken."""
    parts = one.path.removesuffix(".pyw").removesuffix(".py").split("/")
    name = ".".join(part.replace(".", "_") for part in parts)
    while name in taken:
        name += "_"
    return Placed(name, one.path, one.is_package, "", one.inside_package)
