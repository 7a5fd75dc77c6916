"""Public and private profiles."""

from dataclasses import dataclass

from webnet.accounts.models import Profile
from webnet.context import current_user
from webnet.errors import Invalid, NotFound
from webnet.extensions import db
from webnet.models import User

LOCALES = {"en": "English", "de": "Deutsch", "fr": "Français"}


@dataclass(frozen=True)
class PublicProfile:
    """What everybody may know about a person."""

    username: str
    display_name: str
    bio: str
    member_since: int


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
    locale = values.get("locale", profile.locale)
    if locale not in LOCALES:
        raise Invalid(f"unknown language {locale}", field="locale")
    profile.locale = locale
    profile.full_name = values.get("full_name", profile.full_name)
    profile.bio = values.get("bio", profile.bio)
    profile.is_public = values.get("is_public", profile.is_public)
    db.session.commit()
    return profile


def public_profile(username: str) -> PublicProfile:
    """Raises ``NotFound`` for unknown people and for those who hide."""
    user = User.require_by(username=username)
    profile = user.profile
    if not user.is_active or (profile is not None and not profile.is_public):
        raise NotFound("this profile is private")
    return PublicProfile(
        username=user.username,
        display_name=profile.display_name if profile else user.username,
        bio=profile.bio if profile else "",
        member_since=user.created_at.year,
    )


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
