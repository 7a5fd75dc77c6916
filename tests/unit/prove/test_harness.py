"""The harness inside a test process: outcomes, reasons, selection, and values that are carried."""

import json
from pathlib import Path

import pytest

from tests.unit.prove.harness import run_inside

UNITTESTS = """
import unittest
from unittest import mock

class Things(unittest.TestCase):
    def test_good(self):
        pass
    def test_bad(self):
        self.assertEqual(1, 2, "not the same")
    def test_parts(self):
        for part in (1, 2):
            with self.subTest(part=part):
                self.assertEqual(part, 1)
    @unittest.skip("later")
    def test_left(self):
        pass
    @unittest.expectedFailure
    def test_known(self):
        self.fail()

class Broken(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise ValueError("no database")
    def test_never(self):
        pass

unittest.main(exit=False, module="__main__")
"""


def outcomes(events: list[dict[str, object]]) -> dict[str, object]:
    return {str(one["test"]).removeprefix("__main__."): one["outcome"] for one in events if one["event"] == "end"}


def test_unittest_outcomes_are_noted(tmp_path: Path) -> None:
    events = run_inside(UNITTESTS, tmp_path, mode="baseline")
    assert outcomes(events) == {
        "Things.test_good": "passed",
        "Things.test_bad": "failed",
        "Things.test_parts": "failed",
        "Things.test_left": "skipped",
        "Things.test_known": "skipped",
        "setUpClass (__main__.Broken)": "failed",
    }
    assert "1 != 2 : not the same" in next(
        str(one["message"]) for one in events if str(one.get("test", "")).endswith("test_bad") and "outcome" in one
    )


OWN_RESULTS = """
import unittest

class Own(unittest.TextTestResult):
    def startTest(self, test):
        unittest.TestResult.startTest(self, test)
    def addFailure(self, test, err):
        self.failures.append((test, ""))
    def addError(self, test, err):
        self.errors.append((test, ""))
    def addSkip(self, test, reason):
        self.skipped.append((test, reason))
    def addSubTest(self, test, part, err):
        if err is not None:
            self.failures.append((part, ""))
    def stopTest(self, test):
        super().stopTest(test)

class Runner(unittest.TextTestRunner):
    resultclass = Own
    def run(self, test):
        result = self._makeResult()
        test(result)
        return result

""" + UNITTESTS.replace('module="__main__"', 'module="__main__", testRunner=Runner')


def test_outcomes_are_noted_where_a_class_of_results_keeps_them_to_itself(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "usual").mkdir()
    own, usual = (run_inside(code, tmp_path / name, mode="baseline") for name, code in (("own", OWN_RESULTS), ("usual", UNITTESTS)))
    assert outcomes(own) == outcomes(usual)
    assert len([one for one in own if one["event"] == "begin"]) == len([one for one in usual if one["event"] == "begin"])


def test_only_the_wanted_tests_run_where_a_runner_runs_them_in_its_own_way(tmp_path: Path) -> None:
    wanted = ["__main__.Things.test_left", "__main__.Things.test_bad"]
    assert list(outcomes(run_inside(OWN_RESULTS, tmp_path, mode="baseline", only=wanted))) == ["Things.test_left", "Things.test_bad"]


def test_only_the_wanted_tests_run_in_their_order(tmp_path: Path) -> None:
    wanted = ["__main__.Things.test_parts", "__main__.Things.test_good"]
    events = run_inside(UNITTESTS, tmp_path, mode="baseline", only=wanted)
    assert list(outcomes(events)) == ["Things.test_parts", "Things.test_good"]


PYTEST = """
import pathlib, pytest
pathlib.Path("test_it.py").write_text('''
import pytest
from flask import Flask

@pytest.fixture
def broken():
    raise RuntimeError("no fixture")

@pytest.mark.parametrize("n", [1, 2])
def test_n(n):
    assert n == 1

def test_set_up(broken):
    pass

@pytest.mark.xfail
def test_known():
    assert 0
''')
pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:randomly", "test_it.py"])
"""


def test_pytest_outcomes_are_noted(tmp_path: Path) -> None:
    events = run_inside(PYTEST, tmp_path, mode="baseline")
    assert outcomes(events) == {
        "test_it.py::test_n[1]": "passed",
        "test_it.py::test_n[2]": "failed",
        "test_it.py::test_set_up": "failed",
        "test_it.py::test_known": "skipped",
    }


