"""Queues, end to end: one service puts a job of another into its queue by name, and the owner's worker does it.

The web process and the worker run in processes of their own with the real libraries: Celery, RQ and Dramatiq on a Redis
server, Huey on an SQLite file.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from analyzer.app import Job, scaffold_to
from tests.ports import free_port

REDIS = shutil.which("redis-server")
COMMON = {
    "shop/__init__.py": "",
    "shop/done.py": """
import os
def note(text):
    with open(os.environ["DONE"], "a") as stream:
        stream.write(text + "\\n")
""",
    "shop/app.py": """
from flask import Flask
from shop.orders import views as orders
from shop.billing import views as billing
def create_app():
    app = Flask("shop")
    app.register_blueprint(orders.bp)
    app.register_blueprint(billing.bp)
    return app
""",
    "shop/orders/__init__.py": "",
    "shop/billing/__init__.py": "",
    "shop/billing/views.py": """
from flask import Blueprint
bp = Blueprint("billing", __name__, url_prefix="/billing")
@bp.get("/")
def index():
    return {"service": "billing"}
""",
}
VIEWS = """
from flask import Blueprint
from shop.orders.jobs import pack
%s
bp = Blueprint("orders", __name__, url_prefix="/orders")
@bp.post("/<int:number>")
def buy(number):
    %s
    %s
    return {"number": number}
"""
SHOPS: dict[str, dict[str, str]] = {
    "celery": {
        "requirements.txt": "flask\ncelery[redis]\n",
        "shop/queues.py": """
import os
from celery import Celery
app = Celery("shop", broker=os.environ["REDIS_URL"])
""",
        "shop/orders/jobs.py": """
from shop.done import note
from shop.queues import app
@app.task
def pack(number):
    note('packed %d' % number)
""",
        "shop/orders/views.py": VIEWS
        % (
            "from shop.billing.jobs import charge, thank\nfrom shop.queues import app",
            "charge.delay(number, cents=5)\n    thank.apply_async((number,), countdown=1)",
            "pack.delay(number)\n    app.send_task('remind', args=(number,))",
        ),
        "shop/billing/jobs.py": """
from celery import shared_task
from shop.done import note
from shop.queues import app
@app.task
def charge(number: int, cents: int) -> None:
    note('charged %d %d' % (number, cents))
@shared_task(name="remind")
def reminding(number: int) -> None:
    note('reminded %d' % number)
@app.task(bind=True)
def thank(self, number: int) -> None:
    note('thanked %d' % number)
""",
    },
    "rq": {
        "requirements.txt": "flask\nrq\nredis\n",
        "shop/queues.py": """
import os
from redis import Redis
from rq import Queue
connection = Redis.from_url(os.environ["REDIS_URL"])
queue = Queue("default", connection=connection)
""",
        "shop/orders/jobs.py": "from shop.done import note\n\ndef pack(number):\n    note('packed %d' % number)\n",
        "shop/orders/views.py": VIEWS
        % (
            "from shop.billing.jobs import charge\nfrom shop.billing.mails import thank\nfrom shop.queues import queue",
            "queue.enqueue(charge, number, cents=5)\n    queue.enqueue_call('shop.billing.jobs.remind', args=(number,))",
            "thank.delay(number)\n    queue.enqueue(pack, number)",
        ),
        "shop/billing/jobs.py": """
from shop.done import note
def charge(number: int, cents: int) -> None:
    note('charged %d %d' % (number, cents))
def remind(number: int) -> None:
    note('reminded %d' % number)
""",
        "shop/billing/mails.py": """
from rq.decorators import job
from shop.done import note
from shop.queues import connection
@job("low", connection=connection)
def thank(number: int) -> None:
    note('thanked %d' % number)
""",
    },
    "dramatiq": {
        "requirements.txt": "flask\ndramatiq[redis]\n",
        "shop/queues.py": """
import os
import dramatiq
from dramatiq.brokers.redis import RedisBroker
broker = RedisBroker(url=os.environ["REDIS_URL"])
dramatiq.set_broker(broker)
""",
        "shop/orders/jobs.py": """
