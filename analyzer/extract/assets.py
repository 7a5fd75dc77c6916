"""Files that are no modules but that a service needs: page templates, static files, data beside its code."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from analyzer.extract.by_path import folders_named
from analyzer.extract.code_index import CodeIndex
from analyzer.extract.large_assets import folder_of
from analyzer.extract.slices import Role, Slice
from analyzer.graphs.closure import closure
from analyzer.model.codebase import Codebase
from analyzer.model.files import CopiedFile
from analyzer.model.place import ModuleName
from analyzer.model.source import SourceFile
from analyzer.model.surface import TemplateUse

_STATIC = frozenset({"public", "static"})
_FIRST = re.compile(rb"""["']([\w.-]+)["'/]""")
_QUOTED = re.compile(rb"""["']([\w.-]+\.[\w-]+)["']""")
_TOP_FOLDERS = frozenset({"data", "fixtures", "locale", "static", "templates", "translations"})


def module_path(file: SourceFile) -> str:
    """The path of a module's file counted from its source root, where its dotted name begins."""
    return file.path.removeprefix(file.source_root + "/") if file.source_root else file.path


@dataclass(frozen=True, slots=True)
class Holding:
    """What a service holds and how it is read: ``source`` gives the bytes of a module as it is held, ``runs`` tells whether a line
    of the original is still there; ``is_default`` that it answers what no other does, so that static files are its own; ``large``
    are folders that the default service alone gets unless they lie beside a service's own modules."""

    held: Slice
    is_default: bool
    large: frozenset[str]
    source: Callable[[ModuleName], bytes]
    runs: Callable[[ModuleName, int], bool]


@dataclass(frozen=True, slots=True)
class AssetPlace:
    """A file that is no module: its path, where it goes, its path below the nearest folder with modules, these modules, and whether
    that folder is the top of a source root."""

    path: str
    target: str
    below: str
    modules: tuple[ModuleName, ...]
    is_top: bool


def asset_places(codebase: Codebase, code: CodeIndex) -> tuple[AssetPlace, ...]:
    """Where the assets of a code base lie, in its order."""
    folders: dict[str, list[SourceFile]] = defaultdict(list)
    for file in code.files.values():
        folders[str(PurePosixPath(file.path).parent)].append(file)
    homes: dict[str, str] = {}
    found = []
    for asset in codebase.assets:
        folder = asset.path.rpartition("/")[0] or "."
        if folder not in homes:
            around = [folder, *map(str, PurePosixPath(folder).parents)]
            homes[folder] = next((one for one in around if one in folders), ".")
        home = homes[folder]
        beside = folders.get(home, [])
        root = beside[0].source_root if beside else ""
        below = asset.path.removeprefix(home + "/") if home != "." else asset.path
        target = asset.path.removeprefix(root + "/") if root else asset.path
        found.append(AssetPlace(asset.path, target, below, tuple(file.module for file in beside), home in (root, ".")))
    return tuple(found)


def assets_for(holding: Holding, places: Iterable[AssetPlace], codebase: Codebase, code: CodeIndex) -> list[CopiedFile]:
    """The assets beside the modules that a service owns or shares; a page template that only other services render stays out.

    Beside modules at the top of a source root lie the project's own files (README, configuration): of these only the usual
    folders for data come along, and the files that held code names in a string.
    Of the project's own folders, those that held code puts into a path come along as well.
    """
    needed, foreign = _templates(holding, codebase)
    folders = _TOP_FOLDERS | opened_folders(holding, places)
    named = _named([asset.path for asset in codebase.assets], holding, code)
    quoted: dict[ModuleName, frozenset[bytes]] = {}
    found: dict[str, CopiedFile] = {}
    for place in places:
        if place.is_top and place.below.partition("/")[0] not in folders and place.below not in named:
            continue
        wanted = _is_wanted(place, holding, quoted)
        if (wanted and not _matches(place.path, foreign)) or (needed and _matches(place.path, needed)):
            found.setdefault(place.target, CopiedFile(place.target, place.path))
    return list(found.values())


def opened_folders(holding: Holding, places: Iterable[AssetPlace]) -> frozenset[str]:
    """The folders at the top of a source root that held code puts into a path."""
    known = {place.below.partition("/")[0] for place in places if place.is_top and "/" in place.below} - _TOP_FOLDERS
    sources = (holding.source(module) for module in holding.held.roles) if known else ()
    return frozenset(name for source in sources for name in folders_named(source, known))


def _is_wanted(place: AssetPlace, holding: Holding, quoted: dict[ModuleName, frozenset[bytes]]) -> bool:
    if holding.is_default and not _STATIC.isdisjoint(place.below.split("/")):
        return True
    roles = holding.held.roles
    if holding.large and folder_of(place.path) in holding.large and not holding.is_default:
        return any(roles.get(module) is Role.OWN for module in place.modules)
    return place.is_top or any(_needs(module, place.below, holding, quoted) for module in place.modules)


def _needs(module: ModuleName, below: str, holding: Holding, quoted: dict[ModuleName, frozenset[bytes]]) -> bool:
    """Whether a module needs a file beside it: one that is held whole may; a stand-in does when it names it still."""
    role = holding.held.roles.get(module)
    if role is not Role.STUB:
        return role is not None
    if module not in quoted:
        quoted[module] = frozenset(_FIRST.findall(holding.source(module)))
    return bool(quoted[module]) and below.partition("/")[0].encode("utf-8", "replace") in quoted[module]


def _named(paths: Iterable[str], holding: Holding, code: CodeIndex) -> frozenset[str]:
    """The files at the top of a source root that whole modules name in a string."""
    roots = sorted({f"{file.source_root}/" for file in code.files.values() if file.source_root} | {""})
    below = {path.removeprefix(root) for path in paths for root in roots if path.startswith(root)}
    tops = {path for path in below if "/" not in path}
    whole = [module for module, role in holding.held.roles.items() if role is not Role.STUB] if tops else []
    found = {match.decode("utf-8", "replace") for module in whole for match in _QUOTED.findall(holding.source(module))}
    return frozenset(tops & found)


def _templates(holding: Holding, codebase: Codebase) -> tuple[frozenset[str], frozenset[str]]:
    """The names of page templates that code of this service renders, and of those that only other code does."""
    inside: dict[str, set[str]] = defaultdict(set)
    here: set[str] = set()
    there: set[str] = set()
    for use in codebase.of(TemplateUse):
        if use.relation == "links":
            continue
        if not use.module:
            inside[use.by].add(use.template)
        elif holding.held.roles.get(use.module) is not None and holding.runs(use.module, use.at.line):
            here.add(use.template)
        else:
            there.add(use.template)
    by_tail = _by_tail(inside)
    needed = closure(here, lambda name: by_tail.get(name, ()))
    return needed, closure(there, lambda name: by_tail.get(name, ())) - needed


def _by_tail(inside: Mapping[str, set[str]]) -> Mapping[str, set[str]]:
    """What a page template extends or includes, however much of its path is written."""
    found: dict[str, set[str]] = defaultdict(set)
    for by, others in inside.items():
        parts = by.split("/")
        for number in range(len(parts)):
            found["/".join(parts[number:])] |= others
    return found


def _matches(path: str, names: Iterable[str]) -> bool:
    parts = path.split("/")
    tails = {"/".join(parts[i:]) for i in range(len(parts))}
    return not tails.isdisjoint(names)


def module_files(held: Slice, code: CodeIndex) -> dict[ModuleName, str]:
    """Where each held module goes, by its path from its source root; a second module of one path is left out."""
    taken: set[str] = set()
    found = {}
    for module in held.roles:
        path = module_path(code.files[module])
        if path not in taken:
            taken.add(path)
            found[module] = path
    return found
