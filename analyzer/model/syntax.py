"""What one walk over one file yields: a compact summary of its syntax, before any name is resolved.

Frameworks work on these values alone, so a file is parsed and walked once whatever the number of frameworks.
``msgspec`` structs, because millions of them are built, passed between processes and cached (ADR 5 has the measurements).
"""

from enum import StrEnum
from typing import TypeAlias

import msgspec

from analyzer.model.text import well_formed


class Syntax(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What every value here is: immutable, compared and hashed by value, and quick to write to bytes and back."""


class Expression(msgspec.Struct, frozen=True, array_like=True, gc=False, tag=True):
    """The summary of an expression."""


class Name(Expression, frozen=True, tag="N"):
    """A name or attribute chain: ``a.b.c``; calls inside it are marked with ``()``: ``Order.query.filter().all``."""

    dotted: str


class Text(Expression, frozen=True, tag="T"):
    """A string literal; an f-string or sum has ``{}`` for each computed part and ``is_pattern`` set.

    ``parts`` are the computed parts in order, where they are known (empty, or one for each ``{}``).
    """

    value: str
    is_pattern: bool = False
    parts: tuple["Expr", ...] = ()


class Constant(Expression, frozen=True, tag="K"):
    """Any other literal: number, bytes, bool, None (numbers that do not fit 64 bits are ``Other``)."""

    value: bool | int | float | bytes | None


class Call(Expression, frozen=True, tag="C"):
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


class Items(Expression, frozen=True, tag="I"):
    """A list, tuple or set display; sums of lists are joined; a starred item is a Call of ``*``."""

    items: tuple["Expr", ...]


class Pairs(Expression, frozen=True, tag="P"):
    """A dict display; ``**x`` has the key ``Other``."""

    items: tuple[tuple["Expr", "Expr"], ...]


class Subscript(Expression, frozen=True, tag="S"):
    """``value[key]``, as in the annotation ``Mapped[int]``; alternatives (``a or b``, ``a if c else b``) are ``Name("or")`` of Items,
    sums of names and calls (``a + b``) are ``Name("+")`` of Items."""

    value: "Expr"
    key: "Expr"


class Other(Expression, frozen=True, tag="O"):
    """An expression that is not summarised further (arithmetic, comprehension, lambda, too deep)."""

    what: str = ""


Expr: TypeAlias = Name | Text | Constant | Call | Items | Pairs | Subscript | Other


class When(StrEnum):
    """When an import statement runs."""

    RUN = "run"
    LAZY = "lazy"
    GUARDED = "guarded"
    TYPE_CHECKING = "type_checking"


class ImportStatement(Syntax, frozen=True):
    """``import a.b as c`` has module ``a.b`` and names ``(("", "c"),)``; ``from ..x import y as z`` level 2, module ``x``,
    names ``(("y", "z"),)``. ``alias`` is the bound name. ``scope`` is the enclosing definition (``""`` for the module)."""

    module: str
    level: int
    names: tuple[tuple[str, str], ...]
    scope: str
    when: When
    line: int


class Parameter(Syntax, frozen=True):
    """A parameter: name, annotation, whether it has a default, and its kind (``""``, ``*`` or ``**``)."""

    name: str
    annotation: "Expr | None"
    has_default: bool
    star: str = ""


class FunctionSyntax(Syntax, frozen=True):
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


class ClassSyntax(Syntax, frozen=True):
    """A class; ``keywords`` are those of the class statement (``metaclass=``, ``table=True``)."""

    name: str
    bases: tuple[Expr, ...]
    keywords: tuple[tuple[str, Expr], ...]
    decorators: tuple[Expr, ...]
    line: int
    end_line: int


class Assignment(Syntax, frozen=True):
    """``target = value`` (or ``target: annotation = value``) in the module, in a class body, or in a function.

    ``target`` is a name or chain as written (``self.total``); ``scope`` the enclosing definition (``""`` for the module).
    """

    target: str
    value: Expr
    annotation: "Expr | None"
    scope: str
    line: int


class CallSite(Syntax, frozen=True):
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


class Use(Syntax, frozen=True):
    """A scope uses a chain in one way, ``times`` times; ``line`` is the first place; ``in_loop`` true when any use is in a loop."""

    scope: str
    chain: str
    kind: UseKind
    times: int
    in_loop: bool
    line: int


UseRow: TypeAlias = tuple[str, str, str, int, bool, int]
"""The fields of a ``Use``."""


class Literal(Syntax, frozen=True):
    """A string that looks like a dotted path, a file or an SQL statement, and the call it is an argument of (``""``)."""

    value: str
    scope: str
    call: str
    line: int


class Blind(Syntax, frozen=True):
    """Something that cannot be seen without running the code: reason code and line; ``chain`` is what is written, where that matters."""

    reason: str
    scope: str
    line: int
    chain: str = ""


class ModuleSyntax(Syntax, frozen=True):
    """Everything one walk over one file yields. ``exports`` is ``__all__`` where it is a literal, else None.

    The uses, half of all there is, stay packed until they are asked for.
    """

    module: str
    path: str
    is_package: bool
    imports: tuple[ImportStatement, ...] = ()
    functions: tuple[FunctionSyntax, ...] = ()
    classes: tuple[ClassSyntax, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    calls: tuple[CallSite, ...] = ()
    packed_uses: bytes = b""
    literals: tuple[Literal, ...] = ()
    blinds: tuple[Blind, ...] = ()
    exports: tuple[str, ...] | None = None
    doc: str = ""

    @property
    def uses(self) -> tuple[Use, ...]:
        """How names are used, unpacked at each question; scope by scope, each (scope, chain, kind) once."""
        return _USES.decode(self.packed_uses) if self.packed_uses else ()

    @property
    def used(self) -> list[UseRow]:
        """The same field by field, the kind as a text: for a look at every use of a large program, values of a class are dear."""
        return _USE_ROWS.decode(self.packed_uses) if self.packed_uses else []


_USES = msgspec.msgpack.Decoder(tuple[Use, ...])
_USE_ROWS = msgspec.msgpack.Decoder(list[UseRow])
_MODULE = msgspec.msgpack.Decoder(ModuleSyntax)
_ENCODER = msgspec.msgpack.Encoder()


def pack(value: object) -> bytes:
    """Syntax as bytes (a module's, its uses, or records that hold packed syntax); a text that is no valid Unicode gets escapes."""
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError:
        return _ENCODER.encode(well_formed(msgspec.to_builtins(value, builtin_types=(bytes,))))


def unpack(packed: bytes) -> ModuleSyntax:
    """The module's syntax that ``pack`` wrote; raises ``msgspec.DecodeError`` for anything else."""
    return _MODULE.decode(packed)