import dramatiq
import shop.queues
from shop.done import note
@dramatiq.actor
def pack(number):
    note('packed %d' % number)
""",
        "shop/orders/views.py": VIEWS
        % (
            "import dramatiq\nfrom shop.billing.jobs import charge, thank\nfrom shop.queues import broker",
            "charge.send(number, cents=5)\n    thank.send_with_options(args=(number,), delay=300)",
            "pack.send(number)\n    broker.enqueue(dramatiq.Message('default', 'remind', (number,), {}, {}))",
        ),
        "shop/billing/jobs.py": """
import dramatiq
import shop.queues
from shop.done import note
@dramatiq.actor(queue_name="money")
def charge(number: int, cents: int) -> None:
    note('charged %d %d' % (number, cents))
@dramatiq.actor(actor_name="remind")
def remind_them(number: int) -> None:
    note('reminded %d' % number)
@dramatiq.actor(max_retries=0)
def thank(number: int) -> None:
    note('thanked %d' % number)
""",
    },
    "huey": {
        "requirements.txt": "flask\nhuey\n",
        "shop/queues.py": """
import os
from huey import SqliteHuey
huey = SqliteHuey("shop", filename=os.environ["HUEY_FILE"])
""",
        "shop/orders/jobs.py": """
from shop.done import note
from shop.queues import huey
@huey.task()
def pack(number):
    note('packed %d' % number)
""",
        "shop/orders/views.py": VIEWS
        % (
            "from shop.billing.jobs import charge, remind, thank",
            "charge(number, cents=5)\n    thank.schedule((number,), delay=1)",
            "pack(number)\n    remind(number)",
        ),
        "shop/billing/jobs.py": """
from shop.done import note
from shop.queues import huey
@huey.task()
def charge(number: int, cents: int) -> None:
    note('charged %d %d' % (number, cents))
@huey.periodic_task(lambda moment: True)
def nightly() -> None:
    pass
@huey.task(name="reminding")
def remind(number: int) -> None:
    note('reminded %d' % number)
@huey.task()
def thank(number: int) -> None:
    note('thanked %d' % number)
""",
    },
}
BUY = """
import service
client = service.app.test_client()
answer = client.post("/orders/7")
assert answer.status_code == 200, answer.text
"""
BILLING, ORDERS = {"charged 7 5", "reminded 7", "thanked 7"}, {"packed 7"}


def boundaries(shop: dict[str, str]) -> str:
    """Orders and billing as services, all else shared."""
    modules = [path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in shop if path.endswith(".py")]
    homes = {name: [one for one in modules if one.startswith(f"shop.{name}")] for name in ("orders", "billing")}
    shared = [one for one in modules if one not in homes["orders"] + homes["billing"]]
    services = "".join(f"[services.{name}]\nmodules = {json.dumps(sorted(found))}\n" for name, found in homes.items())
    return f"format = 1\n{services}[shared]\nmodules = {json.dumps(sorted(shared))}\n"


@pytest.fixture(params=sorted(SHOPS))
def system(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The services of a shop with one queue library, in a folder that is called like it."""
    shop = COMMON | SHOPS[request.param]
    for path, text in shop.items():
        (tmp_path / "source" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "source" / path).write_text(text)
    out = tmp_path / request.param
    out.mkdir()
    (out / "boundaries.toml").write_text(boundaries(shop))
    scaffold_to(Job(tmp_path / "source", out, workers=1))
    return out


