"""``setup.py``: what its call of ``setup`` writes out, read from the syntax; the file never runs."""

import ast
import warnings
from collections.abc import Iterable, Mapping

from analyzer.read.requirements.declaration import DeclarationFile, Declared, computed, declare, unreadable

GROUPS = {"install_requires": "", "setup_requires": "build", "tests_require": "test"}


def matches(path: str) -> bool:
    """Whether this is a ``setup.py``."""
    return path.rpartition("/")[2] == "setup.py"


def read(file: DeclarationFile) -> Iterable[Declared]:
    """The literals among the requirements of every call of ``setup``; names of literal lists in the module are followed."""
    if not any(word in file.text for word in (*GROUPS, "extras_require")):
        return  # no file of a distribution, or one that says nothing of requirements
    tree = _parse(file)
    if not isinstance(tree, ast.Module):
        yield tree
        return
    variables = variables_of(tree)
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and _last_name(call.func) == "setup":
            yield from _setup(call, variables, file)


def _parse(file: DeclarationFile) -> "ast.Module | Declared":
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(file.text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return unreadable(file.path, f"cannot be parsed as Python ({type(error).__name__})", getattr(error, "lineno", 0) or 0)


def _last_name(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""


def _setup(call: ast.Call, variables: Mapping[str, ast.expr], file: DeclarationFile) -> Iterable[Declared]:
    for keyword in call.keywords:
        if keyword.arg in GROUPS:
            yield from _items(keyword.value, variables, file, keyword.arg, GROUPS[keyword.arg])
        elif keyword.arg == "extras_require":
            yield from _extras(_follow(keyword.value, variables), variables, file)


def _extras(value: ast.expr, variables: Mapping[str, ast.expr], file: DeclarationFile) -> Iterable[Declared]:
    if not isinstance(value, ast.Dict):
        yield computed("extras_require", file.at(value.lineno))
        return
    for key, item in zip(value.keys, value.values, strict=True):
        group = key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else "extra"
        yield from _items(item, variables, file, "extras_require", group)


def _items(value: ast.expr, variables: Mapping[str, ast.expr], file: DeclarationFile, what: str, group: str) -> Iterable[Declared]:
    """The strings of a list, of sums of lists, and of one string with a requirement on each line."""
    value = _follow(value, variables)
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        for text in filter(None, map(str.strip, value.value.splitlines())):
            yield from declare(text, file.at(value.lineno), group=group)
    elif isinstance(value, ast.List | ast.Tuple | ast.Set):
        for item in value.elts:
            yield from _items(item, {}, file, what, group)
    elif isinstance(value, ast.BinOp):
        yield from _items(value.left, variables, file, what, group)
        yield from _items(value.right, variables, file, what, group)
    elif not (isinstance(value, ast.Constant) and value.value is None):
        yield computed(what, file.at(value.lineno))


def _follow(value: ast.expr, variables: Mapping[str, ast.expr]) -> ast.expr:
    """What a name of the module stands for, one step."""
    return variables.get(value.id, value) if isinstance(value, ast.Name) else value


def variables_of(tree: ast.Module) -> dict[str, ast.expr]:
    """What the module assigns to plain names, by name; the last one counts."""
    return {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
