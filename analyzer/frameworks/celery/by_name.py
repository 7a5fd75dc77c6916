"""Jobs that are called by name: ``send_task("a.b")``, ``enqueue("a.b")`` and schedules."""

from collections.abc import Iterator, Mapping

from analyzer.frameworks.celery.kinds import SENDERS
from analyzer.frameworks.constants import text_of
from analyzer.model.facts import StringReference
from analyzer.model.place import Location, ModuleName
from analyzer.model.syntax import Assignment, Call, Expr, Items, Pairs, Text
from analyzer.read.program import Program


def by_name(program: Program, homes: Mapping[str, str]) -> Iterator[StringReference]:
    """A string reference for each text that is the name of a job (``homes``: name to module)."""
    for module in sorted(program.modules):
        syntax = program.modules[module]
        for site in syntax.calls:
            last = site.call.func.rpartition(".")[2]
            if last in SENDERS:
                text = text_of(program, module, site.scope, site.call.argument(SENDERS[last], "name"))
                yield from _reference(program, homes, module, text, last, Location(syntax.path, site.call.line))
        for assignment in syntax.assignments:
            for text in _scheduled(assignment):
                yield from _reference(program, homes, module, text, "schedule", Location(syntax.path, assignment.line))


def _reference(
    program: Program, homes: Mapping[str, str], module: str, text: str | None, via: str, at: Location
) -> Iterator[StringReference]:
    # A name that is also a dotted path of the code base is a string reference already, wherever it stands.
    if text is not None and text in homes and not program.names.is_known(text):
        yield StringReference(ModuleName(module), ModuleName(homes[text]), text, via, at)


def _scheduled(assignment: Assignment) -> Iterator[str]:
    """The values under the key ``task`` in dicts, as Celery's schedules have them."""
    stack: list[Expr] = [assignment.value]
    while stack:
        value = stack.pop()
        if isinstance(value, Pairs):
            for key, inner in value.items:
                if isinstance(key, Text) and key.value == "task" and isinstance(inner, Text):
                    yield inner.value
                else:
                    stack.append(inner)
        elif isinstance(value, Items):
            stack.extend(value.items)
        elif isinstance(value, Call):
            stack.extend((*value.args, *(inner for _, inner in value.keywords)))
