"""Paths to dotted module names: source roots, packages, namespace packages, loose files."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from analyzer.read.import_roots import ImportRoots, Sampled, inner_roots, nearest_root

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


@dataclass(frozen=True, slots=True)
class Layout:
    """Every Python file with a unique dotted name, sorted by name; and what imports mean beyond these names."""

    placed: tuple[Placed, ...]
    roots: ImportRoots


def name_modules(paths: Iterable[str], root_name: str, read: Callable[[str], bytes]) -> tuple[Placed, ...]:
    """A unique dotted name for every Python file, sorted by name: see ``lay_out``."""
    return lay_out(paths, root_name, read).placed


def lay_out(paths: Iterable[str], root_name: str, read: Callable[[str], bytes]) -> Layout:
    """The layout of some Python files.

    ``root_name`` is the analysed folder's own name, used where that folder is itself a package. ``read`` gives the bytes of
    a file: imports are sampled, because they alone tell whether a folder without ``__init__`` is a namespace package or a
    source root, and whether a package is a source root, too.
    """
    paths = sorted(paths)
    packages = {path.rpartition("/")[0] for path in paths if path.rpartition("/")[2] == "__init__.py"}
    sampled = _sampled(paths, read)
    outer = {folder: _source_root(folder, packages) for folder in {path.rpartition("/")[0] for path in paths}}
    namespaces = _namespaces(sampled, outer, paths, packages)
    roots = {folder: namespaces.get(root, root) for folder, root in outer.items()}
    files = [_place(path, roots, packages, root_name) for path in paths]
    inner = inner_roots(sampled, {_stem(one.path): one.module for one in files}, packages)
    files = [_moved(one, inner, packages, root_name) for one in files] if inner else files
    homes = _homes(files)
    placed: dict[str, Placed] = {}
    for one in files:
        if one.module in placed or (one.source_root, one.module.partition(".")[0]) in homes:
            one = _rename(one, placed)
        placed[one.module] = one
    return Layout(tuple(placed[name] for name in sorted(placed)), _roots(files, placed, inner & packages, homes))


def _place(path: str, roots: Mapping[str, str], packages: set[str], root_name: str) -> Placed:
    folder, _, name = path.rpartition("/")
    source_root = roots[folder]
    inside = _is_inside(folder, packages)
    stem = name.removesuffix(".pyw").removesuffix(".py")
    below = folder[len(source_root) :].strip("/") if source_root else folder
    parts = below.split("/") if below else []
    if inside and root_name and "" in packages:
        parts = [root_name, *parts]
    is_package = stem == "__init__"
    if not is_package or not parts:
        parts = [*parts, stem]
    return Placed(".".join(part.replace(".", "_") for part in parts), path, is_package, source_root, inside)


def _moved(one: Placed, inner: frozenset[str], packages: set[str], root_name: str) -> Placed:
    """A file with its name from the nearest root above it; a package that is a root itself keeps its name."""
    folder = one.path.rpartition("/")[0]
    if one.is_package and folder in inner:
        return one
    root = max(one.source_root, nearest_root(folder, inner), key=len)
    return (
        one if root == one.source_root and "" not in inner else _place(one.path, {folder: root}, packages, "" if "" in inner else root_name)
    )


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


def _sampled(paths: Sequence[str], read: Callable[[str], bytes]) -> list[Sampled]:
    """What some files import, of every part of the code base alike."""
    step = max(1, len(paths) // SAMPLE)
    return [(path.rpartition("/")[0], tuple(match.decode() for match in IMPORTED.findall(read(path)))) for path in paths[::step]]


def _namespaces(sampled: Sequence[Sampled], roots: dict[str, str], paths: Sequence[str], packages: set[str]) -> dict[str, str]:
    """Source roots that are really namespace packages, to the root above them: judged by what the files import. One of which nothing
    is imported either way is like those that end in the same folders (``acme/plugins`` of many distributions)."""
    candidates = sorted({root for root in roots.values() if root and root.rpartition("/")[2].isidentifier()})
    if not candidates:
        return {}
    imported = Counter(name for _, names in sampled for name in names)
    known = set(map(_stem, paths))
    scores = {root: list(_scores(root, imported, known, packages)) for root in candidates}
    best = {root: max(found, key=lambda one: one[0]) for root, found in scores.items()}
    chosen = {root: outer for root, (_, outer) in best.items() if outer != root}
    tails = {root[len(outer) :].strip("/") for root, outer in chosen.items()}
    for root in candidates:
        tail = max((tail for tail in tails if root.endswith(f"/{tail}")), key=len, default="")
        if tail and best[root] == ((0, 0), root):
            chosen[root] = root.removesuffix(tail).rstrip("/")
    return chosen


Score = tuple[int, int]
"""How many imports lead to modules below a source root, and how many name its packages. The name of a package alone may be another
distribution's, which an adapter is named after."""


