"""One walk over one syntax tree: everything that later stages ask of a file, gathered at once."""

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
    ModuleSyntax,
    Other,
    Parameter,
    Subscript,
    Text,
    Use,
    UseKind,
    When,
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


def walk_module(tree: ast.Module, module: str, path: str, is_package: bool, vocabulary: frozenset[str]) -> ModuleSyntax:
    """The summary of a parsed file; ``vocabulary`` says which calls to keep whole (see ``frameworks.framework.Framework``)."""
    walker = _Walker(vocabulary)
    walker.block(tree.body, "", When.RUN, False)
    return ModuleSyntax(
        module,
        path,
        is_package,
        tuple(walker.imports),
        tuple(walker.functions),
        tuple(walker.classes),
        tuple(walker.assignments),
        tuple(walker.calls),
        tuple(Use(scope, chain, kind, *seen) for (scope, chain, kind), seen in sorted(walker.uses.items())),
        tuple(walker.literals),
        tuple(walker.blinds),
        _exports(tree),
        (ast.get_docstring(tree) or "")[:500],
    )


class _Walker:
    """Mutable only while one file is walked."""

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

    # -- statements ---------------------------------------------------------------------------------------------

    def block(self, body: list[ast.stmt], scope: str, when: When, loop: bool) -> None:
        """Walk statements of one block."""
        for node in body:
            self.statement(node, scope, when, loop)

    def statement(self, node: ast.stmt, scope: str, when: When, loop: bool) -> None:
        """Walk one statement."""
        if isinstance(node, ast.Expr):
            if not isinstance(node.value, ast.Constant):
                self.expression(node.value, scope, loop)
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            self.assignment(node, scope, loop)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            self.function(node, scope)
        elif isinstance(node, ast.ClassDef):
            self.class_(node, scope, when)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            self.import_(node, scope, when)
        elif isinstance(node, ast.If):
            self.expression(node.test, scope, loop)
            guard = When.TYPE_CHECKING if dotted(node.test).endswith("TYPE_CHECKING") and when is When.RUN else when
            self.block(node.body, scope, guard, loop)
            self.block(node.orelse, scope, when, loop)
        elif isinstance(node, ast.For | ast.AsyncFor):
            self.loop(node, scope, when, loop)
        elif isinstance(node, ast.While):
            self.expression(node.test, scope, True)
            self.block(node.body + node.orelse, scope, when, True)
        elif isinstance(node, ast.Try | ast.TryStar):
            self.try_(node, scope, when, loop)
        elif isinstance(node, ast.With | ast.AsyncWith):
            self.with_(node, scope, when, loop)
        elif isinstance(node, ast.Raise):
            self.raise_(node, scope, loop)
        else:
            self.plain(node, scope, when, loop)

    def plain(self, node: ast.stmt, scope: str, when: When, loop: bool) -> None:
        """Return, delete, assert, match and whatever a later Python adds."""
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.target(child, scope, loop) if isinstance(node, ast.Delete) else self.expression(child, scope, loop)
            elif isinstance(child, ast.stmt):
                self.statement(child, scope, when, loop)
            elif isinstance(child, ast.match_case):
                for pattern in ast.walk(child.pattern):
                    if isinstance(pattern, ast.MatchClass):
                        self.expression(pattern.cls, scope, loop)
                if child.guard is not None:
                    self.expression(child.guard, scope, loop)
                self.block(child.body, scope, when, loop)

    def loop(self, node: ast.For | ast.AsyncFor, scope: str, when: When, loop: bool) -> None:
        """A for loop; its variable is an item of what is iterated."""
        self.expression(node.iter, scope, loop)
        self.target(node.target, scope, True)
        self.bind_item(node.target, Subscript(summarise(node.iter), Other("item")), scope, node.lineno)
        self.block(node.body, scope, when, True)
        self.block(node.orelse, scope, when, loop)

    def try_(self, node: ast.Try | ast.TryStar, scope: str, when: When, loop: bool) -> None:
        """A try statement: imports in it are guarded."""
        guarded = When.GUARDED if when is When.RUN else when
        self.block(node.body, scope, guarded, loop)
        for handler in node.handlers:
            for caught in handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]:
                if caught is not None:
                    self.expression(caught, scope, loop, UseKind.CATCH)
            self.block(handler.body, scope, guarded, loop)
        self.block(node.orelse + node.finalbody, scope, guarded, loop)

    def with_(self, node: ast.With | ast.AsyncWith, scope: str, when: When, loop: bool) -> None:
        """A with statement; what it binds has the type of the context expression, as far as reading goes."""
        for item in node.items:
            self.expression(item.context_expr, scope, loop)
            if isinstance(item.context_expr, ast.Call):
                entered = summarise_call(item.context_expr)
                self.calls.append(CallSite(entered._replace(func=f"with:{entered.func}"), scope, loop))
            if item.optional_vars is not None:
                self.target(item.optional_vars, scope, loop)
                self.bind(dotted(item.optional_vars), summarise(item.context_expr), None, scope, node.lineno)
        self.block(node.body, scope, when, loop)

    def raise_(self, node: ast.Raise, scope: str, loop: bool) -> None:
        """A raise statement: the class that is raised, called or not."""
        if node.exc is not None:
            raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            chain = dotted(raised)
            if chain:
                self.use(scope, chain, UseKind.RAISE, loop, node.lineno)
            if isinstance(node.exc, ast.Call):
                self.arguments(node.exc, scope, loop)
        if node.cause is not None:
            self.expression(node.cause, scope, loop)

    def import_(self, node: ast.Import | ast.ImportFrom, scope: str, when: When) -> None:
        """An import statement: inside a function it is lazy whatever surrounds it."""
        when = When.LAZY if scope and self.in_function(scope) else when
        if isinstance(node, ast.ImportFrom):
            names = tuple((alias.name, alias.asname or alias.name) for alias in node.names)
            self.imports.append(ImportStatement(node.module or "", node.level, names, scope, when, node.lineno))
            return
        for alias in node.names:
            bound = alias.asname or ""
            self.imports.append(ImportStatement(alias.name, 0, (("", bound),), scope, when, node.lineno))

    def in_function(self, scope: str) -> bool:
        """Whether a scope is a function, a method, or nested in one."""
        return any(scope == name or scope.startswith(name + ".") for name in self._open_functions)

    _open_functions: tuple[str, ...] = ()

    # -- definitions --------------------------------------------------------------------------------------------

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: str) -> None:
        """A function or method, and everything inside it."""
        name = f"{scope}.{node.name}" if scope else node.name
        for decorator in node.decorator_list:
            self.expression(decorator, name, False, UseKind.DECORATE)
        parameters = tuple(self.parameters(node.args, name))
        if node.returns is not None:
            self.annotation(node.returns, name)
        index = len(self.functions)
        returned, is_generator = _returns(node)
        self.functions.append(
            FunctionSyntax(
                name,
                parameters,
                tuple(summarise(decorator) for decorator in node.decorator_list),
                summarise(node.returns) if node.returns is not None else None,
                returned,
                isinstance(node, ast.AsyncFunctionDef),
                is_generator,
                node.lineno,
                node.end_lineno or node.lineno,
            )
        )
        before, self._open_functions = self._open_functions, (*self._open_functions, name)
        self.block(node.body, name, When.LAZY, False)
        self._open_functions = before
        assert self.functions[index].name == name

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

    def class_(self, node: ast.ClassDef, scope: str, when: When) -> None:
        """A class and everything inside it."""
        name = f"{scope}.{node.name}" if scope else node.name
        for decorator in node.decorator_list:
            self.expression(decorator, name, False, UseKind.DECORATE)
        for one in node.bases:
            self.expression(one, name, False, UseKind.SUBCLASS)
        for keyword in node.keywords:
            self.expression(keyword.value, name, False)
        self.classes.append(
            ClassSyntax(
                name,
                tuple(summarise(one) for one in node.bases),
                tuple((keyword.arg or "", summarise(keyword.value)) for keyword in node.keywords),
                tuple(summarise(decorator) for decorator in node.decorator_list),
                node.lineno,
                node.end_lineno or node.lineno,
            )
        )
        self.block(node.body, name, when, False)

    def assignment(self, node: ast.Assign | ast.AnnAssign | ast.AugAssign, scope: str, loop: bool) -> None:
        """An assignment: its targets, its value, its annotation."""
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        annotation = node.annotation if isinstance(node, ast.AnnAssign) else None
        if annotation is not None:
            self.annotation(annotation, scope)
        if node.value is not None:
            via = dotted(targets[0])
            self.expression(node.value, scope, loop, via=f"{via} =" if via else "")
        value: Expr | None = None
        for target in targets:
            self.target(target, scope, loop)
            chain = dotted(target)
            if chain and "()" not in chain:
                value = value if value is not None else summarise(node.value)
                note = summarise(annotation) if annotation is not None else None
                self.bind(f"{chain} +=" if isinstance(node, ast.AugAssign) else chain, value, note, scope, node.lineno)
            elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple) and len(target.elts) == len(node.value.elts):
                for one, part in zip(target.elts, node.value.elts, strict=True):
                    self.bind(dotted(one), summarise(part), None, scope, node.lineno)
            elif isinstance(target, ast.Tuple):
                self.bind_item(target, summarise(node.value), scope, node.lineno)

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

    # -- expressions --------------------------------------------------------------------------------------------

    def use(self, scope: str, chain: str, kind: UseKind, loop: bool, line: int) -> None:
        """Count one use."""
        key = (scope, chain, kind)
        seen = self.uses.get(key)
        self.uses[key] = (1, loop, line) if seen is None else (seen[0] + 1, seen[1] or loop, seen[2])

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
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str) and isinstance(node.ctx, ast.Load):
            chain = dotted(node)
            if chain.rpartition(".")[2] in self.vocabulary:
                self.calls.append(CallSite(Call(chain, (Text(node.slice.value),), (), node.lineno), scope, loop))

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
    first = node.args[0]
    if isinstance(first, ast.Constant):
        return isinstance(first.value, str) and WORD.fullmatch(first.value) is not None
    name = first.attr if isinstance(first, ast.Attribute) else first.id if isinstance(first, ast.Name) else ""
    return len(name) > 2 and name.isupper()


def _returns(node: ast.FunctionDef | ast.AsyncFunctionDef) -> tuple[tuple[Expr, ...], bool]:
    """What a function returns (at most 20 expressions) and whether it is a generator, nested functions left out."""
    returned: list[Expr] = []
    is_generator = False
    stack: list[ast.AST] = list(node.body)
    while stack:
        child = stack.pop()
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            continue
        if isinstance(child, ast.Yield | ast.YieldFrom):
            is_generator = True
        elif isinstance(child, ast.Return) and child.value is not None and len(returned) < 20:
            returned.append(summarise(child.value))
        stack.extend(ast.iter_child_nodes(child))
    return tuple(sorted(set(returned), key=repr)) if len(returned) > 1 else tuple(returned), is_generator


def _exports(tree: ast.Module) -> tuple[str, ...] | None:
    """The literal strings of ``__all__`` (assigned or added to), or None where there is none."""
    names: list[str] | None = None
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name) and target.id == "__all__" and isinstance(node.value, ast.List | ast.Tuple):
                names = [] if names is None else names
                names += [one.value for one in node.value.elts if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return None if names is None else tuple(names)
