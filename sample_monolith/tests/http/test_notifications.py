import pytest

pytestmark = pytest.mark.http


def subjects(client):
    return [one["subject"] for one in client.get("/api/notifications").json()["items"]]


def test_order_is_confirmed(buyer, store):
    number = buyer.order().json()["number"]
    assert subjects(buyer.client) == [f"We received your order {number}."]
    mail = store.row("mail_log", template="order_placed")
    assert mail.subject == f"Your order {number}"
    assert "- 1 x Thing" in mail.body
    assert mail.status == "sent"


def test_messages_are_read(buyer):
    buyer.paid_order()
    client = buyer.client
    assert "2 unread" in client.get("/account/messages").text
    newest = client.get("/api/notifications").json()["items"][0]
    assert newest["subject"].startswith("Thank you")
    assert newest["subject"] in client.get(f"/account/messages/{newest['id']}").text
    assert "1 unread" in client.get("/account/messages").text


def test_messages_are_private(client, buyer, store):
    buyer.order()
    ident = store.row("messages").id
    other = client.another().log_in(store.person("bob"))
    assert other.get(f"/account/messages/{ident}").status == 404


def test_cancellation_is_confirmed(buyer, store):
    number = buyer.order().json()["number"]
    buyer.client.post(f"/api/orders/{number}/cancel", json={})
    assert f"Your order {number} was cancelled." in subjects(buyer.client)
    assert store.count("mail_log", template="order_cancelled") == 1


def test_everything_is_wanted_by_default(shopper):
    page = shopper.get("/account/notifications").text
    assert page.count("checked") == 8


def test_orders_without_mails(buyer, store):
    buyer.client.post("/account/notifications", data={"orders_app": "1"})
    buyer.order()
    assert store.count("mail_log", template="order_placed") == 0
    assert store.count("messages") == 1


def test_orders_without_messages(buyer, store):
    answer = buyer.client.post("/account/notifications", data={"orders_mail": "1"})
    assert answer.status == 302
    buyer.order()
    assert store.count("messages") == 0
    assert store.count("mail_log", template="order_placed") == 1


def test_billing_mails_cannot_be_declined(buyer, desk, store):
    buyer.client.post("/account/notifications", data={})
    body = buyer.paid_order()
    reference = store.row("payments").reference
    answer = desk.post(f"/api/billing/payments/{reference}/refunds", json={"amount": "1"})
    assert answer.status == 201
    assert store.row("mail_log", template="refund").subject.endswith(body["invoice"])
    assert store.count("messages", kind="billing") == 0


def test_outbox_is_for_staff(client, desk, shopper):
    client.post("/account/reset", data={"email": "alice@mail.example"})
    assert desk.get("/api/notifications/outbox").json() == [
        {"to": "alice@mail.example", "template": "password_reset", "status": "sent"}
    ]
    assert shopper.get("/api/notifications/outbox").status == 403


def test_locked_people_get_no_mail(client, store):
    store.person("mallory", is_active=False)
    client.post("/account/reset", data={"email": "mallory@mail.example"})
    assert store.count("mail_log") == 0


def test_inbox_needs_a_login(client):
    assert client.get("/account/messages").status == 302
    assert client.get("/api/notifications").status == 401
