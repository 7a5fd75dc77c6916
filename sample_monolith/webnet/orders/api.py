"""Basket and orders for machines."""

from flask import Blueprint, jsonify

from webnet.api.helpers import created, listing, money_json, stamp
from webnet.decorators import audited, login_required
from webnet.forms import Fields
from webnet.orders import cart as carts
from webnet.orders import checkout as checkouts
from webnet.orders import history
from webnet.orders.views import payment_details

bp = Blueprint("orders_api", __name__)
cart_bp = Blueprint("cart_api", __name__)


def cart_json(cart) -> dict:
    sums = checkouts.preview()
    return {
        "items": [
            {
                "sku": item.product.sku,
                "name": item.product.name,
                "quantity": item.quantity,
                "unit": money_json(carts.unit_cents(item)),
            }
            for item in cart.items
        ],
        "coupon": cart.coupon_code or None,
        "subtotal": money_json(sums.subtotal_cents),
        "discount": money_json(sums.discount_cents),
        "shipping": money_json(sums.shipping_cents),
        "total": money_json(sums.total_cents),
    }


def order_json(order) -> dict:
    return {
        "number": order.number,
        "status": order.status,
        "placed_at": stamp(order.placed_at),
        "ship_to": order.ship_to,
        "method": order.shipping_method,
        "subtotal": money_json(order.subtotal_cents),
        "discount": money_json(order.discount_cents),
        "shipping": money_json(order.shipping_cents),
        "tax": money_json(order.tax_cents),
        "total": money_json(order.total_cents),
        "lines": [
            {
                "name": line.name,
                "quantity": line.quantity,
                "unit": money_json(line.unit_cents),
            }
            for line in order.lines
        ],
    }


@cart_bp.get("")
def cart_show():
    return jsonify(cart_json(carts.current_cart()))


@cart_bp.post("/items")
def cart_add():
    fields = Fields.from_request()
    sku = fields.text("sku")
    quantity = fields.integer("quantity", required=False, default=1, minimum=1)
    fields.check()
    return created(cart_json(carts.add(sku, quantity)))


@cart_bp.put("/items/<sku>")
def cart_change(sku):
    fields = Fields.from_request()
    quantity = fields.integer("quantity", minimum=0, maximum=99)
    fields.check()
    return jsonify(cart_json(carts.change(sku, quantity)))


@cart_bp.put("/coupon")
def cart_coupon():
    fields = Fields.from_request()
    code = fields.text("code", required=False)
    return jsonify(cart_json(carts.apply_coupon(code)))


@bp.get("")
@login_required
def index():
    return listing(history.my_orders(), order_json)


@bp.post("/checkout")
@login_required
@audited("order.place")
def checkout():
    fields = Fields.from_request()
    address_id = fields.integer("address_id")
    method = fields.choice("method", checkouts.METHODS, default="standard")
    provider = fields.text("provider", required=False)
    details = payment_details(fields)
    fields.check()
    result = checkouts.checkout(address_id, method, provider, details)
    body = order_json(result.order)
    body["invoice"] = result.order.invoice.number
    body["payment"] = {
        "status": result.payment_status,
        "message": result.payment_message,
        "may_retry": result.may_retry,
    }
    return created(body, f"/api/orders/{result.order.number}")


@bp.get("/<number>")
@login_required
def show(number):
    order = history.find_mine(number)
    found = history.details(order)
    body = order_json(order)
    invoice, tracking = found["invoice"], found["tracking"]
    body["can_cancel"] = found["can_cancel"]
    body["invoice"] = {"number": invoice.number, "status": invoice.status} if invoice else None
    body["tracking"] = {"code": tracking.code, "status": tracking.status} if tracking else None
    body["history"] = [
        {"status": event.status, "note": event.note, "actor": event.actor}
        for event in order.history
    ]
    return jsonify(body)


@bp.post("/<number>/cancel")
@login_required
@audited("order.cancel")
def cancel(number):
    fields = Fields.from_request()
    reason = fields.text("reason", required=False, max_length=200)
    fields.check()
    return jsonify(order_json(history.cancel(history.find_mine(number), reason)))
