import pytest

pytestmark = pytest.mark.http


def test_health(client):
    assert client.get("/health").json() == {"status": "ok"}


def test_missing_page(client):
    answer = client.get("/nowhere")
    assert answer.status == 404
    assert "<h1>Sorry</h1>" in answer.text


def test_missing_address_of_the_api(client):
    answer = client.get("/api/nowhere")
    assert answer.status == 404
    assert answer.json() == {"error": "not_found", "message": "This page does not exist."}


def test_wrong_method(client):
    assert client.post("/blog/").status == 405
    assert client.delete("/api/cart").json()["error"] == "method_not_allowed"


def test_menu_of_guests(client):
    page = client.get("/blog/").text
    assert "Log in" in page
    assert "Order desk" not in page


def test_menu_of_customers(shopper):
    page = shopper.get("/blog/").text
    assert "alice" in page
    assert "Log out" in page
    assert "Order desk" not in page


def test_menu_of_staff(desk):
    assert "Order desk" in desk.get("/blog/").text


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/products/",
        "/categories/",
        "/account/login",
        "/account/register",
        "/account/reset",
        "/cart/",
        "/track/",
        "/shipping/rates",
        "/blog/",
        "/search",
    ],
)
def test_pages_for_everybody(client, path):
    answer = client.get(path)
    assert answer.status == 200
    assert answer.text.startswith("<!doctype html>")


@pytest.mark.parametrize(
    "path",
    [
        "/account/",
        "/account/profile",
        "/account/addresses",
        "/account/password",
        "/account/orders",
        "/account/invoices",
        "/account/messages",
        "/account/notifications",
        "/account/spending",
        "/checkout",
    ],
)
def test_pages_for_customers(client, shopper, path):
    assert client.get(path).location == f"/account/login?next={path}"
    assert shopper.get(path).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/admin/catalogue/",
        "/admin/orders/",
        "/admin/shipping/",
        "/admin/content/",
        "/admin/search/",
        "/reports/",
    ],
)
def test_pages_for_staff(client, desk, path):
    assert client.get(path).status == 302
    assert desk.get(path).status == 200
