"""A code base that means ill: names of tables, routes, tasks, settings, requirements, files and commits try to break out of every format.

Nothing of it runs, the page asks for nothing and says nothing, and every export is read as what it is meant to be.
"""

import configparser
import csv
import io
import json
import re
import subprocess
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
import yaml
from markdown_it import MarkdownIt

from tests.e2e.browsing import page_of
from tests.e2e.command import unbraid
from tests.unit.exports.test_drawings import STRUCTURIZR, statements

SPELLS = (
    "</script><img src=x onerror=alert(1)>", "</style><svg onload=alert(1)>", "--><script>alert(1)</script>", "=cmd|' /C calc'!A0",
    "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "| a | b |", "[x](javascript:alert(1))", "![x](http://evil.example/p.png)",
    "<http://evil.example>", "`tick`", "```", "{{ 7 * 7 }}", "{% raw %}", "${alert(1)}", "#{7*7}", '"; shape=box] x [label="',
    '" } model { s = person "x', "end\nclick s0 href", "%%{init: {}}%%", "!include /etc/passwd", "- a: &x [*x]",
    "!!python/object/apply:os.system ['true']", "user\u202egnp.exe\u2066", "\u2028", "]]>", "'; DROP TABLE users; --", "x" * 300, "\\",
    '"""', "\x1b[31mred",
)  # fmt: skip
MARK = "ran-by-analysis"

VIEWS = """\
import os
from flask import Flask
from shop.{part}.models import {classes}

os.makedirs({mark!r}, exist_ok=True)
app = Flask(__name__)
FLAGS = [os.environ.get({spell!r}), os.getenv({name!r})]


{handlers}
"""
HANDLER = """\
@app.route({route!r})
def view_{n}():
    db.session.add({cls}(name={spell!r}))
    db.session.commit()
    return render_template({spell!r})


"""
MODEL = '''\
class {cls}(db.Model):
    """{doc}"""
    __tablename__ = {spell!r}
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column({spell!r}, db.String)
    other = db.Column(db.Integer, db.ForeignKey({target!r}))


'''
TASKS = """\
from celery import Celery
from shop.{other}.models import {cls}

jobs = Celery()


@jobs.task(name={spell!r})
def run_{n}():
    {cls}.query.filter_by(name={spell!r}).update({{"name": {spell!r}}})
"""


def write(folder: Path) -> Path:
    """The code base: three parts, each spell used in every place that takes a string."""
    files = {"shop/__init__.py": "", "shop/db.py": "from flask_sqlalchemy import SQLAlchemy\n\ndb = SQLAlchemy()\n"}
    parts = ("orders", "billing", "stock")
    for at, part in enumerate(parts):
        spells = SPELLS[at::3]
        classes = [f"Thing{part.title()}{n}" for n in range(len(spells))]
        files[f"shop/{part}/__init__.py"] = ""
        models = (
            MODEL.format(cls=c, doc="x", spell=s, target=f"{SPELLS[(n + 1) % len(SPELLS)]}.id")
            for n, (c, s) in enumerate(zip(classes, spells, strict=True))
        )
        files[f"shop/{part}/models.py"] = "from shop.db import db\n\n\n" + "".join(models)
        handlers = (HANDLER.format(n=n, cls=c, spell=s, route=f"/{s}") for n, (c, s) in enumerate(zip(classes, spells, strict=True)))
        files[f"shop/{part}/views.py"] = "from flask import render_template\nfrom shop.db import db\n" + VIEWS.format(
            part=part, classes=", ".join(classes), mark=MARK, spell=spells[0], name=spells[1], handlers="".join(handlers)
        )
        other = parts[(at + 1) % 3]
        for n, spell in enumerate(spells[:4]):
            files[f"shop/{part}/tasks{n}.py"] = TASKS.format(other=other, cls=f"Thing{other.title()}{n}", spell=spell, n=n)
    files |= {
        f"{spell}.py": "import shop.billing.models\n" for spell in SPELLS if len(spell) < 99 and "/" not in spell and "\n" not in spell
    }
    files["shop/orders/$(touch ran).py"] = "import shop.stock.models\n"
    files["setup.py"] = f"import os\n\nos.makedirs({MARK!r})\n"
    files["requirements.txt"] = "flask\nflask_sqlalchemy==1\nflask_sqlalchemy==2\n" + "\n".join(
        spell for spell in SPELLS if "\n" not in spell
    )
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    git(folder, "init", "-q")
    for number, spell in enumerate(SPELLS):
        for name in ("shop/orders/models.py", "shop/stock/models.py"):
            files[name] += f"# {number}\n"
            (folder / name).write_text(files[name], encoding="utf-8")
        git(folder, "add", "-A")
        git(folder, "-c", f"user.name=x {spell}".replace("\n", " "), "-c", "user.email=a@b", "commit", "-q", "-m", spell or "x")
    return folder


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def code(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("hostile") / "code")


@pytest.fixture(scope="module")
def out(code: Path) -> Path:
    titles = dict(zip(("orders", "billing", "stock"), (SPELLS[9], SPELLS[0], SPELLS[18]), strict=True))
    pins = "".join(f'"shop.{part}.*" = "{part}"\n' for part in titles)
    tables = "".join(f"[services.{part}]\ntitle = {json.dumps(title)}\nmodules = []\n" for part, title in titles.items())
    (code.parent / "out").mkdir()
    (code.parent / "out" / "boundaries.toml").write_text(f"format = 1\n{tables}[decisions.pin]\n{pins}", encoding="utf-8")
    done = unbraid("analyze", code, "--out", code.parent / "out", "--workers", "1")
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout + done.stderr and "\u202e" not in done.stdout + done.stderr
    return code.parent / "out"


def exported(code: Path, out: Path, name: str, *more: str) -> str:
    done = unbraid("export", name, code, "--out", out, "-q", *more)
    assert done.returncode == 0, (name, done.stderr)
    return done.stdout


def test_it_is_seen_and_nothing_of_it_runs(code: Path, out: Path) -> None:
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert report["summary"]["services"] >= 2 and report["summary"]["tables"] >= len(SPELLS) - 2
    tables = {table["table"] for table in report["tables"]}
    assert {SPELLS[0], SPELLS[3], SPELLS[9]} <= tables
    assert report["summary"]["commits"] == len(SPELLS)
    assert [path for path in code.parent.rglob("*ran*") if path.name in (MARK, "ran")] == []


@pytest.mark.parametrize("width", [1400, 400])
def test_the_page_says_nothing_and_asks_for_nothing(browser: Any, out: Path, width: int) -> None:
    with page_of(browser, out / "report.html", width=width) as opened:
        page = opened.page
        page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        for spell in (SPELLS[0], SPELLS[9], "x" * 300):
            page.locator("#find").click()
            page.locator("#query").fill(spell[:60])
            page.keyboard.press("Enter")
        page.wait_for_timeout(200)
        assert opened.messages == [] and opened.requests == []
        assert page.locator("main img, main svg [onload], main iframe").count() == 0
        addresses = page.evaluate("[...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href'))")
        assert addresses and all(one.startswith("#") for one in addresses)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), "nothing makes the page wider than the window"


