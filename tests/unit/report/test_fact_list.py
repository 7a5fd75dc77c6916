import json
from pathlib import Path

import pytest

from analyzer.app import facts_of
from analyzer.cli.facts import KINDS
from analyzer.report.encoding import ROWS, indented, listed
from analyzer.report.fact_list import FACT_KINDS

APP = """\
from flask import Flask
import shop.prices

app = Flask(__name__, static_folder=None)


@app.get("/price")
def price():
    return shop.prices.of(1)
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "__init__.py").write_text("")
    (tmp_path / "shop" / "app.py").write_text(APP)
    (tmp_path / "shop" / "prices.py").write_text("def of(number):\n    return number\n")
    return tmp_path


def rows(shop: Path, kind: str) -> list[dict[str, object]]:
    text, _ = facts_of(shop, kind, "json", workers=1)
    document = json.loads(text)
    assert document["schema_version"] == "1.0"
    found: list[dict[str, object]] = document["facts"]
    return found


def test_the_command_offers_every_kind() -> None:
    assert tuple(kind.name for kind in FACT_KINDS) == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_documented_and_prints(shop: Path, kind: str) -> None:
    assert f"| `{kind}` |" in (Path(__file__).parents[3] / "docs" / "facts.md").read_text()
    assert isinstance(rows(shop, kind), list)


def test_rows_have_places_and_fields(shop: Path) -> None:
    [row] = rows(shop, "imports")
    assert (row["importer"], row["target"], row["resolved"], row["when"]) == ("shop.app", "shop.prices", "shop.prices", "run")
    assert (row["path"], row["line"]) == ("shop/app.py", 2)
    [endpoint] = rows(shop, "endpoints")
    assert (endpoint["methods"], endpoint["route"], endpoint["handler"]) == (["GET"], "/price", "shop.app.price")
    assert [call["target"] for call in rows(shop, "calls")] == ["shop.prices.of"]


def test_a_package_is_told_with_its_distribution_and_the_versions_declared(shop: Path) -> None:
    (shop / "requirements.txt").write_text("flask>=3\nPyYAML==6.0\n")
    (shop / "shop" / "read.py").write_text("import yaml\nimport undeclared\nimport requests\n\n\nrequests.get('x')\nopen('data.csv')\n")
    found = {str(row["name"]): row for row in rows(shop, "packages") if row["type"] == "PackageImport"}
    told = {name: (row["distribution"], row["declared"], row["specifiers"]) for name, row in found.items()}
    assert told["yaml"] == ("pyyaml", True, ["==6.0"])
    assert told["flask"] == ("flask", True, [">=3"])
    assert told["undeclared"] == ("undeclared", False, [])
    assert [(row["kind"], row["what"]) for row in rows(shop, "outside")] == [("file", "data.csv"), ("http", "requests.get")]


def test_a_table_has_a_line_for_each_fact(shop: Path) -> None:
    text, _ = facts_of(shop, "endpoints", "table", workers=1)
    heading, line = text.decode().splitlines()
    assert heading.split()[:2] == ["place", "route"]
    assert line.startswith("shop/app.py:7  /price")


@pytest.mark.parametrize("count", [0, 1, ROWS - 1, ROWS, ROWS + 1, 2 * ROWS])
def test_a_list_written_in_parts_is_the_text_of_the_whole(count: int) -> None:
    rows = [{"name": f"é{at}\udc80" if at == ROWS else "é", "names": (at, "x"), "none": ()} for at in range(count)]
    assert listed({"schema_version": "1.0"}, "facts", iter(rows)) == indented({"schema_version": "1.0", "facts": rows}).encode()


def test_one_long_fact_does_not_widen_the_lines_of_all_others(tmp_path: Path) -> None:
    routes = "".join(f'@app.route("/{"long" * 30 if at == 7 else at}")\ndef view_{at}():\n    return ""\n\n\n' for at in range(20))
    (tmp_path / "app.py").write_text(f"from flask import Flask\n\napp = Flask(__name__)\n\n\n{routes}")
    text, _ = facts_of(tmp_path, "endpoints", "table", workers=1)
    columns = {line.index("  GET  ") for line in text.decode().splitlines()[1:]}
    assert max(columns) > 60 and sorted(columns)[-2] < 40
