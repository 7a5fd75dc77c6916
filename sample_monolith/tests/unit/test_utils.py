from datetime import date

import pytest

from webnet import utils


@pytest.mark.parametrize(
    ("cents", "text"),
    [(0, "€0.00"), (5, "€0.05"), (123456, "€1,234.56"), (-250, "-€2.50")],
)
def test_format_money(cents, text):
    assert utils.format_money(cents) == text


def test_format_money_in_other_currencies():
    assert utils.format_money(100, "USD") == "$1.00"
    assert utils.format_money(100, "CHF") == "CHF 1.00"


@pytest.mark.parametrize(
    ("text", "cents"), [("12.50", 1250), ("€3", 300), ("1,234.5", 123450), (" 0.005 ", 1)]
)
def test_parse_money(text, cents):
    assert utils.parse_money(text) == cents


@pytest.mark.parametrize("text", ["", "ten", "NaN", "1.2.3", "Infinity"])
def test_parse_money_refuses(text):
    with pytest.raises(ValueError, match="not an amount"):
        utils.parse_money(text)


def test_percent_rounds_half_up():
    assert utils.percent_of(50, 5) == 3
    assert utils.percent_of(999, 10) == 100


@pytest.mark.parametrize(
    ("text", "slug"),
    [("Hello World", "hello-world"), ("Crème brûlée!", "creme-brulee"), ("???", "item")],
)
def test_simple_slug(text, slug):
    assert utils.simple_slug(text) == slug


def test_slug_is_cut_without_a_dash_at_the_end():
    assert utils.simple_slug("aaa bbb", max_length=4) == "aaa"


def test_truncate_cuts_at_a_word():
    assert utils.truncate("one two three", 9) == "one two…"
    assert utils.truncate("short", 9) == "short"


def test_codes_have_no_confusing_letters():
    code = utils.random_code("X", 200)
    assert not set("IO01") & set(code)


def test_parse_date():
    assert utils.parse_date("2024-02-29") == date(2024, 2, 29)
    assert utils.parse_date("nonsense", date(2020, 1, 1)) == date(2020, 1, 1)
    assert utils.parse_date(None) is None


def test_month_bounds():
    assert utils.month_bounds(date(2023, 12, 15)) == (date(2023, 12, 1), date(2024, 1, 1))


def test_working_days_skip_the_weekend():
    friday = date(2024, 3, 1)
    assert utils.add_working_days(friday, 1) == date(2024, 3, 4)
    assert utils.add_working_days(friday, 0) == friday


def test_format_date():
    assert utils.format_date(date(2024, 3, 1)) == "01 Mar 2024"
    assert utils.format_date(None) == "-"


def test_paged():
    paged = utils.Paged(items=[1, 2], page=2, per_page=2, total=5)
    assert (paged.pages, paged.has_next, paged.has_previous) == (3, True, True)
    assert utils.Paged().pages == 1


def test_page_number_comes_from_the_request(app):
    for query, number in [("page=3", 3), ("page=-1", 1), ("page=x", 1), ("", 1)]:
        with app.test_request_context(f"/?{query}"):
            assert utils.page_number() == number


def test_visitor_is_a_guest_without_login(app):
    with app.test_request_context("/", environ_base={"REMOTE_ADDR": "10.0.0.1"}):
        assert utils.visitor_label() == "guest@10.0.0.1"
