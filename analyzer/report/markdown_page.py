"""``report.md``: one page for a pull request or a wiki."""

from collections import defaultdict
from collections.abc import Iterator

from analyzer.model.files import TextFile
from analyzer.model.partition import SHARED
from analyzer.model.place import Severity
from analyzer.model.plan import SeamClass
from analyzer.model.text import counted
from analyzer.report.comparison import difference_sheet
from analyzer.report.document import Figure, Issue, Report
from analyzer.report.document_services import Service
from analyzer.report.markdown_history import history
from analyzer.report.markdown_plan import circles, data, leftovers, more, roadmap
from analyzer.report.markdown_text import cell, code, place, plain, table
from analyzer.report.material import Format, Material, Rendered
from analyzer.report.mermaid import ARROWS, SERVICES, calls_between, flowchart
from analyzer.report.sheet import section_lines
from analyzer.report.wording import FINDING_KINDS, SEAM_CLASSES, finding_title, leanings, sentence, verdict_title

PLACES = 4
"""How much of each a page shows that people read to the end."""


def markdown(report: Report, source_url: str = "") -> str:
    """The report as GitHub-flavoured Markdown with one Mermaid graph; ``source_url`` is the template of links to places."""
    sections = (
        _summary(report),
        _since(report, source_url),
        _services(report),
        _graph(report),
        roadmap(report, source_url),
        data(report, source_url),
        circles(report, source_url),
        leftovers(report),
        _findings(report, source_url),
        _seams(report),
        _alternatives(report),
        history(report),
        _unseen(report),
    )
    return "\n".join(line for section in sections for line in section)


def _summary(report: Report) -> Iterator[str]:
    total = report.summary
    yield from (f"# {plain(report.name)}: can it be split into services, and how?", "")
    yield (
        f"The source of {plain(report.name)} ({total.modules:,} modules, {total.lines:,} lines) was read, not run, to find the parts that "
        "belong together by what they call, store, change together and are named after. Each part is a candidate for a service. Every "
        "statement below has its place in the code."
    )
    yield from ("", f"**{plain(verdict_title(total.verdict))}**", "")
    known = leanings(report.weighed)
    yield from (f"- {f'*{known[reason]}:* ' if reason in known else ''}{plain(reason)}" for reason in total.verdict_reasons)
    if known:
        yield from ("", "*For* speaks for splitting, *doubt* is a reservation, *against* speaks for waiting: each is held against a limit.")
    yield from (f"\n{plain(note)}" for note in report.notes)
    yield ""
    yield from table(("Figure", "Value", "What it means"), _figures(report))


def _since(report: Report, source_url: str) -> Iterator[str]:
    if report.since is not None:
        yield from ("", "## Since the earlier report")
        yield from section_lines(difference_sheet(report.since).shown, 3, source_url)


def _figures(report: Report) -> Iterator[tuple[str, ...]]:
    total = report.summary
    stability = "not measured" if total.stability is None else f"{total.stability:.0%}"
    kernel = f"{total.services:,}, and {counted(total.kernel_modules, 'shared module')}"
    yield "Services", kernel, "shared modules become a library that every service may import"
    yield "Tables, routes, jobs", f"{total.tables:,}, {total.routes:,}, {total.tasks:,}", "each gets one owner"
    crossing = f"{counted(total.seams, 'definition')}, {counted(total.calls_across, 'use')}"
    loops = f"{total.chatty:,} of the definitions inside loops: each round would be a call over the network"
    yield "Used across boundaries", crossing, f"{loops}{_with_kernel(report, False)}"
    blocked = "definitions used across in a way that no rewrite is safe for yet"
    yield "Blockers", f"{total.blockers:,}", f"{blocked}{_with_kernel(report, True)}"
    if total.effort is not None:
        yield "Effort", f"{total.effort[0]:,.0f} to {total.effort[2]:,.0f} person-days", "by the formulas of the steps below"
    yield "Placed with evidence", f"{total.coverage:.0%}", "modules that are where they are for a reason that was found"
    yield "Stability", stability, "how far the boundaries agree when they are drawn again under other weights"


def _with_kernel(report: Report, only_blockers: bool) -> str:
    """How many of the definitions used across the shared kernel uses, which sentences about services among each other do not count."""
    found = (seam for seam in report.seams if SHARED in (seam.caller, seam.callee))
    count = sum(not only_blockers or seam.seam_class == SeamClass.BLOCKER for seam in found)
    return f"; {count:,} of them between a service and the shared kernel" if count else ""


