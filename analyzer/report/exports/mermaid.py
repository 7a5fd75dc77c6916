"""The graph of services for Mermaid (https://mermaid.js.org)."""

from analyzer.model.files import TextFile
from analyzer.report.exports.export import Export, Order
from analyzer.report.mermaid import flowchart


def _render(order: Order) -> tuple[TextFile, ...]:
    return (TextFile("services.mmd", "\n".join([*flowchart(order.report), ""])),)


MERMAID = Export("mermaid", "the graph of services as a Mermaid flowchart (.mmd)", _render)
