"""From a basket to an order."""

from flask import current_app

from webnet.accounts.profiles import address_snapshot
from webnet.billing import payments
from webnet.billing.invoices import create_invoice
from webnet.billing.providers import PaymentError
from webnet.catalogue.inventory import OutOfStock
from webnet.catalogue.models import StockMovement
from webnet.context import current_user
from webnet.errors import Invalid
from webnet.events import emit
from webnet.extensions import db
from webnet.models import Order, OrderLine
from webnet.orders import cart as carts
from webnet.orders.models import Cart, OrderEvent
from webnet.utils import random_code, utcnow

METHODS = ("standard", "express")


class CheckoutResult:
    """An order, and what happened to its payment."""

    def __init__(self, order: Order):
        self.order = order
        self.payment_status = "none"
        self.payment_message = ""
        self.may_retry = False


def order_number() -> str:
    return f"W{utcnow():%y%m}-{random_code('', 6)}"


def confirmation_text(order: Order) -> str:
    """The sentence that pages, mails and invoices share."""
    count = sum(line.quantity for line in order.lines)
    noun = "article" if count == 1 else "articles"
    return f"Order {order.number}: {count} {noun} for {current_user_name(order)}"


def current_user_name(order: Order) -> str:
    if current_user:
        return current_user.username
    return order.user.username


def preview(country: str | None = None, method: str = "standard") -> carts.Totals:
    """The totals of the current basket before anything is ordered."""
    basket = carts.current_cart()
    country = country or current_app.config["STORE_COUNTRY"]
    return carts.totals_of(basket, country, method)


def _take_from_stock(order: Order, basket: Cart) -> None:
    """Decrement the stock inside the transaction of the order."""
    for item in basket.items:
        level = item.product.stock
        available = level.quantity if level else 0
        if available < item.quantity:
            raise OutOfStock(item.product.sku, item.quantity, available)
        level.quantity -= item.quantity
        db.session.add(
            StockMovement(
                product_id=item.product_id,
                change=-item.quantity,
                reason="sold",
                reference=order.number,
            )
        )


def place_order(address_id: int, method: str = "standard") -> Order:
    """Turn the current basket into an order with its invoice, all or nothing."""
    basket = carts.current_cart()
    if not basket.items:
        raise Invalid("the basket is empty")
    if method not in METHODS:
        raise Invalid(f"unknown shipping method {method}", field="method")
    ship_to = address_snapshot(current_user.id, address_id)
    sums = carts.totals_of(basket, ship_to["country"], method)
    order = Order(
        number=order_number(),
        user_id=current_user.id,
        ship_to=ship_to["text"],
        ship_country=ship_to["country"],
        shipping_method=method,
        subtotal_cents=sums.subtotal_cents,
        discount_cents=sums.discount_cents,
        shipping_cents=sums.shipping_cents,
        tax_cents=sums.tax_cents,
        total_cents=sums.total_cents,
        coupon_code=basket.coupon_code,
    )
    for item in basket.items:
        order.lines.append(
            OrderLine(
                product_id=item.product_id,
                name=item.product.name,
                quantity=item.quantity,
                unit_cents=carts.unit_cents(item),
            )
        )
    order.history.append(OrderEvent(status="placed", actor=current_user.username))
    db.session.add(order)
    try:
        _take_from_stock(order, basket)
    except OutOfStock:
        db.session.rollback()
        raise
    db.session.flush()
    create_invoice(order)
    carts.empty(basket)
    db.session.commit()
    emit("order.placed", order=order)
    return order


def checkout(address_id, method, provider="", details=None) -> CheckoutResult:
    """Place the order, then try to collect the money for it."""
    order = place_order(address_id, method)
    result = CheckoutResult(order)
    if not provider:
        return result
    try:
        receipt = payments.charge(order.invoice.number, provider, details or {})
    except PaymentError as failure:
        result.payment_status = "failed"
        result.payment_message = failure.message
        result.may_retry = failure.retryable
        if not failure.retryable:
            note = f"{failure.provider}: {failure.decline_code}"
            order.status = "payment_failed"
            order.history.append(OrderEvent(status="payment_failed", note=note))
            db.session.commit()
        return result
    result.payment_status = receipt.status
    return result
