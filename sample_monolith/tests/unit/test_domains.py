"""Pieces of the domains that do not need a request."""

from datetime import date

import pytest

from webnet.billing.providers import (
    CardProvider,
    PaymentDeclined,
    PaymentError,
    ProviderUnavailable,
    RefundTooLarge,
    get_provider,
    passes_luhn,
    provider_labels,
)
from webnet.catalogue.categories import category_tree
from webnet.catalogue.inventory import OutOfStock
from webnet.catalogue.pricing import PriceQuote, discount_for, price_for, unit_price
from webnet.content.rendering import teaser, to_html
from webnet.errors import Invalid, NotFound
from webnet.notifications import messages, tasks
from webnet.orders.cart import Totals, included_tax
from webnet.reporting.exports import as_csv, as_html, as_text
from webnet.reporting.reports import Table, find_report, report_titles
from webnet.search.index import terms_of
from webnet.shipping.rates import RateQuote, TooHeavy, quote, zone_of


@pytest.mark.parametrize(("quantity", "unit"), [(1, 100), (4, 100), (5, 98), (49, 95), (50, 90)])
def test_unit_price(quantity, unit):
    assert unit_price(100, quantity) == unit


def test_price_quote(context, store):
    store.product("A-1", price=1000)
    found = price_for("A-1", 10)
    assert found == PriceQuote("A-1", 10, 1000, 950)
    assert found.total_cents == 9500


def test_discount_is_never_more_than_the_goods(context, store):
    store.coupon("HUGE", percent=0, amount_cents=100_000)
    assert discount_for("HUGE", 500, {}) == 500


def test_category_tree_is_kept_until_it_is_forgotten(context, store):
    from webnet.extensions import cache

    before, cache.default_ttl = cache.default_ttl, 60
    try:
        category_tree.forget()
        store.category("Books")
        assert [node["name"] for node in category_tree()] == ["Books"]
        store.category("Maps")
        assert [node["name"] for node in category_tree()] == ["Books"]
        category_tree.forget()
        assert [node["name"] for node in category_tree()] == ["Books", "Maps"]
    finally:
        cache.default_ttl = before
        category_tree.forget()


def test_out_of_stock_tells_what_is_left():
    error = OutOfStock("A-1", 5, 2)
    assert (error.sku, error.wanted, error.available) == ("A-1", 5, 2)
    assert error.status_code == 409


def test_payment_errors_tell_whether_to_try_again():
    assert PaymentDeclined("no", "card", "expired").retryable is False
    assert ProviderUnavailable("later").retryable is True
    assert issubclass(PaymentDeclined, PaymentError)
    assert RefundTooLarge(10, 5).left_cents == 5


@pytest.mark.parametrize(
    ("digits", "fine"), [("4242424242424242", True), ("4242424242424241", False), ("0", True)]
)
def test_luhn(digits, fine):
    assert passes_luhn(digits) is fine


def test_providers_come_from_the_configuration(context):
    assert isinstance(get_provider("card"), CardProvider)
    assert list(provider_labels()) == ["card", "voucher"]
    with pytest.raises(Invalid):
        get_provider("shells")


@pytest.mark.parametrize(("country", "zone"), [("DE", "home"), ("fr", "europe"), ("JP", "world")])
def test_zones(country, zone):
    assert zone_of(country) == zone


def test_quotes_are_data(context, store):
    assert quote("DE", 100) == [RateQuote("standard", 490, 3), RateQuote("express", 1490, 1)]
    with pytest.raises(TooHeavy):
        quote("DE", 99_999)


@pytest.mark.parametrize(("country", "tax"), [("DE", 1900), ("AT", 1983), ("US", 0), ("XX", 0)])
def test_included_tax(country, tax):
    assert included_tax(11900, country) == tax


def test_totals():
    totals = Totals(1000, 250, 490, 0)
    assert totals.total_cents == 1240


def test_terms_are_stems():
    assert terms_of("The Maps and the mapping of a Map") == ["map", "map", "map"]


def test_markdown(context):
    assert to_html("Some *text* & more") == "<p>Some <em>text</em> &amp; more</p>"
    assert "<script" not in to_html("<script>x</script>")
    assert "<blockquote>" in to_html("> said")


def test_teaser():
    assert teaser("# Title\n\nSome **bold** [link](https://x.example).") == "Title Some bold link."


def test_table_formats():
    table = Table(["Name", "Price"], [["Tea", 250]], {"Price"})
    assert as_csv(table) == "Name,Price\nTea,250\n"
    assert "│ Tea    │ €2.50   │" in as_text(table)
    assert "<td>€2.50" in as_html(table)


def test_reports_are_registered_by_importing_them():
    assert "low-stock" in report_titles()
    with pytest.raises(NotFound):
        find_report("weather")


def test_low_stock_report(context, store):
    store.product("A-1", stock=1)
    table = find_report("low-stock").build(date.today(), date.today())
    assert table.rows == [["A-1", "Thing A-1", 1, 5]]


def test_mails_need_a_template(context, store):
    from webnet.models import User

    person = store.person("alice")
    user = User.by_id(person.id)
    entry = tasks.write(user, "reminder", {"number": "R1", "amount_cents": 100, "count": 2})
    assert entry.status == "queued"
    assert "reminder 2 for invoice R1 of €1.00" in entry.body
    with pytest.raises(NotFound):
        tasks.write(user, "poem", {})


def test_waiting_mails_are_sent(context, store):
    from webnet.models import User

    user = User.by_id(store.person("alice").id)
    tasks.write(user, "welcome", {})
    assert tasks.send_waiting() == 1
    assert store.row("mail_log").status == "sent"


def test_preferences_know_their_kinds(context, store):
    person = store.person("alice")
    messages.set_preference(person.id, "orders", by_mail=False, in_app=True)
    assert messages.wants(person.id, "orders", "app")
    assert not messages.wants(person.id, "orders", "mail")
    with pytest.raises(Invalid):
        messages.set_preference(person.id, "weather", by_mail=False, in_app=False)


def test_missing_rows_are_named(context, store):
    from webnet.models import User

    with pytest.raises(NotFound, match="user 77 does not exist"):
        User.by_id(77)
    with pytest.raises(NotFound, match="no user with username=nobody"):
        User.require_by(username="nobody")


def test_basket_lives_in_the_session(context, store):
    from webnet.orders import cart

    store.product("A-1")
    with context.test_request_context("/"):
        from flask import session

        assert cart.current_cart(create=False) is None
        cart.add("A-1", 2)
        assert session["cart"]
        assert cart.current_cart().size == 2


def test_migrations_fit_the_models(database):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from sqlalchemy import create_engine

    from webnet.app import import_models
    from webnet.extensions import db

    import_models()
    engine = create_engine(database)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), db.metadata) == []
    engine.dispose()
