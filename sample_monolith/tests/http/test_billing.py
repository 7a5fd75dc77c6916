import pytest

pytestmark = pytest.mark.http


@pytest.fixture
def invoice(buyer, store):
    """The number of an open invoice of 14.90."""
    return buyer.order(store.product(price=1000)).json()["invoice"]


def pay(client, number, **details):
    return client.post("/api/billing/payments", json={"invoice": number, **details})


def test_invoices_and_balance(shopper, invoice):
    page = shopper.get("/account/invoices").text
    assert invoice in page
    assert "€14.90" in page
    assert "Open: <strong>€14.90</strong>" in page


def test_invoice_page(shopper, invoice):
    page = shopper.get(f"/account/invoices/{invoice}").text
    assert f"Invoice {invoice} - Order" in page
    assert "Shipping (standard)" in page


def test_invoices_are_private(client, invoice, store):
    other = client.another().log_in(store.person("bob"))
    assert other.get(f"/account/invoices/{invoice}").status == 404
    assert pay(other, invoice, provider="card").status == 404


def test_lines_add_up(buyer, store):
    store.coupon("TEN", percent=10)
    store.product("A-1", price=2000)
    buyer.fill(**{"A-1": 2})
    buyer.client.put("/api/cart/coupon", json={"code": "TEN"})
    number = buyer.checkout().json()["invoice"]
    body = buyer.client.get(f"/api/billing/invoices/{number}").json()
    assert [line["text"] for line in body["lines"]] == [
        "2 x Thing A-1",
        "Discount",
        "Shipping (standard)",
    ]
    assert sum(line["amount"]["cents"] for line in body["lines"]) == body["amount"]["cents"]


def test_paying_by_card(shopper, invoice, store):
    body = pay(shopper, invoice, provider="card", card_number="4242424242424242").json()
    assert body["status"] == "captured"
    assert store.row("invoices").status == "paid"
    assert store.row("orders").status == "paid"
    assert store.row("shipments").status == "prepared"
    assert "Open: <strong>€0.00</strong>" in shopper.get("/account/invoices").text


def test_paying_twice(shopper, invoice):
    pay(shopper, invoice, provider="card", card_number="4242424242424242")
    answer = pay(shopper, invoice, provider="card", card_number="4242424242424242")
    assert answer.status == 409
    assert answer.json()["error"] == "already_paid"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("4000000000000002", "card_declined"),
        ("4000000000000069", "expired_card"),
        ("4000000000009995", "insufficient_funds"),
        ("4242424242424241", "bad_number"),
    ],
)
def test_declined_cards(shopper, invoice, store, number, code):
    answer = pay(shopper, invoice, provider="card", card_number=number)
    assert answer.status == 402
    assert answer.json()["details"] == {"provider": "card", "decline_code": code}
    assert store.row("payments").status == "declined"
    assert store.row("invoices").status == "open"


def test_bank_that_does_not_answer(shopper, invoice, store):
    values = {"provider": "card", "card_number": "4000000000000119"}
    answer = shopper.post(f"/billing/pay/{invoice}", data=values)
    assert answer.status == 402
    assert "Please try again in a minute." in answer.text
    assert store.count("payments") == 0


def test_nonsense_instead_of_a_card(shopper, invoice):
    answer = pay(shopper, invoice, provider="card", card_number="hello")
    assert answer.status == 422
    assert pay(shopper, invoice, provider="shells").status == 422


@pytest.mark.parametrize(
    ("voucher", "status"),
    [("GIFT-50-5", 201), ("gift-50-5", 201), ("GIFT-10-1", 402), ("GIFT-50-4", 402), ("X", 422)],
)
def test_vouchers(shopper, invoice, voucher, status):
    assert pay(shopper, invoice, provider="voucher", voucher=voucher).status == status


def test_payment_page(shopper, invoice):
    assert "Gift voucher" in shopper.get(f"/billing/pay/{invoice}").text
    values = {"provider": "card", "card_number": "4242 4242 4242 4242"}
    answer = shopper.post(f"/billing/pay/{invoice}", data=values)
    assert "the invoice is paid" in shopper.follow(answer).text


def test_partial_refunds(shopper, desk, invoice, store):
    reference = pay(shopper, invoice, provider="card", card_number="4242424242424242").json()[
        "reference"
    ]
    address = f"/api/billing/payments/{reference}/refunds"
    assert desk.post(address, json={"amount": "10.00", "reason": "scratch"}).status == 201
    answer = desk.post(address, json={"amount": "5.00"})
    assert answer.status == 409
    assert answer.json()["details"] == {"left_cents": 490}
    assert store.row("invoices").status == "paid"
    assert desk.post(address, json={"amount": "4.90", "reason": "the rest"}).status == 201
    assert store.row("invoices").status == "refunded"
    assert "refunded" in shopper.get(f"/account/invoices/{invoice}").text


def test_refund_is_announced(shopper, desk, invoice, store):
    reference = pay(shopper, invoice, provider="card", card_number="4242424242424242").json()[
        "reference"
    ]
    desk.post(f"/api/billing/payments/{reference}/refunds", json={"amount": "1"})
    assert store.row("mail_log", template="refund").subject.endswith(invoice)


def test_refunds_are_for_staff(shopper):
    assert shopper.post("/api/billing/payments/P1/refunds", json={"amount": "1"}).status == 403


def test_refund_of_nothing(desk):
    assert desk.post("/api/billing/payments/P1/refunds", json={"amount": "1"}).status == 404


def test_invoice_is_mailed(invoice, store):
    mail = store.row("mail_log", template="invoice")
    assert mail.subject == f"Invoice {invoice}"
    assert "€14.90" in mail.body


def test_overdue_invoices_are_reminded(desk, invoice, store):
    from datetime import date

    store.update("invoices", {"number": invoice}, due_on=date(2020, 1, 1))
    for _ in range(3):
        answer = desk.post("/api/billing/runs/overdue")
        assert answer.json() == {"reminded": [invoice]}
    assert desk.post("/api/billing/runs/overdue").json() == {"reminded": []}
    assert store.row("invoices").status == "overdue"
    assert store.count("mail_log", template="reminder") == 3


def test_invoices_by_status(shopper, invoice):
    assert shopper.get("/api/billing/invoices?status=open").json()["total"] == 1
    assert shopper.get("/api/billing/invoices?status=paid").json()["total"] == 0


def test_void_invoice_cannot_be_paid(buyer, invoice, store):
    buyer.client.post(f"/api/orders/{store.row('orders').number}/cancel", json={})
    assert pay(buyer.client, invoice, provider="voucher", voucher="GIFT-50-5").status == 404
