"""Which names a module binds by import, and which names its live and its removed code use."""

import ast
import re
from collections.abc import Set as AbstractSet

from analyzer.extract.nodes import Function

_WORD = re.compile(r"[^\W\d]\w*")


def bound_names(tree: ast.Module) -> set[str]:
    """The names that import statements at the top level of a module bind; not those of ``__future__``, nor stars."""
    found = set()
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom) and getattr(node, "module", "") != "__future__":
            found |= {alias.asname or alias.name.partition(".")[0] for alias in node.names if alias.name != "*"}
    return found


def names_in(tree: ast.Module, dead: set[int], bare: AbstractSet[int] = frozenset()) -> tuple[set[str], set[str]]:
    """The names used by the code that stays, and by what goes: the bodies of the functions in ``dead`` (ids of nodes), and the
    decorators of those in ``bare``.

    Words of strings count as used where they may be evaluated or exported: in annotations and in ``__all__``.
    """
    alive: set[str] = set()
    removed: set[str] = set()
    pending: list[tuple[ast.AST, bool]] = [(tree, True)]
    while pending:
        node, lives = pending.pop()
        names = alive if lives else removed
        if isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, Function):
            signature, decorators = _signature(node), {id(decorator) for decorator in node.decorator_list} if id(node) in bare else set()
            pending += [(child, lives and id(child) not in decorators) for child in signature]
            pending += [(child, lives and id(node) not in dead) for child in node.body]
            names |= _words(_annotations(node))
            continue
        elif isinstance(node, ast.AnnAssign):
            names |= _words([node.annotation])
        elif _is_export_list(node):
            names |= _words([node])
        pending += [(child, lives) for child in ast.iter_child_nodes(node)]
    return alive, removed


def _signature(node: Function) -> list[ast.AST]:
    body = {id(child) for child in node.body}
    return [child for child in ast.iter_child_nodes(node) if id(child) not in body]


def _annotations(node: Function) -> list[ast.AST]:
    arguments = node.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    found: list[ast.AST] = [argument.annotation for argument in every if argument is not None and argument.annotation is not None]
    return found if node.returns is None else [*found, node.returns]


def _is_export_list(node: ast.AST) -> bool:
    targets: list[ast.expr] = node.targets if isinstance(node, ast.Assign) else []
    targets = [node.target] if isinstance(node, ast.AugAssign | ast.AnnAssign) else targets
    return any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets)


def _words(nodes: list[ast.AST]) -> set[str]:
    found: set[str] = set()
    for node in nodes:
        for part in ast.walk(node):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                found |= set(_WORD.findall(part.value))
    return found
