"""The system for PlantUML, by the C4 macros of its own library (https://plantuml.com/stdlib): nothing is loaded from elsewhere."""

from collections.abc import Iterator

from analyzer.model.files import TextFile
from analyzer.report.exports.c4 import system_of
from analyzer.report.exports.export import Export, Order
from analyzer.report.visible import shortened

SIZE = 200


def _render(order: Order) -> tuple[TextFile, ...]:
    return (TextFile("services.puml", "\n".join([*_lines(order), ""])),)


def _lines(order: Order) -> Iterator[str]:
    system = system_of(order.report)
    yield from ("@startuml", "!include <C4/C4_Container>", "LAYOUT_LEFT_RIGHT()", f"System_Boundary(system, {_quoted(system.name)}) {{")
    for one in system.containers:
        macro, technology = ("ContainerDb", "Database") if one.is_data else ("Container", "Python")
        yield f"  {macro}({one.key}, {_quoted(one.title)}, {_quoted(technology)}, {_quoted(one.about)})"
    yield "}"
    yield from (f"Rel({arrow.source}, {arrow.target}, {_quoted(arrow.how)})" for arrow in system.arrows)
    yield "@enduml"


def _quoted(text: str) -> str:
    """A string of PlantUML, which has no escape for quotes and runs ``%functions`` and ``$variables`` inside strings too."""
    return '"' + "".join(c if c.isalnum() or c in " ._-,:;()/'" else f"<U+{ord(c):04X}>" for c in shortened(text, SIZE)) + '"'


PLANTUML = Export("plantuml", "the services as a C4 container diagram for PlantUML (.puml)", _render)
