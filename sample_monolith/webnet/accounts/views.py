"""Pages under /account, and tokens for machines."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for

from webnet.accounts import auth, profiles
from webnet.api.helpers import created, stamp
from webnet.context import current_user
from webnet.decorators import audited, login_required
from webnet.errors import WebnetError
from webnet.forms import Fields

bp = Blueprint("accounts", __name__, url_prefix="/account")
api_bp = Blueprint("accounts_api", __name__)


def _safe_next() -> str:
    target = request.values.get("next", "")
    if target.startswith("/") and not target.startswith("//"):
        return target
    return url_for("accounts.overview")


@bp.get("/register")
def register():
    return render_template("accounts/register.html", problem=None)


@bp.post("/register")
def register_submit():
    fields = Fields.from_request()
    try:
        username = fields.text("username", max_length=40)
        email = fields.email("email")
        password = fields.text("password")
        fields.check()
        user = auth.register(username, email, password)
    except WebnetError as problem:
        page = render_template("accounts/register.html", problem=problem)
        return page, problem.status_code
    auth.start_session(user)
    flash(f"Welcome, {user.username}.")
    return redirect(_safe_next())


@bp.get("/login")
def login():
    return render_template("accounts/login.html", problem=None)


@bp.post("/login")
def login_submit():
    fields = Fields.from_request()
    try:
        user = auth.authenticate(fields.text("login"), fields.text("password"))
    except auth.AccountLocked as locked:
        return render_template("accounts/login.html", problem=locked), 403
    except WebnetError as problem:
        return render_template("accounts/login.html", problem=problem), 401
    auth.start_session(user)
    return redirect(_safe_next())


@bp.post("/logout")
def logout():
    auth.end_session()
    return redirect(url_for("catalogue.home"))


@bp.get("/")
@login_required
def overview():
    return render_template(
        "accounts/overview.html",
        profile=profiles.my_profile(),
        default_address=profiles.default_address(current_user.id),
    )


@bp.get("/profile")
@login_required
def profile():
    return render_template("accounts/profile.html", profile=profiles.my_profile())


@bp.post("/profile")
@login_required
def profile_submit():
    fields = Fields.from_request()
    values = {
        "full_name": fields.text("full_name", required=False, max_length=120),
        "is_public": fields.flag("is_public"),
    }
    fields.check()
    profiles.update_profile(profiles.my_profile(), values)
    flash("Your profile was saved.")
    return redirect(url_for("accounts.profile"))


@bp.get("/addresses")
@login_required
def address_list():
    return render_template(
        "accounts/addresses.html",
        addresses=profiles.addresses_of(current_user.id),
        countries=profiles.COUNTRIES,
    )


@bp.post("/addresses")
@login_required
def address_add():
    values = profiles.read_address(Fields.from_request())
    profiles.add_address(current_user.id, values)
    flash("The address was added.")
    return redirect(url_for("accounts.address_list"))


@bp.post("/addresses/<int:address_id>/default")
@login_required
def address_default(address_id):
    profiles.make_default(current_user.id, address_id)
    return redirect(url_for("accounts.address_list"))


@bp.post("/addresses/<int:address_id>/delete")
@login_required
def address_delete(address_id):
    profiles.remove_address(current_user.id, address_id)
    flash("The address was removed.")
    return redirect(url_for("accounts.address_list"))


@bp.get("/password")
@login_required
def password():
    return render_template("accounts/password.html")


@bp.post("/password")
@login_required
@audited("password.change")
def password_submit():
    fields = Fields.from_request()
    old, new = fields.text("old_password"), fields.text("new_password")
    fields.check()
    auth.change_password(current_user._get_current_object(), old, new)
    flash("Your password was changed; other logins have ended.")
    return redirect(url_for("accounts.overview"))


@bp.get("/reset")
def reset():
    return render_template("accounts/reset.html", token=None)


@bp.post("/reset")
def reset_request():
    fields = Fields.from_request()
    email = fields.email("email")
    fields.check()
    auth.request_reset(email)
    flash("If this address is registered, a mail is on its way.")
    return redirect(url_for("accounts.login"))


@bp.get("/reset/<token>")
def reset_form(token):
    return render_template("accounts/reset.html", token=token)


@bp.post("/reset/<token>")
def reset_submit(token):
    fields = Fields.from_request()
    new = fields.text("password")
    fields.check()
    auth.reset_password(token, new)
    flash("Your password was changed.")
    return redirect(url_for("accounts.login"))


def _me() -> dict:
    profile = profiles.my_profile()
    return {
        "id": current_user.id,
        "username": current_user.username,
        "email": current_user.email,
        "is_staff": current_user.is_staff,
        "full_name": profile.full_name,
        "is_public": profile.is_public,
        "created_at": stamp(current_user.created_at),
    }


@api_bp.post("/token")
def token():
    fields = Fields.from_request()
    login, password = fields.text("login"), fields.text("password")
    fields.check()
    user = auth.authenticate(login, password)
    return created({"token": auth.issue_token(user), "username": user.username})


@api_bp.get("/me")
@login_required
def me():
    return jsonify(_me())