REASONS = """
import pathlib, pytest
pathlib.Path("shop.py").write_text('''
import logging
from flask import Flask

def rate():
    return 7

def create_app(config=None):
    app = Flask("shop")
    app.config.update(config or {})
    app.add_url_rule("/", "index", lambda: str(rate()))
    app.add_url_rule("/fail", "fail", lambda: 1 / 0)
    return app
''')
pathlib.Path("test_it.py").write_text('''
from unittest import mock
import pytest
from flask import Flask
import shop

@pytest.fixture
def app():
    return shop.create_app({"TESTING": True})

def test_plain(app):
    assert app.test_client().get("/").text == "7"

def test_unit():
    assert shop.rate() == 7

def test_patched(app):
    with mock.patch("shop.rate", return_value=8):
        assert app.test_client().get("/").text == "8"

@mock.patch("shop.rate", return_value=8)
def test_decorated(rate, app):
    assert app.test_client().get("/").text == "8"

def test_patched_before(app):
    with mock.patch("shop.rate", return_value=8):
        assert shop.rate() == 8
    assert app.test_client().get("/").text == "7"

def test_monkeypatched(app, monkeypatch):
    monkeypatch.setattr(shop, "rate", lambda: 9)
    assert app.test_client().get("/").text == "9"

def test_client_side(app, monkeypatch):
    monkeypatch.setattr(app, "response_class", type("Read", (app.response_class,), {"said": "yes"}))
    assert app.test_client().get("/").said == "yes"


def test_environment(app, monkeypatch):
    monkeypatch.setenv("RATE", "9")
    assert app.test_client().get("/").text == "7"

def test_raises(app):
    with pytest.raises(ZeroDivisionError):
        app.test_client().get("/fail")

def test_log(app, caplog):
    app.test_client().get("/")
    assert caplog.text == ""

def test_own_application():
    app = Flask("other")
    app.add_url_rule("/x", "x", lambda: "x")
    assert app.test_client().get("/x").text == "x"

def test_more_routes(app):
    app.add_url_rule("/more", "more", lambda: "more")
    assert app.test_client().get("/more").text == "more"
''')
pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:randomly", "test_it.py"])
"""


def test_what_cannot_cross_a_process_is_noted_and_nothing_else(tmp_path: Path) -> None:
    events = run_inside(REASONS, tmp_path, applications=[["shop", "create_app", True]], routes=8)
    ends = {str(one["test"]).rpartition("::")[2]: one for one in events if one["event"] == "end"}
    assert {one["outcome"] for one in ends.values()} == {"passed"}
    assert {name: sorted(one["reasons"]) for name, one in ends.items()} == {  # type: ignore[call-overload]
        "test_plain": [],
        "test_unit": [],
        "test_patched": ["patch"],
        "test_decorated": ["patch"],
        "test_patched_before": [],
        "test_monkeypatched": ["patch"],
        "test_client_side": [],
        "test_environment": [],
        "test_raises": ["raises"],
        "test_log": ["logs"],
        "test_own_application": ["own-application"],
        "test_more_routes": ["routes"],
    }
    assert {name: one["requests"] for name, one in ends.items() if name in ("test_plain", "test_unit", "test_own_application")} == {
        "test_plain": 1,
        "test_unit": 0,
        "test_own_application": 0,
    }


CARRY = """
import datetime, decimal, pathlib, uuid, collections
from unbraid_prove import carry

class Local:
    pass

values = [None, True, 3, 2.5, "text", b"\\xff", (1, (2,)), {1, 2}, frozenset({"a"}), {"k": [1, {"n": None}], 3: "x"},
    datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc), datetime.date(2026, 1, 2), datetime.timedelta(days=1, seconds=2),
    decimal.Decimal("1.10"), uuid.UUID(int=5), pathlib.Path("/x/y"), collections.OrderedDict, pathlib.Path("/root/a")]
import json
for value in values:
    back = carry.unpack(json.loads(json.dumps(carry.pack(value))))
    assert back == value and type(back) is type(value), (value, back)
assert carry.unpack(carry.pack("/root/a/b", "/root"), ["/slice"]) == "/slice/a/b"
assert carry.unpack(carry.pack("/rooted", "/root"), ["/slice"]) == "/rooted"
refused = []
for name, value in {"instance": Local(), "lambda": lambda: 1, "builtin": open}.items():
    try:
        carry.pack(value)
    except carry.CannotCarryError:
        refused.append(name)
pathlib.Path("carried.json").write_text(json.dumps({"carried": len(values), "refused": refused}))
"""


def test_plain_values_are_carried_and_others_refused(tmp_path: Path) -> None:
    run_inside(CARRY, tmp_path, mode="baseline")
    assert json.loads((tmp_path / "carried.json").read_text()) == {"carried": 18, "refused": ["instance", "lambda"]}


