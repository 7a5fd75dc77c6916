"""The walk over expressions: which names are used how."""

import ast
import re
from collections.abc import Callable, Iterable
from typing import Any

from analyzer.model.syntax import Other, Parameter, Subscript, UseKind
from analyzer.read.expressions import dotted, pattern, summarise
from analyzer.read.walk.kept import DYNAMIC_ENDS, Kept

CHAIN = re.compile(r"[A-Za-z_][\w.]*")
_NAME, _ATTRIBUTE, _CONSTANT = ast.Name, ast.Attribute, ast.Constant
_CHAINS, _LISTED = (ast.Attribute, ast.Subscript), (ast.Tuple, ast.List)
CALL, READ, WRITE, ANNOTATE = UseKind.CALL, UseKind.READ, UseKind.WRITE, UseKind.ANNOTATE


class ExpressionWalker(Kept):
    """The walk over expressions and over the parts of statements that are no expressions of their own."""

    # -- parts of statements ----------------------------------------------------------------------------------------

    def parameters(self, args: ast.arguments) -> tuple[Parameter, ...]:
        """The parameters of a function, their annotations and defaults walked in its scope."""
        positional = [*args.posonlyargs, *args.args]
        bare = len(positional) - len(args.defaults)
        rows = [self._parameter(arg, args.defaults[at - bare] if at >= bare else None, "") for at, arg in enumerate(positional)]
        if args.vararg:
            rows.append(self._parameter(args.vararg, None, "*"))
        rows += [self._parameter(arg, default, "") for arg, default in zip(args.kwonlyargs, args.kw_defaults, strict=True)]
        if args.kwarg:
            rows.append(self._parameter(args.kwarg, None, "**"))
        return tuple(rows)

    def _parameter(self, arg: ast.arg, default: ast.expr | None, star: str) -> Parameter:
        annotation = arg.annotation
        if annotation is not None:
            self.annotation(annotation)
        if default is not None:
            self.expression(default)
        return Parameter(arg.arg, summarise(annotation) if annotation is not None else None, default is not None, star)

    def target(self, node: ast.expr) -> None:
        """What an assignment or delete writes."""
        if isinstance(node, ast.Name):
            if node.id in self.globals:
                self.use(node.id, WRITE, node.lineno)
            else:
                self.locals.add(node.id)
        elif isinstance(node, _CHAINS):
            chain = dotted(node)
            if chain:
                self.use(chain, WRITE, node.lineno)
                self.note_write(chain, node.lineno)
            self._inside(node)
        elif isinstance(node, _LISTED):
            for one in node.elts:
                self.target(one)
        elif isinstance(node, ast.Starred):
            self.target(node.value)

    def annotation(self, node: ast.expr) -> None:
        """A type annotation; names in quotes count."""
        kind = type(node)
        if kind is _NAME or kind is _ATTRIBUTE:
            chain = dotted(node)
            if chain:
                self.use(chain, ANNOTATE, node.lineno)
        elif kind is ast.Subscript:
            self.annotation(node.value)  # type: ignore[attr-defined]  # an exact type test is several times quicker than isinstance
            self.annotation(node.slice)  # type: ignore[attr-defined]  # as above
        elif kind is ast.BinOp:
            self.annotation(node.left)  # type: ignore[attr-defined]  # as above
            self.annotation(node.right)  # type: ignore[attr-defined]  # as above
        elif kind is _CONSTANT:
            value = node.value  # type: ignore[attr-defined]  # as above
            if isinstance(value, str):
                for chain in CHAIN.findall(value)[:20]:
                    self.use(chain, ANNOTATE, node.lineno)
        else:
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    self.annotation(child)

    # -- expressions ------------------------------------------------------------------------------------------------

    def expression(self, node: ast.expr, kind: UseKind = READ, via: str = "") -> None:
        """Walk an expression; ``kind`` is how its own name is used, ``via`` what a string in it is given to."""
        _HANDLERS[type(node)](self, node, kind, via)

    def _children(self, node: ast.AST, kind: UseKind, via: str) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.expression(child, READ, via)

    def _every(self, nodes: Iterable[ast.expr | None], via: str) -> None:
        for node in nodes:
            if node is not None:
                _HANDLERS[type(node)](self, node, READ, via)

    def _constant(self, node: ast.Constant, kind: UseKind, via: str) -> None:
        if type(node.value) is str:
            self.literal(node.value, via, node.lineno)

    def _name(self, node: ast.Name, kind: UseKind, via: str) -> None:
        self.use(node.id, kind, node.lineno)

    def _attribute(self, node: ast.Attribute, kind: UseKind, via: str) -> None:
        """A chain; one of names alone, as most are, holds nothing else to walk."""
        chain, inner = f".{node.attr}", node.value
        while type(inner) is _ATTRIBUTE:
            chain, inner = f".{inner.attr}{chain}", inner.value
        if type(inner) is _NAME:
            self.use(inner.id + chain, kind, node.lineno)
        else:
            self._chain(node, kind, via)

    def _chain(self, node: ast.Attribute | ast.Subscript, kind: UseKind, via: str) -> None:
        chain = dotted(node)
        if chain:
            self.use(chain, kind, node.lineno)
        self._inside(node, via)

    def _inside(self, node: ast.expr, via: str = "") -> None:
        """Walk what a chain holds beside its names: arguments of inner calls, indexes, a base that is no name."""
        while True:
            kind = type(node)
            if kind is _NAME:
                return
            if kind is _ATTRIBUTE or kind is ast.Await:
                node = node.value  # type: ignore[attr-defined]  # as above
            elif isinstance(node, ast.Subscript):
                self.keep_item(node)
                self.expression(node.slice, READ, via)
                node = node.value
            elif isinstance(node, ast.Call):
                func = node.func
                called = type(func)
                self.keep(node, func.attr if called is _ATTRIBUTE else func.id if called is _NAME else "")  # type: ignore[attr-defined]  # as tested
                if node.args or node.keywords:
                    self.arguments(node, dotted(func))
                node = func
            else:
                self.expression(node, READ, via)
                return

    def _call(self, node: ast.Call, kind: UseKind, via: str) -> None:
        func = node.func
        called = type(func)
        last: str = func.attr if called is _ATTRIBUTE else func.id if called is _NAME else ""  # type: ignore[attr-defined]  # as tested
        chain = dotted(func)
        if chain:
            self.use(chain, CALL if kind is READ else kind, node.lineno)
            if last in DYNAMIC_ENDS and node.args:
                self.note_dynamic(node, chain)
        self.keep(node, last, chain)
        self.arguments(node, chain)
        if called is not _NAME:
            self._inside(func)

    def arguments(self, node: ast.Call, via: str) -> None:
        """Walk the arguments of a call of a chain."""
        for argument in node.args:
            _HANDLERS[type(argument)](self, argument, READ, via)
        for keyword in node.keywords:
            value = keyword.value
            _HANDLERS[type(value)](self, value, READ, via)

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, kind: UseKind, via: str) -> None:
        """A comprehension: all but its first iterable runs in a loop."""
        loop, self.loop = self.loop, True
        self._every((node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,), via)
        for part in node.generators:
            self.loop = False
            self.expression(part.iter)
            self.bind_item(part.target, Subscript(summarise(part.iter), Other("item")), node.lineno)
            self.loop = True
            self._every(part.ifs, "")
        self.loop = loop

    def _yield(self, node: ast.Yield | ast.YieldFrom, kind: UseKind, via: str) -> None:
        self.results.is_generator = True
        if node.value is not None:
            self.expression(node.value)

    def _lambda(self, node: ast.Lambda, kind: UseKind, via: str) -> None:
        self.parameters(node.args)
        self.expression(node.body)

    def _joined(self, node: ast.JoinedStr, kind: UseKind, via: str) -> None:
        self.literal(pattern(node).value, via, node.lineno)
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.expression(part.value)
                if part.format_spec is not None:
                    self.expression(part.format_spec)

    def _elements(self, node: ast.Tuple | ast.List | ast.Set, kind: UseKind, via: str) -> None:
        for one in node.elts:
            _HANDLERS[type(one)](self, one, READ, via)

    def _dict(self, node: ast.Dict, kind: UseKind, via: str) -> None:
        self._every(node.keys, via)
        self._every(node.values, via)

    def _binary(self, node: ast.BinOp, kind: UseKind, via: str) -> None:
        self.expression(node.left, READ, via)
        self.expression(node.right, READ, via)

    def _compare(self, node: ast.Compare, kind: UseKind, via: str) -> None:
        self.expression(node.left, READ, via)
        self._every(node.comparators, via)

    def _bool(self, node: ast.BoolOp, kind: UseKind, via: str) -> None:
        self._every(node.values, via)

    def _value(self, node: ast.Await | ast.Starred, kind: UseKind, via: str) -> None:
        self.expression(node.value, READ, via)

    def _unary(self, node: ast.UnaryOp, kind: UseKind, via: str) -> None:
        self.expression(node.operand, READ, via)

    def _either(self, node: ast.IfExp, kind: UseKind, via: str) -> None:
        self._every((node.test, node.body, node.orelse), via)

    def _walrus(self, node: ast.NamedExpr, kind: UseKind, via: str) -> None:
        self.locals.add(node.target.id)
        self.expression(node.value, READ, via)


