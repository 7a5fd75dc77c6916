"""Which module uses which, how often, and where first: the arrows of the map, the cells of the matrix."""

from analyzer.model.codebase import Codebase
from analyzer.model.facts import Import, Reference, StringReference
from analyzer.model.syntax import UseKind, When
from analyzer.report.document_services import ModuleUse


def module_uses(codebase: Codebase) -> tuple[ModuleUse, ...]:
    """One use per ordered pair of different modules, sorted: references and strings that name code; else the imports of the pair,
    which then import for what importing does, or pass on. What is needed for annotations only does not count."""
    found: dict[tuple[str, str], list[int]] = {}

    def add(source: str, target: str, count: int, line: int, in_loop: bool) -> None:
        if source == target:
            return
        known = found.setdefault((source, target), [0, line, 0])
        known[0] += count
        known[1] = min(known[1], line)
        known[2] |= in_loop

    for r in codebase.of(Reference):
        if r.kind is not UseKind.ANNOTATE:
            add(r.source_module, r.target_module, r.count, r.at.line, r.in_loop)
    for s in codebase.of(StringReference):
        add(s.source_module, s.target_module, 1, s.at.line, False)
    referred = set(found)
    for i in codebase.of(Import):
        if i.when is not When.TYPE_CHECKING and (i.importer, i.resolved) not in referred:
            add(i.importer, i.resolved, 1, i.at.line, False)
    return tuple(ModuleUse(*pair, count, line, bool(loop)) for pair, (count, line, loop) in sorted(found.items()))
