"""Jobs: functions under a queue's decorator, and classes that derive from its task class."""

from collections.abc import Iterator

from analyzer.frameworks.celery.kinds import ACTOR_CLASSES, DECORATORS, DOTTED, METHODS, TASK_CLASSES
from analyzer.frameworks.constants import text_of
from analyzer.frameworks.objects import Objects
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.surface import Task
from analyzer.model.syntax import Call, ClassSyntax, Constant, Expr, FunctionSyntax, ModuleSyntax, Name
from analyzer.read.program import Program


def tasks(program: Program, objects: Objects) -> Iterator[Task]:
    """Every job of a program, under the name by which the queue knows it."""
    for module in sorted(program.modules):
        syntax = program.modules[module]
        for function in syntax.functions:
            task = next((task for one in function.decorators for task in _decorated(program, objects, syntax, function, one)), None)
            if task is not None:
                yield task
        for one in syntax.classes:
            yield from _derived(program, syntax, one)


def _decorated(program: Program, objects: Objects, syntax: ModuleSyntax, function: FunctionSyntax, decorator: Expr) -> Iterator[Task]:
    chain = decorator.func if isinstance(decorator, Call) else decorator.dotted if isinstance(decorator, Name) else ""
    scope, _, own = function.name.rpartition(".")
    known = _known(program, objects, syntax.module, scope, chain)
    if known is None:
        return
    framework, keyword, naming = known
    given = text_of(program, syntax.module, scope, decorator.keyword(keyword)) if isinstance(decorator, Call) and keyword else None
    default = f"{syntax.module}.{own}" if naming == DOTTED else own
    handler = QualName(f"{syntax.module}.{function.name}")
    yield Task(given or default, handler, ModuleName(syntax.module), framework, Location(syntax.path, function.line))


def _known(program: Program, objects: Objects, module: str, scope: str, chain: str) -> tuple[str, str, str] | None:
    full = program.resolve(module, chain, scope) if chain else ""
    if full in DECORATORS:
        return DECORATORS[full]
    receiver, _, last = chain.rpartition(".")
    if not receiver or last not in {method for _, method in METHODS}:
        return None
    found = (METHODS.get((held.kind, last)) for held in objects.chain(module, scope, receiver))
    return next((known for known in found if known is not None), None)


def _derived(program: Program, syntax: ModuleSyntax, one: ClassSyntax) -> Iterator[Task]:
    full = f"{syntax.module}.{one.name}"
    yield from _actor(program, syntax, one, full)
    if not TASK_CLASSES.intersection(program.ancestors(full)) or program.function_syntax(f"{full}.run") is None:
        return
    body = {assignment.target: assignment.value for assignment in program.body(full)}
    name = text_of(program, syntax.module, one.name, body.get("name")) or full
    yield Task(name, QualName(full), ModuleName(syntax.module), "celery", Location(syntax.path, one.line))


def _actor(program: Program, syntax: ModuleSyntax, one: ClassSyntax, full: str) -> Iterator[Task]:
    """A class-based actor of Dramatiq: known by the name of the class, or the one in its ``Meta``; abstract ones are none."""
    if not ACTOR_CLASSES.intersection(program.ancestors(full)) or program.function_syntax(f"{full}.perform") is None:
        return
    options = {assignment.target: assignment.value for assignment in program.body(f"{full}.Meta")}
    if options.get("abstract") != Constant(True):
        name = text_of(program, syntax.module, one.name, options.get("actor_name")) or one.name.rpartition(".")[2]
        yield Task(name, QualName(full), ModuleName(syntax.module), "dramatiq", Location(syntax.path, one.line))
