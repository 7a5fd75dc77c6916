"""The graph of services in the language of Mermaid: in ``report.md``, and as an export."""

from collections.abc import Iterator

from analyzer.model.text import counted
from analyzer.report.document import Report
from analyzer.report.document_services import Call, Service
from analyzer.report.markdown_text import figure

SERVICES, ARROWS = 40, 40
"""How much of each a picture shows that people can still read."""


def flowchart(report: Report) -> Iterator[str]:
    """The lines of a flowchart: at most 40 services in the order of extraction, and the 40 heaviest uses between them."""
    index = {service.id: position for position, service in enumerate(report.services[:SERVICES])}
    heavy = sorted(calls_between(report), key=lambda call: (-call.count, call.caller, call.callee))[:ARROWS]
    yield "flowchart LR"
    for service, position in zip(report.services, index.values(), strict=False):
        yield f'  s{position}["{label(service)}"]'
    yield from (f"  s{index[c.caller]} -->|{c.count}| s{index[c.callee]}" for c in sorted(heavy, key=lambda c: (c.caller, c.callee)))


def calls_between(report: Report) -> list[Call]:
    """The calls between two of the services that are drawn."""
    drawn = {service.id for service in report.services[:SERVICES]}
    return [call for call in report.calls if call.caller in drawn and call.callee in drawn and call.caller != call.callee]


def label(service: Service) -> str:
    """Title and size of a service, safe inside the quotes of a label."""
    modules = len(service.modules)
    return f"{escaped(service.title)}<br/>{counted(modules, 'module')}"


def escaped(text: str) -> str:
    """Text inside the quotes of a Mermaid label: every character with a meaning there becomes an entity code."""
    return "".join(c if c.isalnum() or c in " ._-" else f"#{ord(c)};" for c in figure(text))
