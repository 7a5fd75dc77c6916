"""Blueprints that are registered by name: a setting lists their dotted paths, with URL prefixes beside them."""

from collections.abc import Iterator

from analyzer.frameworks.flask.kinds import BLUEPRINT
from analyzer.frameworks.objects import Objects
from analyzer.model.syntax import Call, Expr, Items, Pairs, Text
from analyzer.read.program import Program

MAX_DEPTH = 6


def listed(program: Program, objects: Objects) -> Iterator[tuple[str, str | None]]:
    """The id of each blueprint that a display names by its dotted path (``a.b:bp`` or ``a.b.bp``), and the prefix beside it, if any."""
    blueprints = {id for id, held in objects.held.items() if held.kind == BLUEPRINT}
    for module in sorted(program.modules) if blueprints else ():
        for assignment in program.modules[module].assignments:
            if isinstance(assignment.value, Items | Pairs | Call):
                for row in _rows(assignment.value, 0):
                    prefix = next((text for text in row if text.startswith("/")), None)
                    for text in row:
                        target = _target(program, text)
                        if target in blueprints:
                            yield target, prefix


def _target(program: Program, text: str) -> str:
    dotted = text.replace(":", ".")
    owner = program.defined_in(dotted) if "." in dotted and " " not in dotted else ""
    return program.names.export(owner, dotted[len(owner) + 1 :]) if owner and owner != dotted else ""


def _rows(value: Expr, depth: int) -> Iterator[tuple[str, ...]]:
    """The texts that stand side by side in a display: a pair of a dict, the items of a list."""
    if depth > MAX_DEPTH:
        return
    if isinstance(value, Pairs):
        for pair in value.items:
            if all(isinstance(part, Text) for part in pair):
                yield tuple(part.value for part in pair if isinstance(part, Text))
            else:
                yield from _rows(pair[1], depth + 1)
    elif isinstance(value, Items):
        texts = tuple(part.value for part in value.items if isinstance(part, Text))
        if any(text.startswith("/") for text in texts):
            yield texts
        else:
            yield from ((text,) for text in texts)
        for part in value.items:
            yield from _rows(part, depth + 1)
    elif isinstance(value, Call):
        for part in (*value.args, *(inner for _, inner in value.keywords)):
            yield from _rows(part, depth + 1)