def markup(text: str) -> list[str]:
    """What of a text Markdown makes more than text: links, pictures, HTML."""
    tokens = [inner for token in MarkdownIt("gfm-like", {"linkify": False}).parse(text) for inner in (token, *(token.children or ()))]
    return [token.type for token in tokens if token.type in ("link_open", "image", "html_inline", "html_block")]


def test_markdown_shows_names_as_they_are(code: Path, out: Path) -> None:
    assert markup("[a](b) <i>c</i>") == ["link_open", "html_inline", "html_inline"], "the reader sees markup where it is"
    text = (out / "report.md").read_text(encoding="utf-8")
    assert markup(text) == [] and "javascript" in text
    unbraid("export", "adr", code, "--out", out, "-o", out / "adr", "-q")
    records = sorted((out / "adr").glob("*.md"))
    assert len(records) > 2 and all(markup(path.read_text(encoding="utf-8")) == [] for path in records)
    done = unbraid("diff", out, out, "--format", "markdown")
    assert done.returncode == 0 and markup(done.stdout) == []


@pytest.mark.parametrize("name", ["findings", "backlog"])
def test_no_cell_is_a_formula(code: Path, out: Path, name: str) -> None:
    rows = list(csv.reader(io.StringIO(exported(code, out, name))))
    assert len(rows) > 10 and len({len(row) for row in rows}) == 1
    assert name == "backlog" or [cell for row in rows for cell in row if cell.startswith(("'+", "'@", "'-"))], "some would be formulas"
    assert not [cell for row in rows for cell in row if re.match(r"[\s]*[=+\-@\t\r]", cell)]


