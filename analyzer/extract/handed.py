"""Modules that code hands on as values: who gets one may call whatever is in it, as page templates do."""

import ast
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from analyzer.extract.code_index import CodeIndex
from analyzer.extract.mentions import Mention
from analyzer.extract.nodes import Function
from analyzer.extract.source_text import tree_at
from analyzer.model.codebase import Codebase
from analyzer.model.facts import Definition, DefinitionKind
from analyzer.model.place import ModuleName
from analyzer.model.source import FileKind

_SERVED = (FileKind.CODE, FileKind.CONFIG, FileKind.GENERATED)
_CALLED = (DefinitionKind.FUNCTION, DefinitionKind.CLASS)


def handed_on(codebase: Codebase, code: CodeIndex, sources: Callable[[str], bytes]) -> tuple[Mention, ...]:
    """The functions and classes of modules that are values somewhere, and not only the beginning of a longer name: the module's own,
    and of a package what it imports to offer it. Names with an underscore in front are left out; a comparison hands nothing on."""
    found: set[Mention] = set()
    offered = _offered(codebase)
    for module, line, target in _handed_modules(code, sources):
        names = offered.get(target, [])
        if code.files[target].is_package:
            names = [*names, *(f"{fact.resolved}.{name}" for fact in code.imports.get(target, ()) for name in fact.names)]
        found.update(Mention(module, line, name) for name in names if not name.rpartition(".")[2].startswith("_"))
    return tuple(sorted(found))


def _offered(codebase: Codebase) -> dict[ModuleName, list[str]]:
    found: dict[ModuleName, list[str]] = defaultdict(list)
    for known in codebase.of(Definition):
        if known.kind in _CALLED and known.name.rpartition(".")[0] == known.module:
            found[known.module].append(known.name)
    return found


def _handed_modules(code: CodeIndex, sources: Callable[[str], bytes]) -> Iterator[tuple[ModuleName, int, ModuleName]]:
    for module, file in code.files.items():
        names = {fact.target for fact in code.imports.get(module, ()) if not fact.names} if file.kind in _SERVED else set()
        tree = tree_at(file.path, sources) if names and _may_hand_on(names, file.path, sources) else None
        if tree is not None:
            yield from ((module, line, target) for line, target in _values(tree, file.package, code))


def _may_hand_on(names: Iterable[ModuleName], path: str, sources: Callable[[str], bytes]) -> bool:
    """Whether a name of one of the modules stands alone a second time, beside its import; cheaper than a tree."""
    try:
        text = sources(path)
    except OSError:
        return False
    parts = sorted({part.encode("utf-8", "replace") for name in names for part in (name, name.rpartition(".")[2])})
    aliases = {alias for part in parts for alias in re.findall(rb"(?<!\w)" + re.escape(part) + rb"\s+as\s+(\w+)", text)}
    every = b"|".join(re.escape(part) for part in sorted({*parts, *aliases}, key=len, reverse=True))
    seen: set[bytes] = set()
    for match in re.finditer(rb"(?<![.\w])(" + every + rb")(?![\w.])", text):
        if match[1] in seen:
            return True
        seen.add(match[1])
    return False


def _values(tree: ast.Module, package: str, code: CodeIndex) -> Iterator[tuple[int, ModuleName]]:
    bound = _bound(tree, package, code)
    if not bound:
        return
    pending: list[tuple[ast.AST, frozenset[str]]] = [(tree, frozenset())]
    while pending:
        parent, hidden = pending.pop()
        hidden |= _local(parent)
        for node in ast.iter_child_nodes(parent):
            chain = _chain(node) if not isinstance(parent, ast.Attribute | ast.Compare | ast.If) else []
            target = ModuleName(".".join([bound[chain[0]], *chain[1:]]) if chain and chain[0] in bound and chain[0] not in hidden else "")
            if target in code.files:
                yield getattr(node, "lineno", 0), target
            pending.append((node, hidden))


def _local(node: ast.AST) -> frozenset[str]:
    """The names that a function binds itself, its parameters included, and that are no modules for that inside it."""
    if not isinstance(node, Function | ast.Lambda):
        return frozenset()
    stored = (part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store))
    return frozenset({*stored, *(part.arg for part in ast.walk(node.args) if isinstance(part, ast.arg))})


def _bound(tree: ast.Module, package: str, code: CodeIndex) -> Mapping[str, str]:
    """The names that import statements bind to modules of the code base, and these modules."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                found[alias.asname or alias.name.partition(".")[0]] = alias.name if alias.asname else alias.name.partition(".")[0]
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*parts, *([node.module] if node.module else [])])
            for alias in node.names:
                if f"{base}.{alias.name}" in code.files and not _is_defined(base, alias.name, code):
                    found[alias.asname or alias.name] = f"{base}.{alias.name}"
    return found


def _is_defined(base: str, name: str, code: CodeIndex) -> bool:
    """Whether a package takes something of the name of its own module from there (``from .run import run``)."""
    imports = code.imports.get(ModuleName(base), ())
    return any(name in fact.names for fact in imports)


def _chain(node: ast.AST) -> list[str]:
    """The parts of a dotted name that is read; nothing for anything else."""
    parts: list[str] = []
    if isinstance(node, ast.Name | ast.Attribute) and not isinstance(node.ctx, ast.Load):
        return parts
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return [node.id, *reversed(parts)] if isinstance(node, ast.Name) else []
