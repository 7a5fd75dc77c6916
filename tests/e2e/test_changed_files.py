"""After any edit, what is linked again and what is remembered make up the same facts as a first run."""

import ast
import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analyzer import facts
from analyzer.facts import read_codebase
from analyzer.model.codebase import Codebase, Fact
from analyzer.model.data import Entity, EntityUse
from analyzer.model.facts import StringReference
from analyzer.model.surface import Endpoint, Message, SettingUse
from analyzer.read.cache import Cache
from tests.e2e.command import copy_of_sample
from tests.specs.run_specs import cases, write_files

SPECS = Path(__file__).resolve().parents[1] / "specs"
EDITS_EACH = 5
QUOTED = re.compile(r'"[^"\n]*"')
FUNCTION = re.compile(r"^(?P<indent> *)(?:async )?def \w+\(.*:\n", re.MULTILINE)
BASE = re.compile(r"^class \w+\(([\w.]+)", re.MULTILINE)


def _statements(path: Path) -> list[str]:
    """The statements of a file as text, each with what stands before it; empty where the file cannot be parsed."""
    text = path.read_text()
    try:
        ends = [node.end_lineno or 0 for node in ast.parse(text).body]
    except SyntaxError:
        return []
    lines = text.splitlines(keepends=True)
    return ["".join(lines[start:end]) for start, end in zip([0, *ends], ends, strict=False)]


def _name(files: list[Path], dice: random.Random) -> str:
    """A name that some file uses."""
    words = [word for word in dice.choice(files).read_text().replace("(", " ").replace(".", " ").split() if word.isidentifier()]
    return dice.choice(words or ["x"])


def _append_constant(path: Path, files: list[Path], dice: random.Random) -> None:
    path.write_text(f"{path.read_text()}\n{_name(files, dice).upper()} = 1\n")


def _append_function(path: Path, files: list[Path], dice: random.Random) -> None:
    path.write_text(f"{path.read_text()}\ndef {_name(files, dice)}():\n    return {_name(files, dice)}.{_name(files, dice)}()\n")


def _add_class(path: Path, files: list[Path], dice: random.Random) -> None:
    path.write_text(
        f"{path.read_text()}\nclass {_name(files, dice)}({_name(files, dice)}):\n    {_name(files, dice)} = {_name(files, dice)}\n"
    )


def _shift(path: Path, files: list[Path], dice: random.Random) -> None:
    path.write_text("# moved\n\n" + path.read_text())


def _drop(path: Path, files: list[Path], dice: random.Random) -> None:
    parts = _statements(path)
    if parts:
        parts.pop(dice.randrange(len(parts)))
        path.write_text("".join(parts))


def _swap(path: Path, files: list[Path], dice: random.Random) -> None:
    parts = _statements(path)
    dice.shuffle(parts)
    path.write_text("".join(parts))


def _borrow(path: Path, files: list[Path], dice: random.Random) -> None:
    """A statement of another file, its import perhaps."""
    parts = _statements(dice.choice(files))
    if parts:
        path.write_text(f"{dice.choice(parts)}\n{path.read_text()}")


def _assign_inside(path: Path, files: list[Path], dice: random.Random) -> None:
    """A variable of a function, or an attribute that a method sets."""
    text = path.read_text()
    heads = [*FUNCTION.finditer(text)]
    if heads:
        head, name, value = dice.choice(heads), dice.choice(("{0}", "self.{0}")).format(_name(files, dice)), _name(files, dice)
        line = f"{head['indent']}    {name} = {value}()\n"
        path.write_text(text[: head.end()] + line + text[head.end() :])


def _remark(path: Path, files: list[Path], dice: random.Random) -> None:
    """A remark behind a line, which may be inside of a text."""
    lines = path.read_text().splitlines()
    if lines:
        at = dice.randrange(len(lines))
        lines[at] += "  # told"
        path.write_text("\n".join(lines) + "\n")


