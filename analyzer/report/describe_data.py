"""Tables: who owns, writes and reads them, and which links cross."""

from analyzer.model.plan import ExtractionPlan
from analyzer.report.describe_services import counts
from analyzer.report.document import Link, Table


def tables(plan: ExtractionPlan) -> tuple[Table, ...]:
    """Every stored thing: those that several services write first, then those that others read, then by name."""

    def rank(table: Table) -> tuple[int, int, str]:
        foreign = {use.service for use in (*table.writers, *table.readers)} - {table.owner}
        return -len({use.service for use in table.writers} - {table.owner}), -len(foreign), table.entity

    found = (Table(o.entity, o.table, o.module, o.owner, counts(o.writers), counts(o.readers), o.reason, o.at) for o in plan.ownership)
    return tuple(sorted(found, key=rank))


def links(plan: ExtractionPlan) -> tuple[Link, ...]:
    """Foreign keys and relations whose two tables have different owners, in the order of the plan."""
    owner = {ownership.entity: ownership.owner for ownership in plan.ownership}
    return tuple(
        Link(link.source, link.target, owner.get(link.source, ""), owner.get(link.target, ""), link.kind.value, link.field, link.at)
        for link in plan.crossing_links
    )
