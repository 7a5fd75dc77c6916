"""Decorators of the code base that many services use."""

from collections import defaultdict
from collections.abc import Iterator

from analyzer.model.facts import DefinitionKind, Reference
from analyzer.model.place import Severity
from analyzer.model.plan import Finding
from analyzer.model.syntax import UseKind
from analyzer.model.text import counted
from analyzer.plan.effects import effect_words
from analyzer.plan.findings.finder import Finder, Survey, finding
from analyzer.plan.ties import users_of
from analyzer.plan.wording import last, listed

FEWEST = 3
SHARE = 0.3
"""Part of the services that have to use a decorator."""


def _find(survey: Survey) -> Iterator[Finding]:
    cut = survey.cut
    uses: dict[str, list[Reference]] = defaultdict(list)
    for reference in [one for one in cut.references if one.kind is UseKind.DECORATE]:
        target = cut.definitions.get(reference.target)
        if target and target.kind in (DefinitionKind.FUNCTION, DefinitionKind.CLASS):
            uses[target.name].append(reference)
    for name, references in sorted(uses.items()):
        users = users_of(tuple(references), cut)
        if len(users) < max(FEWEST, SHARE * len(cut.services)):
            continue
        touched = effect_words(survey.effects.of(name))
        yield finding(
            "ubiquitous-decorator",
            Severity.WARNING if touched else Severity.INFO,
            [reference.at for reference in references],
            f"{last(name)} decorates {counted(users.total(), 'definition')} in {listed(sorted(users))}"
            + (f"; it {touched}" if touched else ""),
            users,
            f"Every service needs {last(name)}: put it in the shared kernel"
            + (", with what it looks up handed in by the service" if touched else ""),
            at=cut.definitions[name].at,
        )


UBIQUITOUS_DECORATOR = Finder("ubiquitous-decorator", _find)
