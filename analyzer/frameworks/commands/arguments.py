"""Sub-commands of argparse: ``add_parser("name")`` with the function that ``set_defaults`` gives to it."""

from collections.abc import Iterator

from analyzer.frameworks.constants import text_of
from analyzer.frameworks.kept_sites import sites_named
from analyzer.frameworks.scopes import Bindings
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.surface import Task
from analyzer.model.syntax import Call, Name
from analyzer.read.program import Program


def sub_commands(program: Program) -> Iterator[Task]:
    """A task for each sub-command whose function is known."""
    bindings = Bindings(program)
    for syntax, site in sites_named(program, ("set_defaults",)):
        handler = _handler(program, syntax.module, site.scope, site.call)
        for bound in bindings.find(syntax.module, site.scope, site.call.func.rpartition(".")[0]) if handler else ():
            made = bound.value
            if isinstance(made, Call) and made.func.endswith(".add_parser"):
                name = text_of(program, bound.module, bound.scope, made.argument(0, "name"))
                if name:
                    home = ModuleName(program.defined_in(handler))
                    yield Task(name, QualName(handler), home, "argparse", Location(syntax.path, site.call.line))


def _handler(program: Program, module: str, scope: str, call: Call) -> str:
    """The first function of the code base among the defaults, by full dotted name, or ``""``."""
    for _, value in call.keywords:
        full = program.resolve(module, value.dotted, scope) if isinstance(value, Name) else ""
        if full and program.function_syntax(full) is not None:
            return full
    return ""
