"""Which names of a module lead to what somebody looks for: uses of all others need not be resolved, nor unpacked."""

from collections.abc import Callable, Iterable, Iterator

from analyzer.model.syntax import Use
from analyzer.read.bindings import Import
from analyzer.read.program import Program


def uses_reaching(program: Program, leads: Callable[[str], bool]) -> Iterator[tuple[str, list[Use]]]:
    """Each module, sorted, with its uses whose first name is bound to something of which ``leads(full dotted name)`` is true, or to a
    module of the code base that has such a name. Modules without such uses are left out; one with a star import has all of its uses."""
    carriers = frozenset(_with_packages(module for module in program.modules if _carries(program, module, leads)))
    for module in sorted(program.modules):
        bindings = program.names.bindings[module]
        heads = {name for name, full in _bound(program, module) if leads(full) or full in carriers}
        heads.update(name for name in bindings.variables if leads(f"{module}.{name}"))
        if bindings.stars or heads:
            uses = program.modules[module].uses
            yield module, [use for use in uses if bindings.stars or use.chain.partition(".")[0].rstrip("()[]") in heads]


def _carries(program: Program, module: str, leads: Callable[[str], bool]) -> bool:
    variables = program.names.bindings[module].variables
    return any(leads(full) for _, full in _bound(program, module)) or any(leads(f"{module}.{name}") for name in variables)


def _with_packages(modules: Iterable[str]) -> Iterator[str]:
    for module in modules:
        while module:
            yield module
            module = module.rpartition(".")[0]


def _bound(program: Program, module: str) -> Iterator[tuple[str, str]]:
    """Names that the imports of a module bind, with what they mean."""
    names = program.names
    bindings = names.bindings[module]
    for name, targets in bindings.imports.items():
        yield from ((name, _meant(program, target)) for target in targets)
    for inner in bindings.locals.values():
        yield from ((name, _meant(program, target)) for name, target in inner.items())


def _meant(program: Program, target: Import) -> str:
    return program.names.imported(target)
