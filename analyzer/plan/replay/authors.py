"""Who changed what: authors who work across services, and services that many authors change."""

from collections import Counter, defaultdict

from analyzer.model.replay import AuthorHistory, ServiceHistory
from analyzer.plan.replay.changes import Changes
from analyzer.plan.replay.tally import Touches

MINOR = 0.05
"""An author of less than this share of a component's changes is a minor contributor (Bird et al., "Don't touch my code!", 2011)."""

SHOWN = 20


def service_histories(changes: Changes, touches: Touches) -> tuple[ServiceHistory, ...]:
    """How each service (and the shared kernel) changed, and by whom; those that never changed are left out. Sorted by id."""
    by_service: dict[str, Counter[str]] = defaultdict(Counter)
    alone: Counter[str] = Counter()
    for change, touched in zip(changes.commits, touches.commits, strict=True):
        for service in touched:
            by_service[service][change.author] += 1
        if len(touched) == 1:
            alone.update(touched)
    return tuple(_service(service, by_service[service], alone[service]) for service in sorted(by_service))


def _service(service: str, authors: Counter[str], alone: int) -> ServiceHistory:
    total = authors.total()
    minor = sum(count < MINOR * total for count in authors.values())
    return ServiceHistory(service, total, alone, len(authors), round(max(authors.values()) / total, 4), minor)


def authors_across(changes: Changes, touches: Touches) -> tuple[AuthorHistory, ...]:
    """The authors with most changes outside their home, at most 20: those whose work crosses boundaries."""
    work: dict[str, Counter[str]] = defaultdict(Counter)
    commits: Counter[str] = Counter()
    for change, touched in zip(changes.commits, touches.commits, strict=True):
        commits[change.author] += 1
        work[change.author].update(touched)
    rows = [(author, done, min(done, key=lambda service: (-done[service], service))) for author, done in work.items() if len(done) > 1]
    rows.sort(key=lambda row: (row[1][row[2]] - row[1].total(), row[0]))
    return tuple(
        AuthorHistory(author, commits[author], home, len(done), round(1 - done[home] / done.total(), 4))
        for author, done, home in rows[:SHOWN]
    )
