"""Two generated services that call each other: separate processes, one database, every kind of call and of failure."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analyzer.disk import write_files
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.plan import Seam, SeamClass
from tests.ports import free_port
from tests.unit.extract.runtime import load
from tests.unit.extract.scaffolding import Scaffolded, scaffolded

SERVE = """
import sys, threading
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIServer, make_server
import service
class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
make_server("127.0.0.1", int(sys.argv[1]), service.application, server_class=Server).serve_forever()
"""
SHOP = {
    "requirements.txt": "flask\nflask-sqlalchemy\n",
    "shop/__init__.py": "",
    "shop/app.py": """
import os
from flask import Flask
from shop.db import db

def create_app():
    app = Flask("shop")
    app.config.update(SECRET_KEY="k", SQLALCHEMY_DATABASE_URI=os.environ["DATABASE_URL"])
    db.init_app(app)
    from shop.orders.views import bp
    from shop.billing.views import bp as billing
    app.register_blueprint(bp)
    app.register_blueprint(billing)
    import shop.billing.listeners
    with app.app_context():
        db.create_all()
    return app
""",
    "shop/db.py": "from flask_sqlalchemy import SQLAlchemy\n\ndb = SQLAlchemy()\n",
    "shop/bus.py": """
LISTENERS = []

def listens(function):
    LISTENERS.append(function)
    return function

def emit(**payload):
    for function in LISTENERS:
        function(**payload)
""",
    "shop/orders/__init__.py": "",
    "shop/orders/models.py": """
from shop.db import db

class Order(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(40))
""",
    "shop/orders/views.py": """
from decimal import Decimal
from flask import Blueprint, jsonify, request, session
from shop.billing import invoices
from shop.bus import emit
from shop.db import db
from shop.orders.models import Order

bp = Blueprint("orders", __name__)

@bp.get("/orders/quote")
def quote():
    found = invoices.quote(Decimal("1.10"), {(1, "a"): {2}})
    return jsonify(repr(found))

@bp.get("/orders/bill/<name>")
def bill(name):
    order = Order(name=name)
    db.session.add(order)
    if name == "early":
        invoices.bill(order)
    db.session.commit()
    if name == "changed":
        rename(order)
    invoice = invoices.bill(order)
    return jsonify([invoice.id, invoice.order_id, invoice.text, invoice in db.session, order.name])

def rename(order):
    order.name = "x"

@bp.get("/orders/fail/<kind>")
def fail(kind):
    try:
        invoices.fail(kind)
    except Exception as error:
        return jsonify([type(error).__name__, list(map(str, error.args)), {k: str(v) for k, v in vars(error).items()}])

@bp.get("/orders/who")
def who():
    session["name"] = "Ann"
    found = invoices.who()
    return jsonify([found, dict(session)])

@bp.get("/orders/event/<int:number>")
def event(number):
    emit(order=db.session.get(Order, number))
    db.session.expire_all()
    return jsonify(db.session.get(Order, number).name)

@bp.get("/orders/refused")
def refused():
    invoices.quote(Decimal(1), {"f": print})

@bp.get("/orders/sneaky")
def sneaky():
    invoices.sneaky({"inner": []})

@bp.get("/orders/down")
def down():
    return jsonify(invoices.quote(Decimal(1), {}))

@bp.get("/orders/later")
async def later():
    return jsonify(await invoices.later(2))
""",
    "shop/billing/__init__.py": "",
    "shop/billing/views.py": """
from flask import Blueprint

bp = Blueprint("billing", __name__)

@bp.get("/billing")
def show():
    return "here"
""",
    "shop/billing/models.py": """
from shop.db import db