def _scores(root: str, imported: Counter[str], known: Collection[str], packages: set[str]) -> Iterator[tuple[Score, str]]:
    """A source root and the folders above it, nearest first, with the imports that speak for each."""
    tops = {package.rpartition("/")[2] for package in packages if package.rpartition("/")[0] == root}
    outer, prefix = root, ""
    while True:
        named = [name for name in imported if name.startswith(prefix) and name[len(prefix) :].partition(".")[0] in tops]
        paths = {name: f"{root}/{name[len(prefix) :].replace('.', '/')}" for name in named}
        resolved = sum(imported[name] for name in named if name.count(".") > prefix.count(".") and paths[name] in known)
        yield (resolved, sum(imported[name] for name in named)), outer
        outer, _, last = outer.rpartition("/")
        if not last.isidentifier():
            return
        prefix = f"{last}.{prefix}"


def _stem(path: str) -> str:
    """A file's path without its suffix; of a package, its folder."""
    folder, _, name = path.rpartition("/")
    return folder if name.rpartition(".")[0] == "__init__" else path.rpartition(".")[0]


def _homes(files: Sequence[Placed]) -> frozenset[tuple[str, str]]:
    """Source roots with top-level packages that must have other names, because another root has packages of that name with modules of
    one name in them. The root that has most of it keeps the name."""
    tops: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in files:
        if one.source_root or one.inside_package:
            tops[one.module.partition(".")[0]][one.source_root].add(one.module)
    found: set[tuple[str, str]] = set()
    for top, by_root in tops.items():
        taken: set[str] = set()
        for root in sorted(by_root, key=lambda root: (-len(by_root[root]), root)) if len(by_root) > 1 else ():
            if root and not taken.isdisjoint(by_root[root] - {top}):
                found.add((root, top))
            else:
                taken |= by_root[root]
    return frozenset(found)


def _roots(files: Sequence[Placed], placed: Mapping[str, Placed], inner: frozenset[str], homes: frozenset[tuple[str, str]]) -> ImportRoots:
    """What imports mean in packages that are roots, too, and in source roots whose packages were given other names."""
    inside: dict[str, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    for one in files:
        if one.source_root in inner and not (one.is_package and _stem(one.path) in inner):
            inside[one.source_root].add(one.module.partition(".")[0])
        if one.is_package and _stem(one.path) in inner:
            names[_stem(one.path)] = one.module
    aliases = {names[root]: frozenset(tops) for root, tops in sorted(inside.items()) if root in names}
    if not homes:
        return ImportRoots(aliases)
    prefixes = {root: root.replace("/", ".") for root, _ in homes}
    found = {name: nearest_root(one.path.rpartition("/")[0], prefixes) for name, one in placed.items()}
    doubles = frozenset(f"{prefixes[root]}.{top}" for root, top in homes)
    return ImportRoots(aliases, {name: prefixes[root] for name, root in found.items() if root}, doubles)


def _rename(one: Placed, taken: dict[str, Placed]) -> Placed:
    """Another name, made from the whole path, for a file whose name is taken."""
    parts = one.path.removesuffix(".pyw").removesuffix(".py").split("/")
    name = ".".join(part.replace(".", "_") for part in parts)
    while name in taken:
        name += "_"
    return Placed(name, one.path, one.is_package, "", one.inside_package)
