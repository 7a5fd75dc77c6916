"""Which module uses which, how often, and where first: the arrows of the map, the cells of the matrix."""

from analyzer.model.codebase import Codebase
from analyzer.model.facts import Import, Reference, StringReference
from analyzer.model.syntax import UseKind, When
from analyzer.report.document_services import ModuleUse


def module_uses(codebase: Codebase) -> tuple[ModuleUse, ...]:
    """One use per ordered pair of different modules, sorted: references and strings that name code; else the imports of the pair,
    which then import for what importing does, or pass on. What is needed for annotations only does not count."""
    found: dict[tuple[str, str], list[int]] = {}
    for r in codebase.of(Reference):
        source, target = r.source_module, r.target_module
        if source == target or r.kind is UseKind.ANNOTATE:
            continue
        line, known = r.at.line, found.get((source, target))
        if known is None:
            found[source, target] = [r.count, line, r.in_loop]
            continue
        known[0] += r.count
        known[2] |= r.in_loop
        if line < known[1]:
            known[1] = line
    for s in codebase.of(StringReference):
        _add(found, s.source_module, s.target_module, s.at.line)
    referred = set(found)
    for i in codebase.of(Import):
        if i.when is not When.TYPE_CHECKING and (i.importer, i.resolved) not in referred:
            _add(found, i.importer, i.resolved, i.at.line)
    return tuple(ModuleUse(*pair, count, line, bool(loop)) for pair, (count, line, loop) in sorted(found.items()))


def _add(found: dict[tuple[str, str], list[int]], source: str, target: str, line: int) -> None:
    """Count a use of another module."""
    if source != target:
        known = found.setdefault((source, target), [0, line, 0])
        known[0] += 1
        known[1] = min(known[1], line)
