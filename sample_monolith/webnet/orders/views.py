"""Basket, checkout and the list of orders."""

from flask import Blueprint, flash, redirect, render_template, request, url_for

from webnet.accounts.profiles import addresses_of, default_address
from webnet.catalogue.inventory import OutOfStock
from webnet.catalogue.pricing import CouponNotApplicable
from webnet.context import current_user
from webnet.decorators import audited, login_required
from webnet.forms import Fields
from webnet.orders import cart as carts
from webnet.orders import checkout as checkouts
from webnet.orders import history
from webnet.shipping import rates

bp = Blueprint("orders", __name__)


def payment_details(fields: Fields) -> dict[str, str]:
    """What the payment providers may want to know."""
    names = ("card_number", "voucher")
    return {name: fields.text(name, required=False) for name in names}


@bp.get("/cart/")
def cart():
    problem = None
    try:
        sums = checkouts.preview()
    except CouponNotApplicable as error:
        problem = error
        carts.apply_coupon("")
        sums = checkouts.preview()
    return render_template(
        "orders/cart.html", cart=carts.current_cart(), totals=sums, problem=problem
    )


@bp.post("/cart/add")
def cart_add():
    fields = Fields.from_request()
    sku = fields.text("sku")
    quantity = fields.integer("quantity", required=False, default=1, minimum=1)
    fields.check()
    try:
        carts.add(sku, quantity)
        flash("The article is in your basket.")
    except OutOfStock as short:
        if not short.available:
            flash("This article is sold out.")
        else:
            flash(f"Only {short.available} pieces are left.")
    return redirect(url_for("orders.cart"))


@bp.post("/cart/update")
def cart_update():
    fields = Fields.from_request()
    sku, quantity = fields.text("sku"), fields.integer("quantity", maximum=99)
    fields.check()
    carts.change(sku, quantity)
    return redirect(url_for("orders.cart"))


@bp.post("/cart/coupon")
def cart_coupon():
    carts.apply_coupon(Fields.from_request().text("code", required=False))
    return redirect(url_for("orders.cart"))


@bp.get("/checkout")
@login_required
def checkout():
    preferred = default_address(current_user.id)
    country = preferred.country if preferred else None
    basket = carts.current_cart()
    options = []
    if basket.items:
        options = rates.quote(country or "DE", carts.weight(basket))
    return render_template(
        "orders/checkout.html",
        cart=basket,
        totals=checkouts.preview(country),
        addresses=addresses_of(current_user.id),
        options=options,
    )


@bp.post("/checkout")
@login_required
@audited("order.place")
def checkout_submit():
    fields = Fields.from_request()
    address_id = fields.integer("address_id")
    method = fields.choice("method", checkouts.METHODS, default="standard")
    provider = fields.text("provider", required=False)
    details = payment_details(fields)
    fields.check()
    result = checkouts.checkout(address_id, method, provider, details)
    flash(checkouts.confirmation_text(result.order))
    if result.payment_status == "failed":
        if result.may_retry:
            flash("The payment did not go through. Please try again.")
            number = result.order.invoice.number
            return redirect(url_for("billing.pay", number=number))
        flash(f"The payment was refused: {result.payment_message}.")
    return redirect(url_for("orders.order", number=result.order.number))


@bp.get("/account/orders")
@login_required
def order_list():
    return render_template("orders/orders.html", paged=history.my_orders())


@bp.get("/account/orders/<number>")
@login_required
def order(number):
    found = history.find_mine(number)
    return render_template("orders/order.html", **history.details(found))


@bp.post("/account/orders/<number>/cancel")
@login_required
@audited("order.cancel")
def order_cancel(number):
    reason = request.form.get("reason", "")[:200]
    history.cancel(history.find_mine(number), reason)
    flash("The order was cancelled.")
    return redirect(url_for("orders.order", number=number))