Handler = Callable[[ExpressionWalker, Any, UseKind, str], None]


_HANDLERS: dict[type, Handler] = dict.fromkeys(ast.expr.__subclasses__(), ExpressionWalker._children)
"""Who walks which expression; what has nobody of its own is walked child by child."""

_HANDLERS.update(
    {
        ast.Constant: ExpressionWalker._constant,
        ast.Name: ExpressionWalker._name,
        ast.Attribute: ExpressionWalker._attribute,
        ast.Subscript: ExpressionWalker._chain,
        ast.Call: ExpressionWalker._call,
        ast.ListComp: ExpressionWalker._comprehension,
        ast.SetComp: ExpressionWalker._comprehension,
        ast.GeneratorExp: ExpressionWalker._comprehension,
        ast.DictComp: ExpressionWalker._comprehension,
        ast.Yield: ExpressionWalker._yield,
        ast.YieldFrom: ExpressionWalker._yield,
        ast.Lambda: ExpressionWalker._lambda,
        ast.JoinedStr: ExpressionWalker._joined,
        ast.Tuple: ExpressionWalker._elements,
        ast.List: ExpressionWalker._elements,
        ast.Set: ExpressionWalker._elements,
        ast.Dict: ExpressionWalker._dict,
        ast.BinOp: ExpressionWalker._binary,
        ast.Compare: ExpressionWalker._compare,
        ast.Await: ExpressionWalker._value,
        ast.Starred: ExpressionWalker._value,
        ast.UnaryOp: ExpressionWalker._unary,
        ast.IfExp: ExpressionWalker._either,
        ast.BoolOp: ExpressionWalker._bool,
        ast.NamedExpr: ExpressionWalker._walrus,
    }
)
