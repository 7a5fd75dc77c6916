"""Strings that name code of another module, invisible to an import graph."""

from collections import defaultdict
from collections.abc import Iterator

from analyzer.model.facts import StringReference
from analyzer.model.partition import SHARED
from analyzer.model.place import Severity
from analyzer.model.plan import Finding
from analyzer.plan.findings.finder import Finder, Survey, finding
from analyzer.plan.wording import counted, listed


def _find(survey: Survey) -> Iterator[Finding]:
    cut = survey.cut
    by_source: dict[str, list[StringReference]] = defaultdict(list)
    for reference in cut.codebase.of(StringReference):
        if cut.runs(reference.source_module) and reference.source_module != reference.target_module:
            by_source[reference.source_module].append(reference)
    for source, references in sorted(by_source.items()):
        across = [r for r in references if cut.home(r.target_module) not in ("", SHARED, cut.home(source))]
        shown = across or references
        texts = sorted({repr(reference.text) for reference in shown})
        yield finding(
            "string-reference",
            Severity.WARNING if across else Severity.INFO,
            [reference.at for reference in references],
            f"{source} names code {'of other services ' if across else ''}in {counted(len(texts), 'string')}: {listed(texts)}",
            cut.services_of([source, *(r.target_module for r in shown)]),
            "Tools and renames miss strings: resolve them in one place, or let the named code register itself explicitly",
            at=min(reference.at for reference in shown),
        )


STRING_REFERENCE = Finder("string-reference", _find)
