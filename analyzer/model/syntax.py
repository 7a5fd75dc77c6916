"""What one walk over one file yields: a compact summary of its syntax, before any name is resolved.

Frameworks work on these values alone, so a file is parsed and walked once whatever the number of frameworks.
Tuples (``NamedTuple``) because millions of them are built, pickled and cached.
"""

from enum import StrEnum
from typing import NamedTuple, TypeAlias


class Name(NamedTuple):
    """A name or attribute chain: ``a.b.c``; calls inside it are marked with ``()``: ``Order.query.filter().all``."""

    dotted: str


class Text(NamedTuple):
    """A string literal; an f-string or sum has ``{}`` for each computed part and ``is_pattern`` set.

    ``parts`` are the computed parts in order, where they are known (empty, or one for each ``{}``).
    """

    value: str
    is_pattern: bool = False
    parts: tuple["Expr", ...] = ()


class Constant(NamedTuple):
    """Any other literal: number, bytes, bool, None."""

    value: object


class Call(NamedTuple):
    """A call: the chain that is called, positional arguments, keyword arguments (``**x`` has the name ``""``)."""

    func: str
    args: tuple["Expr", ...]
    keywords: tuple[tuple[str, "Expr"], ...]
    line: int

    def keyword(self, name: str) -> "Expr | None":
        """The value of a keyword argument, or None."""
        return next((value for key, value in self.keywords if key == name), None)

    def argument(self, position: int, name: str = "") -> "Expr | None":
        """The argument at a position, else the one with that keyword, else None."""
        return self.args[position] if position < len(self.args) else self.keyword(name)


class Items(NamedTuple):
    """A list, tuple or set display; sums of lists are joined; a starred item is a Call of ``*``."""

    items: tuple["Expr", ...]


class Pairs(NamedTuple):
    """A dict display; ``**x`` has the key ``Other``."""

    items: tuple[tuple["Expr", "Expr"], ...]


class Subscript(NamedTuple):
    """``value[key]``, as in the annotation ``Mapped[int]``; alternatives (``a or b``, ``a if c else b``) are ``Name("or")`` of Items,
    sums of names and calls (``a + b``) are ``Name("+")`` of Items."""

    value: "Expr"
    key: "Expr"


class Other(NamedTuple):
    """An expression that is not summarised further (arithmetic, comprehension, lambda, too deep)."""

    what: str = ""


Expr: TypeAlias = Name | Text | Constant | Call | Items | Pairs | Subscript | Other


class When(StrEnum):
    """When an import statement runs."""

    RUN = "run"
    LAZY = "lazy"
    GUARDED = "guarded"
    TYPE_CHECKING = "type_checking"


class ImportStatement(NamedTuple):
    """``import a.b as c`` has module ``a.b`` and names ``(("", "c"),)``; ``from ..x import y as z`` level 2, module ``x``,
    names ``(("y", "z"),)``. ``alias`` is the bound name. ``scope`` is the enclosing definition (``""`` for the module)."""

    module: str
    level: int
    names: tuple[tuple[str, str], ...]
    scope: str
    when: When
    line: int


class Parameter(NamedTuple):
    """A parameter: name, annotation, whether it has a default, and its kind (``""``, ``*`` or ``**``)."""

    name: str
    annotation: "Expr | None"
    has_default: bool
    star: str = ""


class FunctionSyntax(NamedTuple):
    """A function or method; ``name`` is dotted inside the module (``Order.total``, ``make.<locals>`` is written ``make.inner``)."""

    name: str
    parameters: tuple[Parameter, ...]
    decorators: tuple[Expr, ...]
    returns: "Expr | None"
    returned: tuple[Expr, ...]
    is_async: bool
    is_generator: bool
    line: int
    end_line: int


class ClassSyntax(NamedTuple):
    """A class; ``keywords`` are those of the class statement (``metaclass=``, ``table=True``)."""

    name: str
    bases: tuple[Expr, ...]
    keywords: tuple[tuple[str, Expr], ...]
    decorators: tuple[Expr, ...]
    line: int
    end_line: int


class Assignment(NamedTuple):
    """``target = value`` (or ``target: annotation = value``) in the module, in a class body, or in a function.

    ``target`` is a name or chain as written (``self.total``); ``scope`` the enclosing definition (``""`` for the module).
    """

    target: str
    value: Expr
    annotation: "Expr | None"
    scope: str
    line: int


class CallSite(NamedTuple):
    """A call whose last name is in the vocabulary that the frameworks asked for."""

    call: Call
    scope: str
    in_loop: bool


class UseKind(StrEnum):
    """How a name is used."""

    CALL = "call"
    READ = "read"
    WRITE = "write"
    SUBCLASS = "subclass"
    DECORATE = "decorate"
    ANNOTATE = "annotate"
    RAISE = "raise"
    CATCH = "catch"


class Use(NamedTuple):
    """A scope uses a chain in one way, ``times`` times; ``line`` is the first place; ``in_loop`` true when any use is in a loop."""

    scope: str
    chain: str
    kind: UseKind
    times: int
    in_loop: bool
    line: int


class Literal(NamedTuple):
    """A string that looks like a dotted path, a file or an SQL statement, and the call it is an argument of (``""``)."""

    value: str
    scope: str
    call: str
    line: int


class Blind(NamedTuple):
    """Something that cannot be seen without running the code: reason code and line."""

    reason: str
    scope: str
    line: int


class ModuleSyntax(NamedTuple):
    """Everything one walk over one file yields. ``exports`` is ``__all__`` where it is a literal, else None."""

    module: str
    path: str
    is_package: bool
    imports: tuple[ImportStatement, ...] = ()
    functions: tuple[FunctionSyntax, ...] = ()
    classes: tuple[ClassSyntax, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    calls: tuple[CallSite, ...] = ()
    uses: tuple[Use, ...] = ()
    literals: tuple[Literal, ...] = ()
    blinds: tuple[Blind, ...] = ()
    exports: tuple[str, ...] | None = None
    doc: str = ""
