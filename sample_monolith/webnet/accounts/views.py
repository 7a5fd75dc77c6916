"""Pages under /account, and public profiles."""

from flask import Blueprint, flash, redirect, render_template, request, url_for

from webnet.accounts import addresses, auth, profiles, sessions
from webnet.context import current_user
from webnet.decorators import audited, login_required
from webnet.errors import WebnetError
from webnet.forms import Fields

bp = Blueprint("accounts", __name__, url_prefix="/account")
people_bp = Blueprint("people", __name__, url_prefix="/people")


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
    sessions.start_session(user)
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
    sessions.start_session(user)
    return redirect(_safe_next())


@bp.post("/logout")
def logout():
    sessions.end_session()
    return redirect(url_for("catalogue.home"))


@bp.get("/")
@login_required
def overview():
    return render_template(
        "accounts/overview.html",
        profile=profiles.my_profile(),
        default_address=addresses.default_address(current_user.id),
    )


@bp.get("/profile")
@login_required
def profile():
    return render_template(
        "accounts/profile.html",
        profile=profiles.my_profile(),
        locales=profiles.LOCALES,
    )


@bp.post("/profile")
@login_required
def profile_submit():
    fields = Fields.from_request()
    values = {
        "full_name": fields.text("full_name", required=False, max_length=120),
        "bio": fields.text("bio", required=False, max_length=2000),
        "is_public": fields.flag("is_public"),
    }
    if fields.has("locale"):
        values["locale"] = fields.text("locale")
    fields.check()
    profiles.update_profile(profiles.my_profile(), values)
    flash("Your profile was saved.")
    return redirect(url_for("accounts.profile"))


@bp.get("/addresses")
@login_required
def address_list():
    return render_template(
        "accounts/addresses.html",
        addresses=addresses.addresses_of(current_user.id),
        countries=addresses.COUNTRIES,
    )


@bp.post("/addresses")
@login_required
def address_add():
    values = addresses.read_address(Fields.from_request())
    addresses.add_address(current_user.id, values)
    flash("The address was added.")
    return redirect(url_for("accounts.address_list"))


@bp.post("/addresses/<int:address_id>/default")
@login_required
def address_default(address_id):
    addresses.make_default(current_user.id, address_id)
    return redirect(url_for("accounts.address_list"))


@bp.post("/addresses/<int:address_id>/delete")
@login_required
def address_delete(address_id):
    addresses.remove_address(current_user.id, address_id)
    flash("The address was removed.")
    return redirect(url_for("accounts.address_list"))


@bp.get("/sessions")
@login_required
def session_list():
    return render_template(
        "accounts/sessions.html",
        sessions=sessions.open_sessions(),
        is_this_browser=sessions.is_this_browser,
    )


@bp.post("/sessions/<int:session_id>/revoke")
@login_required
@audited("session.revoke")
def session_revoke(session_id):
    sessions.revoke(session_id)
    return redirect(url_for("accounts.session_list"))


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


@people_bp.get("/<username>")
def public_profile(username):
    return render_template("accounts/person.html", person=profiles.public_profile(username))
