"""An inverted index in three tables."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webnet.extensions import db
from webnet.utils import utcnow


class SearchDocument(db.Model):
    __tablename__ = "search_documents"
    __table_args__ = (UniqueConstraint("kind", "ref"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    ref: Mapped[str] = mapped_column(String(160))
    title: Mapped[str] = mapped_column(String(160))
    summary: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str] = mapped_column(String(255))
    boost: Mapped[int] = mapped_column(default=0)

    terms: Mapped[list["SearchTerm"]] = relationship(
        back_populates="document", cascade="all, delete-orphan"
    )


class SearchTerm(db.Model):
    __tablename__ = "search_terms"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("search_documents.id"), index=True)
    term: Mapped[str] = mapped_column(String(60), index=True)
    weight: Mapped[int]

    document: Mapped["SearchDocument"] = relationship(back_populates="terms")


class SearchQuery(db.Model):
    __tablename__ = "search_queries"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(String(120), index=True)
    results: Mapped[int] = mapped_column(default=0)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(default=utcnow)
