"""Definitions that commit, and everything that is written in between."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from analyzer.frameworks.data_access.catalogue import Catalogue
from analyzer.frameworks.data_access.sessions import is_handle
from analyzer.frameworks.orm.expressions import last_name
from analyzer.frameworks.usage import Run
from analyzer.model.data import Transaction
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.syntax import Call, FunctionSyntax, ModuleSyntax, Name, Use, UseKind
from analyzer.read.program import Program

MAX_DEPTH = 6
CONTEXTS = frozenset({"contextmanager", "asynccontextmanager"})


class Committer(NamedTuple):
    """A definition that commits: the module, and the line where it does."""

    module: str
    line: int


def transactions(catalogue: Catalogue, written: Mapping[str, frozenset[str]]) -> Iterator[Transaction]:
    """One transaction for each definition that commits and writes, at its last commit.

    ``written`` maps definitions to the entities they write.

    Callees are followed along CALL references, six deep, except into callees that commit themselves.
    """
    program = catalogue.program
    committers = _committers(catalogue)
    calls = _calls(catalogue.reach.runs)
    for name in sorted(committers):
        entities: set[str] = set()
        for reached in _reach(name, calls, frozenset(committers)):
            entities |= written.get(reached, frozenset())
        if entities:
            module, line = committers[name]
            at = Location(program.modules[module].path, line)
            yield Transaction(QualName(name), ModuleName(module), tuple(QualName(one) for one in sorted(entities)), at)


def _committers(catalogue: Catalogue) -> dict[str, Committer]:
    """Definitions that commit: directly, through a context manager or decorator of the program that does, or by a setting."""
    program = catalogue.program
    found: dict[str, Committer] = {}
    words = frozenset().union(*(dialect.commits | dialect.blocks for dialect in catalogue.dialects))
    for module, scopes in catalogue.reach.near:
        lines: dict[tuple[str, str], int] | None = None
        for use in program.modules[module].uses:
            is_named = bool(use.scope) and last_name(use.chain) in words
            if is_named and _commits(catalogue, module, use) and _is_near(catalogue, module, use, scopes):
                lines = lines if lines is not None else _last_lines(program.modules[module])
                name = f"{module}.{use.scope}"
                line = lines.get((use.scope, use.chain), use.line)
                if name not in found or line > found[name].line:
                    found[name] = Committer(module, line)
    for name in sorted({name for dialect in catalogue.dialects for name in dialect.implied(program)} - set(found)):
        function = program.function_syntax(name)
        if function is not None:
            found[name] = Committer(program.defined_in(name), function.line)
    return _without_wrappers(catalogue, found)


def _is_near(catalogue: Catalogue, module: str, use: Use, scopes: tuple[str, ...]) -> bool:
    return catalogue.reach.holds(module, use.scope) or any(use.scope == one or use.scope.startswith(f"{one}.") for one in scopes if one)


def _last_lines(syntax: ModuleSyntax) -> dict[tuple[str, str], int]:
    """The last line of each kept call by scope and chain: what is written before an early commit is in the last one too."""
    return {(site.scope, site.call.func): site.call.line for site in sorted(syntax.calls, key=lambda site: site.call.line)}


def _commits(catalogue: Catalogue, module: str, use: Use) -> bool:
    if use.kind not in (UseKind.CALL, UseKind.DECORATE, UseKind.READ):
        return False
    last = last_name(use.chain)
    for dialect in catalogue.dialects:
        if dialect.modules:
            if last in dialect.blocks and catalogue.program.resolve(module, use.chain, use.scope).startswith(dialect.modules):
                return True
        elif use.kind is UseKind.CALL and last in dialect.commits | dialect.blocks:
            return is_handle(catalogue.program, module, use.scope, use.chain)
    return False


def _without_wrappers(catalogue: Catalogue, found: dict[str, Committer]) -> dict[str, Committer]:
    """Users of a context manager or decorator that commits are the ones that commit; the wrapper itself writes nothing."""
    program = catalogue.program
    for _ in range(3):
        wrappers = {_wrapper_of(program, name) for name in found} - {""}
        fresh: dict[str, Committer] = {}
        for run in catalogue.reach.runs:
            if run.target not in wrappers or run.source == run.module or run.source in found:
                continue
            if not run.is_call or _is_context(program, run.target):
                fresh[run.source] = Committer(run.module, run.line)
        if not fresh:
            break
        found = {**found, **fresh}
    return found


def _wrapper_of(program: Program, name: str) -> str:
    """The context manager that a committing function is, or the outermost function around a committing inner one."""
    if _is_context(program, name):
        return name
    outer, inner = name, name
    while program.function_syntax(outer.rpartition(".")[0]) is not None:
        outer = outer.rpartition(".")[0]
    return outer if outer != inner else ""


def _is_context(program: Program, name: str) -> bool:
    function = program.function_syntax(name)
    return function is not None and any(last_name(one) in CONTEXTS for one in _decorators(function))


def _decorators(function: FunctionSyntax) -> tuple[str, ...]:
    return tuple(one.dotted if isinstance(one, Name) else one.func if isinstance(one, Call) else "" for one in function.decorators)


def _calls(runs: Iterable[Run]) -> dict[str, tuple[str, ...]]:
    calls: dict[str, set[str]] = {}
    for run in runs:
        if run.is_call:
            calls.setdefault(run.source, set()).add(run.target)
    return {source: tuple(sorted(targets)) for source, targets in calls.items()}


def _reach(name: str, calls: Mapping[str, tuple[str, ...]], committers: frozenset[str]) -> list[str]:
    """A definition and what it calls, breadth first, each once; callees that commit are left out."""
    seen = {name}
    layer = [name]
    for _ in range(MAX_DEPTH):
        layer = [target for source in layer for target in calls.get(source, ()) if target not in committers]
        layer = sorted(set(layer) - seen)
        seen.update(layer)
    return sorted(seen)
