"""Which files that are no modules a service gets."""

from pathlib import Path

import pytest

from analyzer.extract import large_assets
from tests.unit.extract.scaffolding import FLASK_SHOP, HOMES, scaffolded

FILES = {
    **FLASK_SHOP,
    "VERSION.txt": "7",
    "CHANGES.txt": "none of anybody's business",
    "shop/settings.py": FLASK_SHOP["shop/settings.py"] + "\nVERSION = open('VERSION.txt').read()\n",
    "shop/locale/de.po": "x" * 600,
    "shop/locale/fr.po": "x" * 600,
    "shop/billing/sql/find.sql": "select 1",
    "shop/billing/sql.py": "import pathlib\n\nFOLDER = pathlib.Path(__file__).parent / 'sql'\n\n\ndef find():\n    return FOLDER\n",
    "shop/billing/invoices.py": "from shop.billing import sql\n\n\ndef charge(number: int) -> bool:\n    return sql.find()\n",
    "shop/billing/static/bill.css": "",
}


def test_what_a_held_file_names_at_the_top_comes_along(tmp_path: Path) -> None:
    copies = scaffolded(tmp_path, FILES, HOMES).copies
    assert "services/orders/VERSION.txt" in copies
    assert "services/orders/CHANGES.txt" not in copies


def test_a_stand_in_gets_the_files_that_it_still_names(tmp_path: Path) -> None:
    invoices = "from shop.billing.sql import FOLDER\n\n\ndef charge(number: int) -> bool:\n    return bool(FOLDER)\n\n\ncharge(1)\n"
    kept = {**FILES, "shop/billing/invoices.py": invoices}
    assert "services/orders/shop/billing/sql/find.sql" in scaffolded(tmp_path / "a", kept, HOMES).copies
    assert (
        "services/orders/shop/billing/static/bill.css"
        not in scaffolded(tmp_path / "b", FILES, {"shop.orders": "orders", "shop": "rest"}).copies
    )


def test_large_shared_folders_go_to_one_service_and_are_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large_assets, "LARGE", 1000)
    made = scaffolded(tmp_path, FILES, HOMES)
    holders = {path.split("/")[1] for path in made.copies if path.endswith("de.po")}
    assert len(holders) == 1
    (problem,) = [problem for problem in made.problems if problem.code == "large-assets"]
    assert (problem.at.path, "1,200 bytes" in problem.message) == ("shop/locale", True)
    assert holders.pop() in problem.message
