"""Readers of frameworks end, without an exception, on code that goes round in circles or makes no sense; order does not matter."""

from pathlib import Path

import pytest

from analyzer.frameworks import FRAMEWORKS
from analyzer.frameworks.framework import Framework
from analyzer.read.names import NameTable
from analyzer.read.program import Program
from tests.specs.run_specs import Case, cases, program_of, write_files

UGLY = {
    "round.py": """
from flask import Blueprint, Flask
from round import a as b, b as a

class First(Second): pass
class Second(First): pass
bp = Blueprint("bp", __name__)
bp.register_blueprint(bp, url_prefix="/again")
left = Blueprint("left", __name__); right = Blueprint("right", __name__)
left.register_blueprint(right); right.register_blueprint(left)
x = y
y = x
PREFIX = PREFIX + "/x"
def make(): return make()
app = make()
for bp in bp: bp.register_blueprint(bp, url_prefix=bp)
app.register_blueprint(*[bp], **{"url_prefix": "/x"})
bp.add_url_rule()
bp.add_url_rule(*x)
bp.route()
@bp.route
@bp.route()
@bp.route(None, methods=None)
@bp.route("/x", methods=[1, None, "get"])
def view(): return view
bp.add_url_rule("/y", view_func=view.as_view(view.as_view("x")))
""",
    "odd.py": """
import os
from celery import Celery
from fastapi import APIRouter, FastAPI
from starlette.routing import Mount, Route
celery = Celery()
@celery.task(name=None)
@celery.task()
@celery.task
def job(): celery.send_task(); celery.send_task(job); celery.send_task("odd.job", *[], **{})
router = APIRouter(prefix=router)
router.include_router(router)
router.include_router()
app = FastAPI(routes=routes)
routes = [Mount("/a", routes=routes), Route(), Mount(), Route("/x"), *routes]
app.mount(); app.mount("/x"); app.add_api_route()
os.environ[os.environ[os.environ]]; os.getenv(); os.environ.get()
def on(name):
    def keep(f): handlers[name] = f; return f
    return keep
handlers = {}
def fire(name): handlers[name](); fire(name)
@on("x")
@on()
@on(*[], **{})
def f(): fire("x"); fire(); fire(fire)
""",
    "urls.py": """
from django.conf import settings
from django.urls import include, path
report = path("report/", report, name="report")
first = second(first, second)
second = first(second, first)
urlpatterns = [path("report/", report), path("first/", first), path("again/", include("urls")), *urlpatterns]
ROOT_URLCONF = "urls"
""",
    "templates/loop.html": '{% extends "loop.html" %}\n{% include "" %}{% extends %}\n'
    '{% include "../../../etc/x.html" %}{{ url_for("") }}{% url',
}


def _program(files: dict[str, str], root: Path) -> Program:
    write_files(Case("", "", tuple(files.items()), ()), root)
    return program_of(root)


@pytest.mark.parametrize("framework", FRAMEWORKS, ids=lambda framework: framework.name)
def test_ugly_code_makes_no_reader_fail(framework: Framework, tmp_path: Path) -> None:
    for fact in framework.facts(_program(UGLY, tmp_path)):
        hash(fact)


@pytest.mark.parametrize("framework", FRAMEWORKS, ids=lambda framework: framework.name)
def test_the_order_of_modules_does_not_matter(framework: Framework, tmp_path: Path) -> None:
    specs = Path(__file__).parents[2] / "specs" / "frameworks"
    for number, case in enumerate(cases(specs)):
        write_files(case, tmp_path / str(number))
        program = program_of(tmp_path / str(number))
        backwards = dict(reversed(list(program.modules.items())))
        turned = Program(backwards, NameTable(backwards), program.linked, program.templates)
        assert set(framework.facts(program)) == set(framework.facts(turned)), case.title


def test_the_law_reads_something(tmp_path: Path) -> None:
    program = _program(UGLY, tmp_path)
    assert {"round", "odd"} <= set(program.modules)
    assert any(list(framework.facts(program)) for framework in FRAMEWORKS)
