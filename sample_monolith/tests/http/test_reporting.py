import pytest

pytestmark = pytest.mark.http


def test_dashboard_adds_up(buyer, desk, store):
    buyer.order(store.product(price=1000))
    buyer.order(store.product(price=2000))
    page = desk.get("/reports/").text
    assert "2 orders, €39.80, €19.90 on average" in page
    assert desk.get("/api/reports/summary").json()["revenue"]["cents"] == 3980


def test_refunds_are_counted(buyer, desk, store):
    number = buyer.paid_order(store.product(price=1000))["number"]
    buyer.client.post(f"/api/orders/{number}/cancel", json={})
    assert desk.get("/api/reports/summary").json()["refunded"]["cents"] == 1490


def test_reports_are_registered(desk):
    assert set(desk.get("/api/reports").json()) == {
        "low-stock",
        "sales-by-category",
        "sales-by-day",
        "sales-by-product",
        "top-customers",
    }


def test_best_selling_products(buyer, desk, store):
    buyer.order(store.product("A-1", price=1000), 1)
    buyer.order(store.product("B-1", price=100), 3)
    body = desk.get("/api/reports/sales-by-product").json()
    assert body["rows"] == [["Thing B-1", 3, 300], ["Thing A-1", 1, 1000]]


def test_cancelled_orders_do_not_count(buyer, desk):
    number = buyer.order().json()["number"]
    buyer.client.post(f"/api/orders/{number}/cancel", json={})
    assert desk.get("/api/reports/sales-by-product").json()["rows"] == []
    assert desk.get("/api/reports/top-customers").json()["rows"] == []


def test_sales_by_category(buyer, desk, store):
    books = store.category("Books")
    buyer.order(store.product("A-1", price=1000, categories=[books]), 2)
    assert desk.get("/api/reports/sales-by-category").json()["rows"] == [["Books", 2000]]


def test_best_customers(buyer, desk, store):
    buyer.order(store.product(price=1000))
    assert desk.get("/api/reports/top-customers").json()["rows"] == [["alice", 1, 1490]]


def test_products_that_run_out(desk, store):
    store.product("A-1", stock=2)
    store.product("B-1", stock=50)
    rows = desk.get("/api/reports/low-stock").json()["rows"]
    assert rows == [["A-1", "Thing A-1", 2, 5]]


def test_report_of_another_period(buyer, desk):
    buyer.order()
    query = {"first": "2020-01-01", "last": "2020-01-31"}
    assert desk.get("/api/reports/sales-by-day", query=query).json()["rows"] == []
    assert "01 Jan 2020" in desk.get("/reports/sales-by-day", query=query).text


def test_report_page_shows_money(buyer, desk, store):
    buyer.order(store.product(price=1000))
    assert "€14.90" in desk.get("/reports/sales-by-day").text


def test_report_as_csv(buyer, desk, store):
    buyer.order(store.product("A-1", price=1000), 2)
    answer = desk.get("/reports/sales-by-product.csv")
    assert answer.header("Content-Type").startswith("text/csv")
    assert answer.text.splitlines() == ["Product,Pieces,Revenue", "Thing A-1,2,2000"]


def test_report_as_text(buyer, desk, store):
    buyer.order(store.product("A-1", price=1000), 2)
    text = desk.get("/reports/sales-by-product.txt").text
    assert "│ Thing A-1 │ 2        │ €20.00    │" in text


def test_unknown_report_and_format(desk):
    assert desk.get("/reports/weather").status == 404
    assert desk.get("/reports/low-stock.xls").status == 422
    assert desk.get("/api/reports/weather").json()["details"]["known"][0] == "low-stock"


def test_export_is_written_in_the_background(desk, store):
    store.product("A-1", stock=1)
    answer = desk.post("/reports/low-stock/export")
    assert desk.follow(answer).text.splitlines()[1] == "A-1,Thing A-1,1,5"
    assert store.row("export_jobs").status == "done"


def test_export_of_nothing(desk):
    assert desk.post("/reports/weather/export", data={}).status == 404
    assert desk.post("/reports/low-stock/export", data={"format": "xls"}).status == 422


def test_audit_trail(desk, store):
    store.product("A-1")
    desk.patch("/api/products/A-1", json={"name": "Atlas"})
    desk.post("/api/products/A-1/stock", json={"change": 1})
    page = desk.get("/reports/?action=stock.adjust").text
    assert "boss: stock.adjust A-1" in page
    assert "product.update" not in page
    assert "boss: product.update A-1" in desk.get("/reports/").text


def test_spending(buyer, store):
    buyer.paid_order(store.product(price=1000))
    buyer.order(store.product(price=9000))
    assert "€14.90" in buyer.client.get("/account/spending").text


def test_reports_are_for_staff(client, shopper):
    assert client.get("/reports/").status == 302
    assert shopper.get("/reports/").status == 403
    assert shopper.get("/api/reports/summary").status == 403
