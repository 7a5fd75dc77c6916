"""Nightly runs over the invoices."""

from datetime import date

from webnet.billing import invoices
from webnet.extensions import celery, db
from webnet.utils import month_bounds, parse_date, utcnow

MAXIMUM_REMINDERS = 3


@celery.task(name="webnet.jobs.invoice_runs.remind_overdue")
def remind_overdue(day: str | None = None) -> list[str]:
    """Remind people of invoices that are overdue; returns their numbers."""
    today = parse_date(day, utcnow().date())
    reminded = []
    for invoice in invoices.overdue(today):
        if invoice.reminders >= MAXIMUM_REMINDERS:
            invoice.status = "overdue"
            continue
        invoice.reminders += 1
        reminded.append(invoice.number)
        celery.send_task(
            "webnet.notifications.tasks.send_mail",
            kwargs={
                "user_id": invoice.user_id,
                "template": "reminder",
                "context": {
                    "number": invoice.number,
                    "amount_cents": invoice.amount_cents,
                    "count": invoice.reminders,
                },
            },
        )
    db.session.commit()
    return reminded


@celery.task(name="webnet.jobs.invoice_runs.close_month")
def close_month(day: str | None = None) -> dict:
    """Count what was invoiced and paid in the month of a day."""
    from webnet.models import Invoice

    today = parse_date(day, utcnow().date())
    first, following = month_bounds(today)
    rows = db.session.execute(
        db.select(Invoice.status, db.func.count(), db.func.sum(Invoice.amount_cents))
        .where(Invoice.issued_at >= _midnight(first))
        .where(Invoice.issued_at < _midnight(following))
        .group_by(Invoice.status)
    )
    return {status: {"count": count, "cents": int(cents)} for status, count, cents in rows}


def _midnight(day: date):
    from webnet.utils import start_of_day

    return start_of_day(day)
