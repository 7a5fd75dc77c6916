"""Links between tables of different services."""

from collections import defaultdict
from collections.abc import Iterator

from analyzer.model.data import EntityLink, LinkKind
from analyzer.model.partition import SHARED
from analyzer.model.place import Severity
from analyzer.model.plan import Finding
from analyzer.plan.findings.finder import Finder, Survey, finding
from analyzer.plan.wording import last

CONSTRAINTS = (LinkKind.FOREIGN_KEY, LinkKind.ONE_TO_ONE, LinkKind.MANY_TO_MANY)


def _find(survey: Survey) -> Iterator[Finding]:
    by_pair: dict[tuple[str, str], list[EntityLink]] = defaultdict(list)
    for link in survey.cut.codebase.of(EntityLink):
        owners = {survey.owner(link.source), survey.owner(link.target)}
        if len(owners) == 2 and not owners & {"", SHARED}:
            by_pair[link.source, link.target].append(link)
    for (source, target), links in sorted(by_pair.items()):
        keys = [link for link in links if link.kind in CONSTRAINTS]
        first = min(keys or links, key=lambda link: link.at)
        is_pair = first.kind is LinkKind.MANY_TO_MANY
        what = ("has a table of pairs with" if is_pair else "has a foreign key to") if keys else "navigates to"
        what_stays = f"the pairs with the id of {last(target)}" if is_pair else f"the id of {last(target)} as a column"
        yield finding(
            "cross-service-foreign-key",
            Severity.WARNING if keys else Severity.INFO,
            [link.at for link in links],
            f"{last(source)} ({survey.owner(source)}) {what} {last(target)} ({survey.owner(target)}) through {first.field}",
            [survey.owner(source), survey.owner(target)],
            f"Keep {what_stays} without a constraint; check it through the API of {survey.owner(target)}, react to its deletion by an event"
            if keys
            else f"Replace the attribute by a call that fetches {last(target)} by id",
            at=first.at,
        )


CROSS_SERVICE_FOREIGN_KEY = Finder("cross-service-foreign-key", _find)
