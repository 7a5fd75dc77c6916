"""The fields that stored entities declare: what may be set on one that crosses, since both sides read it from the database."""

import ast
from collections.abc import Callable

from analyzer.extract.source_text import tree_at
from analyzer.model.codebase import Codebase
from analyzer.model.data import Entity
from analyzer.model.facts import Definition
from analyzer.model.place import ModuleName


def stored_fields(codebase: Codebase, sources: Callable[[str], bytes]) -> frozenset[str]:
    """The names that the bodies of entities and of their bases in the code base assign; those of a file that cannot be read are left
    out. A field ``x`` that is made by a call may be set as ``x_id`` as well."""
    definitions: dict[str, Definition] = {known.name: known for known in codebase.of(Definition)}
    wanted, pending = set[str](), [str(entity.name) for entity in codebase.of(Entity)]
    while pending:
        name = pending.pop()
        if name in definitions and name not in wanted:
            wanted.add(name)
            pending += definitions[name].bases
    modules: dict[ModuleName, set[str]] = {}
    for name in wanted:
        module = definitions[name].module
        modules.setdefault(module, set()).add(name.removeprefix(f"{module}."))
    paths = {file.module: file.path for file in codebase.files}
    return frozenset(field for module, classes in modules.items() for field in _fields(paths.get(module), classes, sources))


def _fields(path: str | None, classes: set[str], sources: Callable[[str], bytes]) -> set[str]:
    tree = tree_at(path, sources)
    if tree is None:
        return set()
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name in {name.rpartition(".")[2] for name in classes}:
            for line in node.body:
                targets = line.targets if isinstance(line, ast.Assign) else [line.target] if isinstance(line, ast.AnnAssign) else []
                found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return found | {f"{name}_id" for name in found}
