"""Stand-ins for modules of other services: same dotted path, names and signatures; the bodies are gone.

What runs when a module is imported stays: constants, class bodies, decorators, and the functions named in ``kept``. Of every
other function the body becomes a call over HTTP where it is named in ``remote``, else ``raise NotServedHere(...)``; an import
that only such a body used goes with it, so that the packages of another service do not come along. Decided on the standard
library's tree, written by libcst so that the rest of the text stays as it was.
"""

import ast
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from analyzer.extract.client_call import RemoteCall, calling, is_calling
from analyzer.extract.names_used import bound_names, names_in
from analyzer.extract.nodes import Function
from analyzer.extract.source_text import decode
from analyzer.extract.stub_text import NewBody, raising, rewrite
from analyzer.extract.vocabulary import is_data_base

RUNTIME = "unbraid_service"
"""The generated module that holds ``NotServedHere``; it lies at the top of each service."""

_CLASS_TIME = {"__init_subclass__", "__class_getitem__", "__set_name__", "__prepare__", "__instancecheck__", "__subclasscheck__"}
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@dataclass(frozen=True, slots=True)
class StubRequest:
    """What to stand in for: module, owning service, definitions to keep whole (dotted inside the module; a class keeps all
    of its methods), the names that other modules import from it, and the functions (dotted likewise) that are called over HTTP."""

    module: str
    service: str
    kept: frozenset[str] = frozenset()
    exported: frozenset[str] = frozenset()
    remote: Mapping[str, RemoteCall] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportLeft:
    """An import statement that a stub still executes; ``guarded`` when it may fail without harm."""

    module: str
    level: int
    names: tuple[str, ...]
    guarded: bool


@dataclass(frozen=True, slots=True)
class Stub:
    """The text of a stand-in, what it still imports, the lines of the original that are gone, how many bodies went or stayed, the
    lines of the bodies that stayed, and the functions that are called over HTTP (full dotted names)."""

    text: str
    imports: tuple[ImportLeft, ...]
    gone: tuple[tuple[int, int], ...]
    replaced: int
    kept: int
    kept_lines: int = 0
    clients: tuple[str, ...] = ()

    def has_line(self, line: int) -> bool:
        """Whether a line of the original is still executed or declared by the stand-in."""
        return not any(first <= line <= last for first, last in self.gone)


@dataclass(frozen=True, slots=True)
class _Function:
    name: str
    node: Function
    of_data: bool


def make_stub(source: bytes, request: StubRequest) -> Stub:
    """The stand-in for a module. Raises ValueError or SyntaxError for a source that is not Python of this interpreter."""
    text = decode(source)
    tree = ast.parse(text)
    functions = _functions(tree.body, "")
    replaced = {i for i, function in enumerate(functions) if not _stays(function, request)}
    calls = {i: request.remote[functions[i].name] for i in replaced if functions[i].name in request.remote}
    dead = {id(functions[i].node) for i in replaced}
    bare = {id(functions[i].node) for i, call in calls.items() if not call.keeps_decorators}
    dropped = _dropped_imports(tree, dead, bare, request.exported)
    if replaced:
        bodies = {i: NewBody(calling(functions[i].node, calls[i]), not calls[i].keeps_decorators) for i in calls}
        places = {i: f"{request.module}.{functions[i].name}" for i in replaced - set(calls)}
        bodies |= {i: NewBody(raising(place, request.service), False) for i, place in places.items()}
        text = rewrite(_thinned(text, [functions[i].node for i in sorted(replaced)]), [one.node.name for one in functions], bodies, dropped)
    gone = sorted((_first_line(_body(functions[i].node)[0]), functions[i].node.end_lineno or 0) for i in replaced)
    lines = {node.lineno: node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)}
    gone += [(node.lineno, node.end_lineno or node.lineno) for node in lines.values() if _all_gone(node, dropped, tree)]
    imports = tuple(_imports(tree.body, dead, dropped, tree, guarded=False))
    stayed = [function.node for i, function in enumerate(functions) if i not in replaced]
    kept_lines = sum((node.end_lineno or node.lineno) - node.lineno + 1 for node in stayed)
    clients = tuple(sorted(call.target for call in calls.values()))
    return Stub(text, imports, tuple(sorted(gone)), len(replaced), len(stayed), kept_lines, clients)


def lines_of(text: str) -> list[str]:
    """The lines of a text as Python counts them, each with its end."""
    return _LINE.findall(text)


def _functions(body: list[ast.stmt], prefix: str, of_data: bool = False) -> "list[_Function]":
    """The functions outside of functions, in the order of the source; ``of_data`` those of classes that are data by their bases."""
    found: list[_Function] = []
    for node in body:
        if isinstance(node, Function):
            found.append(_Function(prefix + node.name, node, of_data))
        elif isinstance(node, ast.ClassDef):
            found += _functions(node.body, f"{prefix}{node.name}.", any(is_data_base(_last_name(base)) for base in node.bases))
        else:
            for block in _blocks(node):
                found += _functions(block, prefix, of_data)
    return found


