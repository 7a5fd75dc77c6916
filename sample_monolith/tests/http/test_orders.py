import pytest

pytestmark = pytest.mark.http


def test_guests_have_a_basket(client, store):
    store.product("A-1", price=1000)
    client.post("/cart/add", data={"sku": "A-1", "quantity": "2"})
    page = client.get("/cart/").text
    assert "Thing A-1" in page
    assert "€24.90" in page
    assert "Thing A-1" not in client.another().get("/cart/").text


def test_basket_is_kept_when_logging_in(client, person, store):
    store.product("A-1")
    store.product("B-1")
    earlier = client.another().log_in(person)
    earlier.post("/api/cart/items", json={"sku": "A-1", "quantity": 1})
    client.post("/api/cart/items", json={"sku": "A-1", "quantity": 2})
    client.post("/api/cart/items", json={"sku": "B-1"})
    client.log_in(person)
    items = client.get("/api/cart").json()["items"]
    assert {one["sku"]: one["quantity"] for one in items} == {"A-1": 3, "B-1": 1}
    assert store.count("carts") == 1


def test_basket_takes_what_is_there(client, store):
    store.product("A-1", stock=2)
    answer = client.post("/api/cart/items", json={"sku": "A-1", "quantity": 3})
    assert answer.status == 409
    assert answer.json()["error"] == "out_of_stock"
    assert answer.json()["details"]["available"] == 2
    page = client.follow(client.post("/cart/add", data={"sku": "A-1", "quantity": "3"})).text
    assert "Only 2 pieces are left." in page


def test_sold_out_article(client, store):
    store.product("A-1", stock=0)
    page = client.follow(client.post("/cart/add", data={"sku": "A-1"})).text
    assert "sold out" in page


def test_basket_refuses_what_is_not_sold(client, store):
    store.product("A-1", is_active=False)
    assert client.post("/api/cart/items", json={"sku": "A-1"}).status == 409
    assert client.post("/api/cart/items", json={"sku": "B-1"}).status == 404


def test_quantities_change(client, store):
    store.product("A-1", price=1000)
    client.post("/api/cart/items", json={"sku": "A-1"})
    client.post("/cart/update", data={"sku": "A-1", "quantity": "10"})
    item = client.get("/api/cart").json()["items"][0]
    assert (item["quantity"], item["unit"]["cents"]) == (10, 950)
    assert client.put("/api/cart/items/A-1", json={"quantity": 0}).json()["items"] == []
    assert client.put("/api/cart/items/A-1", json={"quantity": 1}).status == 404


def test_article_is_removed(client, store):
    store.product("A-1")
    client.post("/api/cart/items", json={"sku": "A-1"})
    client.post("/cart/update", data={"sku": "A-1", "quantity": "0"})
    assert "Your basket is empty." in client.get("/cart/").text


def test_coupon_lowers_the_total(client, store):
    store.product("A-1", price=5000)
    store.coupon("SPRING", percent=20)
    client.post("/api/cart/items", json={"sku": "A-1"})
    body = client.put("/api/cart/coupon", json={"code": "spring"}).json()
    assert body["discount"]["cents"] == 1000
    assert body["total"]["cents"] == 4490


def test_unknown_coupon(client):
    answer = client.put("/api/cart/coupon", json={"code": "none"})
    assert answer.status == 422
    assert answer.json()["error"] == "unknown_coupon"


def test_coupon_that_does_not_apply_is_removed_from_the_page(client, store):
    store.product("A-1", price=1000)
    store.coupon("BIG", minimum_cents=5000)
    client.post("/api/cart/items", json={"sku": "A-1"})
    answer = client.put("/api/cart/coupon", json={"code": "BIG"})
    assert answer.json()["details"] == {"missing_cents": 4000}
    assert "€40.00 are missing" in client.get("/cart/").text
    assert client.get("/api/cart").json()["coupon"] is None


