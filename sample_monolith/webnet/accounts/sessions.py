"""Logins as rows, so that people can see and end them."""

import secrets

from flask import request, session

from webnet.context import current_user, forget_current_user
from webnet.errors import NotFound
from webnet.extensions import db
from webnet.models import LoginSession, User
from webnet.utils import utcnow


def start_session(user: User) -> LoginSession:
    """Log ``user`` in on this browser."""
    login = LoginSession(
        key=secrets.token_hex(24),
        user_id=user.id,
        user_agent=(request.user_agent.string or "unknown")[:255],
    )
    user.last_login_at = utcnow()
    db.session.add(login)
    db.session.commit()
    session["login_key"] = login.key
    forget_current_user()
    return login


def end_session() -> None:
    """Log out on this browser."""
    key = session.pop("login_key", None)
    if key:
        _revoke(db.select(LoginSession).filter_by(key=key))
    forget_current_user()


def open_sessions() -> list[LoginSession]:
    """The logins of the current user, newest first."""
    query = (
        db.select(LoginSession)
        .filter_by(user_id=current_user.id, revoked_at=None)
        .order_by(LoginSession.id.desc())
    )
    return list(db.session.execute(query).scalars())


def is_this_browser(login: LoginSession) -> bool:
    return login.key == session.get("login_key")


def revoke(session_id: int) -> None:
    """End one login of the current user."""
    query = db.select(LoginSession).filter_by(id=session_id, user_id=current_user.id)
    if not _revoke(query):
        raise NotFound("this login does not exist")


def revoke_all(user: User, keep_current: bool = True) -> int:
    """End the logins of a user, and make every API token worthless."""
    query = db.select(LoginSession).filter_by(user_id=user.id, revoked_at=None)
    if keep_current and "login_key" in session:
        query = query.where(LoginSession.key != session["login_key"])
    user.token_version += 1
    return _revoke(query)


def _revoke(query) -> int:
    count = 0
    for login in db.session.execute(query).scalars():
        login.revoked_at = utcnow()
        count += 1
    db.session.commit()
    return count
