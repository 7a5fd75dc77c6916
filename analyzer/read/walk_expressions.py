"""The walk over expressions: which names are used how, which calls are worth keeping, which strings may couple."""

import ast
import re

from analyzer.model.syntax import (
    Assignment,
    Blind,
    Call,
    CallSite,
    ClassSyntax,
    Constant,
    Expr,
    FunctionSyntax,
    ImportStatement,
    Literal,
    Other,
    Parameter,
    Subscript,
    UseKind,
)
from analyzer.read.expressions import dotted, summarise, summarise_call

PATHLIKE = re.compile(r"^[A-Za-z_]\w*([.:][A-Za-z_]\w*|\.\{\})+$|^[A-Za-z_]\w*\.\{")
SQL = re.compile(r"^\s*(SELECT|INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP|MERGE|WITH)\s", re.IGNORECASE)
CHAIN = re.compile(r"[A-Za-z_][\w.]*")
DYNAMIC = {"exec": "exec", "eval": "eval", "execfile": "exec"}
WORD = re.compile(r"[A-Za-z_][\w.:/-]{2,80}")
PLAIN_CALLS = {
    *("get", "pop", "getattr", "setattr", "hasattr", "delattr", "setdefault", "append", "extend", "add", "join", "split", "strip"),
    *("replace", "startswith", "endswith", "encode", "decode", "format", "print", "isinstance", "getLogger", "open", "patch", "Column"),
    *("ForeignKey", "debug", "info", "warning", "error", "exception", "len", "str", "int", "set"),
}
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class Results:
    """What the function that is being walked gives back."""

    __slots__ = ("_values", "is_generator")

    def __init__(self) -> None:
        self._values: list[Expr] = []
        self.is_generator = False

    def add(self, value: ast.expr) -> None:
        """Note a return statement; at most 20 are kept."""
        if len(self._values) < 20:
            self._values.append(summarise(value))

    def returned(self) -> tuple[Expr, ...]:
        """The values, each once, in a stable order."""
        return tuple(sorted(set(self._values), key=repr)) if len(self._values) > 1 else tuple(self._values)


