"""What attributes of an object hold as its class says: ``settings.prefix`` where ``settings`` is made by a class or a typed function."""

from collections.abc import Iterator, Sequence

from analyzer.frameworks.scopes import outward
from analyzer.model.syntax import Assignment, Call, Expr, Name, Text
from analyzer.read.program import Program


def attribute_values(program: Program, module: str, scope: str, chain: str) -> tuple[tuple[str, Expr], ...]:
    """The module and the value of each assignment in the class of an object, nearest in the order of its bases, to the attribute that a
    chain of two or more names means; nothing where the class of the object is not known."""
    holder, _, attribute = chain.rpartition(".")
    if not holder:
        return ()
    for made in _classes(program, module, scope, holder):
        for name in (made, *program.ancestors(made)):
            found = program.names.assigned(name, attribute) if program.class_syntax(name) else ()
            if found:
                return tuple((program.defined_in(name), one.value) for one in found)
    return ()


def _classes(program: Program, module: str, scope: str, chain: str) -> Iterator[str]:
    """The classes that a variable or parameter is known to hold an instance of."""
    for around in outward(scope):
        inside = program.names.bound_in(module, around).get(chain, ())
        parameters = getattr(program.function_syntax(f"{module}.{around}"), "parameters", ())
        written = [one.annotation for one in parameters if one.name == chain]
        if inside or written:
            yield from _of_assignments(program, module, around, inside)
            yield from _annotated(program, module, around, written)
            return
    full = program.resolve(module, chain)
    owner, _, variable = full.rpartition(".")
    if owner:
        yield from _of_assignments(program, program.defined_in(owner), "", program.names.assigned(owner, variable))


def _of_assignments(program: Program, module: str, scope: str, found: Sequence[Assignment]) -> Iterator[str]:
    yield from _annotated(program, module, scope, [one.annotation for one in found])
    for one in found:
        if isinstance(one.value, Call):
            yield from _made(program, program.resolve(module, one.value.func, scope))


def _made(program: Program, full: str) -> Iterator[str]:
    """The class itself, or what a function of that name is annotated to return."""
    function = program.function_syntax(full) if full else None
    if function is not None:
        yield from _annotated(program, program.defined_in(full), "", [function.returns])
    elif full and program.class_syntax(full) is not None:
        yield full


def _annotated(program: Program, module: str, scope: str, annotations: list[Expr | None]) -> Iterator[str]:
    for one in annotations:
        name = one.dotted if isinstance(one, Name) else one.value if isinstance(one, Text) else ""
        full = program.resolve(module, name, scope) if name else ""
        if full and program.class_syntax(full) is not None:
            yield full