def test_coupon_for_a_category(client, store):
    books = store.category("Books")
    store.product("A-1", price=2000, categories=[books])
    store.product("T-1", price=3000)
    store.coupon("READ", percent=50, category_id=books)
    for sku in ("A-1", "T-1"):
        client.post("/api/cart/items", json={"sku": sku})
    body = client.put("/api/cart/coupon", json={"code": "READ"}).json()
    assert body["discount"]["cents"] == 1000


def test_automatic_discount_and_coupon_do_not_add_up(client, store):
    store.product("A-1", price=10000)
    store.coupon(None, percent=15)
    store.coupon("TEN", percent=10)
    client.post("/api/cart/items", json={"sku": "A-1"})
    assert client.put("/api/cart/coupon", json={"code": "TEN"}).json()["discount"]["cents"] == 1500


def test_large_orders_travel_free(client, store):
    store.product("A-1", price=20000)
    client.post("/api/cart/items", json={"sku": "A-1"})
    assert client.get("/api/cart").json()["shipping"]["cents"] == 0


def test_checkout_needs_a_login(client):
    assert client.get("/checkout").location == "/account/login?next=/checkout"
    assert client.post("/api/orders/checkout", json={}).status == 401


def test_checkout_page(buyer, store):
    store.product("A-1")
    buyer.fill(**{"A-1": 2})
    page = buyer.client.get("/checkout").text
    assert "2 articles" in page
    assert "1 Long Road" in page
    assert "express" in page


def test_order_takes_stock_and_makes_an_invoice(buyer, store):
    store.product("A-1", price=1000, stock=5)
    body = buyer.order("A-1", 2).json()
    assert body["status"] == "placed"
    assert body["total"]["cents"] == 2490
    assert body["tax"]["cents"] == 398
    assert store.stock("A-1") == 3
    invoice = store.row("invoices")
    assert invoice.number == body["invoice"]
    assert invoice.amount_cents == 2490
    assert store.row("stock_movements").reason == "sold"
    assert buyer.client.get("/api/cart").json()["items"] == []


def test_order_is_all_or_nothing(buyer, store):
    store.product("A-1", stock=5)
    store.product("B-1", stock=5)
    buyer.fill(**{"A-1": 2, "B-1": 2})
    store.update("stock_levels", {"product_id": store.product_id("B-1")}, quantity=1)
    answer = buyer.checkout()
    assert answer.status == 409
    assert answer.json()["details"] == {"sku": "B-1", "available": 1}
    assert store.stock("A-1") == 5
    assert store.count("orders") == store.count("invoices") == 0
    assert len(buyer.client.get("/api/cart").json()["items"]) == 2


def test_empty_basket_cannot_be_ordered(buyer):
    assert buyer.checkout().status == 422


def test_order_to_a_foreign_address(buyer, store):
    buyer.address_id = store.address(store.person("bob"))
    assert buyer.order().status == 404


def test_unknown_method(buyer):
    assert buyer.order(method="pigeon").status == 422


def test_express_costs_more(buyer, store):
    body = buyer.order(store.product(price=1000), method="express").json()
    assert body["shipping"]["cents"] == 1490


def test_tax_depends_on_the_country(buyer, store):
    buyer.address_id = store.address(buyer.person, country="US")
    body = buyer.order().json()
    assert body["tax"]["cents"] == 0
    assert body["shipping"]["cents"] == 1990


def test_paid_by_card(buyer):
    body = buyer.paid_order()
    assert body["status"] == "paid"
    assert body["payment"]["may_retry"] is False


def test_declined_card_keeps_the_order(buyer):
    body = buyer.order(provider="card", card_number="4000 0000 0000 0002").json()
    assert body["payment"] == {
        "status": "failed",
        "message": "the card was declined",
        "may_retry": False,
    }
    shown = buyer.client.get(f"/api/orders/{body['number']}").json()
    assert shown["status"] == "payment_failed"
    assert shown["history"][-1]["note"] == "card: card_declined"


