"""Imports inside functions that reach into another service."""

from collections import defaultdict
from collections.abc import Iterator

from analyzer.model.facts import Import
from analyzer.model.place import Severity
from analyzer.model.plan import Finding
from analyzer.model.syntax import When
from analyzer.model.text import counted
from analyzer.plan.findings.finder import Finder, Survey, finding
from analyzer.plan.wording import listed


def _find(survey: Survey) -> Iterator[Finding]:
    cut = survey.cut
    by_importer: dict[str, list[Import]] = defaultdict(list)
    for statement in cut.codebase.of(Import):
        if statement.when is When.LAZY and cut.crosses(statement.importer, statement.resolved):
            by_importer[statement.importer].append(statement)
    for importer, statements in sorted(by_importer.items()):
        targets = sorted({str(statement.resolved) for statement in statements})
        yield finding(
            "lazy-import",
            Severity.WARNING,
            [statement.at for statement in statements],
            f"{importer} imports {listed(targets)} inside functions, in {counted(len({s.at for s in statements}), 'place')}",
            cut.services_of([importer, *targets]),
            "An import hidden in a function mostly hides a cycle: call the other service's client there, or turn the call into an event",
        )


LAZY_IMPORT = Finder("lazy-import", _find)
