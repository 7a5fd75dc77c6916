import pytest

pytestmark = pytest.mark.http


@pytest.fixture
def parcel(buyer, store):
    """The code of a parcel that waits in the warehouse."""
    buyer.paid_order()
    return store.row("shipments").code


@pytest.mark.parametrize(
    ("country", "weight", "expected"),
    [
        ("DE", 500, {"standard": 490, "express": 1490}),
        ("DE", 5000, {"standard": 790, "express": 1490}),
        ("FR", 500, {"standard": 990, "express": 2990}),
        ("JP", 500, {"standard": 1990, "express": 6990}),
    ],
)
def test_quotes(client, country, weight, expected):
    answer = client.get("/api/shipping/quote", query={"country": country, "weight": weight})
    options = {one["method"]: one["price"]["cents"] for one in answer.json()["options"]}
    assert options == expected


def test_too_heavy(client):
    answer = client.get("/api/shipping/quote?weight=50000")
    assert answer.status == 422
    assert answer.json()["error"] == "too_heavy"


def test_weight_is_a_number(client):
    assert client.get("/api/shipping/quote?weight=much").status == 422


def test_rates_are_public(client):
    page = client.get("/shipping/rates").text
    assert "2000 g" in page
    assert "€4.90" in page


def test_staff_changes_a_rate(client, desk):
    values = {"zone": "home", "method": "standard", "up_to_grams": "2000", "price": "3.90"}
    assert desk.post("/admin/shipping/rates", data=values).location == "/shipping/rates"
    options = client.get("/api/shipping/quote?weight=500").json()["options"]
    assert [one["price"]["cents"] for one in options] == [390, 1490]


def test_rate_for_an_unknown_zone(desk):
    values = {"zone": "moon", "method": "standard", "up_to_grams": "2000", "price": "3.90"}
    assert desk.post("/admin/shipping/rates", data=values).status == 422


def test_new_rate_reaches_the_basket(client, desk, store):
    values = {"zone": "home", "method": "standard", "up_to_grams": "2000", "price": "3.90"}
    desk.post("/admin/shipping/rates", data=values)
    client.post("/api/cart/items", json={"sku": store.product()})
    assert client.get("/api/cart").json()["shipping"]["cents"] == 390


def test_paid_order_has_a_parcel(client, parcel):
    body = client.get(f"/api/shipping/parcels/{parcel}").json()
    assert (body["status"], body["carrier"]) == ("prepared", "Parcelo")
    assert "is being packed" in client.get(f"/track/{parcel.lower()}").text


def test_unpaid_order_has_none(buyer):
    number = buyer.order().json()["number"]
    page = buyer.client.get(f"/account/orders/{number}/tracking").text
    assert "There is no parcel yet." in page


def test_tracking_of_an_order(buyer, store):
    number = buyer.paid_order()["number"]
    code = store.row("shipments").code
    answer = buyer.client.get(f"/account/orders/{number}/tracking")
    assert answer.location == f"/track/{code}"
    assert buyer.client.get(f"/api/orders/{number}").json()["tracking"]["code"] == code


def test_tracking_form(client, parcel):
    assert "Code" in client.get("/track/").text
    assert client.get("/track/", query={"code": parcel.lower()}).location == f"/track/{parcel}"


def test_unknown_parcel(client):
    assert client.get("/track/S000").status == 404
    assert client.get("/api/shipping/parcels/S000").json()["error"] == "not_found"


def test_dispatch_moves_the_order(desk, parcel, store):
    assert parcel in desk.get("/admin/shipping/").text
    desk.post(f"/admin/shipping/{parcel}/dispatch")
    assert store.row("orders").status == "shipped"
    assert desk.post(f"/admin/shipping/{parcel}/dispatch").status == 409


def test_whole_journey(client, desk, parcel, store):
    desk.post(f"/admin/shipping/{parcel}/dispatch")
    for status in ("in_transit", "out_for_delivery", "delivered"):
        values = {"status": status, "place": "Ulm"}
        assert desk.post(f"/admin/shipping/{parcel}/events", data=values).status == 302
    events = client.get(f"/api/shipping/parcels/{parcel}").json()["events"]
    assert [one["status"] for one in events][-2:] == ["out_for_delivery", "delivered"]
    assert store.row("orders").status == "delivered"


def test_parcels_do_not_go_back(desk, parcel):
    address = f"/admin/shipping/{parcel}/events"
    desk.post(address, data={"status": "in_transit"})
    assert desk.post(address, data={"status": "dispatched"}).status == 409
    assert desk.post(address, data={"status": "lost"}).status == 422


def test_journey_is_announced(desk, parcel, person, store):
    desk.post(f"/admin/shipping/{parcel}/dispatch")
    desk.post(f"/admin/shipping/{parcel}/events", data={"status": "in_transit"})
    desk.post(f"/admin/shipping/{parcel}/events", data={"status": "delivered"})
    mails = store.rows("mail_log", template="shipment")
    assert [mail.user_id for mail in mails] == [person.id, person.id]


def test_shipping_desk_is_for_staff(shopper):
    assert shopper.get("/admin/shipping/").status == 403
