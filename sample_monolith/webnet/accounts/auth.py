"""Registration, passwords and tokens."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.security import check_password_hash, generate_password_hash

from webnet.accounts.models import Profile
from webnet.context import token_serializer
from webnet.errors import Conflict, Invalid, Unauthenticated
from webnet.events import emit
from webnet.extensions import celery, db
from webnet.models import User

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
    from webnet.accounts import sessions

    check_new_password(password)
    user.password_hash = hash_password(password)
    sessions.revoke_all(user)


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