class Invoice(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    order_id = db.Column(db.ForeignKey("order.id"))
    text = db.Column(db.String(40))
""",
    "shop/billing/listeners.py": """
from shop.bus import listens
from shop.db import db

@listens
def rename(order, **_):
    order.name = "renamed"
    db.session.commit()
""",
    "shop/billing/invoices.py": """
import dataclasses
from decimal import Decimal
from flask import request, session
from shop.billing.models import Invoice
from shop.db import db
from shop.orders.models import Order

@dataclasses.dataclass(frozen=True)
class Quote:
    amount: Decimal
    given: dict

class Declined(Exception):
    def __init__(self, why, retryable):
        super().__init__(why)
        self.retryable = retryable

UNSET = object()

def quote(amount: Decimal, given: dict, note=UNSET) -> Quote:
    assert note is UNSET
    return Quote(amount * 2, given)

def bill(order: Order) -> Invoice:
    db.session.query(Order).count()
    invoice = Invoice(order_id=order.id, text="for " + order.name)
    db.session.add(invoice)
    if order.name != "left open":
        db.session.commit()
    return invoice

def fail(kind):
    if kind == "declined":
        raise Declined("no money", retryable=True)
    if kind == "key":
        raise KeyError("k")
    if kind == "local":
        class Local(Exception):
            pass
        raise Local("text")
    raise RuntimeError(object)

def sneaky(values: dict) -> None:
    fill(values["inner"])

def fill(hidden):
    hidden.append(1)

def who():
    session["seen"] = session["name"] + " by billing"
    return request.headers["X-Person"], request.args["q"], request.path

async def later(number: int) -> int:
    return number + 1
""",
}
HOMES = {"shop.orders": "orders", "shop.billing": "billing"}
CALLED = {"quote": "S2", "bill": "S3", "fail": "S2", "who": "S4", "sneaky": "S2", "later": "S2"}


def seam(target: str, seam_class: str, kinds: tuple[str, ...] = ("call",)) -> Seam:
    module = ModuleName(target.rpartition(".")[0])
    return Seam("orders", "billing", QualName(target), module, SeamClass(seam_class), kinds, 1, False, (Location("a.py", 1),), "", "")


SEAMS = (
    *(seam(f"shop.billing.invoices.{name}", seam_class) for name, seam_class in CALLED.items()),
    seam("shop.billing.listeners.rename", "S6", ("message",)),
)


class Peers:
    """The two services as processes, and questions to them."""

    def __init__(self, folder: Path, code: Path, made: Scaffolded) -> None:
        write_files(made.files, folder, code)
        self.folder = folder
        self.ports = {"orders": free_port(), "billing": free_port()}
        peers = {name: f"http://127.0.0.1:{port}" for name, port in self.ports.items()}
        own = {"UNBRAID_PEERS": json.dumps(peers), "UNBRAID_SECRET": "s", "DATABASE_URL": f"sqlite:///{folder}/data.db"}
        self.environment = {**os.environ, **own, "PYTHONDONTWRITEBYTECODE": "1"}
        self.log = (folder / "log").open("w+b")
        self.processes = {}
        for name in ("billing", "orders"):
            self.processes[name] = self.start(name)

    def start(self, name: str) -> subprocess.Popen[bytes]:
        """A service's process once it answers."""
        folder = self.folder / "services" / name
        command = [sys.executable, "-W", "ignore", "-c", SERVE, str(self.ports[name])]
        process = subprocess.Popen(command, cwd=folder, env=self.environment, stdout=self.log, stderr=self.log)
        for _ in range(300):
            assert process.poll() is None, self.text()
            try:
                self.ask(name, "/healthz")
                return process
            except OSError:
                time.sleep(0.1)
        raise AssertionError(self.text())

    def ask(self, name: str, path: str, data: bytes | None = None, **headers: str) -> tuple[int, Any]:
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        request = urllib.request.Request(f"http://127.0.0.1:{self.ports[name]}{path}", data=data, headers=named)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            with error:
                text = error.read()
                return error.code, json.loads(text) if text.startswith((b"{", b"[")) else text.decode()

    def text(self) -> str:
        """All that the services have logged."""
        self.log.flush()
        return Path(self.log.name).read_text()

    def stop(self) -> None:
        for process in self.processes.values():
            process.terminate()
            process.wait(30)
        self.log.close()


@pytest.fixture(scope="module")
def peers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peers]:
    pytest.importorskip("flask_sqlalchemy")
    folder = tmp_path_factory.mktemp("peers")
    made = scaffolded(folder / "code", SHOP, HOMES, seams=SEAMS)
    assert "unbraid_seams.call(" in made.text["services/orders/shop/billing/invoices.py"]
    found = Peers(folder / "out", folder / "code", made)
    yield found
    found.stop()


def test_values_keep_their_types_and_defaults_stay_with_the_owner(peers: Peers) -> None:
    assert peers.ask("orders", "/orders/quote") == (200, "Quote(amount=Decimal('2.20'), given={(1, 'a'): {2}})")


def test_entities_go_in_and_out_by_identity(peers: Peers) -> None:
    status, (number, order, text, is_attached, name) = peers.ask("orders", "/orders/bill/plain")
    assert (status, text, is_attached, name) == (200, "for plain", True, "plain")
    assert number
    assert order


@pytest.mark.parametrize(
    ("name", "error"), [("early", "UncommittedChanges"), ("changed", "UncommittedChanges"), ("left open", "UncommittedChanges")]
)
def test_changes_that_the_other_side_would_not_see_stop_the_call(peers: Peers, name: str, error: str) -> None:
    before = peers.text()
    assert peers.ask("orders", f"/orders/bill/{name.replace(' ', '%20')}")[0] == 500
    assert error in peers.text().removeprefix(before)


