"""Orders after they were placed."""

from webnet.billing.invoices import invoice_summary
from webnet.context import current_user
from webnet.errors import Conflict, NotFound
from webnet.events import emit
from webnet.extensions import db
from webnet.models import Order
from webnet.orders.models import OrderEvent
from webnet.utils import Paged, paginate, visitor_label

#: Which status may follow which one.
TRANSITIONS = {
    "placed": {"paid", "payment_failed", "cancelled"},
    "payment_failed": {"paid", "cancelled"},
    "paid": {"packed", "shipped", "cancelled"},
    "packed": {"shipped"},
    "shipped": {"delivered", "returned"},
    "delivered": {"returned"},
    "returned": set(),
    "cancelled": set(),
}


class WrongStatus(Conflict):
    """The order is not where this step would be possible."""

    code = "wrong_status"

    def __init__(self, order: Order, wanted: str):
        super().__init__(
            f"an order that is {order.status} cannot become {wanted}",
            status=order.status,
            wanted=wanted,
        )
        self.status = order.status
        self.wanted = wanted


def my_orders() -> Paged:
    query = (
        db.select(Order)
        .filter_by(user_id=current_user.id)
        .order_by(Order.placed_at.desc(), Order.id.desc())
    )
    return paginate(query)


def find_mine(number: str) -> Order:
    """An order of the current user; staff may see every one."""
    order = Order.first_by(number=number)
    if order is None:
        raise NotFound("this order does not exist")
    if order.user_id != current_user.id and not current_user.is_staff:
        raise NotFound("this order does not exist")
    return order


def set_status(order: Order, status: str, note: str = "") -> Order:
    """Move an order along and write down who did it."""
    if status not in TRANSITIONS.get(order.status, set()):
        raise WrongStatus(order, status)
    order.status = status
    order.history.append(OrderEvent(status=status, note=note, actor=visitor_label()))
    db.session.commit()
    emit("order.status", order=order, status=status)
    return order


def cancel(order: Order, reason: str = "") -> Order:
    """Cancel while nothing has left the warehouse."""
    set_status(order, "cancelled", note=reason)
    emit("order.cancelled", order=order, reason=reason)
    return order


def details(order: Order) -> dict:
    """Everything that the page of one order shows."""
    from webnet.shipping.tracking import latest_status

    return {
        "order": order,
        "invoice": invoice_summary(order.id),
        "tracking": latest_status(order.id),
        "can_cancel": "cancelled" in TRANSITIONS[order.status],
    }


def spent_by(user_id: int) -> int:
    """What somebody has spent in total, without cancelled orders."""
    total = db.session.execute(
        db.select(db.func.sum(Order.total_cents)).where(
            Order.user_id == user_id,
            Order.status.not_in(["cancelled", "returned", "placed", "payment_failed"]),
        )
    ).scalar_one()
    return int(total or 0)
