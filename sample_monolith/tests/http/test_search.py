import pytest

pytestmark = pytest.mark.http


@pytest.fixture
def atlas(desk):
    values = {"sku": "A-1", "name": "Great Atlas", "price": "49.90", "description": "Many maps."}
    assert desk.post("/api/products", json=values).status == 201


def refs(client, text, **query):
    found = client.get("/api/search", query={"q": text, **query}).json()["items"]
    return [one["ref"] for one in found]


def test_new_products_are_found(client, atlas):
    assert refs(client, "atlas") == ["A-1"]
    assert refs(client, "map") == ["A-1"]
    assert refs(client, "a-1") == ["A-1"]
    assert refs(client, "atlas teapot") == []


def test_search_page_shows_prices(client, atlas):
    page = client.get("/search?q=atlas").text
    assert '<a href="/products/great-atlas">' in page
    assert "€49.90" in page


def test_nothing_found(client):
    assert "Nothing was found." in client.get("/search?q=unicorn").text
    assert refs(client, "the") == []


def test_changed_products_are_found_by_the_new_name(client, desk, atlas):
    desk.patch("/api/products/A-1", json={"name": "Small Globe", "description": ""})
    assert refs(client, "globe") == ["A-1"]
    assert refs(client, "atlas") == []


def test_hidden_products_leave_the_index(client, desk, atlas):
    desk.patch("/api/products/A-1", json={"is_active": False})
    assert refs(client, "atlas") == []


def test_posts_and_pages_are_found(client, desk):
    desk.post("/admin/content/posts", data={"title": "Tea time", "body": "Drink more tea."})
    desk.post("/admin/content/posts/tea-time/publish")
    desk.post("/admin/content/pages", data={"title": "Tea", "body": "A page.", "publish": "1"})
    assert sorted(refs(client, "tea")) == ["tea", "tea-time"]
    assert refs(client, "tea", kind="page") == ["tea"]
    desk.post("/admin/content/pages/tea", data={"publish": "0"})
    assert refs(client, "tea") == ["tea-time"]


def test_titles_count_more(client, desk):
    for sku, name, text in [("B-1", "Cup", "For tea"), ("B-2", "Tea", "Leaves")]:
        body = {"sku": sku, "name": name, "price": "1", "description": text}
        desk.post("/api/products", json=body)
    assert refs(client, "tea") == ["B-2", "B-1"]


def test_what_sells_comes_first(client, desk, buyer, store):
    for sku in ("B-1", "B-2"):
        desk.post("/api/products", json={"sku": sku, "name": "Mug", "price": "5"})
        desk.post(f"/api/products/{sku}/stock", json={"change": 10})
    assert refs(client, "mug") == ["B-1", "B-2"]
    buyer.order("B-2", 3)
    assert refs(client, "mug") == ["B-2", "B-1"]


def test_product_suggestions(client, atlas):
    body = client.get("/products/suggest.json?q=atlas").json()
    assert body == [{"title": "Great Atlas A-1", "url": "/products/great-atlas"}]


def test_queries_are_remembered(client, shopper, person, store):
    shopper.get("/search", query={"q": "  Red   Shoes "})
    client.get("/search", query={"q": ""})
    row = store.row("search_queries")
    assert (row.text, row.results, row.user_id) == ("red shoes", 0, person.id)


def test_popular_queries(client, desk):
    for text in ("tea", "tea", "cups"):
        client.get("/api/search", query={"q": text})
    page = desk.get("/admin/search/").text
    assert page.index("tea (2)") < page.index("cups (1)")


def test_index_is_written_again(client, desk, staff, store):
    store.product("A-1", name="Atlas")
    store.post(staff, "Atlas news")
    assert refs(client, "atlas") == []
    assert desk.post("/admin/search/reindex").location == "/admin/search/"
    assert sorted(refs(client, "atlas")) == ["A-1", "atlas-news"]
    assert "product: 1" in desk.get("/admin/search/").text


def test_index_forgets_what_is_gone(client, desk, atlas, store):
    store.update("products", {"sku": "A-1"}, is_active=False)
    desk.post("/admin/search/reindex")
    assert refs(client, "atlas") == []


def test_index_is_for_staff(shopper):
    assert shopper.post("/admin/search/reindex").status == 403
