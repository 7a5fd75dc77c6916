"""Django and FastAPI applications prove their split: what a test does in its own process arrives in the services."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from analyzer.app.proving import ProveJob, prove_to
from analyzer.disk import write_tree
from tests.unit.extract.scaffolding import scaffolded

DJANGO = {
    "manage.py": """
import sys
if __name__ == "__main__":
    from django.core.management import execute_from_command_line
    execute_from_command_line(sys.argv)
""",
    "shop/__init__.py": "",
    "shop/settings/__init__.py": "",
    "shop/settings/base.py": """
import os
SECRET_KEY = os.environ.get("SECRET_KEY", "x")
ROOT_URLCONF = "shop.urls"
WSGI_APPLICATION = "shop.wsgi.application"
ALLOWED_HOSTS = ["shop.example"]
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "orders", "billing"]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "shop.db"}}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
USE_TZ = True
GREETING = "good day"
""",
    "shop/settings/test.py": "from shop.settings.base import *\nGREETING = 'hello'\n",
    "shop/wsgi.py": """
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
""",
    "shop/urls.py": """
from django.urls import include, path
urlpatterns = [path("orders/", include("orders.urls")), path("billing/", include("billing.urls"))]
""",
    "orders/__init__.py": "",
    "orders/models.py": """
import sqlite3
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy
# As task queues have: a file of its own, the only one that the tests open, since their database is in memory.
sqlite3.connect("queue.db").close()
settings.HINT = gettext_lazy("a default of this application, which no test has set")
class Order(models.Model):
    number = models.IntegerField()
""",
    "orders/urls.py": """
from django.urls import path
from orders import views
urlpatterns = [path("", views.listing), path("new/", views.create), path("about/", views.about), path("who/", views.who)]
urlpatterns += [path("api/", views.numbers)]
""",
    "orders/views.py": """
import datetime
from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from rest_framework.decorators import api_view
from rest_framework.response import Response
from orders.models import Order

@api_view(["GET"])
def numbers(request):
    return Response({"numbers": sorted(Order.objects.values_list("number", flat=True))})

def listing(request):
    return JsonResponse({"numbers": sorted(Order.objects.values_list("number", flat=True))})

def create(request):
    Order.objects.create(number=int(request.POST["number"]))
    send_mail("Order", "Thanks for " + request.POST["number"], "shop@shop.example", ["you@shop.example"])
    request.session["last"] = request.POST["number"]
    return redirect("/orders/")

def about(request):
    today = datetime.date.today().year
    return HttpResponse("{} {} {} {}".format(settings.GREETING, request.get_host(), request.META["REMOTE_ADDR"], today))

def who(request):
    return HttpResponse("{} {}".format(request.user.username, request.session.get("last", "-")))
""",
    "orders/tests.py": """
from unittest import mock
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client, TestCase, override_settings
from rest_framework.test import APIClient
from orders.models import Order

class OrderTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.order = Order.objects.create(number=1)

    def test_listing(self):
        self.assertEqual(self.client.get("/orders/").json(), {"numbers": [1]})

    def test_create(self):
        response = self.client.post("/orders/new/", {"number": "7"})
        self.assertRedirects(response, "/orders/")
        self.assertEqual(Order.objects.count(), 2)
        self.assertEqual([m.body for m in mail.outbox], ["Thanks for 7"])
        self.assertEqual(mail.outbox[0].to, ["you@shop.example"])

    def test_rows_of_other_tests_are_gone(self):
        self.assertEqual(self.client.get("/orders/").json(), {"numbers": [1]})
        self.assertEqual(mail.outbox, [])

    def test_csrf(self):
        strict = Client(enforce_csrf_checks=True)
        self.assertEqual(strict.post("/orders/new/", {"number": "7"}).status_code, 403)

    def test_login_and_session(self):
        user = User.objects.create_user("alice", password="x")
        self.client.force_login(user)
        self.client.post("/orders/new/", {"number": "9"})
        self.assertEqual(self.client.get("/orders/who/").content, b"alice 9")
        self.assertEqual(self.client.session["last"], "9")

    @override_settings(GREETING="moin")
    def test_setting(self):
        self.assertTrue(self.client.get("/orders/about/").content.startswith(b"moin testserver 127.0.0.1"))

    def test_address_and_host(self):
        response = self.client.get("/orders/about/", headers={"host": "shop.example"}, REMOTE_ADDR="10.1.2.3")
        self.assertTrue(response.content.startswith(b"hello shop.example 10.1.2.3"), response.content)

    def test_patched(self):
        with mock.patch("orders.views.redirect"):
            with self.assertRaises(Exception):
                self.client.get("/orders/new/")

    def test_other_service(self):
        self.assertEqual(self.client.get("/billing/").content, b"1 orders")

    def test_no_request(self):
        self.assertEqual(Order.objects.get().number, 1)

    def test_data(self):
        self.assertEqual(APIClient().get("/orders/api/").data, {"numbers": [1]})

