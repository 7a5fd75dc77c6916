"""Who people are, and where they want their parcels."""

from webnet.accounts.models import Address, Profile
from webnet.context import current_user
from webnet.errors import Invalid, NotFound
from webnet.extensions import db
from webnet.forms import Fields
from webnet.models import User

COUNTRIES = {
    "DE": "Germany",
    "AT": "Austria",
    "FR": "France",
    "NL": "Netherlands",
    "GB": "United Kingdom",
    "US": "United States",
}
MAXIMUM_ADDRESSES = 10


def my_profile() -> Profile:
    """The profile of the current user, created when it is missing."""
    profile = current_user.profile
    if profile is None:
        profile = Profile(user_id=current_user.id)
        db.session.add(profile)
        db.session.commit()
    return profile


def update_profile(profile: Profile, values: dict) -> Profile:
    """Take over the known keys of ``values``."""
    profile.full_name = values.get("full_name", profile.full_name)
    profile.is_public = values.get("is_public", profile.is_public)
    db.session.commit()
    return profile


def display_names(user_ids: list[int]) -> dict[int, str]:
    """Names to show beside reviews and comments."""
    rows = db.session.execute(
        db.select(User.id, User.username, Profile.full_name, Profile.is_public)
        .outerjoin(Profile, Profile.user_id == User.id)
        .where(User.id.in_(user_ids))
    )
    return {
        row.id: row.full_name if row.full_name and row.is_public else row.username for row in rows
    }


def addresses_of(user_id: int) -> list[Address]:
    query = db.select(Address).filter_by(user_id=user_id).order_by(Address.id)
    return list(db.session.execute(query).scalars())


def read_address(fields: Fields) -> dict:
    """The values of an address form, checked."""
    values = {
        "recipient": fields.text("recipient", max_length=120),
        "street": fields.text("street", max_length=160),
        "postcode": fields.text("postcode", max_length=12),
        "city": fields.text("city", max_length=80),
        "country": fields.text("country", max_length=2).upper(),
    }
    if values["country"] and values["country"] not in COUNTRIES:
        fields.complain("country", "is not served")
    fields.check()
    return values


def add_address(user_id: int, values: dict) -> Address:
    existing = addresses_of(user_id)
    if len(existing) >= MAXIMUM_ADDRESSES:
        raise Invalid(f"no more than {MAXIMUM_ADDRESSES} addresses, please")
    address = Address(user_id=user_id, is_default=not existing, **values)
    db.session.add(address)
    db.session.commit()
    return address


def find_address(user_id: int, address_id: int) -> Address:
    address = Address.first_by(id=address_id, user_id=user_id)
    if address is None:
        raise NotFound("this address does not exist")
    return address


def default_address(user_id: int) -> Address | None:
    return Address.first_by(user_id=user_id, is_default=True)


def make_default(user_id: int, address_id: int) -> Address:
    chosen = find_address(user_id, address_id)
    for address in addresses_of(user_id):
        address.is_default = address is chosen
    db.session.commit()
    return chosen


def remove_address(user_id: int, address_id: int) -> None:
    address = find_address(user_id, address_id)
    was_default = address.is_default
    db.session.delete(address)
    db.session.flush()
    rest = addresses_of(user_id)
    if was_default and rest:
        rest[0].is_default = True
    db.session.commit()


def address_snapshot(user_id: int, address_id: int) -> dict[str, str]:
    """An address as plain data, to be written on an order."""
    address = find_address(user_id, address_id)
    return {"text": address.as_text(), "country": address.country}