def _services(report: Report) -> Iterator[str]:
    yield from ("", "## The proposed services, in the order in which to take them out", "")
    alone = len(report.services) < 2
    if report.summary.verdict == "leave":
        split = "No boundary was found inside it" if alone else "This is what a split would look like all the same"
        yield from (f"The advice is to leave it whole. {split}.", "")
    yield from table(
        ("Wave", "Service", "Modules", "Lines", "Tables", "Routes", "Uses services", "Used by services", "Blockers", "Risk"),
        (_service_row(service) for service in report.services[:SERVICES]),
    )
    yield from more(len(report.services), SERVICES, "service")
    wave = "" if alone else "A wave holds services that can leave together; the first ones hang least on the rest and change most. "
    yield from ("", f"{wave}Lines are counted without those of tests, modules with them.")


def _service_row(service: Service) -> tuple[str, ...]:
    sizes = (len(service.modules), service.lines, len(service.entities), len(service.routes), len(service.calls), len(service.called_by))
    return (str(service.wave), cell(service.title), *(f"{size:,}" for size in sizes), f"{service.blockers:,}", cell(service.risk))


def _graph(report: Report) -> Iterator[str]:
    yield from ("", "## Who uses whom", "", "```mermaid", *flowchart(report), "```")
    yield from more(len(calls_between(report)), ARROWS, "pair of services", "pairs of services")


def _findings(report: Report, source_url: str) -> Iterator[str]:
    kinds: dict[str, list[Issue]] = defaultdict(list)
    for finding in report.findings:
        kinds[finding.kind].append(finding)
    if not kinds:
        return
    severities = [severity.value for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)]
    yield from ("", "## Findings", "")
    for kind, findings in sorted(kinds.items(), key=lambda pair: (severities.index(pair[1][0].severity), pair[0])):
        yield from (f"### {plain(finding_title(kind))} ({len(findings)})", "")
        if kind in FINDING_KINDS:
            yield from (f"{plain(sentence(FINDING_KINDS[kind][1]))}", "")
        yield from (f"- {place(f.at, source_url)}: {plain(f.message)}. *{plain(f.remedy)}.*" for f in findings[:PLACES])
        yield from more(len(findings), PLACES, "place")
        yield ""


def _seams(report: Report) -> Iterator[str]:
    if not report.seams:
        return
    classes: dict[str, int] = defaultdict(int)
    for seam in report.seams:
        classes[seam.seam_class] += 1
    yield from ("", "## What is used across boundaries, and what becomes of it", "")
    rows = ((name, f"{classes[code_]:,}", action) for code_, (name, action) in SEAM_CLASSES.items() if classes[code_])
    yield from table(("Class", "Definitions", "What happens"), rows)


def _alternatives(report: Report) -> Iterator[str]:
    if not report.measures:
        return
    yield from ("", "## The proposal beside other cuts", "")
    header = ("Measure", *(f"{cell(cut.name.replace('-', ' '))} ({cut.services})" for cut in report.cuts))
    yield from table(header, ((_measure_name(m), *(_value(value) for value in m.values)) for m in report.measures))


def _measure_name(measure: Figure) -> str:
    wanted = {True: " (more is better)", False: " (less is better)", None: ""}[measure.more_is_better]
    return f"{cell(sentence(measure.name.replace('_', ' '))[:-1])}: {cell(measure.meaning)}{wanted}"


def _value(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.3f}"


def _unseen(report: Report) -> Iterator[str]:
    total, made = report.summary, report.provenance
    yield from ("", "## What could not be seen", "")
    yield (
        f"{counted(total.blind_spots, 'place')} in the code cannot be decided by reading (computed imports and attributes, code made "
        f"from text), and {counted(total.problems, 'problem')} came up while reading. They are listed in `report.html` and `report.json`."
    )
    how = f"settings {code(made.settings)}, seed {made.seed}"
    yield from ("", f"Made by {plain(made.tool)} {plain(made.version)}; {how}. No code was run.", "")


def _render(material: Material) -> Rendered:
    return Rendered((TextFile("report.md", markdown(material.report, material.source_url)),))


MARKDOWN_PAGE = Format("report.md", _render)
