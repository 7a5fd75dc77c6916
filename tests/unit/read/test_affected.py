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


SPELLED = {
    "shop/far/__init__.py": "",
    "shop/far/orders.py": "",
    "shop/reach.py": "import shop.far as there\n",
    "shop/through.py": "from shop.reach import there\n\n\ndef act():\n    return there.orders.ship()\n",
    "shop/named.py": "import shop\n\n\ndef act():\n    return shop.far.orders.ship()\n",
    "shop/text.py": 'PLACE = "shop.far.orders.ship"\n',
    "shop/alike.py": "def act(orders):\n    return orders.ship()\n",
}


def test_who_spells_out_the_way_to_a_change_is_reached_and_who_uses_the_same_words_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path, text in SPELLED.items():
        monkeypatch.setitem(FILES, path, text)
    found = _reached(tmp_path, "shop/far/orders.py", "def ship():\n    return 1\n")
    assert found is not None and {one for one in found if one != "shop.reach"} == {
        "shop.far.orders",
        "shop.through",
        "shop.named",
        "shop.text",
    }


LOCAL = "class Cart:\n    def fill(self):\n        found = {0}()\n        self.bought = found\n\n    def other(self):\n        return 1\n"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param("    total = Order()\n", "    total = Cart()\n", {"shop.api"}, id="a variable that is called like a method elsewhere"),
        pytest.param("    total = Order()\n    return total\n", "    total = Cart()\n    return total\n", {"shop.views"}, id="returned"),
        pytest.param(
            "    def inner():\n        total = Order()\n", "    def inner():\n        total = Cart()\n", {"shop.api"}, id="inside"
        ),
    ],
)
def test_a_variable_of_a_function_reaches_those_alone_that_use_the_function(
    before: str, after: str, expected: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = "from shop.orders import Order\n\n\nclass Cart:\n    pass\n\n\ndef "
    name = "newest" if expected == {"shop.views"} else "unknown"
    monkeypatch.setitem(FILES, "shop/api.py", f"{head}{name}():\n{before}")
    found = _reached(tmp_path, "shop/api.py", f"{head}{name}():\n{after}")
    assert found == {"shop.api"} | expected


def test_what_an_object_holds_is_another_where_a_variable_that_it_was_given_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FILES, "shop/api.py", "from shop.orders import Order\n" + LOCAL.format("Order"))
    monkeypatch.setitem(FILES, "shop/views.py", "from shop.api import Cart\n\n\ndef show(cart: Cart):\n    return cart.bought.total()\n")
    monkeypatch.setitem(
        FILES, "shop/apart.py", "from shop.api import Cart\n\n\nclass Apart:\n    def other(self):\n        return self.wish\n"
    )
    found = _reached(tmp_path, "shop/api.py", "from shop.orders import Order\n" + LOCAL.format("object"))
    assert found is not None and "shop.views" in found


def test_an_object_is_called_alike_in_every_method(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "class Cart:\n    def fill(self):\n        self.bought = Order()\n"
    monkeypatch.setitem(FILES, "shop/api.py", "from shop.orders import Order\n" + text)
    monkeypatch.setitem(
        FILES, "shop/views.py", "from shop.api import Cart\n\n\nclass View:\n    def show(self):\n        return self.other\n"
    )
    found = _reached(tmp_path, "shop/api.py", "from shop.orders import Order\n" + text.replace("Order()", "object()"))
    assert found == {"shop.api"}
