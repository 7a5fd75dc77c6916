"""The basket of the current visitor, and what it costs."""

import secrets
from dataclasses import dataclass

from flask import session

from webnet.catalogue import inventory, pricing, products
from webnet.context import current_user
from webnet.errors import Conflict, NotFound
from webnet.extensions import db
from webnet.orders.models import Cart, CartItem
from webnet.shipping import rates

MAXIMUM_QUANTITY = 99
TAX_PERCENT = {"DE": 19, "AT": 20, "FR": 20, "NL": 21, "GB": 20, "US": 0}


def _cart_of_user() -> Cart | None:
    if not current_user:
        return None
    query = db.select(Cart).filter_by(user_id=current_user.id).order_by(Cart.id)
    return db.session.execute(query).scalars().first()


def _cart_of_browser() -> Cart | None:
    token = session.get("cart")
    if not token:
        return None
    query = db.select(Cart).filter_by(token=token, user_id=None)
    return db.session.execute(query).scalar_one_or_none()


def current_cart(create: bool = True) -> Cart | None:
    """The basket of the user, or of the browser before logging in.

    Logging in joins the two.
    """
    mine, anonymous = _cart_of_user(), _cart_of_browser()
    if current_user and anonymous is not None:
        if mine is None:
            anonymous.user_id = current_user.id
            mine = anonymous
        else:
            _merge(anonymous, mine)
        session.pop("cart", None)
        db.session.commit()
    found = mine or anonymous
    if found is None and create:
        found = Cart(token=secrets.token_hex(16))
        if current_user:
            found.user_id = current_user.id
        else:
            session["cart"] = found.token
        db.session.add(found)
        db.session.commit()
    return found


def _merge(source: Cart, target: Cart) -> None:
    wanted = {item.product_id: item for item in target.items}
    for item in list(source.items):
        if item.product_id in wanted:
            wanted[item.product_id].quantity += item.quantity
        else:
            target.items.append(CartItem(product_id=item.product_id, quantity=item.quantity))
    target.coupon_code = target.coupon_code or source.coupon_code
    db.session.delete(source)


def _item(cart: Cart, product_id: int) -> CartItem | None:
    return next((item for item in cart.items if item.product_id == product_id), None)


def add(sku: str, quantity: int = 1) -> Cart:
    """Put some more pieces of a product into the basket."""
    product = products.find_by_sku(sku)
    if not product.is_active:
        raise Conflict("this product is not sold any more", sku=sku)
    cart = current_cart()
    item = _item(cart, product.id)
    wanted = quantity + (item.quantity if item else 0)
    inventory.require(product, min(wanted, MAXIMUM_QUANTITY))
    if item is None:
        cart.items.append(CartItem(product_id=product.id, quantity=quantity))
    else:
        item.quantity = min(wanted, MAXIMUM_QUANTITY)
    db.session.commit()
    return cart


def change(sku: str, quantity: int) -> Cart:
    """Set the number of pieces; none removes the product."""
    product = products.find_by_sku(sku)
    cart = current_cart()
    item = _item(cart, product.id)
    if item is None:
        raise NotFound("this product is not in the basket", sku=sku)
    if quantity <= 0:
        cart.items.remove(item)
    else:
        inventory.require(product, quantity)
        item.quantity = quantity
    db.session.commit()
    return cart


def apply_coupon(code: str) -> Cart:
    """Remember a coupon; the pricing rules decide what it is worth."""
    cart = current_cart()
    if code:
        pricing.find_coupon(code)
    cart.coupon_code = code.upper()
    db.session.commit()
    return cart


def empty(cart: Cart) -> None:
    cart.items.clear()
    cart.coupon_code = ""


@dataclass(frozen=True)
class Totals:
    subtotal_cents: int
    discount_cents: int
    shipping_cents: int
    tax_cents: int

    @property
    def total_cents(self) -> int:
        """Prices include the tax, so it is shown but not added."""
        return self.subtotal_cents - self.discount_cents + self.shipping_cents


def unit_cents(item: CartItem) -> int:
    return pricing.unit_price(item.product.price_cents, item.quantity)


def subtotal(cart: Cart) -> int:
    return sum(unit_cents(item) * item.quantity for item in cart.items)


def weight(cart: Cart) -> int:
    return sum(item.product.weight_grams * item.quantity for item in cart.items)


def category_totals(cart: Cart) -> dict[int, int]:
    """How much of the subtotal belongs to each category."""
    totals: dict[int, int] = {}
    for item in cart.items:
        amount = unit_cents(item) * item.quantity
        for category in item.product.categories:
            totals[category.id] = totals.get(category.id, 0) + amount
    return totals


def included_tax(cents: int, country: str) -> int:
    """The tax that is part of a gross amount."""
    rate = TAX_PERCENT.get(country, 0)
    return cents - round(cents * 100 / (100 + rate)) if rate else 0


def totals_of(cart: Cart, country: str, method: str = "standard") -> Totals:
    goods = subtotal(cart)
    discount = pricing.discount_for(cart.coupon_code, goods, category_totals(cart))
    shipping = 0
    if cart.items:
        shipping = rates.shipping_cost(country, weight(cart), method, goods - discount)
    return Totals(
        subtotal_cents=goods,
        discount_cents=discount,
        shipping_cents=shipping,
        tax_cents=included_tax(goods - discount + shipping, country),
    )
