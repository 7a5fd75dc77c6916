"""Contract examples from noted requests: steps, captured values, secrets, exactness, bounds."""

import json
import re
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from analyzer.prove.contracts.examples import route_examples, routes_of
from analyzer.prove.contracts.exchanges import Exchange, read_exchanges
from analyzer.prove.contracts.leaves import names_secret
from analyzer.prove.contracts.placeholders import stand_in
from analyzer.prove.contracts.seam_examples import plain, scrubbed, seam_examples
from analyzer.prove.contracts.shapes import same_values, shape_of

ROUTES = routes_of(
    {
        "routes": [
            {"route": "/items/<int:id>", "pattern": r"^/items/\d+$", "methods": ["GET"], "service": "shop"},
            {"route": "/items/", "pattern": "^/items/$", "methods": ["GET", "POST"], "service": "shop"},
            {"route": "/login", "pattern": "^/login$", "methods": ["POST"], "service": "door"},
            {"route": "/parcels/<code>", "pattern": "^/parcels/[^/]+$", "methods": ["GET"], "service": "shop"},
            {"route": "/broken", "pattern": "(", "methods": [], "service": "shop"},
        ]
    }
)
JSON = (("Content-Type", "application/json"),)


def exchange(test: str, number: int, what: str, body: Any = None, status: int = 200, answer: Any = None, **more: Any) -> Exchange:
    method, target = what.split(" ")
    sent = json.dumps(body) if body is not None else ""
    headers = (*JSON, *more.pop("headers", ())) if body is not None else more.pop("headers", ())
    answered = (*JSON, *more.pop("answer_headers", ()))
    return Exchange("http", test, number, method, target, headers, sent, status, answered, json.dumps(answer), **more)


def shop(made: str = "2026-01-02", number: int = 7) -> list[Exchange]:
    return [
        exchange("t", 0, "POST /login", {"user": "ann", "password": "Hunter22!"}, 200, {"token": "a1" * 12}),
        exchange("t", 1, "GET /items/", None, 200, []),
        exchange(
            "t", 2, "POST /items/", {"name": "Lamp"}, 201, {"id": number, "name": "Lamp", "made": made, "kind": "item"},
            headers=(("Authorization", "Bearer " + "a1" * 12),),
        ),
        exchange("t", 3, f"GET /items/{number}", None, 200, {"id": number, "name": "Lamp", "made": made, "kind": "item", "note": None}),
    ]  # fmt: skip


def examples(recorded: list[Exchange], *again: list[Exchange]) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for found in route_examples(recorded, again, ROUTES).values() for one in found}


def test_what_comes_before_a_request_is_what_changes_something_and_what_it_needs() -> None:
    found = examples(shop())["GET /items/<int:id> 200"]
    assert [step["request"]["method"] + step["request"]["path"] for step in found["before"]] == ["POST/login", "POST/items/"]
    assert found["request"]["path"] == "/items/{{value-2}}"
    assert found["before"][1]["keep"] == {"value-2": {"json": ["id"]}}
    assert found["before"][1]["request"]["headers"]["authorization"] == "Bearer {{value-1}}"
    assert found["before"][0]["keep"] == {"value-1": {"json": ["token"]}}


def test_secrets_are_other_texts_that_look_alike_and_the_same_everywhere() -> None:
    found = examples(shop())
    assert "Hunter22!" not in json.dumps(found)
    assert found["POST /login 200"]["request"]["body"]["json"]["password"] == "{{secret-1}}"
    default = found["POST /login 200"]["values"]["secret-1"]["default"]
    assert re.fullmatch(r"[A-Z][a-z]{5}\d\d!", default)
    assert "a1a1" not in json.dumps(found)
    token = exchange("t", 0, "GET /items/", headers=(("Authorization", "Token abc"), ("Cookie", "sid=123"), ("X-Api-Key", "k")), answer=[])
    request = examples([token])["GET /items/ 200"]
    assert not {"abc", "123", '"k"'} & {text for text in ("abc", "123", '"k"') if text in json.dumps(request["request"])}
    assert sorted(request["values"].values(), key=str) == [{}, {}, {}]


def test_values_are_exact_only_where_a_repetition_agrees() -> None:
    once = examples(shop())["POST /items/ 201"]["answer"]
    assert "exact" not in once
    twice = examples(shop(), shop("2026-01-03", 9))["POST /items/ 201"]["answer"]
    assert twice["exact"] == [[["name"], "Lamp"]]
    other = exchange("u", 0, "POST /items/", {"name": "Desk"}, 201, {"id": 1, "name": "Desk", "made": "x", "kind": "item"})
    assert examples([*shop(), other])["POST /items/ 201"]["answer"]["exact"] == [[["kind"], "item"]]


def test_shapes_join_all_answers() -> None:
    assert shape_of([{"a": 1, "b": None}, {"a": 2.5, "c": ["x", None]}]) == {
        "types": ["object"],
        "keys": {"a": {"types": ["number"]}},
        "optional": {"b": {"types": ["null"]}, "c": {"types": ["array"], "items": {"types": ["null", "string"]}}},
    }
    assert same_values({"error": "no"}, [], [], [], is_error=True) == []
    assert same_values({"error": "no"}, [{"error": "no"}], [], [], is_error=True) == [[["error"], "no"]]
    assert same_values({"token": "x", "ok": True}, [], [{"token": "x", "ok": True}], [], is_error=False) == [[["ok"], True]]