class ExpressionWalker:
    """The walk over expressions: uses, calls, literals, blind spots. Mutable only while one file is walked."""

    _open_functions: tuple[str, ...] = ()

    def __init__(self, vocabulary: frozenset[str]) -> None:
        self.vocabulary = vocabulary
        self.keeps_words = "('word')" in vocabulary
        self.imports: list[ImportStatement] = []
        self.functions: list[FunctionSyntax] = []
        self.classes: list[ClassSyntax] = []
        self.assignments: list[Assignment] = []
        self.calls: list[CallSite] = []
        self.uses: dict[tuple[str, str, UseKind], tuple[int, bool, int]] = {}
        self.literals: list[Literal] = []
        self.blinds: list[Blind] = []
        self.results = Results()

    def in_function(self, scope: str) -> bool:
        """Whether a scope is a function, a method, or nested in one."""
        return any(scope == name or scope.startswith(name + ".") for name in self._open_functions)

    def bind(self, target: str, value: Expr, annotation: Expr | None, scope: str, line: int) -> None:
        """Keep an assignment, unless it is a local one that tells nothing about structure."""
        if not target:
            return
        if annotation is None and self.in_function(scope) and type(value).__name__ in ("Constant", "Text", "Other") and "." not in target:
            return
        self.assignments.append(Assignment(target, value, annotation, scope, line))

    def bind_item(self, target: ast.expr, item: Expr, scope: str, line: int) -> None:
        """Bind what a loop runs over to its variable, or the parts of it to its variables."""
        if isinstance(target, ast.Name):
            self.bind(target.id, item, None, scope, line)
        elif isinstance(target, ast.Tuple):
            for position, one in enumerate(target.elts):
                if isinstance(one, ast.Name):
                    self.bind(one.id, Subscript(item, Constant(position)), None, scope, line)

    def use(self, scope: str, chain: str, kind: UseKind, loop: bool, line: int) -> None:
        """Count one use."""
        key = (scope, chain, kind)
        seen = self.uses.get(key)
        self.uses[key] = (1, loop, line) if seen is None else (seen[0] + 1, seen[1] or loop, seen[2])

    def parameters(self, args: ast.arguments, name: str) -> list[Parameter]:
        """The parameters of a function, their annotations and defaults walked in its scope."""
        positional = [*args.posonlyargs, *args.args]
        defaults: list[ast.expr | None] = [None] * (len(positional) - len(args.defaults))
        defaults += args.defaults
        rows = [(arg, default, "") for arg, default in zip(positional, defaults, strict=True)]
        rows += [(args.vararg, None, "*")] if args.vararg else []
        rows += [(arg, default, "") for arg, default in zip(args.kwonlyargs, args.kw_defaults, strict=True)]
        rows += [(args.kwarg, None, "**")] if args.kwarg else []
        for arg, default, _ in rows:
            if arg.annotation is not None:
                self.annotation(arg.annotation, name)
            if default is not None:
                self.expression(default, name, False)
        return [
            Parameter(arg.arg, summarise(arg.annotation) if arg.annotation else None, default is not None, star)
            for arg, default, star in rows
        ]

    def target(self, node: ast.expr, scope: str, loop: bool) -> None:
        """What an assignment or delete writes."""
        if isinstance(node, ast.Tuple | ast.List):
            for one in node.elts:
                self.target(one, scope, loop)
        elif isinstance(node, ast.Starred):
            self.target(node.value, scope, loop)
        elif isinstance(node, ast.Attribute | ast.Subscript):
            chain = dotted(node)
            if chain:
                self.use(scope, chain, UseKind.WRITE, loop, node.lineno)
            self.inside(node, scope, loop)

    def annotation(self, node: ast.expr, scope: str) -> None:
        """A type annotation; names in quotes count."""
        for one in ast.walk(node):
            if isinstance(one, ast.Constant) and isinstance(one.value, str):
                for chain in CHAIN.findall(one.value)[:20]:
                    self.use(scope, chain, UseKind.ANNOTATE, False, one.lineno)
            elif isinstance(one, ast.Name | ast.Attribute):
                chain = dotted(one)
                if chain:
                    self.use(scope, chain, UseKind.ANNOTATE, False, one.lineno)

    def expression(self, node: ast.expr, scope: str, loop: bool, kind: UseKind = UseKind.READ, via: str = "") -> None:
        """Walk an expression; ``kind`` is how its own name is used, ``via`` what a string in it is given to."""
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                self.literal(node.value, scope, via, node.lineno)
        elif isinstance(node, ast.Name):
            self.use(scope, node.id, kind, loop, node.lineno)
        elif isinstance(node, ast.Attribute | ast.Subscript):
            chain = dotted(node)
            if chain:
                self.use(scope, chain, kind, loop, node.lineno)
            self.inside(node, scope, loop, via)
        elif isinstance(node, ast.Call):
            self.call(node, scope, loop, kind)
        elif isinstance(node, COMPREHENSIONS):
            self.comprehension(node, scope, via)
        elif isinstance(node, ast.Yield | ast.YieldFrom):
            self.results.is_generator = True
            self.children(node, scope, loop, "")
        elif isinstance(node, ast.Lambda):
            self.parameters(node.args, scope)
            self.expression(node.body, scope, loop)
        elif isinstance(node, ast.JoinedStr):
            self.literal(str(summarise(node)[0]), scope, via, node.lineno)
            self.children(node, scope, loop, "")
        else:
            self.children(node, scope, loop, via)

    def children(self, node: ast.AST, scope: str, loop: bool, via: str) -> None:
        """Walk every expression right below a node."""
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.expression(child, scope, loop, via=via)

    def inside(self, node: ast.expr, scope: str, loop: bool, via: str = "") -> None:
        """Walk what a chain holds beside its names: arguments of inner calls, indexes, a base that is no name."""
        while True:
            if isinstance(node, ast.Attribute | ast.Await):
                node = node.value
            elif isinstance(node, ast.Subscript):
                self.keep_item(node, scope, loop)
                self.expression(node.slice, scope, loop, via=via)
                node = node.value
            elif isinstance(node, ast.Call):
                self.keep(node, scope, loop)
                self.arguments(node, scope, loop)
                node = node.func
            else:
                if not isinstance(node, ast.Name):
                    self.expression(node, scope, loop, via=via)
                return

    def call(self, node: ast.Call, scope: str, loop: bool, kind: UseKind) -> None:
        """A call and its arguments."""
        chain = dotted(node.func)
        if chain:
            self.use(scope, chain, UseKind.CALL if kind is UseKind.READ else kind, loop, node.lineno)
            self.dynamic(node, chain, scope)
        self.keep(node, scope, loop)
        self.arguments(node, scope, loop)
        self.inside(node.func, scope, loop)

    def keep(self, node: ast.Call, scope: str, loop: bool) -> None:
        """Keep a call whole where a framework asked for its name."""
        func = node.func
        last = func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""
        is_asked = last in self.vocabulary or f"{last.partition('_')[0]}_*" in self.vocabulary
        if is_asked or (self.keeps_words and _begins_with_word(node, last)):
            self.calls.append(CallSite(summarise_call(node), scope, loop))

    def keep_item(self, node: ast.Subscript, scope: str, loop: bool) -> None:
        """Keep ``x.name["key"]`` as a call of ``x.name[]`` where a framework asked for ``name[]``."""
        key = node.slice
        is_key = isinstance(key, ast.Name | ast.Attribute) or (isinstance(key, ast.Constant) and isinstance(key.value, str))
        if is_key and isinstance(node.ctx, ast.Load):
            chain = dotted(node)
            if chain.rpartition(".")[2] in self.vocabulary:
                self.calls.append(CallSite(Call(chain, (summarise(key),), (), node.lineno), scope, loop))

    def arguments(self, node: ast.Call, scope: str, loop: bool) -> None:
        """Walk the arguments of a call."""
        via = dotted(node.func)
        for argument in node.args:
            self.expression(argument, scope, loop, via=via)
        for keyword in node.keywords:
            self.expression(keyword.value, scope, loop, via=via)

    def comprehension(self, node: ast.expr, scope: str, via: str) -> None:
        """A comprehension: all but its first iterable runs in a loop."""
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.comprehension):
                self.expression(child.iter, scope, False)
                self.bind_item(child.target, Subscript(summarise(child.iter), Other("item")), scope, node.lineno)
                for condition in child.ifs:
                    self.expression(condition, scope, True)
            elif isinstance(child, ast.expr):
                self.expression(child, scope, True, via=via)

    def literal(self, value: str, scope: str, via: str, line: int) -> None:
        """Keep a string that may name code or hold SQL."""
        if (3 <= len(value) <= 200 and PATHLIKE.match(value)) or (12 <= len(value) <= 20_000 and SQL.match(value)):
            self.literals.append(Literal(value, scope, via, line))

    def dynamic(self, node: ast.Call, chain: str, scope: str) -> None:
        """Note a call whose effect cannot be read."""
        last = chain.rpartition(".")[2]
        if chain in DYNAMIC:
            self.blinds.append(Blind(DYNAMIC[chain], scope, node.lineno))
        elif last in ("import_module", "__import__") and node.args and not isinstance(node.args[0], ast.Constant):
            self.blinds.append(Blind("dynamic-import", scope, node.lineno))
        elif chain in ("getattr", "setattr") and len(node.args) > 1 and not isinstance(node.args[1], ast.Constant):
            self.blinds.append(Blind(f"computed-{chain}", scope, node.lineno))


def _begins_with_word(node: ast.Call, last: str) -> bool:
    """Whether the first argument is a literal that looks like a name, or a constant in capitals; everyday calls left out."""
    if not node.args or not last or last in PLAIN_CALLS or last.startswith("assert"):
        return False
    first = node.args[0].body if isinstance(node.args[0], ast.IfExp) else node.args[0]
    if isinstance(first, ast.Constant):
        return isinstance(first.value, str) and WORD.fullmatch(first.value) is not None
    name = first.attr if isinstance(first, ast.Attribute) else first.id if isinstance(first, ast.Name) else ""
    return len(name) > 2 and name.isupper()
