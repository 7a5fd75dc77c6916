"""Daily figures, and the sums that the dashboard shows."""

from dataclasses import dataclass
from datetime import date, timedelta

from webnet.events import listens_to
from webnet.extensions import db
from webnet.reporting.models import AuditEntry, DailySales
from webnet.utils import utcnow


@dataclass(frozen=True)
class Summary:
    orders: int
    revenue_cents: int
    refunded_cents: int

    @property
    def average_cents(self) -> int:
        return self.revenue_cents // self.orders if self.orders else 0


def book(orders: int = 0, revenue_cents: int = 0, refunded_cents: int = 0) -> None:
    """Add to the figures of today."""
    today = utcnow().date()
    row = DailySales.query.filter_by(day=today).first()
    if row is None:
        row = DailySales(day=today, orders=0, revenue_cents=0, refunded_cents=0)
        db.session.add(row)
    row.orders += orders
    row.revenue_cents += revenue_cents
    row.refunded_cents += refunded_cents
    db.session.commit()


def figures(first: date, last: date) -> list[DailySales]:
    query = (
        db.select(DailySales)
        .where(DailySales.day >= first, DailySales.day <= last)
        .order_by(DailySales.day)
    )
    return list(db.session.execute(query).scalars())


def summary(days: int = 30) -> Summary:
    """The last days in three numbers."""
    today = utcnow().date()
    rows = figures(today - timedelta(days=days - 1), today)
    return Summary(
        orders=sum(row.orders for row in rows),
        revenue_cents=sum(row.revenue_cents for row in rows),
        refunded_cents=sum(row.refunded_cents for row in rows),
    )


def audit_trail(action: str = "", limit: int = 50) -> list[AuditEntry]:
    query = db.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
    if action:
        query = query.where(AuditEntry.action == action)
    return list(db.session.execute(query).scalars())


@listens_to("order.placed")
def count_order(order, **_):
    book(orders=1, revenue_cents=order.total_cents)


@listens_to("refund.issued")
def count_refund(refund, **_):
    book(refunded_cents=refund.amount_cents)


@listens_to("audit")
def write_audit(action, actor, target, **_):
    db.session.add(AuditEntry(action=action, actor=actor, target=target))
    db.session.commit()
