"""Page templates that several modules render."""

from collections import defaultdict
from collections.abc import Iterator

from analyzer.model.graph import Evidence
from analyzer.model.place import Location, ModuleName
from analyzer.model.surface import TemplateUse
from analyzer.signals.sharing import shared_by
from analyzer.signals.signal import Signal
from analyzer.signals.view import View


def collect(view: View) -> Iterator[Evidence]:
    """Evidence for modules that render the same template, or templates of the same folder."""
    codebase, business = view.codebase, view.business
    groups: dict[str, dict[ModuleName, Location]] = defaultdict(dict)
    for use in codebase.of(TemplateUse):
        if use.module in business:
            folder = use.template.rpartition("/")[0]
            for what in (use.template, f"{folder}/") if folder else (use.template,):
                groups[what].setdefault(use.module, use.at)
    yield from shared_by("templates", groups, view.closeness, "both render {}, as do {} modules in all".format)


TEMPLATES = Signal("templates", collect)
