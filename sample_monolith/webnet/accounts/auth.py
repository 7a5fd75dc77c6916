"""Registration, passwords, logins and tokens."""

import secrets

from flask import current_app, request, session
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.security import check_password_hash, generate_password_hash

from webnet.accounts.models import Profile
from webnet.context import forget_current_user, token_serializer
from webnet.errors import Conflict, Invalid, Unauthenticated
from webnet.events import emit
from webnet.extensions import celery, db
from webnet.models import LoginSession, User
from webnet.utils import utcnow

MINIMUM_PASSWORD_LENGTH = 8
RESERVED_NAMES = {"admin", "root", "webnet", "support"}


class AccountLocked(Unauthenticated):
    """Correct password, but the account may not be used."""

    code = "account_locked"


def hash_password(password: str) -> str:
    method = current_app.config["PASSWORD_HASH_METHOD"]
    return generate_password_hash(password, method=method)


def check_new_password(password: str) -> None:
    if len(password) < MINIMUM_PASSWORD_LENGTH:
        raise Invalid(
            f"a password needs at least {MINIMUM_PASSWORD_LENGTH} characters",
            field="password",
        )
    if password.isdigit():
        raise Invalid("a password needs more than digits", field="password")


def register(username: str, email: str, password: str) -> User:
    """Create an account with an empty profile and tell everybody."""
    if username.lower() in RESERVED_NAMES:
        raise Invalid("this name is reserved", field="username")
    check_new_password(password)
    if User.first_by(username=username):
        raise Conflict("this name is taken", field="username")
    if User.first_by(email=email):
        raise Conflict("this address is registered already", field="email")
    user = User(username=username, email=email, password_hash=hash_password(password))
    user.profile = Profile()
    db.session.add(user)
    db.session.commit()
    emit("user.registered", user=user)
    return user


def authenticate(login: str, password: str) -> User:
    """Find a user by name or e-mail address and check the password."""
    user = User.first_by(username=login) or User.first_by(email=login.lower())
    if user is None or not check_password_hash(user.password_hash, password):
        raise Unauthenticated("wrong name or password")
    if not user.is_active:
        raise AccountLocked("this account is locked", username=user.username)
    return user


def change_password(user: User, old: str, new: str) -> None:
    if not check_password_hash(user.password_hash, old):
        raise Invalid("the old password is wrong", field="old_password")
    set_password(user, new)


def set_password(user: User, password: str) -> None:
    check_new_password(password)
    user.password_hash = hash_password(password)
    revoke_all(user)


def issue_token(user: User) -> str:
    """A signed API token; ends with the next change of password."""
    claims = {"user": user.id, "version": user.token_version}
    return token_serializer().dumps(claims)


def _reset_serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="reset")


def request_reset(email: str) -> bool:
    """Mail a reset link; says nothing to the visitor about who exists."""
    user = User.first_by(email=email)
    if user is None:
        return False
    token = _reset_serializer().dumps({"user": user.id, "v": user.token_version})
    celery.send_task(
        "webnet.notifications.tasks.send_mail",
        kwargs={
            "user_id": user.id,
            "template": "password_reset",
            "context": {"link": f"/account/reset/{token}"},
        },
    )
    return True


def reset_password(token: str, password: str) -> User:
    max_age = current_app.config["RESET_TOKEN_MAX_AGE"]
    try:
        claims = _reset_serializer().loads(token, max_age=max_age)
    except BadSignature:
        raise Invalid("this link is not valid any more") from None
    user = User.by_id(claims["user"])
    if user.token_version != claims["v"]:
        raise Invalid("this link was used already")
    set_password(user, password)
    return user


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
