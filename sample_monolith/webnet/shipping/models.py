"""Parcels and what they cost."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webnet.base import CreatedMixin, LookupMixin
from webnet.extensions import db
from webnet.utils import utcnow

if TYPE_CHECKING:
    from webnet.models import Order


class ShippingRate(db.Model):
    __tablename__ = "shipping_rates"
    __table_args__ = (UniqueConstraint("zone", "method", "up_to_grams"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    zone: Mapped[str] = mapped_column(String(20))
    method: Mapped[str] = mapped_column(String(20))
    up_to_grams: Mapped[int]
    price_cents: Mapped[int]


class Shipment(LookupMixin, CreatedMixin, db.Model):
    __tablename__ = "shipments"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    carrier: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20), default="prepared")
    destination: Mapped[str] = mapped_column(String(400), default="")
    expected_on: Mapped[datetime | None]

    order: Mapped["Order"] = relationship("Order", back_populates="shipments")
    events: Mapped[list["TrackingEvent"]] = relationship(
        back_populates="shipment", order_by="TrackingEvent.id"
    )


class TrackingEvent(db.Model):
    __tablename__ = "tracking_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    shipment_id: Mapped[int] = mapped_column(ForeignKey("shipments.id"), index=True)
    status: Mapped[str] = mapped_column(String(20))
    place: Mapped[str] = mapped_column(String(80), default="")
    happened_at: Mapped[datetime] = mapped_column(default=utcnow)

    shipment: Mapped["Shipment"] = relationship(back_populates="events")