def test_rows_count_only_where_the_answer_used_their_table() -> None:
    used = exchange("t", 0, "GET /items/", rows=(("items", 2), ("users", 1)), tables=frozenset({"items"}), answer=[])
    assert examples([used])["GET /items/ 200"]["rows"] == {"items": 2}
    free = exchange("t", 0, "GET /items/", rows=(("items", 2),), tables=frozenset({"prices"}), answer=[])
    assert "rows" not in examples([free])["GET /items/ 200"]
    assert "rows" not in examples([used, exchange("u", 0, "GET /items/", answer=[])])["GET /items/ 200"]


def test_a_code_that_the_application_makes_by_chance_needs_rows_that_somebody_has_to_make() -> None:
    row = {"parcels": {"columns": ["id", "place"], "key": ["id"], "put": [[1, "warehouse"]], "gone": []}}

    def asked(code: str) -> list[Exchange]:
        return [exchange("t", 0, f"GET /parcels/{code}", rows=(("parcels", 1),), tables=frozenset({"parcels"}), given=row, answer={})]

    example = "GET /parcels/<code> 200"
    assert "given" in examples(asked("HOME"), asked("HOME"))[example]
    assert "given" not in examples(asked("SHFVTYWMQC"), asked("SKWWPQZLMA"))[example]
    assert "given" not in examples(asked("S4F2"))[example]


def test_errors_of_a_server_and_unknown_routes_are_no_examples() -> None:
    assert examples([exchange("t", 0, "GET /items/", status=500), exchange("t", 1, "GET /other")]) == {}


def test_names_are_made_anew_and_forms_keep_their_fields() -> None:
    form = (("Content-Type", "application/x-www-form-urlencoded"),)
    one = Exchange(
        "http", "t", 0, "POST", "/items/", form, "email=a%40b.c&password=long+enough&x=", 302, (("Location", "/items/12?next=1"),), ""
    )
    found = examples([one])["POST /items/ 302"]
    assert found["request"]["body"]["form"] == [["email", "{{unique-1}}"], ["password", "{{secret-1}}"], ["x", ""]]
    assert found["values"]["unique-1"] == {"unique": "a@b.c"}
    assert found["answer"]["location"] == "/items/*"


def test_seams_are_told_without_tags_and_without_secrets() -> None:
    tagged = ["dict", "total", ["decimal", "1.10"], "lines", ["list", ["record", "shop:Line", ["name", "x"]]]]
    assert plain(tagged) == {"total": {"$decimal": None}, "lines": [{"$record": "shop:Line", "name": "x"}]}
    context = {"request": {"headers": [["Cookie", "sid=1"], ["Host", "h"]]}, "session": ["dict", "csrf_token", "zz", "key", "9f" * 16]}
    assert scrubbed(context) == {
        "request": {"headers": [["Cookie", "hidden"], ["Host", "h"]]}, "session": ["dict", "csrf_token", "hidden", "key", "hidden"],
    }  # fmt: skip
    body = json.dumps({"args": ["tuple", 1], "kwargs": ["dict"], "context": {}})
    calls = [Exchange("seam", "t", 0, "POST", "shop.f", (), body, 200, (), json.dumps({"result": 5})) for _ in range(2)]
    (found,) = seam_examples(calls, {"shop.f": ("shop", "S2")}, ())["shop"]
    assert found["answer"] == {"status": 200, "shape": {"types": ["integer"]}, "exact": [[[], 5]]}
    (touching,) = seam_examples(calls, {"shop.f": ("shop", "S2")}, {"shop.f"})["shop"]
    assert "exact" not in touching["answer"]


def test_what_analysed_code_writes_among_the_notes_is_left_out(tmp_path: Path) -> None:
    good = {"kind": "http", "test": "t", "number": 0, "method": "GET", "target": "/", "body": "", "status": 200, "answer": {"bytes": 99999}}
    lines = ["no json", "[]", '{"kind": "http"}', json.dumps(dict(good, status="x")), json.dumps(good), "null"]
    (tmp_path / "exchanges-1").write_text("\n".join(lines))
    (found,) = read_exchanges(tmp_path)
    assert (found.target, found.answer) == ("/", None)


@given(st.text(max_size=30), st.lists(st.text(max_size=30), max_size=4))
def test_a_stand_in_has_the_kinds_of_characters_of_what_it_stands_for(text: str, taken: list[str]) -> None:
    made = stand_in(text, taken)
    assert len(made) >= len(text)
    assert [char for char in made if not char.isalnum()] == [char for char in text if not char.isalnum()]


def test_secret_names_are_known_and_others_are_not() -> None:
    assert all(
        map(names_secret, ["password", "new_password", "Authorization", "X-CSRFToken", "api_key", "card_number", "refreshToken", "pin"])
    )
    assert not any(map(names_secret, ["name", "title", "pinned", "shopping", "email", "postcode", "discard", "compass"]))