def _last_name(base: ast.expr) -> str:
    return base.id if isinstance(base, ast.Name) else base.attr if isinstance(base, ast.Attribute) else ""


def _blocks(node: ast.stmt) -> list[list[ast.stmt]]:
    """The statement lists inside a compound statement, in the order of the source."""
    blocks = [getattr(node, "body", [])]
    blocks += [handler.body for handler in getattr(node, "handlers", [])]
    blocks += [case.body for case in getattr(node, "cases", [])]
    return [*blocks, getattr(node, "orelse", []), getattr(node, "finalbody", [])]


def _stays(function: _Function, request: StubRequest) -> bool:
    """Whether a body stays. A method that is called over HTTP goes even out of a class that is kept, unless it is kept by name."""
    name, kept = function.name, request.kept
    if name in request.remote and name not in kept and not _is_trivial(function.node):
        return False
    parents = {name[:i] for i, char in enumerate(name) if char == "."} | {name}
    return function.of_data or bool(parents & kept) or function.node.name in _CLASS_TIME or _is_trivial(function.node)


def _body(node: Function) -> list[ast.stmt]:
    """The statements of a function after its docstring; the docstring itself where there is nothing else."""
    first = node.body[0]
    is_doc = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    return node.body[1:] if is_doc and len(node.body) > 1 else node.body


def _thinned(text: str, functions: Iterable[Function]) -> str:
    """The text with ``pass`` in the place of statements of functions (in the order of the source) that go anyhow: it becomes the
    same stand-in, and libcst has less to parse."""
    lines = lines_of(text)
    kept: list[str] = []
    done = 0
    for node in functions:
        span = _whole_lines(node, lines)
        if span is not None:
            first, last = span[0] - 1, span[1] - 1
            indent = lines[first][: len(lines[first]) - len(lines[first].lstrip(" \t"))]
            end = lines[last][len(lines[last].rstrip("\r\n")) :]
            kept += [*lines[done:first], f"{indent}pass{end}"]
            done = last + 1
    return "".join([*kept, *lines[done:]])


def _whole_lines(node: Function, lines: list[str]) -> tuple[int, int] | None:
    """The first and last line of the statements after what may be a docstring, where these lines hold nothing else; None else."""
    is_text = isinstance(node.body[0], ast.Expr) and isinstance(node.body[0].value, ast.Constant | ast.JoinedStr)
    body = node.body[1:] if is_text else node.body
    if not body:
        return None
    first, last = _first_line(body[0]), body[-1].end_lineno or 0
    stands_alone = not lines[first - 1][: body[0].col_offset].strip(" \t")
    return (first, last) if stands_alone and not lines[last - 1].rstrip("\r\n").endswith("\\") else None


def _first_line(node: ast.stmt) -> int:
    """The line on which a statement begins, its decorators included."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _is_trivial(node: Function) -> bool:
    """A body of nothing but a docstring, ``pass``, ``...`` or the raising of NotImplementedError or NotServedHere."""
    body = _body(node)
    if len(body) != 1:
        return False
    only = body[0]
    if isinstance(only, ast.Raise) and only.exc is not None:
        raised = only.exc.func if isinstance(only.exc, ast.Call) else only.exc
        return isinstance(raised, ast.Name) and raised.id in ("NotImplementedError", "NotServedHere")
    if is_calling(only):
        return True
    return isinstance(only, ast.Pass) or (isinstance(only, ast.Expr) and isinstance(only.value, ast.Constant))


def _dropped_imports(tree: ast.Module, dead: set[int], bare: set[int], exported: frozenset[str]) -> frozenset[str]:
    """Names bound by top-level imports that only the removed bodies and decorators use. One that nothing used is there for its
    effect."""
    alive, removed = names_in(tree, dead, bare)
    return frozenset((bound_names(tree) & removed) - alive - exported)


def _bound(alias: ast.alias) -> str:
    return alias.asname or alias.name.partition(".")[0]


def _is_future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _all_gone(node: ast.Import | ast.ImportFrom, dropped: frozenset[str], tree: ast.Module) -> bool:
    return node in tree.body and not _is_future(node) and all(_bound(alias) in dropped for alias in node.names)


def _imports(body: list[ast.stmt], dead: set[int], dropped: frozenset[str], tree: ast.Module, guarded: bool) -> list[ImportLeft]:
    found: list[ImportLeft] = []
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            left = [alias for alias in node.names if node not in tree.body or _bound(alias) not in dropped]
            found += _left(node, left, guarded)
        elif id(node) in dead or (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)):
            found += _imports(getattr(node, "orelse", []), dead, dropped, tree, guarded)
        else:
            for block in _blocks(node):
                found += _imports(block, dead, dropped, tree, guarded or isinstance(node, ast.Try))
    return found


def _left(node: ast.Import | ast.ImportFrom, aliases: list[ast.alias], guarded: bool) -> list[ImportLeft]:
    if isinstance(node, ast.Import):
        return [ImportLeft(alias.name, 0, (), guarded) for alias in aliases]
    names = tuple(alias.name for alias in aliases)
    return [ImportLeft(node.module or "", node.level, names, guarded)] if names else []
