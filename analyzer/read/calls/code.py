"""The code of a module, class, function or lambda: what can be said of it before it runs."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

Definition: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Comprehension: TypeAlias = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp

BINDING = frozenset(
    (
        *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp),
        *(ast.Import, ast.ImportFrom, ast.ExceptHandler, ast.MatchAs, ast.MatchStar, ast.MatchMapping),
        *(ast.Global, ast.Nonlocal, ast.Yield, ast.YieldFrom),
    )
)
"""The kinds of nodes, names apart, that bind names, open a scope, or make a generator of their function."""


@dataclass(eq=False, slots=True)
class Code:
    """A scope of the source, with the names that it binds and its lambdas by the order of their places.

    ``is_captured`` tells that inner functions may see its variables, ``is_followed`` that some call has run it.
    """

    kind: str
    node: ast.AST
    body: list[ast.stmt]
    locals: set[str] = field(default_factory=set)
    globals: frozenset[str] = frozenset()
    nonlocals: frozenset[str] = frozenset()
    lambdas: dict[ast.Lambda, str] = field(default_factory=dict)
    is_generator: bool = False
    is_captured: bool = False
    is_followed: bool = False
    annotated: tuple[str, ...] | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The names with annotations in the body of a class, in order: the fields of a dataclass."""
        if self.annotated is None:
            targets = [one.target for one in self.body if isinstance(one, ast.AnnAssign)]
            self.annotated = tuple(one.id for one in targets if isinstance(one, ast.Name))
        return self.annotated

    @property
    def arguments(self) -> ast.arguments | None:
        """The parameters, for a function or lambda."""
        return self.node.args if isinstance(self.node, Definition) else None


class Codes:
    """The code of each node, made once."""

    def __init__(self) -> None:
        self._made: dict[ast.AST, Code] = {}

    def of(self, node: ast.AST) -> Code:
        """The code of a module, class, function, lambda or comprehension."""
        found = self._made.get(node)
        if found is None:
            found = self._made[node] = _make(node)
        return found


def _make(node: ast.AST) -> Code:
    if isinstance(node, ast.Lambda):
        code = Code("function", node, [ast.Return(node.body, lineno=node.lineno, col_offset=0)])
        _collect(code, [node.body])
    elif isinstance(node, Comprehension):
        code = Code("comprehension", node, [])
        _collect(code, [part.target for part in node.generators])
    else:
        kind = {"Module": "module", "ClassDef": "class"}.get(type(node).__name__, "function")
        body: list[ast.stmt] = list(getattr(node, "body", []))
        code = Code(kind, node, body)
        _collect(code, body)
    if isinstance(node, Definition):
        code.locals |= {argument.arg for argument in parameters(node.args)}
    code.locals -= code.globals | code.nonlocals
    return code


def parameters(args: ast.arguments) -> Iterator[ast.arg]:
    """Every parameter, stars included."""
    yield from (*args.posonlyargs, *args.args, *args.kwonlyargs)
    yield from (one for one in (args.vararg, args.kwarg) if one is not None)


def _collect(code: Code, nodes: Iterable[ast.AST]) -> None:
    """Walk the nodes of one scope in the order of the source, inner scopes left out."""
    stack = list(nodes)[::-1]
    while stack:
        node = stack.pop()
        kind = type(node)
        if kind is ast.Name:
            if type(node.ctx) is not ast.Load:  # type: ignore[attr-defined]  # a Name has a context
                code.locals.add(node.id)  # type: ignore[attr-defined]  # and an id
        elif kind in BINDING:
            _note(code, node)
            stack += _parts(node)[::-1]
        elif kind is not ast.Constant:
            stack += _children(node)[::-1]


def _children(node: ast.AST) -> list[ast.AST]:
    """The child nodes of a node, as far as they can bind names."""
    found: list[ast.AST] = []
    for name in node._fields:
        value = getattr(node, name, None)
        if isinstance(value, list):
            found += [one for one in value if isinstance(one, ast.AST)]
        elif isinstance(value, ast.expr | ast.stmt | ast.arguments | ast.pattern):
            found.append(value)
    return found


def _note(code: Code, node: ast.AST) -> None:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            code.locals.add(name)
            code.is_captured = True
        case ast.ClassDef(name=name):
            code.locals.add(name)
            code.is_captured = True
        case ast.Lambda():
            code.lambdas[node] = f"<lambda{len(code.lambdas) + 1}>"
            code.is_captured = True
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            code.locals |= {one.asname or one.name.partition(".")[0] for one in names}
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            code.locals.add(name)
        case ast.MatchMapping(rest=str(name)):
            code.locals.add(name)
        case ast.Global(names=names):
            code.globals |= frozenset(names)
        case ast.Nonlocal(names=names):
            code.nonlocals |= frozenset(names)
        case ast.Yield() | ast.YieldFrom():
            code.is_generator = True


def _parts(node: ast.AST) -> list[ast.AST]:
    """What of a node belongs to the same scope."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return [*node.decorator_list, *_defaults(node.args)]
        case ast.Lambda():
            return _defaults(node.args)
        case ast.ClassDef():
            return [*node.decorator_list, *node.bases, *node.keywords]
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
            return [node.elt, *_sources(node)]
        case ast.DictComp():
            return [node.key, node.value, *_sources(node)]
    return _children(node)


def _sources(node: Comprehension) -> list[ast.AST]:
    return [part for one in node.generators for part in (one.iter, *one.ifs)]


def _defaults(args: ast.arguments) -> list[ast.AST]:
    return [*args.defaults, *(one for one in args.kw_defaults if one is not None)]
