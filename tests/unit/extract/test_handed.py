"""Modules that are handed on as values, as to page templates: what they offer is there in every service that hands them on."""

from pathlib import Path

from tests.unit.extract.scaffolding import scaffolded

SHOP = {
    "requirements.txt": "flask\n",
    "shop/__init__.py": "",
    "shop/app.py": "from flask import Flask\n\nfrom shop.setup import set_up\n\n\ndef create_app():\n    app = Flask('shop')\n"
    "    set_up(app)\n    return app\n",
    "shop/setup.py": "from shop.texts import (\n    dates,\n    money as amounts,\n)\nfrom shop import orders, texts\n\n\n"
    "def set_up(app):\n    if orders is not None:\n        app.register_blueprint(orders.views.bp)\n"
    "    app.jinja_env.globals.update(dates=dates)\n"
    "    app.jinja_env.globals['money'] = amounts\n    later(texts='no module')\n\n\ndef later(texts):\n    return print(texts)\n",
    "shop/texts/__init__.py": "from shop.texts.plain import shorten\n\n\ndef loose(text):\n    return text + '.'\n",
    "shop/texts/dates.py": "from shop.texts.plain import shorten\n\n\ndef day(at):\n    return shorten(at)\n\n\ndef _inner(at):\n"
    "    return at.year\n",
    "shop/texts/money.py": "def euros(cents):\n    return f'{cents / 100} EUR'\n",
    "shop/texts/plain.py": "import secrets\n\n\ndef shorten(text):\n    return text[:10] + secrets.token_hex()\n\n\ndef widen(text):\n"
    "    return text + secrets.token_hex()\n",
    "shop/orders/__init__.py": "from shop.orders import views\n",
    "shop/orders/views.py": "from flask import Blueprint, render_template\n\nfrom shop import texts\nfrom shop.texts import money\n\n"
    "bp = Blueprint('orders', __name__)\n\n\n@bp.get('/orders')\ndef show():\n"
    "    return render_template('orders.html', texts=texts, sum=money.euros)\n",
}
HOMES = {"shop.orders": "orders", "shop.texts": "texts"}


def stand_in(text: str, function: str) -> bool:
    """Whether a function's body is gone."""
    return f'NotServedHere("{function}"' in text


def test_what_a_module_in_the_globals_of_templates_offers_is_kept_with_all_that_it_uses(tmp_path: Path) -> None:
    found = scaffolded(tmp_path, SHOP, {**HOMES, "shop.setup": "orders"})
    held = {**found.text, **{path: (tmp_path / source).read_text() for path, source in found.copies.items()}}
    dates = held["services/orders/shop/texts/dates.py"]
    assert not stand_in(dates, "shop.texts.dates.day")
    assert stand_in(dates, "shop.texts.dates._inner")
    assert not stand_in(held["services/orders/shop/texts/money.py"], "shop.texts.money.euros")
    plain = held["services/orders/shop/texts/plain.py"]
    assert not stand_in(plain, "shop.texts.plain.shorten")
    assert stand_in(plain, "shop.texts.plain.widen")


def test_what_no_code_of_a_service_hands_on_stays_a_stand_in_there(tmp_path: Path) -> None:
    found = scaffolded(tmp_path, SHOP, {**HOMES, "shop.bills": "bills"} | {"shop.setup": "orders"})
    package = found.text.get("services/orders/shop/texts/__init__.py")
    assert package is None, "the page of the orders gets the package, so that its functions are there"
    other = scaffolded(tmp_path / "other", {**SHOP, "shop/orders/views.py": VIEWS_WITHOUT}, {**HOMES, "shop.setup": "orders"})
    assert stand_in(other.text["services/orders/shop/texts/__init__.py"], "shop.texts.loose")


VIEWS_WITHOUT = (
    "from flask import Blueprint\n\nfrom shop import texts\n\nbp = Blueprint('orders', __name__)\n\n\n@bp.get('/orders')\ndef show():\n"
    "    return texts.__name__\n"
)
