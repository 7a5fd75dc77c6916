"""The system in the DSL of Structurizr (https://docs.structurizr.com/dsl)."""

from collections.abc import Iterator

from analyzer.model.files import TextFile
from analyzer.report.exports.c4 import Container, system_of
from analyzer.report.exports.export import Export, Order
from analyzer.report.visible import shortened

SIZE = 200


def _render(order: Order) -> tuple[TextFile, ...]:
    return (TextFile("workspace.dsl", "\n".join([*_lines(order), ""])),)


def _lines(order: Order) -> Iterator[str]:
    system = system_of(order.report)
    yield f"workspace {_quoted(system.name)} {_quoted('Services proposed by Unbraid; no code was run')} {{"
    yield "  model {"
    yield f"    system = softwareSystem {_quoted(system.name)} {{"
    for container in system.containers:
        yield from _container(container)
    yield "    }"
    for arrow in system.arrows:
        yield f"    {arrow.source} -> {arrow.target} {_quoted(arrow.how)}"
    yield from ("  }", "  views {", "    container system services {", "      include *", "      autoLayout lr", "    }", "    styles {")
    yield from ('      element "Database" {', "        shape Cylinder", "      }", "    }", "  }", "}")


def _container(container: Container) -> Iterator[str]:
    technology = "Database" if container.is_data else "Python"
    yield f"      {container.key} = container {_quoted(container.title)} {_quoted(container.about)} {_quoted(technology)} {{"
    yield f"        tags {' '.join(map(_quoted, ('Database',) if container.is_data else container.tags))}"
    yield "      }"


def _quoted(text: str) -> str:
    """A string of the DSL: it has no way to write a quote, replaces ``${NAME}``, and takes ``->`` for an arrow even inside quotes."""
    plain = shortened(text, SIZE).replace("\\", "/").replace('"', "'").replace("$", "＄").replace("->", "→")
    return f'"{plain}"'


STRUCTURIZR = Export("structurizr", "the services as a C4 model in Structurizr's DSL (workspace.dsl)", _render)
