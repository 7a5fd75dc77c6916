"""What a product costs, for whom, and with which coupon."""

from dataclasses import dataclass

from webnet.catalogue import products
from webnet.catalogue.models import DiscountRule
from webnet.errors import Invalid
from webnet.extensions import db
from webnet.utils import percent_of

#: From this quantity on, this many percent less.
QUANTITY_STEPS = ((50, 10), (10, 5), (5, 2))


@dataclass(frozen=True)
class PriceQuote:
    """The price of some pieces of one product."""

    sku: str
    quantity: int
    list_cents: int
    unit_cents: int

    @property
    def total_cents(self) -> int:
        return self.unit_cents * self.quantity


class UnknownCoupon(Invalid):
    code = "unknown_coupon"


class CouponNotApplicable(Invalid):
    """A known coupon that this basket does not qualify for."""

    code = "coupon_not_applicable"

    def __init__(self, message: str, missing_cents: int = 0):
        super().__init__(message, missing_cents=missing_cents)
        self.missing_cents = missing_cents


def price_for(sku: str, quantity: int = 1) -> PriceQuote:
    """The unit price goes down with the quantity."""
    product = products.find_by_sku(sku)
    return PriceQuote(
        sku=sku,
        quantity=quantity,
        list_cents=product.price_cents,
        unit_cents=unit_price(product.price_cents, quantity),
    )


def unit_price(list_cents: int, quantity: int) -> int:
    for step, percent in QUANTITY_STEPS:
        if quantity >= step:
            return list_cents - percent_of(list_cents, percent)
    return list_cents


def price_label(product) -> str:
    """``from`` when buying more makes it cheaper."""
    cheapest = unit_price(product.price_cents, QUANTITY_STEPS[0][0])
    return "from" if cheapest < product.price_cents else ""


def find_coupon(code: str) -> DiscountRule:
    rule = DiscountRule.first_by(code=code.upper(), is_active=True)
    if rule is None:
        raise UnknownCoupon(f"there is no coupon {code}")
    return rule


def automatic_rules() -> list[DiscountRule]:
    """Discounts that everybody gets."""
    query = db.select(DiscountRule).filter_by(code=None, is_active=True)
    return list(db.session.execute(query.order_by(DiscountRule.id)).scalars())


def discount_for(code: str, subtotal_cents: int, category_totals: dict[int, int]) -> int:
    """The better of the coupon and the automatic discounts.

    ``category_totals`` holds how much of the subtotal belongs to each category.
    """
    best = 0
    for rule in automatic_rules():
        if subtotal_cents >= rule.minimum_cents:
            best = max(best, _reduction(rule, subtotal_cents, category_totals))
    if code:
        rule = find_coupon(code)
        missing = rule.minimum_cents - subtotal_cents
        if missing > 0:
            raise CouponNotApplicable(
                "the basket is too small for this coupon", missing_cents=missing
            )
        best = max(best, _reduction(rule, subtotal_cents, category_totals))
    return min(best, subtotal_cents)


def _reduction(rule, subtotal_cents, category_totals) -> int:
    base = subtotal_cents
    if rule.category_id is not None:
        base = category_totals.get(rule.category_id, 0)
    if rule.percent:
        return percent_of(base, rule.percent)
    return min(rule.amount_cents, base)


def create_rule(name, code, percent, amount_cents, minimum_cents, category_id=None):
    if bool(percent) == bool(amount_cents):
        raise Invalid("a discount is either a percentage or an amount")
    rule = DiscountRule(
        name=name,
        code=code.upper() or None,
        percent=percent,
        amount_cents=amount_cents,
        minimum_cents=minimum_cents,
        category_id=category_id,
    )
    db.session.add(rule)
    db.session.commit()
    return rule
