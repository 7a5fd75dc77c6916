"""Settings, all of them readable from the environment."""

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent


def _flag(name: str, default: bool = False) -> bool:
    raw = os.environ.get(name)
    if raw is None:
        return default
    return raw.strip().lower() in {"1", "true", "yes", "on"}


def database_url() -> str:
    """The database address; bare PostgreSQL addresses get the psycopg driver."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        return f"sqlite:///{BASE_DIR / 'webnet.db'}"
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url[len(prefix) :]
    return url


#: Blueprints by address: ``module:attribute`` and the prefix they live under.
#: Only the machine interface is listed here, pages are registered in ``app``.
API_BLUEPRINTS = {
    "/api/accounts": "webnet.accounts.views:api_bp",
    "/api/products": "webnet.api.products:bp",
    "/api/orders": "webnet.orders.api:bp",
    "/api/cart": "webnet.orders.api:cart_bp",
    "/api/billing": "webnet.billing.views:api_bp",
    "/api/shipping": "webnet.shipping.views:api_bp",
    "/api/content": "webnet.content.views:api_bp",
    "/api/search": "webnet.search.views:api_bp",
    "/api/notifications": "webnet.notifications.views:api_bp",
    "/api/reports": "webnet.reporting.views:api_bp",
}

#: Modules whose import subscribes functions to ``webnet.events``.
EVENT_LISTENERS = [
    "webnet.catalogue.inventory",
    "webnet.billing.payments",
    "webnet.shipping.shipments",
    "webnet.search.listeners",
    "webnet.notifications.listeners",
    "webnet.reporting.sales",
]

#: Modules that define queue jobs, imported by the worker and by the web process.
TASK_MODULES = [
    "webnet.notifications.tasks",
    "webnet.jobs.invoice_runs",
    "webnet.jobs.reindex",
    "webnet.reporting.exports",
]

#: Jobs that the scheduler starts, in seconds.
BEAT_SCHEDULE = {
    "reminders": {"task": "webnet.jobs.invoice_runs.remind_overdue", "schedule": 86_400},
    "mails": {"task": "webnet.notifications.tasks.send_waiting", "schedule": 300},
    "index": {"task": "webnet.jobs.reindex.reindex_everything", "schedule": 86_400},
}

#: Payment providers by the name that a form or an API client sends.
PAYMENT_PROVIDERS = {
    "card": "webnet.billing.providers.CardProvider",
    "voucher": "webnet.billing.providers.VoucherProvider",
}


def load() -> dict:
    """Read the environment now; called once per application."""
    broker = os.environ.get("CELERY_BROKER_URL", "")
    return {
        "SECRET_KEY": os.environ.get("SECRET_KEY", "webnet-development-key"),
        "SQLALCHEMY_DATABASE_URI": database_url(),
        "SESSION_COOKIE_NAME": "webnet",
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SITE_NAME": os.environ.get("SITE_NAME", "Webnet"),
        "SITE_CURRENCY": os.environ.get("SITE_CURRENCY", "EUR"),
        "STORE_COUNTRY": os.environ.get("STORE_COUNTRY", "DE"),
        "PAGE_SIZE": int(os.environ.get("PAGE_SIZE", "12")),
        "PASSWORD_HASH_METHOD": os.environ.get("PASSWORD_HASH_METHOD", "scrypt"),
        "API_TOKEN_MAX_AGE": int(os.environ.get("API_TOKEN_MAX_AGE", "86400")),
        "RESET_TOKEN_MAX_AGE": int(os.environ.get("RESET_TOKEN_MAX_AGE", "3600")),
        "CACHE_URL": os.environ.get("CACHE_URL", "memory://"),
        "CACHE_DEFAULT_TTL": int(os.environ.get("CACHE_DEFAULT_TTL", "60")),
        "MAIL_SENDER": os.environ.get("MAIL_SENDER", "shop@webnet.example"),
        "MAIL_SERVER": os.environ.get("MAIL_SERVER", ""),
        "INVOICE_DUE_DAYS": int(os.environ.get("INVOICE_DUE_DAYS", "14")),
        "FREE_SHIPPING_FROM_CENTS": int(os.environ.get("FREE_SHIPPING_FROM_CENTS", "20000")),
        "CELERY": {
            "broker_url": broker or None,
            "result_backend": os.environ.get("CELERY_RESULT_BACKEND") or None,
            "task_always_eager": not broker or _flag("CELERY_ALWAYS_EAGER"),
            "task_eager_propagates": True,
            "task_ignore_result": True,
            "beat_schedule": BEAT_SCHEDULE,
        },
        "API_BLUEPRINTS": API_BLUEPRINTS,
        "EVENT_LISTENERS": EVENT_LISTENERS,
        "TASK_MODULES": TASK_MODULES,
        "PAYMENT_PROVIDERS": PAYMENT_PROVIDERS,
    }
