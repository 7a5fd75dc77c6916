"""Which modules a change reaches: no more than those that can see it, and never fewer."""

from pathlib import Path

import msgspec
import pytest

from analyzer.facts import VOCABULARY, read_codebase
from analyzer.model.facts import Import
from analyzer.read.affected import Change, affected, mentions
from analyzer.read.scan import Scan, scan
from analyzer.read.survey import survey

FILES = {
    "shop/__init__.py": "",
    "shop/orders.py": "class Order:\n    def total(self):\n        return 1\n",
    "shop/api.py": "from shop.orders import Order as Purchase\n\n\ndef newest():\n    return Purchase()\n",
    "shop/views.py": "from shop.api import newest\n\n\ndef show():\n    return newest().total()\n",
    "shop/apart.py": "def total():\n    return 2\n",
    "shop/star.py": "from shop.orders import *\n",
}


def _scanned(root: Path) -> Scan:
    return scan(survey(root), VOCABULARY)


def _reached(root: Path, path: str, text: str) -> frozenset[str] | None:
    """The modules that are reached when one file of the shop gets another text."""
    for name, content in FILES.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(content)
    before, imports = _scanned(root), read_codebase(root, 1).of(Import)
    (root / path).write_text(text)
    after = _scanned(root)
    changed = [name for name in after.modules if after.packed[name] != before.packed[name]]
    return affected({name: Change(before.modules[name], after.modules[name]) for name in changed}, after.modules, after.packed, imports)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(FILES["shop/orders.py"] + "\n\nEXTRA = 1\n", {"shop.orders"}, id="a name that nobody mentions"),
        pytest.param("# moved\n\n" + FILES["shop/orders.py"], {"shop.orders"}, id="other lines"),
        pytest.param(
            "class Order:\n    def total(self):\n        print(1)\n        return 1\n", {"shop.orders"}, id="a body that others do not see"
        ),
        pytest.param(
            "class Order:\n    def total(self, tax):\n        return 1\n", {"shop.orders", "shop.views"}, id="a method, where it is called"
        ),
        pytest.param(
            "class Order(Base):\n    def total(self):\n        return 1\n",
            {"shop.orders", "shop.api", "shop.views"},
            id="a class: where it is imported under another name, and where what returns it is called",
        ),
        pytest.param("from shop.apart import *\n" + FILES["shop/orders.py"], None, id="a star import: anything"),
    ],
)
def test_a_change_reaches_whatmentions_it_and_can_see_it(tmp_path: Path, text: str, expected: set[str] | None) -> None:
    found = _reached(tmp_path, "shop/orders.py", text)
    assert found == expected


def test_a_module_that_cannot_see_the_change_is_not_reached(tmp_path: Path) -> None:
    found = _reached(tmp_path, "shop/apart.py", "def total(tax):\n    return 2\n")
    assert found == {"shop.apart"}


def test_what_a_function_imports_for_itself_reaches_nobody_else(tmp_path: Path) -> None:
    late = "\n\ndef late():\n    from shop.api import newest\n    return newest()\n"
    assert _reached(tmp_path, "shop/orders.py", FILES["shop/orders.py"] + late) == {"shop.orders"}


@pytest.mark.parametrize("head", ["def newest():", "class Shop:\n  @staticmethod\n  def newest():"])
def test_what_a_function_imports_for_itself_reaches_those_that_use_what_it_returns(
    head: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f"{head}\n    from shop.orders import Order as Purchase\n    return Purchase()\n"
    monkeypatch.setitem(FILES, "shop/api.py", text)
    found = _reached(tmp_path, "shop/api.py", text.replace("orders import Order", "apart import total"))
    assert found == {"shop.api", "shop.views"}


@pytest.mark.parametrize("before", ["", "x.", "shop.orders.", "a" * 30 + ".", "é", "y" * 47 + ".", "z" * 300 + "."])
@pytest.mark.parametrize("length", [1, 5, 40, 48, 65, 122, 300, 70000])
def test_a_word_is_found_wherever_a_name_begins(before: str, length: int) -> None:
    word = "w" * length
    assert mentions(msgspec.msgpack.encode([1, [before + word, 65], 48]), [word])


@pytest.mark.parametrize("text", ["SIGNAL_ADDED", "xADDED", "9ADDED", "_ADDED.y"])
def test_the_end_of_another_name_is_no_mention(text: str) -> None:
    assert not mentions(msgspec.msgpack.encode([text]), ["ADDED"])
