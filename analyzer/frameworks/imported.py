"""Which packages a program imports, and which words may name a class: the first and cheapest questions about a framework."""

from collections.abc import Iterable, Set
from typing import NamedTuple
from weakref import WeakKeyDictionary

from analyzer.frameworks.note import Note
from analyzer.graphs.closure import closure
from analyzer.model.syntax import Call, Expr, Name, Subscript
from analyzer.read.names import NameTable
from analyzer.read.program import Program


class _Index(NamedTuple):
    """Top-level packages; those to the modules that import them; last names of bases to the classes that have them; imported names to
    what they are imported as; the same with names that are assigned to others."""

    tops: frozenset[str]
    importers: dict[str, set[str]]
    derived: dict[str, set[str]]
    renamed: dict[str, set[str]]
    aliases: dict[str, set[str]]


_INDEX: WeakKeyDictionary[NameTable, _Index] = WeakKeyDictionary()


def imports_any(program: Program, *tops: str) -> bool:
    """Whether a program imports one of these top-level packages anywhere, or holds one of them itself."""
    return not _index(program).tops.isdisjoint(tops)


def imported_tops(program: Program) -> frozenset[str]:
    """Every top-level package that a program imports or holds."""
    return _index(program).tops


def importers(program: Program, tops: Iterable[str]) -> tuple[str, ...]:
    """The modules with an import statement that begins with one of these packages (relative ones included), sorted."""
    index = _index(program).importers
    return tuple(sorted({module for top in tops for module in index.get(top, ())}))


def words_for(program: Program, classes: Iterable[str]) -> frozenset[str]:
    """The last names by which these classes, their subclasses and their aliases may be called anywhere in a program: none is left out,
    others may bear the same name."""
    index = _index(program)
    last = (name.rpartition(".")[2] for name in classes)
    return closure(last, lambda word: (*index.derived.get(word, ()), *index.aliases.get(word, ())))


def names_for(program: Program, functions: Iterable[str]) -> frozenset[str]:
    """The last names by which these functions may be called anywhere in a program: their own, and those that they are imported as."""
    renamed = _index(program).renamed
    return closure((name.rpartition(".")[2] for name in functions), lambda word: renamed.get(word, ()))


def modules_deriving(program: Program, names: Set[str]) -> tuple[str, ...]:
    """The modules with a class of one of these last names that has bases, sorted."""
    return tuple(sorted(module for module, bases in CLASSES.of(program) if any(name in names for _, name in bases)))


def _index(program: Program) -> _Index:
    known = _INDEX.get(program.names)
    if known is None:
        known = _built(program)
        _INDEX[program.names] = known
    return known


def _imports(program: Program, module: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[str, str], ...]] | None:
    """The packages that a module's import statements begin with, those of them that are no relative imports, and what is renamed."""
    statements = program.modules[module].imports
    if not statements:
        return None
    tops = {one.module.partition(".")[0] for one in statements}
    absolute = {one.module.partition(".")[0] for one in statements if not one.level}
    renamed = {(name, alias) for one in statements for name, alias in one.names if alias != name and name}
    return tuple(sorted(tops)), tuple(sorted(absolute)), tuple(sorted(renamed))


def _classes(program: Program, module: str) -> tuple[tuple[str, str], ...]:
    """The last names of bases with the last names of the classes that have them."""
    found = {(_word(base), one.name.rpartition(".")[2]) for one in program.modules[module].classes for base in one.bases}
    return tuple(sorted(found))


def _names(program: Program, module: str) -> tuple[tuple[str, str], ...]:
    """The last names of names with the last names of what they are assigned to."""
    named = [one for one in program.modules[module].assignments if type(one.value) is Name]
    words = {(_word(one.value), one.target.rpartition(".")[2]) for one in named if one.value != Name(one.target)}
    return tuple(sorted(words))


IMPORTS, CLASSES, ALIASES = Note("imports", _imports), Note("bases of classes", _classes), Note("aliases", _names)


def _built(program: Program) -> _Index:
    tops: set[str] = set(program.names.tops)
    importing: dict[str, set[str]] = {}
    derived: dict[str, set[str]] = {}
    renamed: dict[str, set[str]] = {}
    for module, (begun, absolute, pairs) in IMPORTS.of(program):
        tops.update(absolute)
        for top in begun:
            importing.setdefault(top, set()).add(module)
        for name, alias in pairs:
            renamed.setdefault(name, set()).add(alias)
    for _, bases in CLASSES.of(program):
        for base, name in bases:
            derived.setdefault(base, set()).add(name)
    return _Index(frozenset(tops), importing, derived, renamed, _aliases(program, renamed))


def _aliases(program: Program, renamed: dict[str, set[str]]) -> dict[str, set[str]]:
    aliases = {name: set(given) for name, given in renamed.items()}
    for _, pairs in ALIASES.of(program):
        for word, target in pairs:
            aliases.setdefault(word, set()).add(target)
    return aliases


def _word(expr: Expr) -> str:
    while isinstance(expr, Subscript):
        expr = expr.value
    chain = expr.dotted if isinstance(expr, Name) else expr.func if isinstance(expr, Call) else ""
    return chain.rpartition(".")[2].rstrip("()[]")