@contextmanager
def broker(system: Path) -> Iterator[dict[str, str]]:
    """The environment of all processes, with the queue that they share."""
    found = {**os.environ, "DONE": str(system / "done.txt"), "PYTHONDONTWRITEBYTECODE": "1", "UNBRAID_SECRET": "between-services"}
    found |= {"HUEY_FILE": str(system / "huey.db"), "PYTHONPATH": ""}
    if system.name == "huey":
        yield found
        return
    port = free_port()
    command = [str(REDIS), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(system)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        yield found | {"REDIS_URL": f"redis://127.0.0.1:{port}/0"}
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def working(system: Path, service: str, environment: dict[str, str]) -> Iterator[Path]:
    """The worker of a service, started as ``system.json`` says; gives its log."""
    told = {one["id"]: one for one in json.loads((system / "system.json").read_text())["services"]}[service]
    assert [one["kind"] for one in told["workers"]] == [system.name]
    assert told["worker_command"] == told["workers"][0]["command"]
    folder, log = system / "services" / service, system / f"{service}.log"
    with log.open("wb") as stream:
        process = subprocess.Popen([sys.executable, *told["worker_command"]], cwd=folder, env=environment, stdout=stream, stderr=stream)
    try:
        yield log
    finally:
        process.terminate()
        process.wait(30)


def done(system: Path) -> set[str]:
    path = system / "done.txt"
    return set(path.read_text().splitlines()) if path.exists() else set()


def wait_until(system: Path, wanted: set[str], log: Path) -> None:
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        if wanted <= done(system):
            return
        time.sleep(0.1)
    raise AssertionError(f"{done(system)} of {wanted}: {log.read_text()[-3000:]}")


def test_a_job_goes_to_the_queue_of_its_owner_and_only_its_worker_takes_it(system: Path) -> None:
    if system.name != "huey" and REDIS is None:
        pytest.skip("redis-server is not installed (tools/system_packages.sh installs it)")
    with broker(system) as environment:
        time.sleep(0.5)
        bought = subprocess.run(
            [sys.executable, "-c", BUY], cwd=system / "services/orders", env=environment, capture_output=True, text=True, check=False
        )
        assert bought.returncode == 0, bought.stderr
        assert done(system) == set()
        with working(system, "orders", environment) as log:
            wait_until(system, ORDERS, log)
            time.sleep(2)
            assert done(system) == ORDERS, "the worker of orders has taken a job of billing"
        with working(system, "billing", environment) as log:
            wait_until(system, ORDERS | BILLING, log)
    assert len((system / "done.txt").read_text().splitlines()) == 4


def test_the_callers_stand_in_has_no_body_and_everything_around_knows_the_worker(system: Path) -> None:
    stand_in = (system / "services/orders/shop/billing/jobs.py").read_text()
    assert "charged" not in stand_in
    told: dict[str, Any] = json.loads((system / "services/orders/unbraid_service.json").read_text())
    queues = told["queues"][system.name]
    assert {queue for name, queue in queues.items() if "pack" in name} == {"orders"}
    assert {queue for name, queue in queues.items() if "charge" in name} == {"billing"}
    compose = (system / "compose.yaml").read_text()
    command = json.loads((system / "system.json").read_text())["services"][0]["worker_command"]
    assert json.dumps(["python", *command]) in compose
    assert "billing-worker" in compose
    assert "orders-worker" in (system / "kubernetes/base/orders.yaml").read_text()
    assert ("redis" in compose) == (system.name != "huey")
    lists = [system / "services/billing/requirements.txt", system / "kernel/requirements.txt"]
    assert system.name in "".join(path.read_text() for path in lists)


PERIODIC = """
import datetime, json, service
from shop.queues import huey
print(json.dumps([type(task).__name__ for task in huey.read_periodic(datetime.datetime.now())]))
"""


@pytest.mark.parametrize("system", ["huey"], indirect=True)
def test_a_periodic_job_is_started_by_its_owner_only(system: Path) -> None:
    environment = {**os.environ, "HUEY_FILE": str(system / "huey.db"), "DONE": "/dev/null", "UNBRAID_SECRET": "x"}
    found = {}
    for service in ("orders", "billing"):
        command = [sys.executable, "-c", PERIODIC]
        done = subprocess.run(command, cwd=system / "services" / service, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        found[service] = json.loads(done.stdout.splitlines()[-1])
    assert found == {"orders": [], "billing": ["nightly"]}
