"""Messages inside the application."""

from webnet.context import current_user
from webnet.errors import NotFound
from webnet.extensions import db
from webnet.models import Message, User
from webnet.utils import Paged, paginate


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


def read_all() -> int:
    result = db.session.execute(
        db.update(Message)
        .where(Message.user_id == current_user.id, Message.is_read.is_(False))
        .values(is_read=True)
    )
    db.session.commit()
    return result.rowcount


def unread_count(user_id: int) -> int:
    return db.session.execute(
        db.select(db.func.count(Message.id)).filter_by(user_id=user_id, is_read=False)
    ).scalar_one()
