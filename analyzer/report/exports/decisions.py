"""Drafts of architecture decision records, one for each boundary, after MADR 4 (https://adr.github.io/madr)."""

import re
from collections.abc import Iterator

from analyzer.model.files import TextFile
from analyzer.model.roadmap import Step
from analyzer.report.document import Report
from analyzer.report.document_services import Service
from analyzer.report.exports.export import Export, Order
from analyzer.report.markdown_text import code, place, plain
from analyzer.report.wording import verdict_title

MOST = 8


def _render(order: Order) -> tuple[TextFile, ...]:
    report, links = order.report, order.wishes.source_url
    steps = {step.service: step for step in report.steps}
    first = [TextFile("0001-boundaries-inside-the-monolith.md", _text(_first(report, steps.get(""))))]
    return (*first, *(_record(report, service, steps.get(service.id), 2 + n, links) for n, service in enumerate(report.services)))


def _record(report: Report, service: Service, step: Step | None, number: int, links: str) -> TextFile:
    slug = re.sub(r"[^a-z0-9]+", "-", service.id.lower()).strip("-")[:40] or "service"
    return TextFile(f"{number:04}-{slug}.md", _text(_service(report, service, step, links)))


def _text(lines: Iterator[str]) -> str:
    return "\n".join([*lines, ""])


def _head(title: str) -> Iterator[str]:
    yield from ("---", 'status: "proposed"', "---", "", f"# {plain(title)}", "", "## Context and Problem Statement", "")


def _first(report: Report, step: Step | None) -> Iterator[str]:
    total = report.summary
    yield from _head("Draw the boundaries inside the monolith first")
    yield (
        f"{plain(report.name)} has {total.modules:,} modules with {total.lines:,} lines. {len(report.services)} services were found; "
        f"{total.seams:,} definitions are used across their borders, {total.blockers:,} of them in a way that no rewrite is safe for yet. "
        "How do we get there without a flag day?"
    )
    yield from ("", "## Decision Drivers", "")
    yield from (f"* {plain(reason)}" for reason in total.verdict_reasons)
    yield from ("", "## Considered Options", "", "* Boundaries inside the monolith first, held by contracts with a baseline")
    yield from ("* Extract the first service at once", "* Leave it as it is", "", "## Decision Outcome", "")
    yield f"Proposed: boundaries inside the monolith first. The analysis says: {plain(verdict_title(total.verdict))}."
    yield from ("", "### Consequences", "", "* Good, because a boundary that is wrong can still be moved by moving files")
    yield "* Good, because the list of violations can be seen to get shorter"
    yield "* Bad, because releases stay tied together until the first service leaves"
    yield from _confirmation(step)


def _service(report: Report, service: Service, step: Step | None, links: str) -> Iterator[str]:
    yield from _head(f"Make {service.title} a service of its own")
    owns = (
        (len(service.modules), "modules"), (service.lines, "lines"), (len(service.entities), "tables"),
        (len(service.routes), "routes"), (len(service.tasks), "tasks"),
    )  # fmt: skip
    yield f"{plain(service.title)} has " + ", ".join(f"{count:,} {thing}" for count, thing in owns if count) + f". {plain(service.why_now)}"
    yield from ("", "## Decision Drivers", "")
    yield from (f"* {plain(sentence)}" for sentence in service.evidence)
    if not service.evidence:
        yield "* No use across its border was found"
    yield from ("", "## Considered Options", "", "* A service of its own", *(f"* {option}" for option in _options(report, service)))
    yield from ("* A module with a boundary inside the monolith", "", "## Decision Outcome", "")
    yield f"Proposed: a service of its own, in wave {service.wave}. It owns its data:"
    yield ""
    yield from (f"* {code(entity)}" for entity in service.entities[:MOST])
    if len(service.entities) > MOST:
        yield f"* and {len(service.entities) - MOST} more"
    if not service.entities:
        yield "* none: it stores nothing of its own"
    yield from ("", "### Consequences", "")
    yield from _consequences(service, step, links)
    yield from _confirmation(step)


def _options(report: Report, service: Service) -> Iterator[str]:
    """To merge it with the service that it is tied to most."""
    ties = {one.service: one.count for one in service.calls}
    for one in service.called_by:
        ties[one.service] = ties.get(one.service, 0) + one.count
    titles = {other.id: other.title for other in report.services}
    known = sorted((other for other in ties if other in titles), key=lambda other: (-ties[other], other))
    if known:
        yield f"One service with {plain(titles[known[0]])}, to which it is tied most ({ties[known[0]]} uses)"


def _consequences(service: Service, step: Step | None, links: str) -> Iterator[str]:
    if step is not None:
        gain = step.gain
        if gain.tests:
            yield f"* Good, because a change of it needs {gain.tests_after:,} tests instead of {gain.tests:,}"
        if gain.commits:
            yield f"* Good, because {gain.commits_alone:,} of {gain.commits:,} commits that touched it touched nothing else"
        yield f"* Bad, because it costs {step.effort.low:g} to {step.effort.high:g} person-days: {plain(step.effort.formula)}"
        for before in step.prerequisites[:MOST]:
            where = f" ({place(before.places[0], links)})" if before.places else ""
            yield f"* Bad, because {plain(before.what)}{where}: {plain(before.remedy)}"
    else:
        yield f"* Bad, because {service.blockers} uses across its border cannot be rewritten as they are"


def _confirmation(step: Step | None) -> Iterator[str]:
    if step is not None:
        yield from ("", "### Confirmation", "", f"{plain(step.done)}:", "", "```console", f"$ {step.check}", "```")


ADR = Export("adr", "drafts of architecture decision records (MADR), one for each boundary; needs -o FOLDER", _render, is_folder=True)