def test_exceptions_come_back_as_they_were(peers: Peers) -> None:
    assert peers.ask("orders", "/orders/fail/declined") == (200, ["Declined", ["no money"], {"retryable": "True"}])
    assert peers.ask("orders", "/orders/fail/key") == (200, ["KeyError", ["k"], {}])


def test_other_exceptions_are_told_apart(peers: Peers) -> None:
    status, (name, _, state) = peers.ask("orders", "/orders/fail/local")
    assert (status, name) == (200, "RemoteError")
    assert state["kind"].endswith("Local")
    assert peers.ask("orders", "/orders/fail/other")[1][0] == "RemoteError"


def test_the_owner_sees_the_request_that_caused_the_call_and_its_session(peers: Peers) -> None:
    found = peers.ask("orders", "/orders/who?q=1", X_Person="Bo")
    assert found == (200, [["Bo", "1", "/orders/who"], {"name": "Ann", "seen": "Ann by billing"}])


def test_listeners_of_another_service_hear_what_is_sent_here(peers: Peers) -> None:
    number = peers.ask("orders", "/orders/bill/event")[1][1]
    assert peers.ask("orders", f"/orders/event/{number}") == (200, "renamed")


def test_coroutines_are_awaited(peers: Peers) -> None:
    pytest.importorskip("asgiref")
    assert peers.ask("orders", "/orders/later") == (200, 3)


def test_what_cannot_travel_is_refused_at_the_call(peers: Peers) -> None:
    before = peers.text()
    assert peers.ask("orders", "/orders/refused")[0] == 500
    assert "NotTransportable: shop.billing.invoices.quote" in peers.text().removeprefix(before)


def test_an_argument_that_is_changed_in_place_stops_the_call(peers: Peers) -> None:
    before = peers.text()
    assert peers.ask("orders", "/orders/sneaky")[0] == 500
    assert "sneaky: it changes an argument in place" in peers.text().removeprefix(before)


def test_calls_without_a_right_signature_are_not_answered(peers: Peers) -> None:
    path = "/_seams/shop.billing.invoices.quote"
    body = b'{"args": ["tuple"], "kwargs": ["dict"]}'
    assert peers.ask("billing", path, body)[0] == 401
    assert peers.ask("billing", path, body, X_Unbraid_Signature="t=1,v1=" + "0" * 64)[0] == 401
    assert peers.ask("billing", path)[0] in (404, 405)


def signed(path: str, body: bytes, at: float | None = None) -> str:
    import hashlib
    import hmac

    moment = str(int(time.time() if at is None else at))
    digest = hmac.new(b"s", b".".join([moment.encode(), path.removeprefix("/_seams/").encode(), body]), hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


def test_signed_nonsense_and_unknown_functions_are_refused(peers: Peers) -> None:
    quote = "/_seams/shop.billing.invoices.quote"
    for path, body, status in [
        (quote, b"{", 400),
        (quote, b"[]", 400),
        (quote, b'{"args": ["record", "os:system", []], "kwargs": ["dict"]}', 400),
        ("/_seams/os.system", b'{"args": ["tuple"], "kwargs": ["dict"]}', 404),
        (quote, b'{"args": ["tuple"], "kwargs": ["dict"]}', 422),
    ]:
        found = peers.ask("billing", path, body, X_Unbraid_Signature=signed(path, body))
        assert found[0] == status, (path, body, found)
    body = b'{"args": ["tuple"], "kwargs": ["dict"]}'
    assert peers.ask("billing", quote, body, X_Unbraid_Signature=signed(quote, body, time.time() - 3600))[0] == 401


def test_the_logs_of_both_sides_carry_the_number_of_the_request(peers: Peers) -> None:
    peers.ask("orders", "/orders/fail/local", X_Request_ID="number-7")
    lines = [json.loads(line) for line in peers.text().splitlines() if line.startswith("{")]
    assert [line["service"] for line in lines if line.get("request_id") == "number-7"] == ["billing"]


def test_an_owner_that_is_gone_is_a_transport_error(peers: Peers) -> None:
    peers.processes["billing"].terminate()
    peers.processes["billing"].wait(30)
    status, body = peers.ask("orders", "/orders/down")
    peers.processes["billing"] = peers.start("billing")
    assert (status, body["error"]) == (502, "Unreachable")


def test_generated_code_runs_on_old_pythons() -> None:
    """Python 3.8 is the oldest that is promised; its grammar is asked for."""
    import ast

    for name in ("unbraid_seams", "unbraid_codec", "unbraid_entities", "unbraid_context", "unbraid_service"):
        text = (Path(__file__).resolve().parents[3] / f"templates/service/any/{name}.py.j2").read_text()
        tree = ast.parse(text, feature_version=(3, 8))
        newer = {node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)}
        assert not newer & {"removeprefix", "removesuffix", "to_thread", "fromisocalendar"}, name
    assert load("unbraid_codec").DEPTH > 10
