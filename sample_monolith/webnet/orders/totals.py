"""Adding up a basket."""

from dataclasses import dataclass

from webnet.catalogue import pricing
from webnet.orders.models import Cart, CartItem
from webnet.shipping import rates
from webnet.utils import percent_of

TAX_PERCENT = {"DE": 19, "AT": 20, "FR": 20, "NL": 21, "GB": 20, "US": 0}


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


def savings_percent(totals: Totals) -> int:
    """How much of the list price a coupon saved, in whole percent."""
    if not totals.subtotal_cents:
        return 0
    one_percent = percent_of(totals.subtotal_cents, 1) or 1
    return totals.discount_cents // one_percent
