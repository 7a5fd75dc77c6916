"""Numbers on the page of the sample, followed to report.json; from there tests/unit/report/test_summary_from_facts.py goes on to facts."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analyzer import app
from tests.e2e.browsing import Opened, page_of
from tests.e2e.command import copy_of_sample, unbraid

ROWS = """(selector) => [...document.querySelectorAll(selector)].map((row) => [...row.children].map((cell) => cell.innerText.trim()))"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("numbers")
    app.analyze_to(app.Job(copy_of_sample(place / "webnet"), place / "out"))
    return place / "out"


@pytest.fixture(scope="module")
def data(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def opened(browser: Any, folder: Path) -> Iterator[Opened]:
    with page_of(browser, folder / "report.html") as made:
        made.page.evaluate("dispatchEvent(new Event('beforeprint'))")
        yield made


def rows(opened: Opened, selector: str) -> list[list[str]]:
    found: list[list[str]] = opened.page.evaluate(ROWS, selector)
    return found


def figure(text: str) -> int:
    return int(text.replace(",", ""))


def titles(data: dict[str, Any]) -> dict[str, str]:
    return {**{service["id"]: service["title"] for service in data["services"]}, "shared": "shared kernel"}


def test_the_tiles_and_the_contents(opened: Opened, data: dict[str, Any]) -> None:
    total = data["summary"]
    tiles = {label: value for label, value, *_ in rows(opened, "#summary .number")}
    named = {
        "Services": "services",
        "Code": "lines",
        "Data": "tables",
        "Routes": "routes",
        "Uses across": "calls_across",
        "Blockers": "blockers",
    }
    assert {label: figure(tiles[label]) for label in named} == {label: total[name] for label, name in named.items()}
    low, likely, high = total["effort"]
    assert tiles["Effort"] == f"{low + 0.5:.0f}–{high + 0.5:.0f}".replace(".", "") or tiles["Effort"] == f"{round(low)}–{round(high)}"
    assert f"likely {round(likely)}" in opened.page.locator("#summary .numbers").inner_text()
    assert tiles["Stability"] == f"{total['stability']:.0%}"
    counts = [figure(text) for text in opened.page.locator(".contents i").all_text_contents()]
    names = ("services", "tables", "seams")
    unseen = total["blind_spots"] + total["problems"]
    assert counts == [*(total[name] for name in names), len(data["findings"]), len(data["modules"]), unseen]


def test_the_table_of_services(opened: Opened, data: dict[str, Any]) -> None:
    *found, kernel = rows(opened, "#summary .services tbody tr")
    for row, service in zip(found, data["services"], strict=True):
        parts = (service["modules"], service["entities"], service["routes"], service["calls"], service["called_by"])
        modules, tables, routes, uses, used = map(len, parts)
        assert row[1] == service["title"] and row[9] == service["risk"]
        assert [figure(text) for text in (row[0], *row[2:9])] == [
            service["wave"], modules, service["lines"], tables, routes, uses, used, service["blockers"],
        ]  # fmt: skip
    assert [figure(text) for text in kernel[2:4]] == [data["summary"]["kernel_modules"], data["summary"]["kernel_lines"]]


def test_calls_between_services(opened: Opened, data: dict[str, Any]) -> None:
    called = {(titles(data)[call["caller"]], titles(data)[call["callee"]]): call for call in data["calls"]}
    for section in ("graph", "flows"):
        found = rows(opened, f"#{section} .twin tbody tr")
        assert {(row[0], row[1]): figure(row[2]) for row in found} == {pair: call["count"] for pair, call in called.items()}
    labels = {text for text in opened.page.locator("svg.graph text.count").all_text_contents() if text}
    assert labels and labels <= {f"{call['count']:,}" for call in data["calls"]}


def test_the_map_and_the_matrix_of_modules(opened: Opened, data: dict[str, Any]) -> None:
    homes = {module["name"]: module["service"] for module in data["modules"]}
    kinds = {module["name"]: module["kind"] for module in data["modules"]}
    between: Counter[tuple[str, str]] = Counter()
    for use in data["uses"]:
        if use["source"] in homes and use["target"] in homes and "test" not in (kinds[use["source"]], kinds[use["target"]]):
            between[titles(data)[homes[use["source"]]], titles(data)[homes[use["target"]]]] += use["count"]
    found = {(row[0], row[1]): figure(row[2]) for row in rows(opened, "#matrix .twin tbody tr")}
    assert len(found) > 40
    named = {(titles(data)[call["caller"]], titles(data)[call["callee"]]): call["count"] for call in data["calls"]}
    for pair, count in found.items():
        assert count == (named[pair] if pair in named and "shared kernel" not in pair else between[pair]), pair


def test_the_owners_of_data(opened: Opened, data: dict[str, Any]) -> None:
    heads = opened.page.locator("#data .matrix thead th").all_inner_texts()[1:]
    known = {table["table"] or table["entity"]: table for table in data["tables"]}
    found = rows(opened, "#data .matrix tbody tr")
    assert len(found) == len(known)
    for name, *cells in found:
        table = known[name.splitlines()[0]]
        for service, text in zip(heads, cells, strict=True):
            counts = {
                letter: one["count"]
                for letter, part in (("W", "writers"), ("R", "readers"))
                for one in table[part]
                if titles(data)[one["service"]] == service
            }
            assert text in (" ".join(f"{letter} {count}" for letter, count in counts.items()), "owns" if not counts else "-")


def test_seams_findings_and_the_plan(opened: Opened, data: dict[str, Any]) -> None:
    classes = Counter(seam["seam_class"] for seam in data["seams"])
    chips = [figure(text.rpartition(" ")[2]) for text in opened.page.locator("#seams .filters .chip").all_text_contents()]
    assert sorted(chips[: len(classes)]) == sorted(classes.values())
    cards = opened.page.locator("#findings details.card > summary .soft").all_inner_texts()
    assert sum(figure(text.split()[0]) for text in cards) == len(data["findings"])
    waves = {row[0]: row for row in rows(opened, "#roadmap .timeline tbody tr")}
    for wave in {step["wave"] for step in data["steps"]}:
        likely = sum(step["effort"]["likely"] for step in data["steps"] if step["wave"] == wave)
        assert figure(waves[str(wave)][4]) == pytest.approx(likely, abs=0.51)


def measured(cell: str) -> float:
    """A measure as the page shows it: a figure, or a share in percent."""
    value = float(cell.split()[0].replace(",", "").replace("\N{MINUS SIGN}", "-"))
    return value / 100 if "%" in cell else value


def test_modules_and_measures(opened: Opened, data: dict[str, Any]) -> None:
    lines = {module["name"]: module["lines"] for module in data["modules"]}
    found = rows(opened, "#modules > div:first-of-type table tbody tr") or rows(opened, "#modules table:first-of-type tbody tr")
    named = [row for row in found if row[0].split()[0] in lines and len(row) == 6]
    assert len(named) >= 40
    assert all(figure(row[2]) == lines[row[0].split()[0]] for row in named)
    for row, measure in zip(rows(opened, "#alternatives tbody tr"), data["measures"], strict=True):
        assert [measured(cell) for cell in row[1:]] == [
            pytest.approx(value, abs=0.051 if abs(value) >= 10 else 0.0006) for value in measure["values"]
        ]


def test_applications_that_tests_make_for_themselves_serve_nobody(tmp_path: Path) -> None:
    app = "from flask import Flask\napp = Flask(__name__)\n@app.get('/{}')\ndef look():\n    return ''\n"
    for path, text in {
        "lib/__init__.py": "",
        "lib/web.py": app.format("real"),
        "tests/__init__.py": "",
        "tests/test_web.py": app.format("made"),
    }.items():
        (tmp_path / "code" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "code" / path).write_text(text)
    assert unbraid("analyze", tmp_path / "code", "--out", tmp_path / "out").returncode == 0
    told = json.loads((tmp_path / "out" / "report.json").read_text())
    shown = [route["route"] for part in (*told["services"], told["shared"]) for route in part["routes"]]
    listed = json.loads(unbraid("facts", tmp_path / "code", "--kind", "endpoints", "--format", "json").stdout)["facts"]
    assert sorted(shown) == sorted(row["route"] for row in listed if row["module"] == "lib.web") and "/real" in shown
    assert told["summary"]["routes"] == len(shown) and "/made" in {row["route"] for row in listed}
