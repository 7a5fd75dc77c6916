"""The calls that are kept anywhere in a program, by their last names, and the definitions that are decorated, by those of decorators."""

from collections.abc import Callable, Iterable, Iterator, Set
from weakref import WeakKeyDictionary

from analyzer.frameworks.note import Note
from analyzer.model.syntax import Call, CallSite, ModuleSyntax, Name
from analyzer.read.names import NameTable
from analyzer.read.program import Program


def _called(program: Program, module: str) -> tuple[str, ...]:
    return tuple(sorted({site.call.func for site in program.modules[module].calls}))


def _decorating(program: Program, module: str) -> tuple[str, ...]:
    syntax = program.modules[module]
    found: set[str] = set()
    for decorators in (*(one.decorators for one in syntax.functions), *(one.decorators for one in syntax.classes)):
        for decorator in decorators:
            chain = decorator.func if isinstance(decorator, Call) else decorator.dotted if isinstance(decorator, Name) else ""
            found.add(chain.rpartition(".")[2])
    return tuple(sorted(found))


CALLED, DECORATING = Note("kept calls", _called), Note("decorators", _decorating)

Index = dict[str, dict[str, list[str]]]
"""Last names to the chains that end in them, to the modules with kept calls of these."""

_KNOWN: WeakKeyDictionary[NameTable, Index] = WeakKeyDictionary()


def last_names(program: Program) -> Iterable[str]:
    """Every last name of a kept call, in no particular order."""
    return _index(program)


def sites_named(
    program: Program, names: Iterable[str], is_wanted: Callable[[str], bool] | None = None
) -> Iterator[tuple[ModuleSyntax, CallSite]]:
    """The kept calls with one of these last names and their modules, sorted by module, in the order of the source; only those of chains
    that are wanted, where that is asked."""
    index = _index(program)
    found = {chain: modules for name in frozenset(names) for chain, modules in index.get(name, {}).items()}
    chains = {chain: modules for chain, modules in found.items() if is_wanted(chain)} if is_wanted is not None else found
    for module in sorted({module for modules in chains.values() for module in modules}):
        syntax = program.modules[module]
        for site in syntax.calls:
            if site.call.func in chains:
                yield syntax, site


def modules_decorating(program: Program, names: Set[str]) -> tuple[str, ...]:
    """The modules with a decorator that has one of these last names, sorted."""
    return tuple(sorted(module for module, words in DECORATING.of(program) if not names.isdisjoint(words)))


def _index(program: Program) -> Index:
    known = _KNOWN.get(program.names)
    if known is None:
        known = {}
        for module, chains in CALLED.of(program):
            for chain in chains:
                known.setdefault(chain.rpartition(".")[2], {}).setdefault(chain, []).append(module)
        _KNOWN[program.names] = known
    return known
