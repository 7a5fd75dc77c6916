"""Accounts for machines: tokens, the own profile, addresses."""

from flask import Blueprint, jsonify

from webnet.accounts import addresses, auth, profiles
from webnet.api.helpers import created, no_content, stamp
from webnet.context import current_user
from webnet.decorators import login_required
from webnet.forms import Fields

bp = Blueprint("accounts_api", __name__)


def _me() -> dict:
    profile = profiles.my_profile()
    return {
        "id": current_user.id,
        "username": current_user.username,
        "email": current_user.email,
        "is_staff": current_user.is_staff,
        "full_name": profile.full_name,
        "bio": profile.bio,
        "locale": profile.locale,
        "is_public": profile.is_public,
        "created_at": stamp(current_user.created_at),
    }


def _address(address) -> dict:
    return {
        "id": address.id,
        "recipient": address.recipient,
        "street": address.street,
        "postcode": address.postcode,
        "city": address.city,
        "country": address.country,
        "is_default": address.is_default,
    }


@bp.post("/token")
def token():
    fields = Fields.from_request()
    login, password = fields.text("login"), fields.text("password")
    fields.check()
    user = auth.authenticate(login, password)
    return created({"token": auth.issue_token(user), "username": user.username})


@bp.post("/register")
def register():
    fields = Fields.from_request()
    username = fields.text("username", max_length=40)
    email = fields.email("email")
    password = fields.text("password")
    fields.check()
    user = auth.register(username, email, password)
    return created({"id": user.id, "token": auth.issue_token(user)})


@bp.get("/me")
@login_required
def me():
    return jsonify(_me())


@bp.patch("/me")
@login_required
def update_me():
    fields = Fields.from_request()
    values = {}
    for name in ("full_name", "bio", "locale"):
        if name in fields.values:
            values[name] = fields.text(name, required=False, max_length=2000)
    if "is_public" in fields.values:
        values["is_public"] = fields.flag("is_public")
    fields.check()
    profiles.update_profile(profiles.my_profile(), values)
    return jsonify(_me())


@bp.get("/addresses")
@login_required
def address_list():
    found = addresses.addresses_of(current_user.id)
    return jsonify({"items": [_address(address) for address in found]})


@bp.post("/addresses")
@login_required
def address_add():
    values = addresses.read_address(Fields.from_request())
    return created(_address(addresses.add_address(current_user.id, values)))


@bp.delete("/addresses/<int:address_id>")
@login_required
def address_delete(address_id):
    addresses.remove_address(current_user.id, address_id)
    return no_content()


@bp.get("/people/<username>")
def person(username):
    found = profiles.public_profile(username)
    return jsonify(
        {
            "username": found.username,
            "display_name": found.display_name,
            "bio": found.bio,
            "member_since": found.member_since,
        }
    )
