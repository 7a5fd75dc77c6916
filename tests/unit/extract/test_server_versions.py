"""A generated service starts under the version of uvicorn that the monolith pins, whatever that version knows."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from analyzer.disk import write_tree
from tests.unit.extract.scaffolding import scaffolded

SHOP = {
    "shop/__init__.py": "",
    "shop/main.py": "from fastapi import FastAPI\nfrom shop.orders.routes import router\n\napp = FastAPI()\napp.include_router(router)\n",
    "shop/orders/__init__.py": "",
    "shop/orders/routes.py": "from fastapi import APIRouter\n\nrouter = APIRouter()\n\n\n"
    "@router.get('/orders')\ndef listing():\n    return []\n",
}
UVICORN = """
class Config:
    def __init__(self, app, host="127.0.0.1", port=8000, log_config=None{more}):
        print("serves on", port{shown})


def run(app, **options):
    Config(app, **options)
"""


@pytest.mark.parametrize(
    ("more", "shown", "printed"),
    [("", "", "serves on 8123"), (", timeout_graceful_shutdown=None", ", timeout_graceful_shutdown", "serves on 8123 20")],
    ids=["before 0.22", "since 0.22"],
)
def test_a_service_starts_under_old_and_new_uvicorn(tmp_path: Path, more: str, shown: str, printed: str) -> None:
    found = scaffolded(tmp_path / "shop", SHOP, {"shop.orders": "orders"})
    write_tree(found.files, tmp_path / "out", tmp_path / "shop")
    server = tmp_path / "server" / "uvicorn.py"
    server.parent.mkdir()
    server.write_text(UVICORN.replace("{more}", more).replace("{shown}", shown), encoding="utf-8")
    environment = {**os.environ, "PORT": "8123", "PYTHONPATH": str(server.parent)}
    service = tmp_path / "out" / "services" / "orders"
    done = subprocess.run([sys.executable, "-m", "service"], cwd=service, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert printed in done.stdout.splitlines()
