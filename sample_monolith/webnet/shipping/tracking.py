"""Where is my parcel?"""

from dataclasses import dataclass
from datetime import datetime

from webnet.extensions import db
from webnet.shipping.models import Shipment, TrackingEvent

TEXTS = {
    "prepared": "Your parcel is being packed.",
    "dispatched": "Your parcel has left our warehouse.",
    "in_transit": "Your parcel is on its way.",
    "out_for_delivery": "Your parcel is in the delivery van.",
    "delivered": "Your parcel was delivered.",
    "cancelled": "This parcel was not sent.",
}


@dataclass(frozen=True)
class TrackingStatus:
    """The state of a parcel as plain data."""

    code: str
    carrier: str
    status: str
    text: str
    expected_on: datetime | None


def _status(shipment: Shipment) -> TrackingStatus:
    return TrackingStatus(
        code=shipment.code,
        carrier=shipment.carrier,
        status=shipment.status,
        text=TEXTS.get(shipment.status, shipment.status),
        expected_on=shipment.expected_on,
    )


def find(code: str) -> Shipment:
    return Shipment.require_by(code=code.upper())


def track(code: str) -> TrackingStatus:
    """Parcels are public to whoever knows the code."""
    return _status(find(code))


def latest_status(order_id: int) -> TrackingStatus | None:
    """The newest parcel of an order."""
    query = db.select(Shipment).filter_by(order_id=order_id).order_by(Shipment.id.desc()).limit(1)
    shipment = db.session.execute(query).scalar_one_or_none()
    return _status(shipment) if shipment else None


def steps(code: str) -> list[TrackingEvent]:
    return list(find(code).events)
