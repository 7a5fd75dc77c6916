"""Which service a page template belongs to, and which templates several services build on."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import PurePosixPath

from analyzer.model.partition import SHARED
from analyzer.model.surface import TemplateUse
from analyzer.plan.cut import Cut
from analyzer.plan.names import words

LINKS = "links"
"""The relation of a template to an endpoint whose address it holds; all others are between templates, or code and templates."""
RENDERS = "renders"


def template_homes(cut: Cut) -> Mapping[str, str]:
    """Service by template: the service whose modules render it, else the one whose name its path carries; ``shared`` where several
    services do and no path tells, left out where nothing does."""
    renderers: dict[str, Counter[str]] = defaultdict(Counter)
    names: set[str] = set()
    for use in cut.codebase.of(TemplateUse):
        if use.relation != LINKS:
            names.add(use.template)
        if not use.module:
            names.add(use.by)
        elif use.relation == RENDERS and cut.home(use.module):
            renderers[use.template][cut.home(use.module)] += 1
    homes = {name: _home(cut, name, renderers.get(name, Counter())) for name in sorted(names)}
    return {name: home for name, home in homes.items() if home}


def _home(cut: Cut, name: str, renderers: Counter[str]) -> str:
    services = sorted(set(renderers) - {SHARED})
    if len(services) == 1:
        return services[0]
    mine = words("_".join(PurePosixPath(name).parts[:-1]))
    alike = [service for service in services or cut.services if mine & words(service)]
    if len(alike) == 1:
        return alike[0]
    return SHARED if services else ""


def shared_templates(cut: Cut, homes: Mapping[str, str]) -> Mapping[str, tuple[TemplateUse, ...]]:
    """Templates that templates of two services or more extend, include or import, with these uses."""
    uses: dict[str, list[TemplateUse]] = defaultdict(list)
    for use in cut.codebase.of(TemplateUse):
        if not use.module and use.relation != LINKS:
            uses[use.template].append(use)
    return {name: tuple(found) for name, found in sorted(uses.items()) if len({homes.get(u.by, SHARED) for u in found} - {SHARED}) > 1}
