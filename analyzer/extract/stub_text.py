"""The rewriting of one module's text into its stand-in, by libcst."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import libcst as cst

from analyzer.extract.client_call import CLIENT

_CLASS_LEVEL = frozenset({"staticmethod", "classmethod"})


class StubMismatchError(ValueError):
    """The two parsers disagree about a file's functions, so it is not rewritten."""


@dataclass(frozen=True, slots=True)
class NewBody:
    """What a function's body becomes: one statement as text; ``is_bare`` takes its decorators away but those of its class."""

    statement: str
    is_bare: bool


def raising(place: str, service: str) -> str:
    """The statement that refuses a call of the definition ``place``, which ``service`` owns."""
    return f"raise NotServedHere({json.dumps(place, ensure_ascii=False)}, service={json.dumps(service)})\n"


def rewrite(text: str, names: Sequence[str], bodies: Mapping[int, NewBody], dropped: frozenset[str]) -> str:
    """The text with some function bodies replaced and some imports gone; everything else stays as it is.

    ``names`` are the functions outside of functions, in the order of the source; ``bodies`` has the new body of some of them, by
    number. Raises ValueError where the text cannot be rewritten.
    """
    try:
        module = cst.parse_module(text)
    except (cst.ParserSyntaxError, RecursionError) as error:
        raise StubMismatchError(type(error).__name__) from error
    rewriter = _Rewriter(names, bodies)
    changed = module.visit(rewriter)
    if rewriter.number != len(names):
        raise StubMismatchError("another number of functions")
    statements = [body.statement for body in bodies.values()]
    runtime = ["from unbraid_service import NotServedHere\n"] if any(one.startswith("raise ") for one in statements) else []
    runtime += [f"import {CLIENT}\n"] if any(one.startswith("return ") for one in statements) else []
    return _with_imports(changed, dropped, [_line(statement) for statement in runtime]).code


def _line(statement: str) -> cst.SimpleStatementLine:
    line = cst.parse_statement(statement)
    assert isinstance(line, cst.SimpleStatementLine)
    return line


class _Rewriter(cst.CSTTransformer):
    def __init__(self, names: Sequence[str], bodies: Mapping[int, NewBody]) -> None:
        super().__init__()
        self.names, self.bodies = names, bodies
        self.number = 0
        self.open: list[NewBody | None] = []

    def visit_SimpleStatementLine(self, node: cst.SimpleStatementLine) -> bool:  # noqa: N802
        return False  # no function begins inside

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:  # noqa: N802  # libcst's naming
        if self.number >= len(self.names) or self.names[self.number] != node.name.value:
            raise StubMismatchError(node.name.value)
        self.open.append(self.bodies.get(self.number))
        self.number += 1
        return False

    def leave_FunctionDef(self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef) -> cst.FunctionDef:  # noqa: N802
        new = self.open.pop()
        if new is None:
            return updated_node
        changed = updated_node.with_changes(body=_suite(original_node, _line(new.statement)))
        return _bare(changed) if new.is_bare else changed


def _suite(node: cst.FunctionDef, statement: cst.SimpleStatementLine) -> cst.BaseSuite:
    if isinstance(node.body, cst.IndentedBlock):
        doc = [line for line in node.body.body[:1] if _is_docstring(line)]
        return node.body.with_changes(body=[*doc, statement], footer=[])
    return cst.SimpleStatementSuite(body=statement.body)


def _bare(node: cst.FunctionDef) -> cst.FunctionDef:
    """The function without decorators but ``staticmethod`` and ``classmethod``."""
    kept = [one for one in node.decorators if isinstance(one.decorator, cst.Name) and one.decorator.value in _CLASS_LEVEL]
    if len(kept) == len(node.decorators):
        return node
    space = [*node.leading_lines, *node.decorators[0].leading_lines] if not kept else node.leading_lines
    return node.with_changes(decorators=kept, leading_lines=space, lines_after_decorators=() if not kept else node.lines_after_decorators)


def _is_docstring(line: cst.BaseStatement) -> bool:
    if not isinstance(line, cst.SimpleStatementLine) or len(line.body) != 1:
        return False
    only = line.body[0]
    return isinstance(only, cst.Expr) and isinstance(only.value, cst.SimpleString | cst.ConcatenatedString)


def _with_imports(module: cst.Module, dropped: frozenset[str], runtime: Sequence[cst.SimpleStatementLine]) -> cst.Module:
    body: list[cst.BaseStatement] = []
    place = 0
    space: tuple[cst.EmptyLine, ...] = ()
    for line in module.body:
        kept = _without(line, dropped) if isinstance(line, cst.SimpleStatementLine) else line
        if kept is None:
            space = space or tuple(getattr(line, "leading_lines", ()))
            continue
        if space and not getattr(kept, "leading_lines", ()):
            kept = kept.with_changes(leading_lines=space)
        space = ()
        body.append(kept)
        if _is_future(line) or (len(body) == 1 and _is_docstring(line)):
            place = len(body)
    lines = [cst.EmptyLine(indent=False)] if place else []
    added = [line.with_changes(leading_lines=[] if number else lines) for number, line in enumerate(runtime)]
    return module.with_changes(body=[*body[:place], *added, *body[place:]])


def with_imports(module: cst.Module, statements: Sequence[str]) -> cst.Module:
    """The module with import statements after its docstring and what it takes from the future."""
    return _with_imports(module, frozenset(), [_line(statement) for statement in statements])


def _is_future(line: cst.BaseStatement) -> bool:
    return isinstance(line, cst.SimpleStatementLine) and any(_names_future(part) for part in line.body)


def _names_future(part: cst.BaseSmallStatement) -> bool:
    return isinstance(part, cst.ImportFrom) and isinstance(part.module, cst.Name) and part.module.value == "__future__"


def _without(line: cst.SimpleStatementLine, dropped: frozenset[str]) -> cst.SimpleStatementLine | None:
    parts = [_thin(part, dropped) for part in line.body]
    kept = [part for part in parts if part is not None]
    if all(new is old for new, old in zip(parts, line.body, strict=True)):
        return line
    if not kept:
        return None
    return line.with_changes(body=[*kept[:-1], kept[-1].with_changes(semicolon=cst.MaybeSentinel.DEFAULT)])


def _thin(part: cst.BaseSmallStatement, dropped: frozenset[str]) -> cst.BaseSmallStatement | None:
    if not isinstance(part, cst.Import | cst.ImportFrom) or isinstance(part.names, cst.ImportStar):
        return part
    if _names_future(part):
        return part
    left = [alias for alias in part.names if _bound(alias) not in dropped]
    if len(left) == len(part.names):
        return part
    if not left:
        return None
    last = left[-1] if isinstance(part, cst.ImportFrom) and part.lpar else left[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
    return part.with_changes(names=[*left[:-1], last])


def _bound(alias: cst.ImportAlias) -> str:
    if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
        return alias.asname.name.value
    name: cst.BaseExpression = alias.name
    while isinstance(name, cst.Attribute):
        name = name.value
    return name.value if isinstance(name, cst.Name) else ""
