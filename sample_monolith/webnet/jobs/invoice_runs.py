"""The nightly run over the invoices."""

from webnet.billing import invoices
from webnet.extensions import celery, db
from webnet.utils import parse_date, utcnow

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
