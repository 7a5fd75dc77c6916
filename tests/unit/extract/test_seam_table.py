import ast
import json
from pathlib import Path

import pytest

from analyzer.extract.mutation import changed_argument
from analyzer.extract.seam_table import RemoteSeam, Use, cut_seams
from analyzer.extract.stored_fields import stored_fields
from analyzer.extract.unstored import unstored_argument
from analyzer.facts import read_codebase
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.plan import Seam, SeamClass
from tests.unit.extract.scaffolding import FLASK_SHOP, HOMES, scaffolded

CHANGES = {
    "def f(a):\n    a['x'] = 1": ("a", "a"),
    "def f(a):\n    a.append(1)": ("a", "a"),
    "def f(a, b):\n    b.x.y[1].update(c=2)": ("b", ""),
    "def f(a):\n    a.total = 1": ("a", ""),
    "def f(a):\n    a.total += 1": ("a", ""),
    "def f(a):\n    a.shown = 1": ("a", "a"),
    "def f(a):\n    a.total, a.shown = 1, 2": ("a", "a"),
    "def f(a):\n    setattr(a, 'shown', 2)": ("a", "a"),
    "def f(a):\n    setattr(a, 'total', 2)": ("a", ""),
    "def f(all):\n    for one in reversed(all):\n        one.shown = 1": ("all", "all"),
    "def f(all):\n    for n, one in enumerate(all):\n        one.total = n": ("all", ""),
    "def f(all):\n    all = list(all)\n    first = all[0]\n    first.shown = 1": ("all", "all"),
    "def f(order):\n    buyer = order.buyer\n    buyer.shown = 1": ("order", "order"),
    "def f(by_key):\n    for key, one in by_key.items():\n        one.append(key)": ("by_key", "by_key"),
    "def f(a):\n    a.delete()": ("", "a"),
    "def f(a):\n    del a[0]": ("a", "a"),
    "def f(a):\n    a.lines.append(1)": ("a", ""),
    "def f(a):\n    a = list(a)\n    a.append(1)": ("", ""),
    "def f(a):\n    b = []\n    b.append(a)\n    return a.x, a[0]": ("", ""),
    "def f(a):\n    b = str(a)\n    b.shown = 1": ("", ""),
    "def f(*, a):\n    for one in a:\n        a.remove(one)": ("a", "a"),
    "class C:\n    pass\ndef f(self):\n    self.append(1)": ("", "self"),
}


@pytest.mark.parametrize("source", CHANGES)
def test_arguments_changed_in_place_are_found(source: str) -> None:
    node = ast.parse(source).body[-1]
    assert isinstance(node, ast.FunctionDef)
    assert (changed_argument(node), changed_argument(node, {"total"})) == CHANGES[source]


UNSTORED = {
    "def f(order):\n    order.total = 1\n    ship(order)": "order",
    "def f(order):\n    order.total = 1\n    order.ship()": "order",
    "def f(order):\n    order.total = 1\n    order.save()\n    order.ship()": "",
    "def f(order):\n    order.total = 1\n    session.commit()\n    ship(order)": "",
    "def f(order):\n    ship(order)\n    order.total = 1": "",
    "def f(order):\n    order.total = order.ship()": "",
    "def f(self):\n    self.order.total, x = 1, 2\n    self.order.ship(order=3)": "self.order",
    "def f(order, other):\n    other.total = 1\n    ship(order)": "",
    "def f(order):\n    Order.objects.filter(id=order.id, paid=False).update(paid=True)\n    order.ship()": "order",
    "def f(order):\n    q = All.filter(pk=order.pk)\n    q = q.exclude(paid=True)\n    if q.update(a=1):\n        order.ship()": "order",
    "def f(order):\n    Order.objects.filter(id=order.id).update(paid=True)\n    order.refresh_from_db()\n    order.ship()": "",
    "def f(order):\n    order.ship()\n    Order.objects.filter(id=order.id).update(paid=True)": "",
    "def f(order):\n    Order.objects.exclude(id__gt=order.id).update(paid=True)\n    order.ship()": "",
    "def f(order):\n    Line.objects.filter(order_id=order.id).update(paid=True)\n    order.ship()": "",
    "def f(order):\n    seen.update(id=order.id)\n    order.ship()": "",
    "def f(order):\n    q = q.filter(id=order.id)\n    q.update(paid=True)\n    order.ship()": "order",
}


