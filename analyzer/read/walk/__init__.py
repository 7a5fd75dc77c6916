"""One walk over one syntax tree: everything that later stages ask of a file, gathered at once."""

import ast
import builtins
import inspect

from analyzer.model.syntax import ModuleSyntax, pack
from analyzer.read.walk.asked import asked_by
from analyzer.read.walk.definitions import Walker
from analyzer.read.walk.kept import Used

MAX_DOC = 500
ASSIGNING = (ast.Assign, ast.AugAssign, ast.AnnAssign)
BUILTINS = frozenset(dir(builtins)) - {"open"}


def walk_module(tree: ast.Module, module: str, path: str, is_package: bool, vocabulary: frozenset[str]) -> ModuleSyntax:
    """The summary of a parsed file; ``vocabulary`` says which calls to keep whole (see ``frameworks.framework.Framework``)."""
    walker = Walker(asked_by(vocabulary))
    walker.block(tree.body)
    return ModuleSyntax(
        module,
        path,
        is_package,
        tuple(walker.imports),
        tuple(walker.functions),
        tuple(walker.classes),
        tuple(walker.assignments),
        tuple(walker.calls),
        pack(_uses(walker)),
        tuple(walker.literals),
        tuple(walker.blinds),
        _exports(tree),
        _doc(tree),
    )


def _uses(walker: Walker) -> list[Used]:
    """Every use, scope by scope; a bare builtin is left out, unless the module has a name of its own like it."""
    ours = {one.target for one in walker.assignments if not one.scope}
    ours.update(bound or module for module, bound in ((one.module, name) for one in walker.imports for _, name in one.names))
    ours.update(one.name for one in walker.functions)
    ours.update(one.name for one in walker.classes)
    hidden = frozenset() if "*" in ours else BUILTINS - ours
    return [used for kinds in walker.uses.values() for chains in kinds.values() for chain, used in chains.items() if chain not in hidden]


def _doc(tree: ast.Module) -> str:
    first = tree.body[0] if tree.body else None
    text = first.value.value if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) else ""
    return inspect.cleandoc(text[: 4 * MAX_DOC])[:MAX_DOC] if isinstance(text, str) else ""


def _exports(tree: ast.Module) -> tuple[str, ...] | None:
    """The literal strings of ``__all__`` (assigned or added to), or None where there is none."""
    names: list[str] | None = None
    for node in tree.body:
        if isinstance(node, ASSIGNING):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name) and target.id == "__all__" and isinstance(node.value, ast.List | ast.Tuple):
                names = [] if names is None else names
                names += [one.value for one in node.value.elts if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return None if names is None else tuple(names)
