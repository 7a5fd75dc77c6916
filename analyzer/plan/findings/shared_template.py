"""Page templates that templates of several services extend or include."""

from collections import defaultdict
from collections.abc import Iterator

from analyzer.model.partition import SHARED
from analyzer.model.place import Location, Severity
from analyzer.model.plan import Finding
from analyzer.model.surface import ContextUse, TemplateUse
from analyzer.model.text import counted
from analyzer.plan.findings.finder import Finder, Survey, finding
from analyzer.plan.templates import LINKS, shared_templates, template_homes
from analyzer.plan.wording import last, listed


def _find(survey: Survey) -> Iterator[Finding]:
    cut = survey.cut
    homes = template_homes(cut)
    links: dict[str, list[Location]] = defaultdict(list)
    for use in cut.codebase.of(TemplateUse):
        if not use.module and use.relation == LINKS:
            links[use.by].append(use.at)
    context: dict[str, list[ContextUse]] = defaultdict(list)
    for read in cut.codebase.of(ContextUse):
        context[read.at.path].append(read)
    for template, uses in shared_templates(cut, homes).items():
        services = sorted({homes.get(use.by, SHARED) for use in uses} - {SHARED})
        yield _shared(template, uses, services, links[template], context[template])


def _shared(template: str, uses: tuple[TemplateUse, ...], services: list[str], links: list[Location], context: list[ContextUse]) -> Finding:
    """The finding stands at the template; its own links and what it reads of the request come first, they tie it to services."""
    ties = [*links, *(read.at for read in context)]
    facts = [f"{counted(len({use.by for use in uses}), 'template')} of {listed(services)} use {template}"]
    if links:
        facts.append(f"it links to {counted(len(links), 'page')}")
    if context:
        facts.append(f"it reads {listed(sorted({last(read.what) for read in context}))}")
    return finding(
        "shared-template",
        Severity.WARNING if ties else Severity.INFO,
        ties or [use.at for use in uses],
        "; ".join(facts),
        services,
        "Ship it as a package of its own that gets its links and the user passed in, or compose pages in the gateway",
        at=Location(template, 1),
    )


SHARED_TEMPLATE = Finder("shared-template", _find)
