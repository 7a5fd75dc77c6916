"""Decorators for views."""

import functools

from flask import redirect, request, url_for

from webnet.context import current_user
from webnet.errors import Forbidden, Unauthenticated, wants_json
from webnet.events import emit
from webnet.utils import visitor_label


def login_required(view):
    """Pages send guests to the login form, the API answers 401."""

    @functools.wraps(view)
    def wrapper(*args, **kwargs):
        if not current_user:
            if wants_json():
                raise Unauthenticated("log in first")
            return redirect(url_for("accounts.login", next=request.path))
        return view(*args, **kwargs)

    return wrapper


def staff_required(view):
    """Only for people who work here."""

    @functools.wraps(view)
    @login_required
    def wrapper(*args, **kwargs):
        if not current_user.is_staff:
            raise Forbidden("this area is for staff")
        return view(*args, **kwargs)

    return wrapper


def audited(action: str):
    """Record that somebody did something, once the view has succeeded."""

    def decorate(view):
        @functools.wraps(view)
        def wrapper(*args, **kwargs):
            response = view(*args, **kwargs)
            target = ",".join(str(value) for value in kwargs.values())
            emit("audit", action=action, actor=visitor_label(), target=target)
            return response

        return wrapper

    return decorate
