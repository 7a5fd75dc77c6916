"""Who is asking: the user of the current request."""

from flask import current_app, g, has_request_context, request, session
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.local import LocalProxy

from webnet.extensions import db


def token_serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="api-token")


def _user_from_token():
    from webnet.models import User

    header = request.headers.get("Authorization", "")
    if not header.startswith("Bearer "):
        return None
    try:
        claims = token_serializer().loads(
            header.removeprefix("Bearer "),
            max_age=current_app.config["API_TOKEN_MAX_AGE"],
        )
    except BadSignature:
        return None
    user = db.session.get(User, claims["user"])
    if user is None or user.token_version != claims["version"]:
        return None
    return user


def _user_from_session():
    from webnet.models import LoginSession

    key = session.get("login_key")
    if not key:
        return None
    login = db.session.execute(
        db.select(LoginSession).filter_by(key=key, revoked_at=None)
    ).scalar_one_or_none()
    return login.user if login else None


def load_current_user():
    """The active user of this request, or ``None``."""
    if not has_request_context():
        return None
    if "current_user" not in g:
        user = _user_from_token() or _user_from_session()
        g.current_user = user if user is not None and user.is_active else None
    return g.current_user


def forget_current_user() -> None:
    """Look the user up again on next use, after logging in or out."""
    g.pop("current_user", None)


current_user = LocalProxy(load_current_user)
