import pytest

pytestmark = pytest.mark.http


def test_home_shows_categories_and_new_products(client, store):
    books = store.category("Books")
    store.product("A-1", name="Atlas", categories=[books])
    page = client.get("/").text
    assert "Atlas" in page
    assert "Books</a> (1)" in page


def test_hidden_products_are_not_shown(client, store):
    store.product("A-1", name="Atlas", is_active=False)
    assert "Atlas" not in client.get("/products/").text
    assert client.get("/products/thing-a-1").status == 404


def test_products_by_category_include_the_branch(client, store):
    books = store.category("Books")
    maps = store.category("Maps", parent_id=books)
    store.product("A-1", name="Atlas", categories=[maps])
    store.product("T-1", name="Teapot")
    page = client.get("/categories/books").text
    assert "Atlas" in page
    assert "Teapot" not in page
    assert "Books</a> / <a" in client.get("/categories/maps").text


def test_unknown_category(client):
    assert client.get("/categories/nothing").status == 404


@pytest.mark.parametrize(
    ("sort", "first"), [("price", "A-1"), ("-price", "B-1"), ("name", "B-1"), ("nonsense", "B-1")]
)
def test_products_are_sorted(client, store, sort, first):
    store.product("A-1", price=100, name="Zebra")
    store.product("B-1", price=900, name="Anchor")
    items = client.get("/api/products", query={"sort": sort}).json()["items"]
    assert items[0]["sku"] == first


def test_products_by_price_and_stock(client, store):
    store.product("A-1", price=500, name="Cheap thing")
    store.product("B-1", price=5000, name="Dear thing")
    store.product("C-1", price=500, name="Absent thing", stock=0)
    assert "Dear thing" not in client.get("/products/?max=10").text
    skus = [p["sku"] for p in client.get("/api/products?in_stock=1").json()["items"]]
    assert sorted(skus) == ["A-1", "B-1"]


def test_lists_have_pages(client, store):
    for _ in range(15):
        store.product()
    first = client.get("/api/products").json()
    assert (first["pages"], first["total"], len(first["items"])) == (2, 15, 12)
    second = client.get(first["next"]).json()
    assert len(second["items"]) == 3
    assert second["next"] is None
    assert "Page 2 of 2" in client.get("/products/?page=2").text


def test_product_page(client, store):
    store.product("A-1", price=10000, name="Atlas", stock=3)
    page = client.get("/products/thing-a-1").text
    assert "€100.00" in page
    assert "from 10 pieces: €95.00" in page
    assert "3 in stock" in page


def test_sold_out(client, store):
    store.product("A-1", stock=0)
    assert "Sold out" in client.get("/products/thing-a-1").text


@pytest.mark.parametrize(("quantity", "unit"), [(1, 1000), (5, 980), (10, 950), (50, 900)])
def test_price_goes_down_with_the_quantity(client, store, quantity, unit):
    store.product("A-1", price=1000)
    quote = client.get("/api/products/A-1/price", query={"quantity": quantity}).json()
    assert quote["unit"]["cents"] == unit
    assert quote["total"]["cents"] == unit * quantity


def test_price_of_nonsense(client, store):
    store.product("A-1")
    assert client.get("/api/products/A-1/price?quantity=none").status == 422
    answer = client.get("/api/products/B-1/price")
    assert answer.status == 404
    assert answer.json()["details"] == {"sku": "B-1"}


def test_only_buyers_review(shopper, store):
    store.product("A-1")
    answer = shopper.post("/products/thing-a-1/reviews", data={"stars": "5", "text": "Good"})
    assert answer.status == 403


def test_review_of_a_buyer(client, buyer, store):
    store.product("A-1")
    buyer.order("A-1")
    assert "Send" in buyer.client.get("/products/thing-a-1").text
    answer = buyer.client.post(
        "/products/thing-a-1/reviews", data={"stars": "4", "text": "Quite good"}
    )
    assert answer.status == 302
    page = client.get("/products/thing-a-1").text
    assert "4.0 of 5 stars, 1 votes" in page
    assert "<cite>alice</cite>" in page
    again = buyer.client.post("/products/thing-a-1/reviews", data={"stars": "1"})
    assert again.status == 409


def test_review_shows_the_full_name(client, buyer, store):
    store.product("A-1")
    buyer.order("A-1")
    store.update("profiles", {"user_id": buyer.person.id}, full_name="Alice Adams")
    buyer.client.post("/products/thing-a-1/reviews", data={"stars": "4"})
    items = client.get("/api/products/A-1/reviews").json()["items"]
    assert [one["author"] for one in items] == ["Alice Adams"]
    assert client.get("/api/products/A-1").json()["rating"] == {"stars": 4.0, "votes": 1}


