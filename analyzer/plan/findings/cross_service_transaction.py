"""Code that commits tables of several services together."""

from collections import defaultdict
from collections.abc import Iterator

from analyzer.model.data import Transaction
from analyzer.model.partition import SHARED
from analyzer.model.place import Severity
from analyzer.model.plan import Finding
from analyzer.plan.findings.finder import Finder, Survey, finding
from analyzer.plan.wording import last, listed


def transaction_owners(survey: Survey, transaction: Transaction) -> dict[str, list[str]]:
    """Entities written in a transaction by the service that owns them, the shared kernel's left out."""
    owners: dict[str, list[str]] = defaultdict(list)
    for entity in transaction.entities:
        if survey.owner(entity) not in ("", SHARED):
            owners[survey.owner(entity)].append(entity)
    return owners


def _find(survey: Survey) -> Iterator[Finding]:
    for transaction in survey.cut.running(survey.cut.codebase.of(Transaction)):
        owners = transaction_owners(survey, transaction)
        if len(owners) > 1:
            parts = [f"{listed([last(e) for e in entities])} of {service}" for service, entities in sorted(owners.items())]
            yield finding(
                "cross-service-transaction",
                Severity.ERROR,
                [transaction.at],
                f"{last(transaction.source)} commits {listed(parts)} together",
                owners,
                "Commit in the owner first and tell the others by an outbox event that they can undo (saga), or keep these tables together",
            )


CROSS_SERVICE_TRANSACTION = Finder("cross-service-transaction", _find)
