"""Messages inside the application, and who wants to hear about what."""

from webnet.context import current_user
from webnet.errors import Invalid, NotFound
from webnet.extensions import db
from webnet.models import Message, User
from webnet.notifications.models import NotificationPreference
from webnet.utils import Paged, paginate

KINDS = {
    "orders": "News about my orders",
    "billing": "Invoices and payments",
    "shipping": "Where my parcels are",
    "community": "Comments on my posts",
}
#: Mails that are part of a contract and cannot be declined.
MANDATORY_MAIL = {"billing"}


def post(user: User, kind: str, subject: str, body: str = "") -> Message:
    message = Message(user_id=user.id, kind=kind, subject=subject[:160], body=body)
    db.session.add(message)
    db.session.commit()
    return message


def inbox() -> Paged:
    query = db.select(Message).filter_by(user_id=current_user.id)
    return paginate(query.order_by(Message.id.desc()))


def read(message_id: int) -> Message:
    """Open a message of the current user, which marks it as read."""
    message = Message.first_by(id=message_id, user_id=current_user.id)
    if message is None:
        raise NotFound("this message does not exist")
    message.is_read = True
    db.session.commit()
    return message


def unread_count(user_id: int) -> int:
    return db.session.execute(
        db.select(db.func.count(Message.id)).filter_by(user_id=user_id, is_read=False)
    ).scalar_one()


def _row(user_id: int, kind: str) -> NotificationPreference | None:
    return NotificationPreference.query.filter_by(user_id=user_id, kind=kind).first()


def wants(user_id: int, kind: str, channel: str) -> bool:
    """Whether somebody wants this kind by ``mail`` or ``app``; yes by default."""
    if channel == "mail" and kind in MANDATORY_MAIL:
        return True
    row = _row(user_id, kind)
    if row is None:
        return True
    return row.by_mail if channel == "mail" else row.in_app


def all_for(user_id: int) -> dict[str, dict[str, bool]]:
    return {
        kind: {
            "by_mail": wants(user_id, kind, "mail"),
            "in_app": wants(user_id, kind, "app"),
        }
        for kind in KINDS
    }


def set_preference(user_id: int, kind: str, by_mail: bool, in_app: bool) -> None:
    if kind not in KINDS:
        raise Invalid(f"unknown kind {kind}", field="kind")
    row = _row(user_id, kind)
    if row is None:
        row = NotificationPreference(user_id=user_id, kind=kind)
        db.session.add(row)
    row.by_mail, row.in_app = by_mail, in_app
    db.session.commit()
