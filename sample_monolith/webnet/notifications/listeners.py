"""What people are told about, and when."""

from webnet.events import listens_to
from webnet.extensions import db
from webnet.models import User
from webnet.notifications import messages
from webnet.notifications.tasks import send_mail
from webnet.utils import format_money


def _tell(user: User, kind: str, subject: str, template: str = "", **context) -> None:
    if messages.wants(user.id, kind, "app"):
        messages.post(user, kind, subject)
    if template and messages.wants(user.id, kind, "mail"):
        send_mail.delay(user.id, template, context)


@listens_to("user.registered")
def welcome(user, **_):
    messages.post(user, "info", "Welcome! Your account is ready.")
    send_mail.delay(user.id, "welcome", {})


@listens_to("order.placed")
def confirm_order(order, **_):
    total = format_money(order.total_cents)
    lines = [f"{line.quantity} x {line.name}" for line in order.lines]
    _tell(
        order.user,
        "orders",
        f"We received your order {order.number}.",
        "order_placed",
        number=order.number,
        total=total,
        lines=lines,
    )


@listens_to("order.cancelled")
def confirm_cancellation(order, **_):
    subject = f"Your order {order.number} was cancelled."
    _tell(order.user, "orders", subject, "order_cancelled", number=order.number)


@listens_to("invoice.paid")
def thank_for_payment(invoice, **_):
    amount = format_money(invoice.amount_cents)
    _tell(invoice.user, "billing", f"Thank you, we received {amount}.")


@listens_to("refund.issued")
def announce_refund(refund, invoice, **_):
    amount = format_money(refund.amount_cents)
    subject = f"{amount} are on their way back to you."
    context = {"number": invoice.number, "amount": amount}
    _tell(invoice.user, "billing", subject, "refund", **context)


@listens_to("shipment.moved")
def announce_parcel(shipment, status, **_):
    if status in {"dispatched", "delivered"}:
        text = f"Your parcel {shipment.code} was {status}."
        context = {"code": shipment.code, "status": status}
        _tell(shipment.order.user, "shipping", text, "shipment", **context)


@listens_to("comment.added")
def announce_comment(comment, post, **_):
    if comment.user_id != post.author_id:
        subject = f"{comment.user.username} commented on {post.title}."
        _tell(post.author, "community", subject)


@listens_to("stock.low")
def warn_staff(product, quantity, **_):
    query = db.select(User).filter_by(is_staff=True, is_active=True).order_by(User.id)
    for user in list(db.session.execute(query).scalars()):
        messages.post(user, "stock", f"Only {quantity} of {product.sku} are left.")
        send_mail.delay(user.id, "stock_low", {"sku": product.sku, "left": quantity})
