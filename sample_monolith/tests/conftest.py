"""The suite runs against the application in this process, or against
``WEBNET_BASE_URL`` with the database of ``DATABASE_URL``."""

import os
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

os.environ.setdefault("SECRET_KEY", "webnet-tests")
os.environ.setdefault("PASSWORD_HASH_METHOD", "pbkdf2:sha256:1000")
os.environ.setdefault("CACHE_DEFAULT_TTL", "0")
if "DATABASE_URL" not in os.environ:
    _folder = tempfile.mkdtemp(prefix="webnet-")
    os.environ["DATABASE_URL"] = f"sqlite:///{_folder}/test.db"


@pytest.fixture(scope="session")
def database():
    """The address of a database with all tables."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine, inspect

    from webnet.config import database_url

    url = database_url()
    engine = create_engine(url)
    missing = not inspect(engine).has_table("users")
    engine.dispose()
    if missing:
        settings = Config(ROOT / "alembic.ini")
        settings.attributes["quiet"] = True
        command.upgrade(settings, "head")
    return url


@pytest.fixture(scope="session")
def app(database):
    """The application of this process; HTTP tests never ask for it."""
    from webnet.app import create_app
    from webnet.extensions import db

    application = create_app({"TESTING": True})
    yield application
    with application.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def all_rows(database):
    from shop_store import Store

    found = Store(database)
    yield found
    found.close()


@pytest.fixture
def store(all_rows):
    """An empty database, and a way to put committed rows into it."""
    all_rows.wipe()
    return all_rows


@pytest.fixture(scope="session")
def transport(request):
    from shop_client import AppTransport, NetworkTransport

    base_url = os.environ.get("WEBNET_BASE_URL")
    if base_url:
        return NetworkTransport(base_url)
    return AppTransport(request.getfixturevalue("app"))


@pytest.fixture
def client(transport, store):
    """A visitor who has not logged in."""
    from shop_client import Client

    return Client(transport)


@pytest.fixture
def person(store):
    return store.person("alice")


@pytest.fixture
def staff(store):
    return store.person("boss", is_staff=True)


@pytest.fixture
def shopper(client, person):
    """A visitor who is logged in as ``person``."""
    return client.another().log_in(person)


@pytest.fixture
def desk(client, staff):
    """A visitor who works here."""
    return client.another().log_in(staff)


class Buyer:
    """Buys things through the public interface."""

    card = "4242 4242 4242 4242"

    def __init__(self, client, person, store):
        self.client, self.person, self.store = client, person, store
        self.address_id = store.address(person)

    def fill(self, **quantities):
        for sku, quantity in quantities.items():
            answer = self.client.post("/api/cart/items", json={"sku": sku, "quantity": quantity})
            assert answer.status == 201, answer.text

    def order(self, sku="", quantity=1, **values):
        """Buy one article; returns the answer of the checkout."""
        self.fill(**{sku or self.store.product(): quantity})
        return self.checkout(**values)

    def checkout(self, **values):
        body = {"address_id": self.address_id, "method": "standard", **values}
        return self.client.post("/api/orders/checkout", json=body)

    def paid_order(self, sku="", quantity=1, **values):
        answer = self.order(sku, quantity, provider="card", card_number=self.card, **values)
        assert answer.status == 201, answer.text
        assert answer.json()["payment"]["status"] == "captured"
        return answer.json()


@pytest.fixture
def buyer(shopper, person, store):
    return Buyer(shopper, person, store)


@pytest.fixture
def context(app, store):
    """An application context with an empty database, for unit tests."""
    with app.app_context():
        yield app


@pytest.fixture
def another_app(app):
    """Makes a second application and puts the shared objects back afterwards."""
    from webnet.app import create_app
    from webnet.extensions import cache, celery, db

    store, made = cache.store, []

    def make(config=None):
        made.append(create_app(config))
        return made[-1]

    yield make
    cache.store, celery.flask_app = store, app
    for application in made:
        with application.app_context():
            db.engine.dispose()
