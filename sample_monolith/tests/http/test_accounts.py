import pytest

pytestmark = pytest.mark.http

NEW = {"username": "carol", "email": "carol@mail.example", "password": "long enough"}
HOME = {
    "recipient": "Alice A.",
    "street": "5 Side Street",
    "postcode": "80331",
    "city": "Munich",
    "country": "de",
}


def test_registration_logs_in(client, store):
    answer = client.post("/account/register", data=NEW)
    assert answer.location == "/account/"
    assert "Hello, carol" in client.follow(answer).text
    assert store.row("users", username="carol").is_staff in (False, 0)


def test_registration_welcomes_by_mail_and_message(client, store):
    client.post("/account/register", data=NEW)
    user = store.row("users", username="carol")
    assert store.row("mail_log", user_id=user.id).template == "welcome"
    assert "Welcome" in store.row("messages", user_id=user.id).subject


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"username": ""}, 422),
        ({"email": "nobody"}, 422),
        ({"password": "short"}, 422),
        ({"password": "1234567890"}, 422),
        ({"username": "admin"}, 422),
        ({"username": "alice"}, 409),
        ({"email": "alice@mail.example"}, 409),
    ],
)
def test_registration_complains(client, person, store, change, status):
    answer = client.post("/account/register", data={**NEW, **change})
    assert answer.status == status
    assert "problem" in answer.text
    assert store.count("users") == 1


def test_login_by_name_or_address(client, person):
    for login in (person.username, person.email.upper()):
        visitor = client.another()
        answer = visitor.post("/account/login", data={"login": login, "password": person.password})
        assert answer.status == 302
        assert visitor.get("/account/").status == 200


def test_login_with_wrong_password(client, person):
    answer = client.post("/account/login", data={"login": "alice", "password": "nonsense"})
    assert answer.status == 401
    assert "wrong name or password" in answer.text


def test_locked_account_gets_its_own_answer(client, store):
    locked = store.person("mallory", is_active=False)
    answer = client.post(
        "/account/login", data={"login": locked.username, "password": locked.password}
    )
    assert answer.status == 403
    assert "locked" in answer.text


def test_login_goes_where_the_visitor_wanted_to(client, person):
    assert client.get("/account/orders").location == "/account/login?next=/account/orders"
    values = {"login": "alice", "password": person.password, "next": "/account/orders"}
    assert client.post("/account/login", data=values).location == "/account/orders"


def test_login_never_leaves_the_site(client, person):
    values = {"login": "alice", "password": person.password, "next": "//evil.example"}
    assert client.post("/account/login", data=values).location == "/account/"


def test_logout(shopper):
    assert shopper.post("/account/logout").location == "/"
    assert shopper.get("/account/").status == 302


def test_profile_is_changed_and_shown(shopper):
    values = {"full_name": "Alice Adams", "is_public": "1"}
    shopper.post("/account/profile", data=values)
    assert "Alice Adams" in shopper.get("/account/profile").text
    assert "Hello, Alice Adams" in shopper.get("/account/").text


def test_first_address_is_the_default(shopper, store):
    shopper.post("/account/addresses", data=HOME)
    shopper.post("/account/addresses", data={**HOME, "city": "Augsburg"})
    found = [(one.city, bool(one.is_default)) for one in store.rows("addresses")]
    assert found == [("Munich", True), ("Augsburg", False)]
    page = shopper.get("/account/addresses").text
    assert page.count("5 Side Street") == 2
    assert page.count("<strong>default</strong>") == 1


def test_default_moves_when_its_address_is_removed(shopper, store):
    shopper.post("/account/addresses", data=HOME)
    shopper.post("/account/addresses", data={**HOME, "city": "Augsburg"})
    first = store.row("addresses", city="Munich").id
    assert shopper.post(f"/account/addresses/{first}/delete").status == 302
    assert [(one.city, bool(one.is_default)) for one in store.rows("addresses")] == [
        ("Augsburg", True)
    ]


def test_another_default(shopper, store):
    shopper.post("/account/addresses", data=HOME)
    shopper.post("/account/addresses", data={**HOME, "city": "Augsburg"})
    second = store.row("addresses", city="Augsburg").id
    shopper.post(f"/account/addresses/{second}/default")
    assert "Augsburg" in shopper.get("/account/").text


def test_address_in_a_country_that_is_not_served(shopper):
    answer = shopper.post("/account/addresses", data={**HOME, "country": "XX"})
    assert answer.status == 422
    assert "country is not served" in answer.text


def test_addresses_of_others_do_not_exist(shopper, store):
    foreign = store.address(store.person("bob"))
    assert shopper.post(f"/account/addresses/{foreign}/default").status == 404
    assert shopper.post(f"/account/addresses/{foreign}/delete").status == 404


def test_new_password_ends_other_logins_and_tokens(client, shopper, person):
    other = client.another().log_in(person)
    machine = client.another().use_token(person)
    values = {"old_password": person.password, "new_password": "another one"}
    assert shopper.post("/account/password", data=values).status == 302
    assert other.get("/account/").status == 302
    assert machine.get("/api/accounts/me").status == 401
    assert shopper.get("/account/").status == 200


def test_new_password_needs_the_old_one(shopper):
    values = {"old_password": "nonsense", "new_password": "another one"}
    assert shopper.post("/account/password", data=values).status == 422


def test_reset_by_mail(client, person, store):
    client.post("/account/reset", data={"email": person.email})
    body = store.row("mail_log", template="password_reset").body
    link = next(line for line in body.splitlines() if line.startswith("/account/reset/"))
    assert "New password" in client.get(link).text
    assert client.post(link, data={"password": "brand new one"}).status == 302
    assert client.post(link, data={"password": "once more now"}).status == 422
    answer = client.post("/account/login", data={"login": "alice", "password": "brand new one"})
    assert answer.status == 302


def test_reset_tells_nothing_about_unknown_addresses(client, store):
    answer = client.post("/account/reset", data={"email": "nobody@mail.example"})
    assert answer.location == "/account/login"
    assert store.count("mail_log") == 0


def test_reset_link_must_be_ours(client):
    assert client.post("/account/reset/forged", data={"password": "long enough"}).status == 422


def test_token_opens_the_api(client, person):
    machine = client.use_token(person)
    body = machine.get("/api/accounts/me").json()
    assert body["username"] == "alice"
    assert body["email"] == person.email


def test_api_without_login_says_401(client):
    answer = client.get("/api/accounts/me")
    assert answer.status == 401
    assert answer.json()["error"] == "unauthenticated"


def test_forged_token_is_nobody(client):
    client.token = "forged"
    assert client.get("/api/accounts/me").status == 401


def test_body_must_be_an_object(client):
    answer = client.post("/api/accounts/token", json=["alice"])
    assert answer.status == 422
    assert answer.json()["message"] == "the body must be a JSON object"


def test_password_change_is_audited(shopper, person, store):
    values = {"old_password": person.password, "new_password": "another one"}
    shopper.post("/account/password", data=values)
    entry = store.row("audit_entries", action="password.change")
    assert entry.actor == "alice"
