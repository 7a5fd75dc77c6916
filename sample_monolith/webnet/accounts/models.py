"""What people tell us about themselves."""

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webnet.base import CreatedMixin, LookupMixin
from webnet.extensions import db

if TYPE_CHECKING:
    from webnet.models import User


class Profile(db.Model):
    __tablename__ = "profiles"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), unique=True)
    full_name: Mapped[str] = mapped_column(String(120), default="")
    is_public: Mapped[bool] = mapped_column(default=True)

    user: Mapped["User"] = relationship("User", back_populates="profile")

    @property
    def display_name(self) -> str:
        return self.full_name or self.user.username


class Address(LookupMixin, CreatedMixin, db.Model):
    __tablename__ = "addresses"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    recipient: Mapped[str] = mapped_column(String(120))
    street: Mapped[str] = mapped_column(String(160))
    postcode: Mapped[str] = mapped_column(String(12))
    city: Mapped[str] = mapped_column(String(80))
    country: Mapped[str] = mapped_column(String(2))
    is_default: Mapped[bool] = mapped_column(default=False)

    user: Mapped["User"] = relationship("User", back_populates="addresses")

    def as_text(self) -> str:
        return f"{self.recipient}, {self.street}, {self.postcode} {self.city}"
