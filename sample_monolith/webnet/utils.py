"""Helpers used all over the place: money, slugs, dates, paging."""

import math
import re
import secrets
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from flask import current_app, request

from webnet.context import current_user
from webnet.extensions import db

CURRENCY_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}


# -- money -----------------------------------------------------------------


def format_money(cents: int, currency: str = "EUR") -> str:
    """``123456`` -> ``€1,234.56``."""
    sign = "-" if cents < 0 else ""
    symbol = CURRENCY_SIGNS.get(currency, currency + " ")
    return f"{sign}{symbol}{abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def parse_money(text: str) -> int:
    """``"12.50"`` -> ``1250``; raises ``ValueError`` for anything else."""
    cleaned = text.strip().replace(",", "").lstrip("€$£")
    try:
        amount = Decimal(cleaned)
    except InvalidOperation:
        raise ValueError(f"not an amount: {text!r}") from None
    if not amount.is_finite():
        raise ValueError(f"not an amount: {text!r}")
    return int((amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def percent_of(cents: int, percent: float | Decimal) -> int:
    """A share of an amount, rounded half up to whole cents."""
    share = Decimal(cents) * Decimal(str(percent)) / 100
    return int(share.quantize(Decimal(1), rounding=ROUND_HALF_UP))


# -- text ------------------------------------------------------------------


def simple_slug(text: str, max_length: int = 80) -> str:
    """A slug of ASCII letters and digits."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")
    return slug[:max_length].rstrip("-") or "item"


def unique_slug(model, slug: str, ignore_id: int | None = None) -> str:
    """Append a number until no other row of ``model`` uses the slug."""
    candidate, number = slug, 2
    while True:
        query = db.select(model.id).where(model.slug == candidate)
        if ignore_id is not None:
            query = query.where(model.id != ignore_id)
        if db.session.execute(query).first() is None:
            return candidate
        candidate = f"{slug}-{number}"
        number += 1


def truncate(text: str, length: int = 120) -> str:
    """Cut at a word, with an ellipsis."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(",;: ") + "…"


def random_code(prefix: str, length: int = 8) -> str:
    """A readable code without the letters that look like digits."""
    alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    return prefix + "".join(secrets.choice(alphabet) for _ in range(length))


# -- dates -----------------------------------------------------------------


def utcnow() -> datetime:
    """The present moment, naive and in UTC, as the database stores it."""
    return datetime.now(UTC).replace(tzinfo=None)


def parse_date(text: str | None, default: date | None = None) -> date | None:
    """An ISO date, or the default for nothing or nonsense."""
    if not text:
        return default
    try:
        return date.fromisoformat(text)
    except ValueError:
        return default


def format_date(value: date | datetime | None) -> str:
    return value.strftime("%d %b %Y") if value else "-"


def month_bounds(day: date) -> tuple[date, date]:
    """First day of the month, and of the next one."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1)


def start_of_day(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def add_working_days(day: date, count: int) -> date:
    """Move forward, skipping Saturdays and Sundays."""
    while count > 0:
        day += timedelta(days=1)
        if day.weekday() < 5:
            count -= 1
    return day


# -- paging ----------------------------------------------------------------


@dataclass
class Paged:
    """One page of a longer list."""

    items: list = field(default_factory=list)
    page: int = 1
    per_page: int = 12
    total: int = 0

    @property
    def pages(self) -> int:
        return max(1, math.ceil(self.total / self.per_page))

    @property
    def has_next(self) -> bool:
        return self.page < self.pages

    @property
    def has_previous(self) -> bool:
        return self.page > 1

    def as_dict(self, render) -> dict:
        return {
            "items": [render(item) for item in self.items],
            "page": self.page,
            "pages": self.pages,
            "total": self.total,
        }


def page_number() -> int:
    """The page that the current request asks for."""
    raw = request.args.get("page", "1")
    return max(1, int(raw)) if raw.isdigit() else 1


def paginate(query, page: int | None = None, per_page: int | None = None) -> Paged:
    """Run a select for one page; the page comes from the request by default."""
    page = page or page_number()
    per_page = per_page or current_app.config["PAGE_SIZE"]
    total = db.session.execute(
        db.select(db.func.count()).select_from(query.order_by(None).subquery())
    ).scalar_one()
    rows = db.session.execute(query.limit(per_page).offset((page - 1) * per_page))
    return Paged(list(rows.scalars().unique()), page, per_page, total)


# -- the current visitor ---------------------------------------------------


def visitor_label() -> str:
    """How logs and audit entries name whoever sent the current request."""
    if current_user:
        return current_user.username
    return f"guest@{request.remote_addr or 'unknown'}"
