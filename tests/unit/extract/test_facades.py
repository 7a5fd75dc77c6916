"""Queries for another service's stored objects: which become calls of their owner, how the code changes, and what stays as it is."""

import ast
import json
import warnings
from dataclasses import replace
from pathlib import Path

import pytest

from analyzer.disk import templates_folder
from analyzer.extract import make_services
from analyzer.extract.facades.facade import Facade
from analyzer.extract.facades.making import make_facades
from analyzer.extract.facades.query_sites import QuerySite
from analyzer.extract.facades.text import rewritten
from analyzer.extract.seam_table import RemoteSeam, Use
from analyzer.extract.source_text import decode
from analyzer.model.analysis import Analysis
from analyzer.model.files import CopiedFile
from analyzer.model.place import Location, ModuleName
from analyzer.model.plan import SeamClass
from analyzer.plan import make_plan
from tests.unit.extract.scaffolding import analysis_of
from tests.unit.extract.test_stub import MODULES

MODELS = """
from shop.db import db


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(40))
    age = db.Column(db.Integer)

    def rename(self, name):
        self.name = name
        db.session.commit()
"""
SHOP = {
    "shop/__init__.py": "",
    "shop/db.py": "from flask_sqlalchemy import SQLAlchemy\n\ndb = SQLAlchemy()\n",
    "shop/users/__init__.py": "",
    "shop/users/models.py": MODELS,
    "shop/users/views.py": "from shop.db import db\nfrom shop.users.models import User\n\n\ndef make():\n    db.session.add(User())\n",
    "shop/orders/__init__.py": "",
}
HOMES = {"shop.orders": "orders", "shop.users": "users"}
HEAD = (
    '"""Orders."""\nfrom __future__ import annotations\n\nfrom flask import Blueprint, request\nfrom sqlalchemy import func\n'
    "from shop.db import db\nfrom shop.users.models import User\n\nbp = Blueprint('orders', __name__)\n\n\n"
    "@bp.get('/orders/<name>/<int:number>')\ndef show(name, number, other=None):\n"
)
CALLED = {
    "return User.query.filter_by(name=name).first()": ("user_first_by_name", "name=name"),
    "return User.query.filter_by(name=request.args.get('n', name), age=3).one_or_none()": (
        "user_one_or_none_by_name",
        "name=request.args.get('n', name)",
    ),
    "return User.query.filter(User.age > number, User.name == 'x').count()": ("user_count_by_age", "age=number"),
    "return db.session.query(User).filter_by(name=f'{name}').order_by(User.age.desc()).first()": (
        "user_first_by_name",
        "name=f'{name}'",
    ),
    "return User.query.get(number + 1)": ("user_get_by_key", "key=number + 1"),
    "if name:  # é\n        x = 'é', User.query.filter_by(name=name).first(), 2\n    return x": ("user_first_by_name", "name=name"),
}
LEFT = (
    "return User.query.filter_by(name=other).first()",
    "return User.query.filter_by(name=func.lower(name)).first()",
    "return User.query.filter_by(**{'name': name}).first()",
    "return User.query.filter(User.name.like(name)).first()",
    "return User.query.join(User).filter_by(name=name).first()",
    "return User.query.filter_by(name=name)",
    "return [User.query.filter_by(name=one).first() for one in name]",
    "for one in [1, 2]:\n        User.query.get(one)",
    "with db.session.begin():\n        return User.query.get(number)",
    "db.session.add(User(name=name))\n    return User.query.get(number)",
    "User = request\n    return User.query.get(number)",
    "return lambda: User.query.get(number)",
)


def planned(root: Path, body: str) -> Analysis:
    analysis = analysis_of(root, {**SHOP, "shop/orders/views.py": f"{HEAD}    {body}\n"}, HOMES)
    return replace(analysis, plan=make_plan(analysis.codebase, analysis.graph, (), analysis.partition))


@pytest.mark.parametrize("body", CALLED)
def test_a_simple_query_for_anothers_object_becomes_a_call_of_its_owner(tmp_path: Path, body: str) -> None:
    analysis = planned(tmp_path, body)
    facades, texts = make_facades(analysis, lambda path: (tmp_path / path).read_bytes(), {"orders": "orders", "users": "users"})
    name, given = CALLED[body]
    assert [(one.name, one.seam.callee, one.seam.callers) for one in facades] == [(name, "users", ("orders",))]
    (text,) = texts.values()
    before, after = (HEAD + f"    {body}\n").splitlines(), text.splitlines()
    assert f"unbraid_facade_users.{name}({given})" in text
    assert after[2] == ""
    assert after[3] == "import unbraid_facade_users"
    changed = [line for line in after if line not in before and "unbraid_facade" not in line]
    assert changed == ([""] if changed else [])
    ast.parse(text)
    again = analysis_of(tmp_path / "again", {**SHOP, "shop/orders/views.py": text}, HOMES)
    again = replace(again, plan=analysis.plan)
    assert make_facades(again, lambda path: (tmp_path / "again" / path).read_bytes(), {"orders": "orders", "users": "users"})[0] == ()


