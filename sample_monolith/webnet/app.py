"""Puts the application together."""

from importlib import import_module

from flask import Flask, jsonify
from werkzeug.utils import import_string

from webnet import config as settings
from webnet import events
from webnet.context import current_user
from webnet.errors import register_error_handlers
from webnet.extensions import cache, celery, db
from webnet.utils import format_date, format_money


def create_app(config: dict | None = None) -> Flask:
    """One application; ``config`` overrides what the environment says."""
    app = Flask("webnet")
    app.config.update(settings.load())
    app.config.update(config or {})
    app.json.sort_keys = False

    db.init_app(app)
    cache.init_app(app)
    celery.init_app(app)
    import_models()
    register_blueprints(app)
    register_tasks(app)
    events.init_app(app)
    register_error_handlers(app)
    register_templates(app)
    register_commands(app)

    @app.get("/health")
    def health():
        return jsonify({"status": "ok"})

    return app


def import_models() -> None:
    """Models name each other by string, so all of them have to be known."""
    import webnet.accounts.models
    import webnet.billing.models
    import webnet.catalogue.models
    import webnet.content.models
    import webnet.models
    import webnet.notifications.models
    import webnet.orders.models
    import webnet.reporting.models
    import webnet.search.models
    import webnet.shipping.models  # noqa: F401


def register_blueprints(app: Flask) -> None:
    from webnet.accounts.views import bp as accounts
    from webnet.admin_orders import bp as admin_orders
    from webnet.billing.views import bp as billing
    from webnet.catalogue.admin import bp as catalogue_admin
    from webnet.catalogue.views import bp as catalogue
    from webnet.content.views import bp as content
    from webnet.notifications.views import bp as notifications
    from webnet.orders.views import bp as orders
    from webnet.reporting.views import bp as reporting
    from webnet.search.views import bp as search
    from webnet.shipping.views import bp as shipping

    for blueprint in (
        catalogue,
        catalogue_admin,
        accounts,
        orders,
        admin_orders,
        billing,
        shipping,
        content,
        search,
        notifications,
        reporting,
    ):
        app.register_blueprint(blueprint)
    for prefix, address in app.config["API_BLUEPRINTS"].items():
        app.register_blueprint(import_string(address), url_prefix=prefix)


def register_tasks(app: Flask) -> None:
    for module in app.config["TASK_MODULES"]:
        import_module(module)


def register_templates(app: Flask) -> None:
    app.jinja_env.filters["money"] = lambda cents: format_money(cents, app.config["SITE_CURRENCY"])
    app.jinja_env.filters["day"] = format_date

    @app.context_processor
    def visitor():
        return {"current_user": current_user, "site_name": app.config["SITE_NAME"]}


def register_commands(app: Flask) -> None:
    @app.cli.command("init-db")
    def init_db():
        """Create all tables (``alembic upgrade head`` does it with history)."""
        db.create_all()