def test_bank_that_does_not_answer_leads_to_the_payment_page(buyer, store):
    buyer.fill(**{store.product(): 1})
    values = {
        "address_id": buyer.address_id,
        "provider": "card",
        "card_number": "4000000000000119",
    }
    answer = buyer.client.post("/checkout", data=values)
    number = store.row("invoices").number
    assert answer.location == f"/billing/pay/{number}"
    assert "Please try again." in buyer.client.follow(answer).text
    assert store.row("orders").status == "placed"


def test_checkout_form_leads_to_the_order(buyer, store):
    buyer.fill(**{store.product(): 1})
    values = {"address_id": buyer.address_id, "provider": "card", "card_number": buyer.card}
    answer = buyer.client.post("/checkout", data=values)
    number = store.row("orders").number
    assert answer.location == f"/account/orders/{number}"
    page = buyer.client.follow(answer).text
    assert f"Order {number}: 1 article for alice" in page
    assert "<strong>paid</strong>" in page


def test_orders_are_private(client, buyer, store):
    number = buyer.order().json()["number"]
    other = client.another().log_in(store.person("bob"))
    assert other.get(f"/account/orders/{number}").status == 404
    assert other.get(f"/api/orders/{number}").status == 404
    assert other.get("/api/orders").json()["total"] == 0


def test_order_list_and_page(buyer):
    number = buyer.order().json()["number"]
    assert number in buyer.client.get("/account/orders").text
    page = buyer.client.get(f"/account/orders/{number}").text
    assert "Cancel" in page
    assert number.replace("W", "R", 1) in page


def test_cancelled_order_gives_everything_back(buyer, store):
    store.product("A-1", stock=5)
    number = buyer.paid_order("A-1", 2)["number"]
    answer = buyer.client.post(f"/account/orders/{number}/cancel", data={"reason": "changed mind"})
    assert answer.status == 302
    assert store.stock("A-1") == 5
    assert store.row("invoices").status == "refunded"
    assert store.row("refunds").reason == "changed mind"
    assert store.row("shipments").status == "cancelled"


def test_open_invoice_of_a_cancelled_order_is_void(buyer, store):
    number = buyer.order().json()["number"]
    body = buyer.client.post(f"/api/orders/{number}/cancel", json={}).json()
    assert body["status"] == "cancelled"
    assert store.row("invoices").status == "void"
    assert store.count("refunds") == 0


def test_cancelling_twice(buyer):
    number = buyer.order().json()["number"]
    buyer.client.post(f"/api/orders/{number}/cancel", json={})
    answer = buyer.client.post(f"/api/orders/{number}/cancel", json={})
    assert answer.status == 409
    assert answer.json()["details"] == {"status": "cancelled", "wanted": "cancelled"}


def test_order_desk_filters(buyer, desk):
    number = buyer.order().json()["number"]
    assert number in desk.get("/admin/orders/").text
    assert number in desk.get("/admin/orders/?status=placed&customer=ali").text
    assert number not in desk.get("/admin/orders/?status=paid").text


def test_order_desk_moves_orders_along(buyer, desk, store):
    number = buyer.paid_order()["number"]
    assert "packed" in desk.get(f"/admin/orders/{number}").text
    desk.post(f"/admin/orders/{number}/status", data={"status": "packed", "note": "shelf 4"})
    event = store.rows("order_events")[-1]
    assert (event.status, event.note, event.actor) == ("packed", "shelf 4", "boss")
    again = desk.post(f"/admin/orders/{number}/status", data={"status": "placed"})
    assert again.status == 409
    assert "cannot become placed" in again.text


def test_order_desk_cancels(buyer, desk, store):
    store.product("A-1", stock=5)
    number = buyer.order("A-1").json()["number"]
    desk.post(f"/admin/orders/{number}/status", data={"status": "cancelled"})
    assert store.stock("A-1") == 5


def test_order_desk_is_for_staff(shopper):
    assert shopper.get("/admin/orders/").status == 403
