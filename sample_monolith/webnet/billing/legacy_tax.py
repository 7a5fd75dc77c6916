"""Tax tables of the first shop, before gross prices."""

from decimal import Decimal

from webnet.utils import percent_of

REDUCED_RATE_GROUPS = {"books", "food", "plants"}

RATES = {
    ("DE", "standard"): Decimal(19),
    ("DE", "reduced"): Decimal(7),
    ("AT", "standard"): Decimal(20),
    ("AT", "reduced"): Decimal(10),
    ("FR", "standard"): Decimal(20),
    ("FR", "reduced"): Decimal("5.5"),
}


def rate_for(country: str, group: str) -> Decimal:
    kind = "reduced" if group in REDUCED_RATE_GROUPS else "standard"
    return RATES.get((country, kind), Decimal(0))


def add_tax(net_cents: int, country: str, group: str) -> int:
    """Gross from net, the way the first shop did it."""
    return net_cents + percent_of(net_cents, rate_for(country, group))