class RowsOfAClass(TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = Order.objects.create(number=41)

    def test_class_rows(self):
        self.client.post("/orders/new/", {"number": "42"})
        self.assertEqual(self.client.get("/orders/").json(), {"numbers": [41, 42]})
        self.assertEqual(Order.objects.get(number=42).pk, self.order.pk + 1)

    def test_class_rows_again(self):
        self.client.post("/orders/new/", {"number": "43"})
        self.assertEqual(self.client.get("/orders/").json(), {"numbers": [41, 43]})
        self.assertEqual(Order.objects.get(number=43).pk, self.order.pk + 1)

class RowsOfNoClass(TestCase):
    def test_rows_of_other_classes_are_gone(self):
        self.assertEqual(self.client.get("/orders/").json(), {"numbers": []})
""",
    "billing/__init__.py": "",
    "billing/urls.py": "from django.urls import path\nfrom billing import views\nurlpatterns = [path('', views.count)]\n",
    "billing/views.py": """
from django.http import HttpResponse
from orders.models import Order

def count(request):
    return HttpResponse("{} orders".format(Order.objects.count()))
""",
}
FASTAPI = {
    "shop/__init__.py": "",
    "shop/db.py": """
import os
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import StaticPool

class Base(DeclarativeBase):
    pass

engine = create_engine(os.environ.get("DATABASE_URL", "sqlite://"), poolclass=StaticPool, connect_args={"check_same_thread": False})

def session():
    with Session(engine) as found:
        yield found
""",
    "shop/main.py": """
from fastapi import FastAPI
from shop.billing.routes import router as billing
from shop.orders.routes import router as orders

app = FastAPI()
app.include_router(orders, prefix="/orders")
app.include_router(billing, prefix="/billing")
""",
    "shop/orders/__init__.py": "",
    "shop/orders/models.py": """
from sqlalchemy.orm import Mapped, mapped_column
from shop.db import Base

class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
""",
    "shop/orders/routes.py": """
from fastapi import APIRouter, Depends, Request
from sqlalchemy import select
from sqlalchemy.orm import Session
from shop.db import session
from shop.orders.models import Order

router = APIRouter()

@router.get("/")
def listing(db: Session = Depends(session)):
    return sorted(db.scalars(select(Order.number)))

@router.post("/{number}", status_code=201)
async def create(number: int, db: Session = Depends(session)):
    db.add(Order(number=number))
    db.commit()
    return {"number": number}

@router.get("/echo/{word:path}")
async def echo(word: str, request: Request):
    return [word, request.headers.get("x-tag"), request.url.hostname, dict(request.query_params)]
""",
    "shop/billing/__init__.py": "",
    "shop/billing/routes.py": """
from fastapi import APIRouter, Depends
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from shop.db import session
from shop.orders.models import Order

router = APIRouter()

@router.get("/count")
def count(db: Session = Depends(session)):
    return db.scalar(select(func.count()).select_from(Order))
""",
    "tests/conftest.py": """
import pytest
from fastapi.testclient import TestClient
from shop.db import Base, engine
from shop.main import app
from shop.orders import models

@pytest.fixture
def client():
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    with TestClient(app) as client:
        yield client
""",
    "tests/test_shop.py": """
from shop.db import session
from shop.main import app

def test_create(client):
    assert client.post("/orders/5").status_code == 201
    assert client.get("/orders/").json() == [5]
    assert client.get("/billing/count").json() == 1

def test_empty(client):
    assert client.get("/orders/").json() == []

def test_bad(client):
    assert client.post("/orders/x").status_code == 422

def test_echo(client):
    found = client.get("/orders/echo/a%20b/c", headers={"X-Tag": "t"}, params={"q": "\\u00e4 &"}).json()
    assert found == ["a b/c", "t", "testserver", {"q": "\\u00e4 &"}]

def test_overridden(client):
    class Empty:
        def scalars(self, query):
            return [1]
    app.dependency_overrides[session] = Empty
    try:
        assert client.get("/orders/").json() == [1]
    finally:
        app.dependency_overrides.clear()
""",
}
HOMES = {"django": {"orders": "orders", "billing": "billing"}, "fastapi": {"shop.orders": "orders", "shop.billing": "billing"}}
COMMANDS = {
    "django": ("python", "manage.py", "test", "--settings=shop.settings.test"),
    "fastapi": ("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly"),
}


def proof_of(name: str, files: dict[str, str], folder: Path) -> dict[str, Any]:
    write_tree(scaffolded(folder / "shop", files, HOMES[name]).files, folder / "out", folder / "shop")
    job = ProveJob(folder / "shop", folder / "out", COMMANDS[name], folder / "proof", ("A0", "A2", "controls"), sys.executable)
    prove_to(job)
    found: dict[str, Any] = json.loads((folder / "proof" / "proof.json").read_text())
    return found


@pytest.fixture(scope="module")
def django(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return proof_of("django", DJANGO, tmp_path_factory.mktemp("django"))


@pytest.fixture(scope="module")
def fastapi(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return proof_of("fastapi", FASTAPI, tmp_path_factory.mktemp("fastapi"))


def portable(proof: dict[str, Any]) -> dict[str, str]:
    return {str(test["test"]).rpartition("::")[2].rpartition(".")[2]: test["why_not"] for test in proof["tests"]}


def test_every_portable_test_of_django_passes_in_separate_processes(django: dict[str, Any]) -> None:
    assert portable(django) == {
        **dict.fromkeys(("test_listing", "test_create", "test_rows_of_other_tests_are_gone", "test_csrf", "test_login_and_session"), ""),
        **dict.fromkeys(("test_setting", "test_address_and_host", "test_other_service", "test_data"), ""),
        **dict.fromkeys(("test_class_rows", "test_class_rows_again", "test_rows_of_other_classes_are_gone"), ""),
        "test_patched": "patches orders.views.redirect while a request is made; lets an exception of the application out of the client: "
        "MultiValueDictKeyError",
        "test_no_request": "it makes no request through a test client",
    }
    assert django["losses"] == []
    assert {rung["rung"]: rung["portable_passed"] for rung in django["rungs"]} | {"controls": 0} == {
        "baseline": 12, "record": 12, "A0": 12, "A2": 12, "controls": 0,
    }  # fmt: skip


def test_services_of_django_that_are_stopped_are_missed(django: dict[str, Any]) -> None:
    assert {control["what"]: control["held"] for control in django["controls"]} == {"stop orders": True, "stop billing": True}
    assert django["gates"] == []


def test_every_portable_test_of_fastapi_passes_in_separate_processes(fastapi: dict[str, Any]) -> None:
    assert portable(fastapi) == {
        **dict.fromkeys(("test_create", "test_empty", "test_bad", "test_echo"), ""),
        "test_overridden": "overrides the dependencies session",
    }
    assert fastapi["losses"] == []
    assert {rung["rung"]: rung["portable_passed"] for rung in fastapi["rungs"]} | {"controls": 0} == {
        "baseline": 4, "record": 4, "A0": 4, "A2": 4, "controls": 0,
    }  # fmt: skip
    assert {control["what"]: control["held"] for control in fastapi["controls"]} == {"stop orders": True, "stop billing": True}
