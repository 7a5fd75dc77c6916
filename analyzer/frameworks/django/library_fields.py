"""Fields that abstract models of well-known libraries give to the models of a program."""

from typing import NamedTuple

from analyzer.model.data import LinkKind


class Given(NamedTuple):
    """A field: name, kind, and whether it points at its own model (else at one of a library)."""

    name: str
    kind: LinkKind
    is_own: bool


USER = (Given("groups", LinkKind.MANY_TO_MANY, False), Given("user_permissions", LinkKind.MANY_TO_MANY, False))
FIELDS: dict[str, tuple[Given, ...]] = {
    "django.contrib.auth.models.AbstractUser": USER,
    "django.contrib.auth.models.PermissionsMixin": USER,
    "tree_queries.models.TreeNode": (Given("parent", LinkKind.FOREIGN_KEY, True),),
}
"""By the full name of the abstract model, as it is imported."""