def _rename_everywhere(path: Path, files: list[Path], dice: random.Random) -> None:
    word = _name([path], dice)
    if len(word) > 3:
        path.write_text(path.read_text().replace(word, f"{word}_new"))


def _alter_text(path: Path, files: list[Path], dice: random.Random) -> None:
    """Another string where one stands: a prefix, a table, the name of a module."""
    strings = [*QUOTED.finditer(path.read_text())]
    others = [text for one in (path, dice.choice(files)) for text in QUOTED.findall(one.read_text())]
    if strings:
        at, text = dice.choice(strings), path.read_text()
        path.write_text(text[: at.start()] + dice.choice(others) + text[at.end() :])


def _alter_base(path: Path, files: list[Path], dice: random.Random) -> None:
    """Another base of a class."""
    bases = [*BASE.finditer(path.read_text())]
    if bases:
        at, text = dice.choice(bases), path.read_text()
        path.write_text(text[: at.start(1)] + _name(files, dice) + text[at.end(1) :])


def _break(path: Path, files: list[Path], dice: random.Random) -> None:
    path.write_text(path.read_text() + "\ndef (:\n")


def _remove(path: Path, files: list[Path], dice: random.Random) -> None:
    path.unlink()


def _copy(path: Path, files: list[Path], dice: random.Random) -> None:
    shutil.copy(path, path.with_name(f"copied_{dice.randrange(100)}.py"))


def _move(path: Path, files: list[Path], dice: random.Random) -> None:
    path.rename(dice.choice(files).parent / f"moved_{dice.randrange(100)}.py")


Edit = Callable[[Path, list[Path], random.Random], None]
SOFT: tuple[Edit, ...] = (
    *(_append_constant, _append_function, _add_class, _shift, _drop, _swap, _borrow, _rename_everywhere),
    *(_alter_text, _alter_base, _assign_inside, _remark),
)
HARD: tuple[Edit, ...] = (_break, _remove, _copy, _move)