@pytest.mark.parametrize("source", UNSTORED)
def test_objects_that_are_given_before_they_are_stored_are_found(source: str) -> None:
    node = ast.parse(source).body[-1]
    assert isinstance(node, ast.FunctionDef)
    assert unstored_argument(node, "ship") == UNSTORED[source]


def test_fields_are_what_the_bodies_of_entities_and_their_bases_assign(tmp_path: Path) -> None:
    models = (
        "from django.db import models\n\n\nclass Stamped(models.Model):\n    made = models.DateField()\n\n"
        "    class Meta:\n        abstract = True\n\n\n"
        "class Order(Stamped):\n    total: int = models.IntegerField()\n    x, y = 1, 2\n\n    def shown(self):\n        z = 1\n\n\n"
        "class Other:\n    far = 1\n"
    )
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "models.py").write_text(models)
    codebase = read_codebase(tmp_path, workers=1)
    assert stored_fields(codebase, lambda path: models.encode()) == {"made", "made_id", "total", "total_id"}
    assert stored_fields(codebase, lambda path: b"class (") == set()


def seam(name: str, seam_class: SeamClass = SeamClass.DATA_FUNCTION, module: str = "shop.billing.invoices") -> Seam:
    at = (Location("shop/orders/views.py", 3),)
    return Seam("orders", "billing", QualName(f"{module}.{name}"), ModuleName(module), seam_class, ("call",), 1, False, at, "why", "how")


def system(root: Path, *seams: Seam, **files: str) -> dict[str, object]:
    changed = {**FLASK_SHOP, **{f"shop/billing/{name}.py": text for name, text in files.items()}}
    found: dict[str, object] = json.loads(scaffolded(root, changed, HOMES, seams=tuple(seams)).text["system.json"])
    return found


def test_a_seam_is_what_some_service_really_calls(tmp_path: Path) -> None:
    found = system(tmp_path, seam("charge"))
    (one,) = found["seams"]  # type: ignore[misc]  # JSON
    assert (one["callers"], one["callee"], one["path"], one["kind"], one["use"]) == (
        ["orders"], "billing", "/_seams/shop.billing.invoices.charge", "function", "call",
    )  # fmt: skip
    assert cut_seams([RemoteSeam("a.b", ModuleName("a"), "s", ("t",), SeamClass.DATA_FUNCTION, Use.CALL, "function", False, False,
                                 Location("a.py", 1))], {"t": ()}) == ()  # fmt: skip


def test_what_changes_its_argument_is_copied_and_says_why(tmp_path: Path) -> None:
    invoices = (
        "def charge(number: list) -> bool:\n    number.append(1)\n    return helper(number)\n\n\ndef helper(n):\n    return bool(n)\n"
    )
    found = system(tmp_path, seam("charge"), invoices=invoices)
    assert found["seams"] == []
    (blocker,) = found["blockers"]  # type: ignore[misc]  # JSON
    assert (blocker["target"], blocker["caller"], blocker["file"], blocker["line"]) == (
        "shop.billing.invoices.charge", "orders", "shop/billing/invoices.py", 1,
    )  # fmt: skip
    assert "changes its argument number in place" in blocker["why"]


def test_a_blocker_is_copied_with_what_it_uses_into_its_caller_alone(tmp_path: Path) -> None:
    text = scaffolded(tmp_path, FLASK_SHOP, HOMES, seams=(seam("charge", SeamClass.BLOCKER),)).text
    copied = text.get("services/orders/shop/billing/invoices.py")
    assert copied is None  # nothing is left to replace, so the file itself is copied
    assert "NotServedHere" not in text.get("services/orders/shop/billing/pdf.py", "")


def test_rung_a1_copies_what_is_reached_whole(tmp_path: Path) -> None:
    from analyzer.extract import Stage

    made = scaffolded(tmp_path, FLASK_SHOP, HOMES, seams=(seam("charge"),), stage=Stage.CLOSURE)
    found = json.loads(made.text["system.json"])
    orders = next(service for service in found["services"] if service["id"] == "orders")
    assert "shop.billing.invoices" in orders["modules"]["copied"]
    assert "shop.billing.views" in orders["modules"]["stub"]
    assert found["seams"] == []
    assert made.copies["services/orders/shop/billing/invoices.py"] == "shop/billing/invoices.py"


def test_nothing_is_said_of_tables_where_none_was_found(tmp_path: Path) -> None:
    assert json.loads(scaffolded(tmp_path, FLASK_SHOP, HOMES).text["system.json"])["figures"] == {}
