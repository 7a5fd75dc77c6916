"""What a parcel costs."""

from dataclasses import dataclass
from functools import lru_cache

from flask import current_app

from webnet.errors import Invalid
from webnet.extensions import db
from webnet.shipping.models import ShippingRate

ZONES = {"DE": "home", "AT": "europe", "FR": "europe", "NL": "europe", "GB": "europe"}

#: Used as long as nobody has entered rates: zone, method, up to grams, cents.
STANDARD_RATES = (
    ("home", "standard", 2_000, 490),
    ("home", "standard", 10_000, 790),
    ("home", "express", 10_000, 1490),
    ("europe", "standard", 2_000, 990),
    ("europe", "standard", 10_000, 1690),
    ("europe", "express", 10_000, 2990),
    ("world", "standard", 2_000, 1990),
    ("world", "standard", 10_000, 3990),
    ("world", "express", 10_000, 6990),
)

DELIVERY_DAYS = {
    ("home", "standard"): 3,
    ("home", "express"): 1,
    ("europe", "standard"): 6,
    ("europe", "express"): 3,
    ("world", "standard"): 14,
    ("world", "express"): 5,
}


class TooHeavy(Invalid):
    """No parcel may weigh that much."""

    code = "too_heavy"


@dataclass(frozen=True)
class RateQuote:
    method: str
    price_cents: int
    days: int


@lru_cache(maxsize=256)
def zone_of(country: str) -> str:
    return ZONES.get(country.upper(), "world")


def rate_table() -> list[tuple[str, str, int, int]]:
    rows = db.session.execute(
        db.select(
            ShippingRate.zone,
            ShippingRate.method,
            ShippingRate.up_to_grams,
            ShippingRate.price_cents,
        )
    ).all()
    return [tuple(row) for row in rows] or list(STANDARD_RATES)


def quote(country: str, weight_grams: int) -> list[RateQuote]:
    """What each method would cost, the cheapest first."""
    zone = zone_of(country)
    best: dict[str, int] = {}
    for rate_zone, method, up_to_grams, cents in rate_table():
        if rate_zone == zone and weight_grams <= up_to_grams:
            best[method] = min(best.get(method, cents), cents)
    if not best:
        raise TooHeavy(f"we cannot send {weight_grams} g to {country}")
    quotes = [
        RateQuote(method, cents, DELIVERY_DAYS.get((zone, method), 7))
        for method, cents in best.items()
    ]
    return sorted(quotes, key=lambda one: (one.price_cents, one.method))


def shipping_cost(country: str, weight_grams: int, method: str, goods_cents: int) -> int:
    """The price of one method; large orders travel free by standard."""
    free_from = current_app.config["FREE_SHIPPING_FROM_CENTS"]
    for option in quote(country, weight_grams):
        if option.method == method:
            if method == "standard" and goods_cents >= free_from:
                return 0
            return option.price_cents
    raise Invalid(f"{method} is not possible for {country}", field="method")


def delivery_days(country: str, method: str) -> int:
    return DELIVERY_DAYS.get((zone_of(country), method), 7)


def set_rate(zone: str, method: str, up_to_grams: int, price_cents: int) -> None:
    """Enter or change one rate; the first one copies the standard rates."""
    if not db.session.execute(db.select(ShippingRate.id).limit(1)).first():
        for one in STANDARD_RATES:
            db.session.add(
                ShippingRate(zone=one[0], method=one[1], up_to_grams=one[2], price_cents=one[3])
            )
        db.session.flush()
    row = db.session.execute(
        db.select(ShippingRate).filter_by(zone=zone, method=method, up_to_grams=up_to_grams)
    ).scalar_one_or_none()
    if row is None:
        row = ShippingRate(zone=zone, method=method, up_to_grams=up_to_grams)
        db.session.add(row)
    row.price_cents = price_cents
    db.session.commit()