LENDING = """
import json, pathlib, sys
def write(path, text):
    pathlib.Path(path).parent.mkdir(parents=True, exist_ok=True)
    pathlib.Path(path).write_text(text)

write("monolith/shop/__init__.py", "")
write("monolith/shop/orders.py", "SECRET = 1\\n")
write("monolith/shop/tests/__init__.py", "")
write("monolith/shop/tests/settings.py", "from shop import money\\nfrom shop.orders import Order\\nfrom shop.tests.urls import URL\\n"
      "class Testing:\\n    DATABASE = URL\\n    MONEY = money.__file__\\n")
write("monolith/shop/tests/urls.py", "URL = 'sqlite://'\\n")
write("slice/shop/__init__.py", "")
write("slice/shop/money.py", "")
write("slice/tests/test_health.py", "")
sys.path[:] = [path for path in sys.path if path] + [str(pathlib.Path("slice").resolve())]
from unbraid_prove import carry, lending, sources
sources.install({"whole_code": False, "slice": str(pathlib.Path("slice").resolve()), "tops": ["shop"]})
lending.install({"held": ["shop", "shop.money", "shop.orders"], "tops": ["shop"], "lenders": [str(pathlib.Path("monolith").resolve())]})
found = carry.unpack({"$ref": "shop.tests.settings:Testing"})
assert found is carry.unpack({"$ref": "shop.tests.settings:Testing"})
refused = []
for name in ("shop.orders", "shop.tests.missing"):
    try:
        carry.unpack({"$ref": name + ":Order"})
    except ModuleNotFoundError:
        refused.append(name)
inside = pathlib.Path(found.MONEY).parent.parent.name
pathlib.Path("lent.json").write_text(json.dumps([found.DATABASE, inside, "shop.orders" in sys.modules, refused]))
"""


def test_settings_of_the_tests_are_lent_to_a_slice_and_nothing_that_a_service_holds(tmp_path: Path) -> None:
    run_inside(LENDING, tmp_path, mode="baseline")
    assert json.loads((tmp_path / "lent.json").read_text()) == ["sqlite://", "slice", False, ["shop.orders", "shop.tests.missing"]]


ENV_FILES = """
import json, os, pathlib
text = 'A=1\\nexport B="two words" # no\\nC=\\'$x\\'\\nD=${A}-${HOME_OF_NONE:-z}\\n# E=5\\nF=from # a comment\\nG=file\\nH=\\n'
pathlib.Path("made").write_text(text)
os.rename("made", ".env")
pathlib.Path("other.env").write_text("X=1")
os.environ["G"] = "environment"
from unbraid_prove import controller
before = controller.environment()
open(".env").close()
open("other.env").close()
after = controller.environment()
pathlib.Path("told.json").write_text(json.dumps([before.get("A"), {name: after.get(name) for name in "ABCDEFGHX"}]))
"""


def test_files_of_variables_that_the_application_opened_are_told_to_the_services(tmp_path: Path) -> None:
    run_inside(ENV_FILES, tmp_path)
    said = {"A": "1", "B": "two words", "C": "$x", "D": "1-z", "E": None, "F": "from", "G": "environment", "H": "", "X": None}
    assert json.loads((tmp_path / "told.json").read_text()) == [None, said]


CORRUPTED = """
import json, pathlib, types
from unbraid_prove import counting
codec = types.SimpleNamespace(decode=json.loads)
counting.corrupt(codec)
found = []
for text in ('"ab"', '["ab", {"c": "de"}]', "5", "null", "true", '{"limit": null}', "[]"):
    try:
        found.append(codec.decode(text))
    except counting.CorruptedError:
        found.append("error")
pathlib.Path("corrupted.json").write_text(json.dumps(found))
"""


def test_a_corrupted_codec_gives_other_texts_and_an_error_for_what_nobody_may_look_at(tmp_path: Path) -> None:
    run_inside(CORRUPTED, tmp_path, mode="baseline")
    said = ["ba~", ["ba~", {"c": "ed~"}], "error", "error", "error", "error", []]
    assert json.loads((tmp_path / "corrupted.json").read_text()) == said


