"""Which service a page template belongs to."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import PurePosixPath

from analyzer.model.partition import SHARED
from analyzer.model.surface import TemplateUse
from analyzer.plan.cut import Cut
from analyzer.plan.names import words


def template_homes(cut: Cut) -> Mapping[str, str]:
    """Service by template name: the service whose modules render it most, else the one whose name its path carries; ``shared``
    where several services do and no path tells, left out where nothing does."""
    uses = cut.codebase.of(TemplateUse)
    renderers: dict[str, Counter[str]] = defaultdict(Counter)
    names: set[str] = set()
    for use in uses:
        names.update(name for name in (use.template, use.by if not use.module else "") if name and use.relation != "link")
        if use.module and cut.home(use.module) and use.relation != "link":
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


def asset_path(cut: Cut, template: str) -> str:
    """The path, relative to the root, of a template by the name under which code knows it; the name itself where no file fits."""
    ending = "/" + template.lstrip("/")
    return min((a.path for a in cut.codebase.assets if a.path == template or a.path.endswith(ending)), key=len, default=template)