def test_contracts_and_catalogues_are_what_they_are_meant_to_be(code: Path, out: Path) -> None:
    tach = tomllib.loads(exported(code, out, "tach"))
    assert tach["modules"] and set(tach) <= {"exact", "root_module", "source_roots", "modules"}
    contracts = configparser.RawConfigParser()
    contracts.read_string(exported(code, out, "import-linter"))
    assert all(section == "importlinter" or section.startswith("importlinter:contract:") for section in contracts.sections())
    entities = list(yaml.safe_load_all(exported(code, out, "backstage")))
    assert {entity["kind"] for entity in entities} <= {"System", "Component", "Resource"} and len(entities) > 3
    for line in exported(code, out, "codeowners").splitlines():
        assert not line or line.startswith("#") or re.search(r" @your-org/\S+$", line)
    with (out / "boundaries.toml").open("rb") as opened:
        assert set(tomllib.load(opened)) <= {"format", "services", "shared", "decisions"}


def test_drawings_are_well_formed(code: Path, out: Path) -> None:
    drawn = ET.fromstring((out / "graph.svg").read_text(encoding="utf-8"))
    assert not [node for node in drawn.iter() if node.tag.rpartition("}")[2] in ("script", "image", "foreignObject", "a")]
    assert not [name for node in drawn.iter() for name in node.attrib if name.startswith("on")]
    for name in ("plantuml", "mermaid"):
        assert not re.search(r"<(script|img|svg)|\[\[|^\s*!include /", exported(code, out, name), re.MULTILINE), name
    found = list(statements(exported(code, out, "structurizr")))
    assert found and [line for block, line in found if not re.fullmatch(STRUCTURIZR[block], line)] == []


def test_answers_name_what_they_cannot_find_without_showing_control_characters(code: Path, out: Path) -> None:
    for spell in (SPELLS[0], "\x1b[31mred", "user\u202egnp"):
        done = unbraid("explain", spell, "--path", code, "--out", out)
        assert done.returncode == 2 and "\x1b" not in done.stderr and "\u202e" not in done.stderr


def test_a_page_of_what_changed_holds_no_markup_either(browser: Any, code: Path, out: Path) -> None:
    earlier = json.loads((out / "report.json").read_text(encoding="utf-8"))
    earlier["findings"] = [{"kind": SPELLS[1], "message": SPELLS[0], "at": {"path": SPELLS[9], "line": 3}}]
    earlier["modules"] = [{"name": spell, "service": spell} for spell in SPELLS]
    (out.parent / "earlier.json").write_text(json.dumps(earlier), encoding="utf-8")
    unbraid("diff", out.parent / "earlier.json", out, "--format", "html", "-o", out.parent / "diff.html")
    context = browser.new_context(offline=True)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto((out.parent / "diff.html").as_uri())
    assert SPELLS[0] in page.inner_text("main") and page.locator("script, main img, main svg, iframe").count() == 0
    assert page.locator("a[href]").count() == 0 and said == []
    context.close()