def test_review_hides_the_name_of_a_private_profile(client, buyer, store):
    store.product("A-1")
    buyer.order("A-1")
    buyer.client.post("/account/profile", data={"full_name": "Alice Adams"})
    buyer.client.post("/products/thing-a-1/reviews", data={"stars": "4"})
    items = client.get("/api/products/A-1/reviews").json()["items"]
    assert [one["author"] for one in items] == ["alice"]


def test_stars_have_limits(buyer, store):
    store.product("A-1")
    answer = buyer.client.post("/products/thing-a-1/reviews", data={"stars": "6"})
    assert answer.status == 422


def test_assortment_is_for_staff(client, shopper):
    assert client.get("/admin/catalogue/").status == 302
    assert shopper.get("/admin/catalogue/").status == 403
    assert client.post("/api/products", json={}).status == 401


def test_staff_adds_a_product(client, desk, store):
    store.category("Books")
    values = {"sku": "a-1", "name": "Großer Atlas", "price": "49.90", "categories": "books"}
    answer = desk.post("/admin/catalogue/products", data=values)
    assert answer.location == "/products/grosser-atlas"
    body = client.get("/api/products/A-1").json()
    assert body["price"] == {"cents": 4990, "text": "€49.90"}
    assert body["categories"] == ["books"]
    assert store.row("audit_entries", action="product.create").actor == "boss"


def test_products_need_their_values(desk):
    answer = desk.post("/api/products", json={"sku": "A-1", "price": "much"})
    assert answer.status == 422
    assert answer.json()["details"] == {"name": "is required", "price": "is not an amount"}


def test_sku_is_unique(desk, store):
    store.product("A-1")
    answer = desk.post("/api/products", json={"sku": "A-1", "name": "Atlas", "price": "1"})
    assert answer.status == 409


def test_same_name_gets_another_slug(desk):
    for sku in ("A-1", "A-2"):
        answer = desk.post("/api/products", json={"sku": sku, "name": "Atlas", "price": "1"})
    assert answer.json()["slug"] == "atlas-2"


def test_staff_changes_a_product(client, desk, store):
    store.product("A-1", price=1000)
    answer = desk.patch("/api/products/A-1", json={"price": "12.50", "name": "Atlas"})
    assert answer.json()["price"]["cents"] == 1250
    desk.patch("/api/products/A-1", json={"is_active": False})
    assert client.get("/products/thing-a-1").status == 404


def test_price_must_stay_positive(desk, store):
    store.product("A-1", price=1000)
    assert desk.patch("/api/products/A-1", json={"price": "0"}).status == 422
    assert store.row("products", sku="A-1").price_cents == 1000


def test_stock_is_booked(desk, store):
    store.product("A-1", stock=2)
    assert desk.post("/api/products/A-1/stock", json={"change": 40}).json()["available"] == 42
    assert desk.post("/api/products/A-1/stock", json={"change": -2}).json()["available"] == 40
    assert store.stock("A-1") == 40
    assert [move.change for move in store.rows("stock_movements")] == [40, -2]


def test_stock_is_never_negative(desk, store):
    store.product("A-1", stock=2)
    answer = desk.post("/api/products/A-1/stock", json={"change": -3})
    assert answer.status == 422
    assert answer.json()["details"] == {"available": 2}
    assert store.stock("A-1") == 2


def test_low_stock_warns_the_staff(desk, staff, store):
    store.product("A-1", stock=20)
    desk.post("/api/products/A-1/stock", json={"change": -16})
    desk.post("/api/products/A-1/stock", json={"change": -1})
    assert store.row("messages", user_id=staff.id).subject == "Only 4 of A-1 are left."
    assert store.row("mail_log", template="stock_low").subject == "Stock is low: A-1"
    assert "A-1: 3 of 5" in desk.get("/admin/catalogue/").text


def test_category_tree(client, desk):
    desk.post("/admin/catalogue/categories", data={"name": "Books", "position": "1"})
    desk.post("/admin/catalogue/categories", data={"name": "Maps", "parent": "books"})
    tree = client.get("/api/categories").json()["items"]
    assert tree[0]["slug"] == "books"
    assert tree[0]["children"][0]["name"] == "Maps"
    assert "Maps" in client.get("/categories/").text


def test_discount_is_a_percentage_or_an_amount(desk, store):
    both = {"name": "Sale", "percent": "10", "amount": "5"}
    assert desk.post("/admin/catalogue/discounts", data=both).status == 422
    one = {"name": "Sale", "code": "sale", "percent": "10"}
    assert desk.post("/admin/catalogue/discounts", data=one).status == 302
    assert store.row("discount_rules", code="SALE").percent == 10


def test_api_by_category(client, store):
    books = store.category("Books")
    store.product("A-1", categories=[books])
    store.product("T-1")
    items = client.get("/api/products?category=books").json()["items"]
    assert [one["sku"] for one in items] == ["A-1"]
