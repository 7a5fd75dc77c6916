"""Figures that are kept, files that people download, and the audit trail."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webnet.base import CreatedMixin, LookupMixin
from webnet.extensions import db


class DailySales(db.Model):
    __tablename__ = "daily_sales"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(unique=True)
    orders: Mapped[int] = mapped_column(default=0)
    revenue_cents: Mapped[int] = mapped_column(default=0)
    refunded_cents: Mapped[int] = mapped_column(default=0)


class ExportJob(LookupMixin, CreatedMixin, db.Model):
    __tablename__ = "export_jobs"

    id: Mapped[int] = mapped_column(primary_key=True)
    report: Mapped[str] = mapped_column(String(40))
    file_format: Mapped[str] = mapped_column(String(10))
    status: Mapped[str] = mapped_column(String(20), default="waiting")
    body: Mapped[str] = mapped_column(Text, default="")
    requested_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    finished_at: Mapped[datetime | None]


class AuditEntry(CreatedMixin, db.Model):
    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column(String(60), index=True)
    actor: Mapped[str] = mapped_column(String(60))
    target: Mapped[str] = mapped_column(String(160), default="")
