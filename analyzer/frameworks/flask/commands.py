"""Commands of the ``flask`` command line: jobs that an operator or a timer starts."""

from collections.abc import Iterator

from analyzer.frameworks.constants import text_of
from analyzer.frameworks.flask.kinds import APP, BLUEPRINT, COMMANDS
from analyzer.frameworks.flask.mounts import Mounts
from analyzer.frameworks.objects import Held, Objects
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.surface import Task
from analyzer.model.syntax import Call, Expr, FunctionSyntax, ModuleSyntax, Name

FRAMEWORK = "flask-cli"


def commands(objects: Objects, mounts: Mounts) -> Iterator[Task]:
    """A task for each function under ``@app.cli.command``, ``@bp.cli.command`` or ``@group.command``; name as typed after ``flask``."""
    for module in sorted(objects.program.modules):
        syntax = objects.program.modules[module]
        for function in syntax.functions:
            for decorator in function.decorators:
                words = _words(objects, mounts, syntax, function, decorator)
                if words:
                    name, handler = " ".join(words), QualName(f"{module}.{function.name}")
                    yield Task(name, handler, ModuleName(module), FRAMEWORK, Location(syntax.path, function.line))


def _words(objects: Objects, mounts: Mounts, syntax: ModuleSyntax, function: FunctionSyntax, decorator: Expr) -> tuple[str, ...]:
    chain = decorator.func if isinstance(decorator, Call) else decorator.dotted if isinstance(decorator, Name) else ""
    receiver, _, last = chain.rpartition(".")
    if last != "command":
        return ()
    scope, _, own = function.name.rpartition(".")
    receiver, _, is_cli = receiver.rpartition(".") if receiver.endswith(".cli") else (receiver, "", "")
    holders = [held for held in objects.chain(syntax.module, scope, receiver) if held.kind == COMMANDS or is_cli]
    if not holders:
        return ()
    given = text_of(objects.program, syntax.module, scope, decorator.argument(0, "name")) if isinstance(decorator, Call) else None
    return (*_group(objects, mounts, holders[0]), given or own.replace("_", "-"))


def _group(objects: Objects, mounts: Mounts, held: Held) -> tuple[str, ...]:
    if held.kind == APP:
        return ()
    if held.kind == BLUEPRINT:
        group = held.call.keyword("cli_group")
        return (text_of(objects.program, held.module, held.scope, group) or mounts.own_name(held),)
    return (text_of(objects.program, held.module, held.scope, held.call.argument(0, "name")) or "",)