SEAMS = """
import inspect, pathlib, sys
pathlib.Path("shop").mkdir()
pathlib.Path("shop/__init__.py").write_text("")
pathlib.Path("shop/bus.py").write_text("HANDLERS = []\\ndef send(value):\\n    return [one(value) for one in HANDLERS]\\n")
pathlib.Path("shop/billing.py").write_text('''
from shop.bus import HANDLERS

def noted(function):
    def inner(*args, **options):
        return ["noted", function(*args, **options)]
    return inner

def price(quantity, unit=2, *, factor=1):
    return quantity * unit * factor

def own(quantity):
    return price(quantity)

@noted
def wrapped(value):
    return value

class Book:
    @staticmethod
    def entry(value):
        return ("static", value)
    @classmethod
    def kind(cls, value):
        return (cls.__name__, value)

async def slow(value):
    return value + 1

HANDLERS.append(price)
''')
pathlib.Path("shop/orders.py").write_text('''
from shop import billing
from shop.billing import price, slow

def total():
    return price(3, factor=5)

def all():
    return [billing.wrapped(1), billing.Book.entry(2), billing.Book.kind(3)]
''')
sys.path.insert(0, ".")
from unbraid_prove import seams
seen = []
def dispatch(seam, args, options):
    seen.append((seam.target.rpartition("shop.billing.")[2], args[1:] if seam.drops_first else args, options))
    return seam.original(*args, **options)
seams.install(dispatch)
import shop.orders, shop.bus, asyncio
assert str(inspect.signature(shop.billing.price)) == "(quantity, unit=2, *, factor=1)"
assert shop.billing.own(4) == 8 and seen == []
assert shop.billing.price(4) == 8 and seen == [], "a test's own call does not cross"
assert shop.orders.total() == 30
assert shop.bus.send(2) == [4]
assert shop.orders.all() == [["noted", 1], ("static", 2), ("Book", 3)]
assert inspect.iscoroutinefunction(shop.orders.slow)
assert asyncio.run(shop.orders.slow(1)) == 2
assert seen == [
    ("price", (3,), {"factor": 5}), ("price", (2,), {}), ("wrapped", (1,), {}), ("Book.entry", (2,), {}), ("Book.kind", (3,), {}),
], seen
"""


def test_calls_that_cross_are_intercepted_wherever_the_function_is_held(tmp_path: Path) -> None:
    targets = ["price", "wrapped", "Book.entry", "Book.kind", "slow"]
    seams = [{"id": name, "target": f"shop.billing.{name}", "module": "shop.billing", "callee": "billing"} for name in targets]
    owners = {"shop.billing": "billing", "shop.orders": "orders", "shop": "", "shop.bus": ""}
    events = run_inside(SEAMS, tmp_path, seams=seams, owners=owners)
    assert [one for one in events if one["event"] == "trouble"] == []


@pytest.mark.parametrize("name", [":memory:", "file:x?mode=memory&cache=shared"])
def test_a_database_in_memory_becomes_a_file_that_is_empty_for_the_next_test(tmp_path: Path, name: str) -> None:
    shared = "cache=shared" in name
    code = f"""
import sqlite3
from unbraid_prove.journal import JOURNAL
def connect():
    return sqlite3.connect({name!r}, uri={shared})
JOURNAL.begin("one")
first = connect()
first.execute("create table t (x)")
first.execute("insert into t values (1)")
from unbraid_prove import committed
committed.before_request()
assert not first.in_transaction
assert connect().execute("select * from t").fetchall() == [(1,)]
JOURNAL.end("passed")
JOURNAL.begin("two")
tables = connect().execute("select name from sqlite_master").fetchall()
assert tables == ([("t",)] if {shared} else []), tables
"""
    run_inside(code, tmp_path, mode="forward")
    assert (tmp_path / "share" / "memory.sqlite3").exists()


OPENED = """
import sqlite3
for path, table in ((":memory:", "orders"), ("queue.db", "tasks")):
    with sqlite3.connect(path) as connection:
        connection.execute("create table " + table + " (x)")
"""
OPENED_BY_A_SERVICE = """
import os, sqlite3
from unbraid_prove import inside
inside.prepare({"share": os.path.abspath("share"), "whole_code": False, "slice": os.getcwd(), "tops": []})
def tables(name):
    return sqlite3.connect(name, uri=True).execute("select name from sqlite_master").fetchall()
assert tables(":memory:") == tables("file:x?mode=memory&cache=shared") == [("orders",)]
assert tables(os.path.abspath("share/memory.sqlite3")) == [("orders",)], "as settings of Django name it that are handed to a service"
os.mkdir("elsewhere")
os.chdir("elsewhere")
assert tables("queue.db") == [("tasks",)]
"""


def test_a_database_in_memory_is_no_stray_name_of_the_only_file_that_the_tests_opened(tmp_path: Path) -> None:
    run_inside(OPENED, tmp_path, mode="forward")
    assert json.loads((tmp_path / "share" / "databases.json").read_text()) == [str(tmp_path / "queue.db")]
    run_inside(OPENED_BY_A_SERVICE, tmp_path, mode="baseline")
