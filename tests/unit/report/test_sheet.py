"""Answers on terminals of any width."""

import pytest

from analyzer.report.sheet import Section, Sheet, as_text

LONG = "shop.orders.cart calls shop.billing.tax.rate, and imports the currency of an account from shop.accounts"
ROWS = (("references", "12", "shop/orders/cart.py:7", LONG), ("imports", "3", "shop/orders/cart.py:1", "short"))
SHEET = Sheet("orders", (Section("What ties it", (LONG,), ("signal", "ties#", "place", "evidence"), ROWS),))


def test_lines_are_of_any_length_where_no_width_is_given() -> None:
    assert as_text(SHEET).count(LONG) == 2


@pytest.mark.parametrize("width", [60, 80, 100])
def test_lines_fit_the_terminal_and_say_the_same(width: int) -> None:
    narrow = as_text(SHEET, width)
    assert max(map(len, narrow.splitlines())) <= width
    assert sorted(narrow.split()) == sorted(as_text(SHEET).split())


def test_the_last_cell_goes_on_below_its_beginning_where_there_is_room() -> None:
    lines = as_text(SHEET, 80).splitlines()
    start = next(line for line in lines if "references" in line).index("shop.orders.cart calls")
    assert lines[lines.index(next(line for line in lines if "references" in line)) + 1][:start].isspace()


def test_a_word_stays_whole_however_long() -> None:
    name = "shop." + "x" * 100
    assert name in as_text(Sheet(name, (Section("", (f"it is {name}",)),)), 60).splitlines()[2:]
