"""What reading proves of values: each proof has its opposite, where one thing less is known and nothing is claimed."""

from dataclasses import replace
from pathlib import Path

import pytest

from analyzer.extract import infer
from analyzer.extract.inference.kinds import text
from analyzer.extract.inference.reading import Scope
from analyzer.extract.inference.world import World
from analyzer.facts import read_codebase
from analyzer.model.facts import Definition
from analyzer.plan import make_plan
from analyzer.plan.inferred import with_inferred
from tests.unit.extract.scaffolding import analysis_of

SHOP = {
    "shop/__init__.py": "",
    "shop/db.py": "from flask_sqlalchemy import SQLAlchemy\n\ndb = SQLAlchemy()\n",
    "shop/models.py": (
        "from shop.db import db\n\n\nclass Order(db.Model):\n"
        "    id = db.Column(db.Integer, primary_key=True)\n    name = db.Column(db.String(40))\n"
        "    buyer_id = db.Column(db.ForeignKey('users.id'))\n    lines = db.relationship('Line')\n\n    @property\n    def title(self):\n"
        "        return f'{self.name}'\n\n    @property\n    def odd(self):\n        return self.lines\n"
    ),
    "shop/texts.py": "LIMIT = 5\n\n\ndef short(a: str) -> str:\n    return a[:LIMIT]\n\n\ndef loose(a):\n    return a\n",
}
HEAD = (
    "import datetime\nimport json\nfrom flask import request\nfrom shop.db import db\nfrom shop.models import Order\n"
    "from shop.texts import LIMIT, loose, short\n\n\n"
)
PROVEN = {
    "return 1": "int",
    "return LIMIT + 1": "int",
    "return f'{request}'": "str",
    "return request.args.get('q')": "str | None",
    "return short(request.form['q']).upper()": "str",
    "return datetime.datetime.now() - datetime.timedelta(1)": "datetime",
    "return Order.query.filter_by(name='x').order_by(Order.id).first()": "Order | None",
    "return Order.query.all()": "list[Order]",
    "return db.session.query(Order).count()": "int",
    "order = Order.query.get(1)\n    return order.title": "str",
    "order = Order.query.get(1)\n    return [order.name, 1]": "list[None | int | str]",
    "if LIMIT:\n        return 'x'": "str | None",
    "raise ValueError": "",
    "return 1 in request": "bool",
    "return json.loads('1')": "bool | dict | float | int | list | str | None",
}
NOT_PROVEN = (
    "return loose(1)",
    "return request",
    "return Order.query.filter_by(name='x')",
    "return Order.query.with_entities(Order.name).first()",
    "return db.session.query(Order, Order.name).first()",
    "return Order.name == 'x'",
    "order = Order.query.get(1)\n    return order.odd",
    "found = []\n    found.append(request)\n    return found",
    "for one in [1, 2]:\n        found = one\n    return one",
    "with open('x') as file:\n        return file",
    "yield 1",
    "x = 1\n    x += request\n    return x",
    "Order = request\n    return Order.query.all()",
)


def world(root: Path, files: dict[str, str]) -> World:
    for path, source in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(source, encoding="utf-8")
    return World.of(read_codebase(root, workers=1), lambda path: (root / path).read_bytes(), frozenset())


def returned(root: Path, body: str) -> str:
    known = world(root, {**SHOP, "shop/use.py": f"{HEAD}def use():\n    {body}\n"})
    return text(Scope(known, "shop.use", known.function("shop.use.use")).returned())


@pytest.mark.parametrize("body", PROVEN)
def test_what_an_expression_gives_is_proven(tmp_path: Path, body: str) -> None:
    assert returned(tmp_path, body) == PROVEN[body]


@pytest.mark.parametrize("body", NOT_PROVEN)
def test_what_is_not_proven_is_not_claimed(tmp_path: Path, body: str) -> None:
    assert returned(tmp_path, body) == ""


BILLS = """
from shop.models import Order


def charge(number, note="", *, order=None):
    return bool(open(f"{number}{note}{order}").read())


def find(name):
    return Order.query.filter_by(name=name).first()


def told(amount):
    '''Write.

    :param int amount: cents
    :rtype: str
    '''
    return open(amount)


def passed(x):
    return bool(open(x).fileno())


def every(*x):
    return bool(open(x).fileno())
"""
USES = """
from flask import Blueprint, request
from shop.billing.bills import charge, every, find, passed, told

bp = Blueprint("o", __name__)


@bp.get("/o/<int:number>/<name>")
def show(number, name, more=None):
    charge(number, note=name)
    find(name)
    every(1)
    told(more)
    return str(map(passed, [1]))


def again():
    charge(1, order=find("x"))
"""


def test_functions_without_annotations_are_read_and_judged_again(tmp_path: Path) -> None:
    files = {
        **SHOP,
        "shop/billing/__init__.py": "",
        "shop/billing/bills.py": BILLS,
        "shop/orders/__init__.py": "",
        "shop/orders/use.py": USES,
    }
    analysis = analysis_of(tmp_path, files, {"shop.orders": "orders", "shop.billing": "billing"})
    plan = make_plan(analysis.codebase, analysis.graph, (), analysis.partition)
    before = {seam.target.rpartition(".")[2]: str(seam.seam_class) for seam in plan.seams if seam.callee == "billing"}
    assert before == {"charge": "X", "every": "X", "find": "X", "passed": "X", "told": "X"}
    found = infer(replace(analysis, plan=plan), lambda path: (tmp_path / path).read_bytes())
    assert {one.definition.name.rpartition(".")[2]: one.evidence for one in found} == {
        "charge": "inferred from 2 calls: (number: int, note: str, order: Order | None) -> bool",
        "find": "inferred from 2 calls: (name: str) -> Order | None",
        "told": "inferred from its text: (amount: int) -> str",
    }
    known: dict[str, Definition] = {str(one.definition.name): one.definition for one in found}
    again = with_inferred(analysis.codebase, analysis.partition, plan, known, {str(one.definition.name): one.evidence for one in found})
    after = {
        seam.target.rpartition(".")[2]: (str(seam.seam_class), "inferred" in seam.why) for seam in again.seams if seam.callee == "billing"
    }
    assert after == {"charge": ("S3", True), "every": ("X", False), "find": ("S3", True), "passed": ("X", False), "told": ("S2", True)}
