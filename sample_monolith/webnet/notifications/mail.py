"""Writing and sending mails."""

import smtplib
from email.message import EmailMessage

from flask import current_app, render_template

from webnet.errors import NotFound
from webnet.extensions import db
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
