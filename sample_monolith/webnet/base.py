"""Mixins that the models of all domains share."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from webnet.extensions import db
from webnet.utils import utcnow


class CreatedMixin:
    """Adds the moment of creation."""

    created_at: Mapped[datetime] = mapped_column(default=utcnow)


class LookupMixin:
    """Finders that raise the application's own errors."""

    @classmethod
    def by_id(cls, ident):
        from webnet.errors import NotFound

        found = db.session.get(cls, ident)
        if found is None:
            raise NotFound(f"{cls.__name__.lower()} {ident} does not exist")
        return found

    @classmethod
    def first_by(cls, **criteria):
        return db.session.execute(
            db.select(cls).filter_by(**criteria).limit(1)
        ).scalar_one_or_none()

    @classmethod
    def require_by(cls, **criteria):
        from webnet.errors import NotFound

        found = cls.first_by(**criteria)
        if found is None:
            wanted = ", ".join(f"{key}={value}" for key, value in criteria.items())
            raise NotFound(f"no {cls.__name__.lower()} with {wanted}")
        return found
