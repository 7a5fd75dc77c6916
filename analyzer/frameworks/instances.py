"""What attributes of an object hold as its class says: ``settings.prefix`` where ``settings`` is made by a class or a typed function."""

from analyzer.model.syntax import Expr
from analyzer.read.program import Program
from analyzer.read.targets import Targets


def attribute_values(program: Program, module: str, scope: str, chain: str) -> tuple[tuple[str, Expr], ...]:
    """The module and the value of each assignment in the class of an object, nearest in the order of its bases, to the attribute that a
    chain of two or more names means; nothing where the class of the object is not known."""
    holder, _, attribute = chain.rpartition(".")
    made = Targets(program.names).instance_of(module, holder, scope) if holder else ""
    for name in (made, *program.ancestors(made)) if made else ():
        found = program.names.assigned(name, attribute) if program.class_syntax(name) else ()
        if found:
            return tuple((program.defined_in(name), one.value) for one in found)
    return ()
