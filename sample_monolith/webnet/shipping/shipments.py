"""Parcels on their way."""

from webnet.errors import Conflict, Invalid
from webnet.events import emit, listens_to
from webnet.extensions import db
from webnet.models import Order
from webnet.shipping.models import Shipment, TrackingEvent
from webnet.shipping.rates import delivery_days
from webnet.utils import add_working_days, random_code, start_of_day, utcnow

CARRIERS = {"home": "Parcelo", "europe": "Eurofracht", "world": "Globex"}
STEPS = ("prepared", "dispatched", "in_transit", "out_for_delivery", "delivered")


def prepare(order: Order) -> Shipment:
    """Create the parcel of an order, once."""
    from webnet.shipping.rates import zone_of

    for existing in order.shipments:
        if existing.status != "cancelled":
            return existing
    days = delivery_days(order.ship_country, order.shipping_method)
    shipment = Shipment(
        code=random_code("S", 9),
        order_id=order.id,
        carrier=CARRIERS[zone_of(order.ship_country)],
        destination=order.ship_to,
        expected_on=start_of_day(add_working_days(utcnow().date(), days)),
    )
    shipment.events.append(TrackingEvent(status="prepared", place="warehouse"))
    db.session.add(shipment)
    db.session.commit()
    return shipment


def dispatch(shipment: Shipment) -> Shipment:
    """Hand the parcel over to the carrier."""
    if shipment.status != "prepared":
        raise Conflict(f"this parcel is {shipment.status} already")
    record(shipment, "dispatched", "warehouse")
    return shipment


def record(shipment: Shipment, status: str, place: str = "") -> Shipment:
    """Write down where a parcel is; the order follows."""
    if status not in STEPS:
        raise Invalid(f"unknown step {status}", field="status")
    if shipment.status in {"delivered", "cancelled"}:
        raise Conflict(f"this parcel is {shipment.status} already")
    if STEPS.index(status) < STEPS.index(shipment.status):
        raise Conflict("a parcel cannot go back", status=shipment.status)
    shipment.status = status
    shipment.events.append(TrackingEvent(status=status, place=place))
    order = shipment.order
    if status == "dispatched" and order.status in {"paid", "packed"}:
        order.status = "shipped"
    elif status == "delivered":
        order.status = "delivered"
    db.session.commit()
    emit("shipment.moved", shipment=shipment, status=status)
    return shipment


def cancel_for(order: Order) -> int:
    """Keep back what has not left yet."""
    count = 0
    for shipment in order.shipments:
        if shipment.status == "prepared":
            shipment.status = "cancelled"
            shipment.events.append(TrackingEvent(status="cancelled"))
            count += 1
    db.session.commit()
    return count


def waiting() -> list[Shipment]:
    """Parcels that should leave, the oldest first."""
    query = db.select(Shipment).filter_by(status="prepared").order_by(Shipment.id)
    return list(db.session.execute(query).scalars())


def on_the_way() -> list[Shipment]:
    query = (
        db.select(Shipment)
        .where(Shipment.status.in_(["dispatched", "in_transit", "out_for_delivery"]))
        .order_by(Shipment.id)
    )
    return list(db.session.execute(query).scalars())


@listens_to("invoice.paid")
def prepare_paid(invoice, **_):
    prepare(invoice.order)


@listens_to("order.cancelled")
def keep_back(order, **_):
    cancel_for(order)