@pytest.mark.parametrize("body", LEFT)
def test_a_query_that_is_not_closed_stays_as_it_is(tmp_path: Path, body: str) -> None:
    analysis = planned(tmp_path, body)
    found = make_facades(analysis, lambda path: (tmp_path / path).read_bytes(), {"orders": "orders", "users": "users"})
    assert found == ((), {})


def test_owner_and_caller_hold_a_module_of_the_same_name(tmp_path: Path) -> None:
    analysis = planned(tmp_path, "return User.query.filter_by(name=name).first(), User.query.filter_by(age=number).count()")
    files, problems = make_services(analysis, lambda path: (tmp_path / path).read_bytes(), templates_folder())
    text = {file.path: file.text for file in files if not isinstance(file, CopiedFile)}
    assert problems == ()
    assert text["services/users/unbraid_facade_users.py"].endswith(
        "def user_count_by_age(age):\n    from shop.users.models import User\n\n    return User.query.filter_by(age=age).count()\n\n\n"
        "def user_first_by_name(name):\n    from shop.users.models import User\n\n    return User.query.filter_by(name=name).first()\n"
    )
    assert text["services/orders/unbraid_facade_users.py"].endswith(
        '    return unbraid_seams.call("unbraid_facade_users.user_first_by_name", name=name)\n'
    )
    assert "unbraid_facade_users.user_count_by_age(age=number)" in text["services/orders/shop/orders/views.py"]
    seams = {one["target"]: (one["class"], one["kind"], one["callers"]) for one in json.loads(text["system.json"])["seams"]}
    assert seams == {
        "unbraid_facade_users.user_count_by_age": ("S2", "facade", ["orders"]),
        "unbraid_facade_users.user_first_by_name": ("S3", "facade", ["orders"]),
    }
    called = json.loads(text["services/orders/unbraid_service.json"])["calls"]["unbraid_facade_users.user_first_by_name"]
    assert (called["service"], "shop.users.models:User" in called["touches"]) == ("users", True)


def test_a_facade_that_a_run_contradicts_is_not_made(tmp_path: Path) -> None:
    analysis = planned(tmp_path, "return User.query.get(number)")
    refused = ("unbraid_facade_users.user_get_by_key",)
    found = make_facades(analysis, lambda path: (tmp_path / path).read_bytes(), {"orders": "orders", "users": "users"}, refused)
    assert found == ((), {})


def outermost(tree: ast.Module) -> list[ast.Call]:
    """Calls that stand in no other call, in the order of the text."""
    found, pending = [], list[ast.AST](tree.body)
    while pending:
        node = pending.pop(0)
        if isinstance(node, ast.Call):
            found.append(node)
        elif not isinstance(node, ast.JoinedStr):
            pending += ast.iter_child_nodes(node)
    return found


@pytest.mark.parametrize("path", MODULES[2::4], ids=lambda path: path.stem)
def test_laws_of_rewritten_calls_over_real_modules(path: Path) -> None:
    """Any call may become another: what comes out is Python, has all other lines byte for byte, and has the new calls in their places."""
    source = decode(path.read_bytes())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        calls = outermost(ast.parse(source))[::7]
    sites = tuple(
        QuerySite("f", (one.lineno, one.col_offset), (one.end_lineno or 0, one.end_col_offset or 0), "e", "q", (), (), True, "first")
        for one in calls
    )
    at, module = Location("f.py", 1), ModuleName("unbraid_facade_x")
    seam = RemoteSeam("unbraid_facade_x.f", module, "x", ("y",), SeamClass.DATA_FUNCTION, Use.CALL, "facade", False, False, at)
    text = rewritten(source, ModuleName("m"), [Facade(seam, "f", "q", (), (), "e", tuple((ModuleName("m"), site) for site in sites))])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert ast.unparse(ast.parse(text)).count("unbraid_facade_x.f()") == len(sites)
    touched = {number for site in sites for number in range(site.start[0], site.end[0] + 1)}
    lines = [line for number, line in enumerate(source.split("\n"), 1) if number not in touched]
    after = iter(text.split("\n"))
    assert [line for line in lines if line not in after] == []
    if not sites:
        assert text == source
