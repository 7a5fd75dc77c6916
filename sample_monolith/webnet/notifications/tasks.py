"""Queue jobs around mails; other parts of the shop start them by name."""

from webnet.extensions import celery, db
from webnet.models import User
from webnet.notifications import mail
from webnet.notifications.models import MailLog


@celery.task(name="webnet.notifications.tasks.send_mail")
def send_mail(user_id: int, template: str, context: dict) -> int | None:
    """Write and send one mail."""
    user = db.session.get(User, user_id)
    if user is None or not user.is_active:
        return None
    entry = mail.write(user, template, context)
    mail.send(entry)
    return entry.id


@celery.task(name="webnet.notifications.tasks.send_waiting")
def send_waiting(limit: int = 100) -> int:
    """Send what an earlier failure left behind."""
    query = db.select(MailLog).filter_by(status="queued").order_by(MailLog.id)
    waiting = list(db.session.execute(query.limit(limit)).scalars())
    for entry in waiting:
        mail.send(entry)
    return len(waiting)
