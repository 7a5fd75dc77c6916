"""What the system around services follows from: folders, needs, paths of OpenAPI, ownership, quoting."""

import json
from pathlib import Path

import pytest
import yaml

from analyzer.extract.deploy.openapi.paths import template_of
from analyzer.extract.escape import quote_sql, quote_sql_name
from analyzer.extract.folders import service_folders
from tests.unit.extract.scaffolding import FLASK_SHOP, HOMES, scaffolded


def test_folders_are_host_names() -> None:
    found = service_folders(("Order Desk", "order-desk", "db", "2fa", "é", "x" * 90, "a_b"))
    assert found == {
        "Order Desk": "order-desk",
        "order-desk": "order-desk-2",
        "db": "db-2",
        "2fa": "service-2fa",
        "é": "service",
        "x" * 90: "x" * 40,
        "a_b": "a-b",
    }


@pytest.mark.parametrize(
    ("route", "framework", "path", "types"),
    [
        ("/orders/<int:pk>/", "flask", "/orders/{pk}/", ["integer"]),
        ("/f/<path:name>", "flask", "/f/{name}", ["string"]),
        ("/a/<any(x, y):kind>/<uuid:u>", "flask", "/a/{kind}/{u}", ["string", "string"]),
        ("/orders/<pk>/lines/<pk>", "flask", "/orders/{pk}/lines/{pk_2}", ["string", "string"]),
        ("/files/{path:path}", "fastapi", "/files/{path}", ["string"]),
        ("/n/{number:\\d+}", "aiohttp", "/n/{number}", ["integer"]),
        ("^bills/(?P<year>[0-9]{4})/$", "django", "/bills/{year}/", ["string"]),
        ("^b/(?P<n>[0-9]+)\\.json$", "django", "/b/{n}.json", ["integer"]),
        ("/", "flask", "/", []),
        ("^x/(\\d+)/$", "django", None, []),
        ("^x/(?:a|b)/$", "django", None, []),
        ("/a?b", "flask", None, []),
    ],
)
def test_paths_of_openapi(route: str, framework: str, path: str | None, types: list[str]) -> None:
    template = template_of(route, framework)
    assert (template and template.path) == path
    assert [schema["type"] for _, schema in template.variables] == types if template else types == []


def shop_with(requirements: str, extra: dict[str, str] | None = None) -> dict[str, str]:
    files = {name: text for name, text in FLASK_SHOP.items() if name != "requirements.lock"}
    uses = "".join(f"import {name}\n" for name in ("sqlalchemy", "psycopg2", "pymysql") if name in requirements)
    return {**files, "requirements.txt": requirements, "shop/orders/models.py": uses + files["shop/orders/models.py"], **(extra or {})}


@pytest.mark.parametrize(
    ("requirements", "parts", "address"),
    [
        ("flask\n", set(), None),
        ("flask\nsqlalchemy\n", set(), "${DATABASE_URL:-sqlite:////data/app.db}"),
        ("flask\nsqlalchemy\npsycopg2-binary\n", {"db"}, "postgresql://app:${DATABASE_PASSWORD:-app}@db:5432/app"),
        ("flask\nsqlalchemy\npsycopg[binary]\n", {"db"}, "postgresql+psycopg://app:${DATABASE_PASSWORD:-app}@db:5432/app"),
        ("flask\nsqlalchemy\npymysql\n", {"db"}, "mysql+pymysql://app:${DATABASE_PASSWORD:-app}@db:3306/app"),
    ],
)
def test_the_database_is_that_of_the_declared_driver(tmp_path: Path, requirements: str, parts: set[str], address: str | None) -> None:
    found = scaffolded(tmp_path, shop_with(requirements), HOMES)
    compose = yaml.safe_load(found.text["compose.yaml"])
    assert set(compose["services"]) - {"orders", "billing", "gateway"} == parts
    assert compose["services"]["orders"]["environment"].get("DATABASE_URL") == address
    volumes = compose["services"]["orders"].get("volumes")
    assert volumes == (["database:/data"] if address and "sqlite" in address else None)
    assert ("mkdir /data" in found.text["services/orders/Dockerfile"]) == bool(address and "sqlite" in address)


def test_names_are_quoted_in_sql() -> None:
    assert quote_sql("it's") == "'it''s'"
    assert quote_sql_name('sales."x') == '"sales"."""x"'


def test_tables_with_hostile_names_stay_names(tmp_path: Path) -> None:
    evil = 'x"; DROP TABLE y; --\\n'
    model = "from sqlalchemy.orm import DeclarativeBase\n\n\nclass Base(DeclarativeBase):\n    pass\n\n\n"
    model += f"class Row(Base):\n    __tablename__ = {evil!r}\n"
    found = scaffolded(tmp_path, shop_with("flask\nsqlalchemy\npsycopg2\n", {"shop/orders/rows.py": model}), HOMES)
    lines = [line for line in found.text["database/roles.sql"].splitlines() if "DROP" in line]
    assert lines == [f'GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE {quote_sql_name(evil)} TO "orders";']


def test_a_document_for_each_service_names_its_own_routes(tmp_path: Path) -> None:
    found = scaffolded(tmp_path, FLASK_SHOP, HOMES)
    paths = {service: list(json.loads(found.text[f"openapi/{service}.json"])["paths"]) for service in ("orders", "billing")}
    assert paths == {"orders": ["/orders/{number}", "/static/{filename}"], "billing": ["/billing/{number}"]}


def test_a_list_of_rest_framework_is_an_array_or_a_page(tmp_path: Path) -> None:
    files = {
        "shop/__init__.py": "",
        "shop/settings.py": 'ROOT_URLCONF = "shop.urls"\nINSTALLED_APPS = ["orders"]\n',
        "shop/wsgi.py": "from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n",
        "shop/urls.py": (
            "from django.urls import include, path\nfrom rest_framework.routers import DefaultRouter\nfrom orders.views import Orders\n"
            'router = DefaultRouter()\nrouter.register("orders", Orders, basename="order")\n'
            'urlpatterns = [path("", include(router.urls))]\n'
        ),
        "orders/__init__.py": "",
        "orders/views.py": (
            "from rest_framework import serializers, viewsets\n\nclass OrderSerializer(serializers.Serializer):\n"
            "    number = serializers.IntegerField()\n\nclass Orders(viewsets.ModelViewSet):\n    serializer_class = OrderSerializer\n"
        ),
    }
    told = json.loads(scaffolded(tmp_path, files, {"orders": "orders"}).text["openapi/orders.json"])
    reference = {"$ref": "#/components/schemas/OrderSerializer"}

    def schema(path: str, method: str, status: str) -> object:
        return told["paths"][path][method]["responses"][status]["content"]["application/json"]["schema"]

    array = {"type": "array", "items": reference}
    page = {"type": "object", "properties": {"results": array}, "required": ["results"]}
    assert schema("/orders/", "get", "200") == {"anyOf": [array, page]}
    assert (schema("/orders/", "post", "201"), schema("/orders/{pk}/", "get", "200")) == (reference, reference)
