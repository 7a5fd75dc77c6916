"""``report.md``: one page for a pull request or a wiki."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from analyzer.model.files import TextFile
from analyzer.report.document import Figure, Issue, Report
from analyzer.report.document_services import Service
from analyzer.report.markdown_text import cell, code, plain, table
from analyzer.report.material import Format, Material, Rendered
from analyzer.report.mermaid import ARROWS, SERVICES, calls_between, flowchart
from analyzer.report.wording import SEAM_CLASSES, finding_title, verdict_title

PLACES, SHARED_TABLES = 5, 15
"""How much of each a page shows that people read to the end."""


def markdown(report: Report) -> str:
    """The report as GitHub-flavoured Markdown with one Mermaid graph."""
    sections = (
        _summary(report),
        _services(report),
        _graph(report),
        _data(report),
        _findings(report),
        _seams(report),
        _alternatives(report),
        _unseen(report),
    )
    return "\n".join(line for section in sections for line in section)


def _summary(report: Report) -> Iterator[str]:
    total = report.summary
    yield from (f"# Migration report: {plain(report.name)}", "", f"**{plain(verdict_title(total.verdict))}**", "")
    yield from (f"- {plain(reason)}" for reason in total.verdict_reasons)
    stability = "not measured" if total.stability is None else f"{total.stability:.0%}"
    yield ""
    yield from table(
        ("Figure", "Value"),
        (
            ("Modules, lines", f"{total.modules:,}, {total.lines:,}"),
            ("Services, shared modules", f"{total.services:,}, {total.shared_modules:,}"),
            ("Tables, routes, tasks", f"{total.tables:,}, {total.routes:,}, {total.tasks:,}"),
            ("Uses across boundaries", f"{total.calls_across:,} uses of {total.seams:,} definitions"),
            ("Blockers", f"{total.blockers:,}"),
            ("Placed with evidence", f"{total.coverage:.0%}"),
            ("Stability of the proposal", stability),
        ),
    )


def _services(report: Report) -> Iterator[str]:
    yield from ("", "## Services, in the order of extraction", "")
    yield from table(
        ("Wave", "Service", "Modules", "Lines", "Tables", "Routes", "Calls", "Called by", "Blockers", "Risk"),
        (_service_row(service) for service in report.services[:SERVICES]),
    )
    yield from _more(len(report.services), SERVICES, "services")
    if report.shared.modules:
        kernel = _counted(len(report.shared.modules), "module")
        yield from ("", f"The shared kernel has {kernel}; it becomes a library that every service may import.")


def _service_row(service: Service) -> tuple[str, ...]:
    sizes = (len(service.modules), service.lines, len(service.entities), len(service.routes), len(service.calls), len(service.called_by))
    return (str(service.wave), cell(service.title), *(f"{size:,}" for size in sizes), f"{service.blockers:,}", cell(service.risk))


def _graph(report: Report) -> Iterator[str]:
    yield from ("", "## Who uses whom", "", "```mermaid", *flowchart(report), "```")
    yield from _more(len(calls_between(report)), ARROWS, "pairs of services")


def _data(report: Report) -> Iterator[str]:
    contested = [t for t in report.tables if {use.service for use in t.writers} - {t.owner}]
    if not contested and not report.links:
        return
    yield from ("", "## Data that crosses", "")
    if contested:
        yield from table(
            ("Table", "Owner", "Also written by", "Declared in"),
            (
                (
                    code(t.table or t.entity),
                    cell(t.owner),
                    cell(", ".join(f"{use.service} ({use.count})" for use in t.writers if use.service != t.owner)),
                    code(str(t.at)),
                )
                for t in contested[:SHARED_TABLES]
            ),
        )
        yield from _more(len(contested), SHARED_TABLES, "tables with several writers")
        yield ""
    if report.links:
        yield f"{_counted(len(report.links), 'foreign key or relation', 'foreign keys or relations')} between tables of different owners."


def _findings(report: Report) -> Iterator[str]:
    kinds: dict[str, list[Issue]] = defaultdict(list)
    for finding in report.findings:
        kinds[finding.kind].append(finding)
    if not kinds:
        return
    yield from ("", "## Findings", "")
    for kind, findings in sorted(kinds.items()):
        yield from (f"### {plain(finding_title(kind))} ({len(findings)})", "")
        yield from (f"- {code(str(f.at))}: {plain(f.message)} *{plain(f.remedy)}*" for f in findings[:PLACES])
        yield from _more(len(findings), PLACES, "places")
        yield ""


def _seams(report: Report) -> Iterator[str]:
    if not report.seams:
        return
    classes: dict[str, int] = defaultdict(int)
    for seam in report.seams:
        classes[seam.seam_class] += 1
    yield from ("", "## What crosses, and what becomes of it", "")
    rows = ((name, f"{classes[code_]:,}", action) for code_, (name, action) in SEAM_CLASSES.items() if classes[code_])
    yield from table(("Class", "Definitions", "What happens"), rows)


def _alternatives(report: Report) -> Iterator[str]:
    if not report.measures:
        return
    yield from ("", "## The proposal beside other cuts", "")
    header = ("Measure", *(f"{cell(cut.name)} ({cut.services})" for cut in report.cuts))
    yield from table(header, ((_measure_name(m), *(_value(value) for value in m.values)) for m in report.measures))


def _measure_name(measure: Figure) -> str:
    wanted = {True: " (more is better)", False: " (less is better)", None: ""}[measure.more_is_better]
    return cell(measure.name) + wanted


def _value(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.3f}"


def _unseen(report: Report) -> Iterator[str]:
    total, made = report.summary, report.provenance
    yield from ("", "## What could not be seen", "")
    yield (
        f"{_counted(total.blind_spots, 'place')} in the code cannot be decided by reading (computed imports and attributes, code made "
        f"from text), and {_counted(total.problems, 'problem')} came up while reading. They are listed in `report.html` and `report.json`."
    )
    how = f"settings {code(made.settings)}, seed {made.seed}"
    yield from ("", f"Made by {plain(made.tool)} {plain(made.version)}; {how}. No code was run.", "")


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _more(found: int, shown: int, what: str) -> Iterable[str]:
    return ("", f"… and {found - shown:,} more {what} in `report.html`.") if found > shown else ()


def _render(material: Material) -> Rendered:
    return Rendered((TextFile("report.md", markdown(material.report)),))


MARKDOWN_PAGE = Format("report.md", _render)
