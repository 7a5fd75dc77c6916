import pytest

pytestmark = pytest.mark.http


def test_page_is_markdown(client, staff, store):
    store.page(staff, "About us", body="We are *friendly*.")
    assert "<em>friendly</em>" in client.get("/pages/about-us").text


def test_drafts_are_for_editors(client, desk, staff, store):
    store.page(staff, "Plans", is_published=False)
    assert client.get("/pages/plans").status == 404
    assert "Draft" in desk.get("/pages/plans").text


def test_authors_cannot_smuggle_html(client, staff, store):
    store.page(staff, "Bad", body="<script>alert(1)</script>")
    assert "<script>" not in client.get("/pages/bad").text


def test_editor_writes_and_publishes(client, desk):
    values = {"title": "Terms", "body": "# One\n\nBe nice."}
    assert desk.post("/admin/content/pages", data=values).location == "/pages/terms"
    assert client.get("/pages/terms").status == 404
    desk.post("/admin/content/pages/terms", data={"publish": "1", "body": "Be very nice."})
    assert "Be very nice." in client.get("/pages/terms").text
    desk.post("/admin/content/pages/terms", data={"publish": "0"})
    assert client.get("/pages/terms").status == 404


def test_landing_page_is_linked_from_its_category(client, desk, store):
    store.category("Books")
    assert "landing_page" in client.get("/api/categories").json()["items"][0]
    values = {"title": "All about books", "body": "Read!", "category": "books", "publish": "1"}
    desk.post("/admin/content/pages", data=values)
    node = client.get("/api/categories").json()["items"][0]
    assert node["landing_page"] == "all-about-books"


def test_blog_lists_and_filters(client, staff, store):
    store.post(staff, "First post", tags="news,tea")
    store.post(staff, "Second post", tags="news")
    page = client.get("/blog/").text
    assert "news (2)" in page
    assert page.index("Second post") < page.index("First post")
    assert "Second post" not in client.get("/blog/?tag=tea").text
    assert "tea (1)" in page


def test_post_mentions_a_product(client, staff, store):
    store.product("A-1", price=1250)
    store.post(staff, "Tea", body="Try [product A-1], not [product X-1].")
    html = client.get("/api/content/posts/tea").json()["html"]
    assert '<a href="/products/thing-a-1">Thing A-1</a> (€12.50)' in html
    assert "<em>X-1</em>" in html


def test_post_has_tables(client, staff, store):
    body = "Look:\n\n[table]\nTea, Minutes\ngreen, 2\nblack, 4\n[/table]\n"
    store.post(staff, "Tea", body=body)
    page = client.get("/blog/tea").text
    assert "<table>" in page
    assert "black" in page


def test_editor_publishes_a_post(client, desk, store):
    store.product("A-1")
    values = {"title": "New arrivals", "body": "They are here.", "tags": "News, Tea!", "sku": "A-1"}
    desk.post("/admin/content/posts", data=values)
    assert client.get("/blog/new-arrivals").status == 404
    assert "New arrivals" in desk.get("/admin/content/").text
    desk.post("/admin/content/posts/new-arrivals/publish")
    body = client.get("/api/content/posts/new-arrivals").json()
    assert body["tags"] == ["news", "tea"]
    assert body["product"] == "A-1"
    assert desk.post("/admin/content/posts/new-arrivals/publish").status == 409


def test_comments(client, shopper, staff, store):
    store.post(staff, "Tea")
    shopper.post("/blog/tea/comments", data={"text": "Nice <b>post</b>"})
    page = client.get("/blog/tea").text
    assert "1 comments" in page
    assert "&lt;b&gt;post&lt;/b&gt;" in page
    assert "<cite>alice</cite>" in page
    again = shopper.post("/blog/tea/comments", data={"text": "Nice <b>post</b>"})
    assert again.status == 422


def test_guests_do_not_comment(client, staff, store):
    store.post(staff, "Tea")
    answer = client.post("/blog/tea/comments", data={"text": "Hi"})
    assert answer.location == "/account/login?next=/blog/tea/comments"
    assert store.count("comments") == 0


def test_author_hears_about_comments(shopper, desk, staff, store):
    store.post(staff, "Tea")
    shopper.post("/blog/tea/comments", data={"text": "Nice"})
    desk.post("/blog/tea/comments", data={"text": "Thanks"})
    assert store.row("messages", user_id=staff.id).subject == "alice commented on Tea."


def test_desk_is_for_staff(shopper):
    assert shopper.get("/admin/content/").status == 403
    assert shopper.post("/admin/content/posts", data={}).status == 403


def test_posts_by_api(client, staff, store):
    body = "**Bold** words and [table]\na, b\n[/table] more. " + "word " * 60
    store.post(staff, "Tea", body=body)
    item = client.get("/api/content/posts").json()["items"][0]
    assert item["teaser"].startswith("Bold words and more.")
    assert item["teaser"].endswith("…")
