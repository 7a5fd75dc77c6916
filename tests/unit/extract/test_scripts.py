"""Which modules a service does not import when it starts: those that act as soon as they are imported, and that nothing reaches."""

import json
from pathlib import Path

import pytest

from tests.unit.extract.scaffolding import FLASK_SHOP, HOMES, scaffolded

ACTING = {
    "a parser of the command line": "import argparse\n\nargs = argparse.ArgumentParser().parse_args()\n",
    "an application of its own": "from shop.app import create_app\n\napp = create_app()\n",
    "an application of its own, in a with": "from shop.app import create_app\n\nwith create_app().app_context():\n    print(1)\n",
    "the end of the process": "import os, sys\n\nif not os.environ.get('DATABASE_URL'):\n    sys.exit(0)\n",
    "a server": "from shop.orders.models import Order\n\nOrder.app.run(port=1)\n",
    "a loop": "import time\n\nwhile True:\n    time.sleep(1)\n",
}
QUIET = {
    "a main program": "from shop.app import create_app\n\nif __name__ == '__main__':\n    create_app().run()\n",
    "functions": "import sys\n\n\ndef main():\n    sys.exit(1)\n\n\nclass Command:\n    def run(self):\n        input()\n",
    "a registry": "from shop.orders.models import Order\n\nREGISTRY = {}\nREGISTRY.setdefault('order', Order)\n",
    "routes": "from flask import Blueprint\nfrom shop.app import create_app\n\napp = create_app()\n\n\n@app.get('/more')\ndef more():\n"
    "    return ''\n",
}


def imported(folder: Path, text: str, more: dict[str, str] | None = None) -> tuple[bool, bool]:
    """Whether the module that is added to the service's own is imported at its start, and whether it is listed as a script."""
    made = scaffolded(folder, {**FLASK_SHOP, "shop/orders/extra.py": text, **(more or {})}, HOMES)
    (told,) = [one for one in json.loads(made.text["system.json"])["services"] if one["id"] == "orders"]
    assert "services/orders/shop/orders/extra.py" in made.copies
    modules = made.configuration("orders")["modules"]
    assert isinstance(modules, list)
    assert "shop.orders.views" in modules
    return "shop.orders.extra" in modules, "shop.orders.extra" in told["scripts"]


@pytest.mark.parametrize("what", ACTING)
def test_what_acts_when_it_is_imported_is_not_imported_at_start(tmp_path: Path, what: str) -> None:
    assert imported(tmp_path, ACTING[what]) == (False, True)


@pytest.mark.parametrize("what", QUIET)
def test_what_defines_or_registers_is_imported_at_start(tmp_path: Path, what: str) -> None:
    assert imported(tmp_path, QUIET[what]) == (True, False)


@pytest.mark.parametrize("user", ["from shop.orders import extra\n", "import importlib\n\nMORE = 'shop.orders.extra'\n"])
def test_what_other_code_reaches_is_imported_at_start(tmp_path: Path, user: str) -> None:
    assert imported(tmp_path, ACTING["a loop"], {"shop/orders/more.py": user}) == (True, False)


def test_tests_reach_nothing(tmp_path: Path) -> None:
    assert imported(tmp_path, ACTING["a loop"], {"tests/test_extra.py": "from shop.orders import extra\n"}) == (False, True)
