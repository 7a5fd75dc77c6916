"""Code that nothing uses, as far as reading can see."""

from collections import defaultdict
from collections.abc import Iterator

from analyzer.model.place import ModuleName, Severity
from analyzer.model.plan import Finding
from analyzer.model.roadmap import DeadModule
from analyzer.model.source import FileKind
from analyzer.model.text import counted
from analyzer.plan.findings.finder import MOST_PLACES, Finder, Survey, finding
from analyzer.plan.wording import last, listed


def _find(survey: Survey) -> Iterator[Finding]:
    cut, dead = survey.cut, survey.dead
    if dead.doubtful:
        code = [file for file in cut.codebase.files if file.kind is FileKind.CODE]
        yield finding(
            "dead-code",
            Severity.INFO,
            [cut.top(module) for module in dead.doubtful[: MOST_PLACES + 1]],
            f"Nothing is seen to import {len(dead.doubtful):,} of {len(code):,} modules: plugins, or a library's public parts",
            (),
            "Check with coverage or production logs before deleting any of them",
        )
    else:
        for module in dead.modules:
            yield _module(survey, module)
        yield from _definitions(survey, frozenset(module.module for module in dead.modules))


def _module(survey: Survey, dead: DeadModule) -> Finding:
    return finding(
        "dead-code",
        Severity.WARNING,
        [dead.at],
        f"Nothing imports {dead.module} ({counted(dead.lines, 'line')}), names it in a string or serves it",
        survey.cut.services_of([dead.module]),
        "Delete it before the split, after a look at coverage or production logs",
    )


def _definitions(survey: Survey, dead: frozenset[str]) -> Iterator[Finding]:
    by_module: dict[ModuleName, list[str]] = defaultdict(list)
    for definition in map(survey.cut.definitions.__getitem__, survey.unused):
        if definition.module not in dead:
            by_module[definition.module].append(definition.name)
    for module, names in sorted(by_module.items()):
        yield finding(
            "dead-code",
            Severity.INFO,
            [survey.cut.definitions[name].at for name in names],
            f"Nothing uses {listed([last(name) for name in names])} of {module}",
            survey.cut.services_of([module]),
            "Delete before the split, after a look at coverage or production logs",
        )


DEAD_CODE = Finder("dead-code", _find)
