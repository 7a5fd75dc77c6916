"""Page templates that templates of several services extend or include."""

from collections import defaultdict
from collections.abc import Iterator

from analyzer.model.partition import SHARED
from analyzer.model.place import Location, Severity
from analyzer.model.plan import Finding
from analyzer.model.surface import TemplateUse
from analyzer.plan.findings.finder import Finder, Survey, finding
from analyzer.plan.templates import asset_path, template_homes
from analyzer.plan.wording import counted, listed

FEWEST = 2
RELATIONS = frozenset({"extends", "include", "includes", "import", "imports", "embeds"})


def _find(survey: Survey) -> Iterator[Finding]:
    cut = survey.cut
    homes = template_homes(cut)
    users: dict[str, dict[str, list[Location]]] = defaultdict(lambda: defaultdict(list))
    for use in cut.codebase.of(TemplateUse):
        if not use.module and use.relation in RELATIONS:
            users[use.template][homes.get(use.by, "")].append(use.at)
    for template, by_service in sorted(users.items()):
        services = sorted(set(by_service) - {"", SHARED})
        if len(services) >= FEWEST:
            places = [at for found in by_service.values() for at in found]
            yield finding(
                "shared-template",
                Severity.WARNING,
                places,
                f"{counted(len(places), 'template')} of {listed(services)} {'extends' if len(places) == 1 else 'build'} on {template}",
                services,
                "Ship the layout as a package of its own with no domain data in it, or compose pages in the gateway",
                at=Location(asset_path(cut, template), 1),
            )


SHARED_TEMPLATE = Finder("shared-template", _find)