@pytest.fixture(scope="module")
def specs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every case of the specs of names, each a package of one code base, imported from one another."""
    root = tmp_path_factory.mktemp("specs")
    for number, case in enumerate(case for folder in ("reading", "frameworks", "data") for case in cases(SPECS / folder)):
        if number % 3 == 0:
            write_files(case, root / f"case_{number}")
    return root


def edits(root: Path, seed: int) -> Iterator[str]:
    """Edits files, one at a time; yields what was done."""
    dice = random.Random(seed)
    for _ in range(EDITS_EACH):
        files = sorted(root.rglob("*.py"))
        path, edit = dice.choice(files), dice.choice(HARD) if dice.random() < 0.15 else dice.choice(SOFT)
        edit(path, files, dice)
        yield f"{edit.__name__} {path.relative_to(root)}"


def _differences(found: Codebase, expected: Codebase) -> list[object]:
    kinds = sorted({*found.facts, *expected.facts}, key=lambda kind: kind.__name__)
    return [fact for kind in kinds for fact in set(found.of(kind)) ^ set(expected.of(kind))]


@pytest.mark.parametrize("subject", ["sample", "specs"])
@pytest.mark.parametrize("seed", range(2))
def test_any_edit_leads_to_the_facts_of_a_first_run(
    subject: str, seed: int, tmp_path: Path, specs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UNBRAID_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(facts, "CHUNK", 5)
    root = copy_of_sample(tmp_path / "app") if subject == "sample" else Path(shutil.copytree(specs, tmp_path / "specs"))
    read_codebase(root, 1, None, Cache.of(root))
    for done in edits(root, seed):
        found, expected = read_codebase(root, 1, None, Cache.of(root)), read_codebase(root, 1)
        assert not _differences(found, expected), done
        assert found == expected, done


PROJECT = {
    "shop/__init__.py": "",
    "shop/settings.py": 'INSTALLED_APPS = ["shop.orders"]\nROOT_URLCONF = "shop.urls"\nKEY = "A"\n',
    "shop/other_urls.py": "urlpatterns = []\n",
    "shop/urls.py": 'from django.urls import include, path\nurlpatterns = [path("orders/", include("shop.orders.urls"))]\n',
    "shop/orders/__init__.py": "",
    "shop/orders/urls.py": 'from django.urls import path\nfrom . import views\nurlpatterns = [path("all", views.orders)]\n',
    "shop/orders/stored.py": "from django.db import models\nclass Stored(models.Model):\n    class Meta:\n        abstract = True\n",
    "shop/orders/models.py": "from .stored import Stored\nclass Order(Stored):\n    pass\n",
    "shop/orders/views.py": "from .models import Order\ndef orders(request):\n    return Order.objects.all()\n",
    "web/__init__.py": "",
    "web/parts.py": 'from flask import Blueprint\nPREFIX = "/old"\npart = Blueprint("part", __name__)\n',
    "web/routes.py": 'from web.parts import part\n@part.route("/x")\ndef shown():\n    pass\n',
    "web/app.py": (
        "from flask import Flask\nfrom web.parts import PREFIX, part\nfrom web import routes\n"
        "def create_app():\n    app = Flask(__name__)\n    app.register_blueprint(part, url_prefix=PREFIX)\n    return app\n"
    ),
    "web/env.py": "import os\nfrom shop.settings import KEY\ndef read():\n    return os.environ[KEY]\n",
    "bus/__init__.py": "",
    "bus/hub.py": (
        "HANDLERS = {}\ndef on(name):\n"
        "    def keep(function):\n        HANDLERS[name] = function\n        return function\n    return keep\n"
        "def emit(name):\n    HANDLERS[name]()\n"
    ),
    "bus/names.py": 'PAID = "paid"\n',
    "bus/listens.py": "from bus.hub import on\nfrom bus.names import PAID\n@on(PAID)\ndef told():\n    pass\n",
    "bus/sends.py": "from bus.hub import emit\nfrom bus.names import PAID\ndef pay():\n    emit(PAID)\n",
}

EDITS: dict[str, tuple[str, str, str, type[Fact]]] = {
    "a base of models is no model any more": ("shop/orders/stored.py", "models.Model", "object", Entity),
    "a class stands between": ("shop/orders/stored.py", "class Stored(models.Model)", "class Stored(object)", EntityUse),
    "a prefix in a constant": ("web/parts.py", "/old", "/new", Endpoint),
    "a route of a blueprint": ("web/routes.py", "/x", "/y", Endpoint),
    "an included module": ("shop/urls.py", "shop.orders.urls", "shop.other_urls", Endpoint),
    "a pattern of an included module": ("shop/orders/urls.py", "all", "every", Endpoint),
    "a list in the settings": ("shop/settings.py", "shop.orders", "shop.other", StringReference),
    "a value in the settings": ("shop/settings.py", '"A"', '"B"', SettingUse),
    "the name of a channel": ("bus/names.py", '"paid"', '"payed"', Message),
    "a receiver keeps nothing any more": ("bus/hub.py", "HANDLERS[name] = function\n        return function", "return None", Message),
}
"""What is changed where, and the kind of facts that are others then, in files that do not change."""


@pytest.mark.parametrize("edit", EDITS)
def test_a_change_that_frameworks_see_is_seen_through_files_that_stay(edit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNBRAID_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(facts, "CHUNK", 2)
    root = tmp_path / "app"
    for name, text in PROJECT.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    before = read_codebase(root, 1, None, Cache.of(root))
    path, old, new, kind = EDITS[edit]
    assert old in PROJECT[path]
    (root / path).write_text(PROJECT[path].replace(old, new))
    found, expected = read_codebase(root, 1, None, Cache.of(root)), read_codebase(root, 1)
    assert not _differences(found, expected)
    assert found == expected
    assert found.of(kind) != before.of(kind)
