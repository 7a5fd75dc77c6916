"""What a walk over a file keeps: uses of names, assignments, calls that frameworks asked for, strings that may couple, blind spots."""

import ast
import re
from typing import Any

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
    Subscript,
    UseKind,
    When,
)
from analyzer.read.expressions import dotted, summarise, summarise_call
from analyzer.read.walk.asked import YES, Asked, is_word

PATHLIKE = re.compile(r"[A-Za-z_]\w*(?:[.:][A-Za-z_]\w*|\.\{\})+$|[A-Za-z_]\w*\.\{")
SQL = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP|MERGE|WITH)\s", re.IGNORECASE)
NO_SQL = frozenset("BEFGHJKLNOPQTVXYZbefghjklnopqtvxyz0123456789_./{}%-:<")
"""No statement begins like that: most strings need no closer look."""
DYNAMIC = {
    **{"exec": "exec", "eval": "eval", "execfile": "exec", "globals().update": "computed-globals", "site.addsitedir": "sys-path"},
    **dict.fromkeys(("sys.path.insert", "sys.path.append", "sys.path.extend"), "sys-path"),
    **dict.fromkeys(("sys.modules.setdefault", "sys.modules.update"), "sys-modules"),
}
"""Calls whose effect cannot be read."""

DYNAMIC_ENDS = {*(chain.rpartition(".")[2] for chain in DYNAMIC), "import_module", "__import__", "getattr", "setattr"}
"""The last names of calls that ``note_dynamic`` looks at."""

WRITTEN = {"sys.modules[]": "sys-modules", "sys.path": "sys-path", "sys.path[]": "sys-path"}
"""Assignments that change what imports mean."""

Used = list[Any]
"""A ``Use``, field by field: while a file is walked it grows, and is packed as it is."""
Kinds = dict[UseKind, dict[str, Used]]


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


class Kept:
    """What is gathered, and where the walk is. Mutable only while one file is walked.

    Where the walk is (scope, loop, guard) is state of the walker and not an argument: each argument costs at every node.
    """

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self._answers = asked.answers
        self.scope = ""
        self.loop = False
        self.when = When.RUN
        self.depth = 0
        self.locals: set[str] = set()
        self.globals: set[str] = set()
        self.imports: list[ImportStatement] = []
        self.functions: list[FunctionSyntax] = []
        self.classes: list[ClassSyntax] = []
        self.assignments: list[Assignment] = []
        self.calls: list[CallSite] = []
        self.here: Kinds = {}
        self.uses: dict[str, Kinds] = {"": self.here}
        self.literals: list[Literal] = []
        self.blinds: list[Blind] = []
        self.results = Results()

    def use(self, chain: str, kind: UseKind, line: int) -> None:
        """Count one use in the current scope."""
        chains = self.here.get(kind)
        if chains is None:
            chains = self.here[kind] = {}
        used = chains.get(chain)
        if used is None:
            chains[chain] = [self.scope, chain, kind, 1, self.loop, line]
        else:
            used[3] += 1
            if self.loop:
                used[4] = True

    def bind(self, target: str, value: Expr, annotation: Expr | None, line: int) -> None:
        """Keep an assignment, unless it is a local one that tells nothing about structure."""
        if not target or target in self.globals:
            return
        if annotation is None and self.depth and "." not in target and type(value) in _PLAIN:
            return
        self.assignments.append(Assignment(target, value, annotation, self.scope, line))

    def bind_item(self, target: ast.expr, item: Expr, line: int) -> None:
        """Bind what a loop runs over to its variable, or the parts of it to its variables."""
        if isinstance(target, ast.Name):
            self.bind(target.id, item, None, line)
        elif isinstance(target, ast.Tuple):
            for position, one in enumerate(target.elts):
                if isinstance(one, ast.Name):
                    self.bind(one.id, Subscript(item, Constant(position)), None, line)

    def literal(self, value: str, via: str, line: int) -> None:
        """Keep a string that may name code or hold SQL."""
        length = len(value)
        if length < 3:
            return
        if (length <= 200 and ("." in value or ":" in value) and PATHLIKE.match(value)) or (
            12 <= length <= 20_000 and value[0] not in NO_SQL and SQL.match(value)
        ):
            self.literals.append(Literal(value, self.scope, via, line))

    def keep(self, node: ast.Call, last: str, chain: str | None = None) -> None:
        """Keep a call whole where a framework asked for its last name; ``chain`` is what is called, where that is known."""
        answer = self._answers.get(last)
        if answer is None:
            answer = self.asked(last)
        if answer and (answer is YES or (node.args and is_word(node.args[0]))):
            self.calls.append(CallSite(summarise_call(node, 0, chain), self.scope, self.loop))

    def keep_item(self, node: ast.Subscript) -> None:
        """Keep ``x.name["key"]`` as a call of ``x.name[]`` where a framework asked for ``name[]``."""
        value = node.value
        kind = type(value)
        last: str = value.attr if kind is ast.Attribute else value.id if kind is ast.Name else ""  # type: ignore[attr-defined]  # as tested
        if last and self.asked(f"{last}[]") is YES and isinstance(node.ctx, ast.Load):
            key = node.slice
            if isinstance(key, ast.Name | ast.Attribute) or (isinstance(key, ast.Constant) and isinstance(key.value, str)):
                self.calls.append(CallSite(Call(dotted(node), (summarise(key),), (), node.lineno), self.scope, self.loop))
        elif kind is ast.Call:
            self.note_globals(value, node.slice, node.lineno)

    def note_dynamic(self, node: ast.Call, chain: str) -> None:
        """Note a call whose effect cannot be read."""
        if chain in DYNAMIC:
            self.blind(DYNAMIC[chain], node.lineno)
        elif chain.endswith(("import_module", "__import__")) and node.args and not isinstance(node.args[0], ast.Constant):
            if chain.rpartition(".")[2] in ("import_module", "__import__"):
                self.blind("dynamic-import", node.lineno)
        elif chain in ("getattr", "setattr") and len(node.args) > 1:
            name = node.args[1]
            if not isinstance(name, ast.Constant):
                self.blind(f"computed-{chain}", node.lineno)
            elif isinstance(name.value, str) and (owner := dotted(node.args[0])):
                self.note_named(f"{owner}.{name.value}", chain == "setattr", node.lineno)

    def note_named(self, chain: str, is_set: bool, line: int) -> None:
        """``getattr`` and ``setattr`` with a literal name are uses of the attribute."""
        self.use(chain, UseKind.WRITE if is_set else UseKind.READ, line)
        if is_set:
            self.note_write(chain, line)

    def note_write(self, chain: str, line: int) -> None:
        """Note an assignment to an attribute (or item) of something that no local variable holds: it may be somebody else's."""
        if chain in WRITTEN:
            self.blind(WRITTEN[chain], line)
        elif "." in chain and chain[-1] != "]" and "(" not in chain and chain.partition(".")[0] not in self.locals:
            self.blind("monkeypatch", line, chain)

    def note_globals(self, value: ast.expr, key: ast.expr, line: int) -> None:
        """Note a name of a module that is computed: ``globals()[x]``."""
        if (
            isinstance(value, ast.Call)
            and isinstance(value.func, ast.Name)
            and value.func.id == "globals"
            and type(key) is not ast.Constant
        ):
            self.blind("computed-globals", line)

    def blind(self, reason: str, line: int, chain: str = "") -> None:
        """Keep a blind spot of the current scope."""
        self.blinds.append(Blind(reason, self.scope, line, chain))


_PLAIN = (*[type(one) for one in (Constant(None), Other())], type(summarise(ast.Constant(""))))
