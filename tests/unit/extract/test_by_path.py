"""Folders and migrations that code reaches by a path come along with whoever runs that code."""

from pathlib import Path

import pytest

from analyzer.extract import Kernel
from analyzer.extract.by_path import folders_named, runs_migrations
from tests.unit.extract.scaffolding import FLASK_SHOP, HOMES, scaffolded

MIGRATIONS = {
    "migrations/alembic.ini": "[alembic]\n",
    "migrations/script.py.mako": "",
    "migrations/env.py": "from alembic import context\nfrom shop.orders.models import Order\n\ncontext.configure(Order)\n",
    "migrations/versions/0001_first.py": '"""First."""\n\nrevision = "1"\n',
}
SERVICES = ("orders", "billing")


def started(line: str, imports: str) -> dict[str, str]:
    """A shop whose application runs something when it starts."""
    app = FLASK_SHOP["shop/app.py"].replace("    return app\n", f"    {line}\n    return app\n")
    return {**FLASK_SHOP, **MIGRATIONS, "shop/app.py": imports + app}


@pytest.mark.parametrize("kernel", Kernel)
def test_migrations_that_the_application_runs_are_in_every_service(tmp_path: Path, kernel: Kernel) -> None:
    made = scaffolded(tmp_path, started("upgrade()", "from flask_migrate import upgrade\n"), HOMES, kernel=kernel)
    for service in SERVICES:
        places = [f"services/{service}/", "kernel/src/"]
        for path in (*MIGRATIONS, "shop/orders/models.py"):
            assert any(place + path in (*made.copies, *made.text) for place in places), (service, path)


def test_an_extension_that_is_only_set_up_needs_no_migrations(tmp_path: Path) -> None:
    made = scaffolded(tmp_path, started("Migrate(app)", "from flask_migrate import Migrate\n"), HOMES)
    assert sum(f"services/{service}/migrations/env.py" in made.copies for service in SERVICES) == 1


def test_a_folder_that_held_code_puts_into_a_path_comes_along(tmp_path: Path) -> None:
    more = {"conf/words.txt": "one", "prices/list.csv": "1", "notes/todo.txt": "two"}
    files = {**started("open(os.path.join(os.path.dirname(app.root_path), 'conf', 'words.txt'))", "import os\n"), **more}
    files["shop/billing/prices.py"] = "from pathlib import Path\n\nLIST = Path(__file__).parents[2] / 'prices/list.csv'\nLABEL = 'notes'\n"
    copies = scaffolded(tmp_path, files, HOMES).copies
    assert {service for service in SERVICES if f"services/{service}/conf/words.txt" in copies} == set(SERVICES)
    assert {service for service in SERVICES if f"services/{service}/prices/list.csv" in copies} == {"billing"}
    assert not [path for path in copies if path.endswith("todo.txt")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("os.path.join(root, 'conf')", {"conf"}),
        ("Path('./conf/a.txt')", {"conf"}),
        ("root / 'conf'", {"conf"}),
        ("stamp(directory='conf')", {"conf"}),
        ("label = 'conf'", set()),
        ("','.join(['conf'])", set()),
        ("read('conf')", set()),
        ("os.path.join(root, 'other')", set()),
        ("Path('conf'", set()),
    ],
)
def test_only_what_is_part_of_a_path_names_a_folder(text: str, expected: set[str]) -> None:
    assert folders_named(text.encode(), ["conf", "docs"]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from flask_migrate import Migrate, stamp", True),
        ("import flask_migrate", True),
        ("from alembic import command", True),
        ("from alembic.command import upgrade", True),
        ("from alembic.script import ScriptDirectory", True),
        ("import alembic.command", True),
        ("from flask_migrate import Migrate", False),
        ("from alembic import op", False),
        ("from alembic.migration import MigrationContext", False),
        ("from .alembic import command", False),
    ],
)
def test_running_migrations_is_told_from_setting_them_up(text: str, expected: bool) -> None:
    assert runs_migrations(text.encode()) is expected
