"""What happens to data: transactions torn, tables that strangers write, links between tables cut."""

from analyzer.model.data import EntityLink, Transaction
from analyzer.model.text import counted
from analyzer.model.verdict import Weighed
from analyzer.plan.verdict.case import Case, Limits
from analyzer.plan.wording import agree

TRANSACTIONS = Limits(0.15, 0.35)
WRITES = Limits(0.2, 0.4)
LINKS = Limits(0.5, 1.0)
"""A foreign key becomes a column with an id: work, but no reason to wait."""


def transactions(case: Case) -> Weighed | None:
    """The share of the transactions that commit data of several services."""
    total = sum(1 for _ in case.cut.running(case.cut.codebase.of(Transaction)))
    if not total:
        return None
    torn = case.count("cross-service-transaction")
    text = f"{torn} of {counted(total, 'transaction')} {agree(torn, 'commits', 'commit')} data of several services"
    return TRANSACTIONS.weigh("transactions", torn / total, text)


def writes(case: Case) -> Weighed | None:
    """The share of the tables that a service writes which does not own them."""
    tables = len(case.plan.ownership)
    if not tables:
        return None
    foreign = case.count("shared-write")
    return WRITES.weigh(
        "shared-writes", foreign / tables, f"a service that is not the owner writes {foreign} of {counted(tables, 'table')}"
    )


def links(case: Case) -> Weighed | None:
    """The share of the links between tables that cross services."""
    total = len(case.cut.codebase.of(EntityLink))
    if not total:
        return None
    crossing = len(case.plan.crossing_links)
    of = counted(total, "foreign key or relation", "foreign keys and relations")
    text = f"{crossing} of {of} {agree(crossing, 'crosses', 'cross')} services"
    return LINKS.weigh("foreign-keys", crossing / total, text)
