"""Writing and sending mails; other parts of the shop start these jobs by name."""

import smtplib
from email.message import EmailMessage

from flask import current_app, render_template

from webnet.errors import NotFound
from webnet.extensions import celery, db
from webnet.models import User
from webnet.notifications.models import MailLog
from webnet.utils import utcnow

SUBJECTS = {
    "welcome": "Welcome to {site}",
    "password_reset": "Your new password",
    "order_placed": "Your order {number}",
    "order_cancelled": "Order {number} was cancelled",
    "invoice": "Invoice {number}",
    "reminder": "Reminder: invoice {number}",
    "refund": "Your refund for invoice {number}",
    "shipment": "Your parcel {code}",
    "stock_low": "Stock is low: {sku}",
}


def write(user: User, template: str, context: dict) -> MailLog:
    """Render a mail and keep it; sending is another step."""
    if template not in SUBJECTS:
        raise NotFound(f"there is no mail called {template}")
    site = current_app.config["SITE_NAME"]
    body = render_template(f"mail/{template}.txt", user=user, site=site, **context)
    entry = MailLog(
        user_id=user.id,
        recipient=user.email,
        template=template,
        subject=SUBJECTS[template].format(site=site, **context),
        body=body,
    )
    db.session.add(entry)
    db.session.commit()
    return entry


def send(entry: MailLog) -> None:
    """Hand a mail to the server; without one it counts as sent."""
    server = current_app.config["MAIL_SERVER"]
    if server:
        message = EmailMessage()
        message["From"] = current_app.config["MAIL_SENDER"]
        message["To"] = entry.recipient
        message["Subject"] = entry.subject
        message.set_content(entry.body)
        with smtplib.SMTP(server, timeout=10) as smtp:
            smtp.send_message(message)
    entry.status = "sent"
    entry.sent_at = utcnow()
    db.session.commit()


@celery.task(name="webnet.notifications.tasks.send_mail")
def send_mail(user_id: int, template: str, context: dict) -> int | None:
    """Write and send one mail."""
    user = db.session.get(User, user_id)
    if user is None or not user.is_active:
        return None
    entry = write(user, template, context)
    send(entry)
    return entry.id


@celery.task(name="webnet.notifications.tasks.send_waiting")
def send_waiting(limit: int = 100) -> int:
    """Send what an earlier failure left behind."""
    query = db.select(MailLog).filter_by(status="queued").order_by(MailLog.id)
    waiting = list(db.session.execute(query.limit(limit)).scalars())
    for entry in waiting:
        send(entry)
    return len(waiting)
