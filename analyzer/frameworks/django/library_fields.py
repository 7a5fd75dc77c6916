"""Fields that abstract models of well-known libraries give to the models of a program."""

from typing import NamedTuple

from analyzer.model.data import LinkKind


class Given(NamedTuple):
    """A field: name, kind, and what it points at: SELF, USER (the user model) or LIBRARY (a model of a library)."""

    name: str
    kind: LinkKind
    target: str


SELF, USER, LIBRARY = "self", "user", ""
RIGHTS = (Given("groups", LinkKind.MANY_TO_MANY, LIBRARY), Given("user_permissions", LinkKind.MANY_TO_MANY, LIBRARY))
OWNED = (Given("user", LinkKind.FOREIGN_KEY, USER),)
GRANTS = ("AbstractApplication", "AbstractGrant", "AbstractAccessToken", "AbstractRefreshToken", "AbstractIDToken")
FIELDS: dict[str, tuple[Given, ...]] = {
    "django.contrib.auth.models.AbstractUser": RIGHTS,
    "django.contrib.auth.models.PermissionsMixin": RIGHTS,
    "tree_queries.models.TreeNode": (Given("parent", LinkKind.FOREIGN_KEY, SELF),),
    "django_otp.models.Device": OWNED,
    **{f"oauth2_provider.models.{name}": OWNED for name in GRANTS},
}
"""By the full name of the abstract model, as it is imported."""
