"""Libraries of template tags: who renders a page that loads one, needs it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from analyzer.frameworks.templates.files import shared_folders
from analyzer.graphs.closure import closure
from analyzer.model.facts import StringReference
from analyzer.model.place import Location, ModuleName
from analyzer.model.surface import TemplateUse
from analyzer.read.program import Program

LOAD = re.compile(r"\{%-?\s*load\s+([^%]{1,300}?)-?%\}")


def loaded(program: Program, templates: Mapping[str, str], uses: Iterable[TemplateUse]) -> Iterator[StringReference]:
    """One reference for each module that renders a page and each library (a module in a folder ``templatetags``) that the page, a page
    that it extends or a part that it includes loads."""
    libraries: dict[str, list[str]] = defaultdict(list)
    for module in sorted(program.modules):
        package, _, name = module.rpartition(".")
        if package.rpartition(".")[2] == "templatetags":
            libraries[name].append(module)
    if not libraries:
        return
    found = {path: tuple(_libraries(program, path, text, libraries)) for path, text in sorted(templates.items())}
    inside: dict[str, set[str]] = defaultdict(set)
    renders: dict[str, set[str]] = defaultdict(set)
    for use in uses:
        if use.relation != "links":
            (renders[use.module] if use.module else inside[use.by]).add(use.template)
    for module in sorted(renders):
        seen: set[str] = {module}
        for path in sorted(closure(renders[module], lambda path: inside.get(path, ()))):
            for name, library, at in found.get(path, ()):
                if library not in seen:
                    seen.add(library)
                    yield StringReference(ModuleName(module), ModuleName(library), name, "load", at)


def _libraries(program: Program, path: str, text: str, libraries: Mapping[str, list[str]]) -> Iterator[tuple[str, str, Location]]:
    """Name, module and place of each library of the code base that a page loads; of several with one name, the nearest."""
    for match in LOAD.finditer(text):
        words = match[1].split()
        for name in words[words.index("from") + 1 :] if "from" in words else words:
            if name in libraries:
                near = min(libraries[name], key=lambda module: (-shared_folders(program.modules[module].path, path), module))
                yield name, near, Location(path, text.count("\n", 0, match.start()) + 1)
