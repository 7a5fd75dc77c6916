"""What code reaches by a path instead of an import: folders that it names, and migrations that it runs itself."""

import ast
from collections.abc import Iterable, Iterator

from analyzer.extract.nodes import last_name
from analyzer.extract.source_text import parsed

_BUILDERS = frozenset({"Path", "PosixPath", "PurePath", "PurePosixPath", "join", "joinpath", "safe_join", "abspath", "realpath", "listdir"})
_KEYWORDS = frozenset({"directory", "folder", "root_path", "searchpath", "static_folder", "template_folder"})
_MARKS = (b'"', b"'", b'"./', b"'./")
RUNNERS = ("alembic", "flask_migrate")
_SETS_UP = frozenset({"Migrate", "MigrateCommand", "Config"})


def folders_named(source: bytes, known: Iterable[str]) -> frozenset[str]:
    """Those of the known folders that code puts into a path: an argument of ``os.path.join`` or ``Path``, an operand of ``/``, a
    ``directory=``. The first part of a longer path counts."""
    maybe = {name for name in known if any(mark + name.encode("utf-8", "replace") in source for mark in _MARKS)}
    tree = parsed(source) if maybe else None
    return frozenset(text.removeprefix("./").partition("/")[0] for text in _path_parts(tree)) & maybe if tree else frozenset()


def _path_parts(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        found: list[ast.expr] = []
        if isinstance(node, ast.Call):
            found = [word.value for word in node.keywords if word.arg in _KEYWORDS]
            found += node.args if last_name(node.func) in _BUILDERS else []
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            found = [node.left, node.right]
        yield from (one.value for one in found if isinstance(one, ast.Constant) and isinstance(one.value, str))


def runs_migrations(source: bytes) -> bool:
    """Whether code runs the migrations of Alembic or Flask-Migrate itself; setting the extension up alone does not read them."""
    tree = parsed(source)
    return tree is not None and any(_is_runner(node) for node in ast.walk(tree))


def _is_runner(node: ast.AST) -> bool:
    if isinstance(node, ast.Import):
        return any(name.name in ("flask_migrate", "alembic.command", "alembic.script") for name in node.names)
    if not isinstance(node, ast.ImportFrom) or node.level or node.module is None:
        return False
    package, _, inside = node.module.partition(".")
    names = {name.name for name in node.names} - _SETS_UP
    if package == "flask_migrate":
        return bool(names)
    return package == "alembic" and (inside in ("command", "script") or (not inside and not names.isdisjoint({"command", "script"})))
