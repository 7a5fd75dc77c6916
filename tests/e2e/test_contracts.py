"""Contract tests that a proof writes: green against the services that run, red when an answer changes, and without secrets."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

from analyzer.app import Job, scaffold_to
from analyzer.app.proving import ProveJob, prove_to
from tests.ports import free_port, wait_for_answer

SHOP = {
    "shop/__init__.py": "",
    "shop/db.py": """
import os, sqlite3
def connect():
    made = sqlite3.connect(os.environ["SHOP_DB"])
    made.row_factory = sqlite3.Row
    return made
def create():
    with connect() as db:
        db.execute("CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY, email TEXT UNIQUE, password TEXT, token TEXT)")
        db.execute("CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, owner INTEGER, title TEXT, made TEXT)")
        db.execute("CREATE TABLE IF NOT EXISTS banners (id INTEGER PRIMARY KEY, text TEXT)")
""",
    "shop/app.py": """
from flask import Flask
from shop.accounts import views as accounts
from shop.notes import views as notes
def create_app():
    app = Flask("shop")
    app.secret_key = "for-the-tests-of-contracts"
    app.register_blueprint(accounts.bp)
    app.register_blueprint(notes.bp)
    return app
""",
    "shop/accounts/__init__.py": "",
    "shop/accounts/service.py": """
from shop.db import connect
def owner_of(token: str) -> int | None:
    with connect() as db:
        row = db.execute("SELECT id FROM users WHERE token = ?", (token,)).fetchone()
    return row["id"] if row else None
""",
    "shop/accounts/views.py": """
import secrets, sqlite3
from flask import Blueprint, request, session
from shop.db import connect
bp = Blueprint("accounts", __name__, url_prefix="/accounts")

@bp.post("/register")
def register():
    told = request.get_json()
    if len(told.get("password", "")) < 8:
        return {"error": "short", "field": "password"}, 422
    try:
        with connect() as db:
            db.execute("INSERT INTO users (email, password) VALUES (?, ?)", (told["email"], told["password"]))
    except sqlite3.IntegrityError:
        return {"error": "taken"}, 409
    return {"email": told["email"], "plan": "free", "id": 1}, 201

@bp.post("/login")
def login():
    told = request.get_json()
    with connect() as db:
        row = db.execute("SELECT * FROM users WHERE email = ?", (told["email"],)).fetchone()
        if row is None or row["password"] != told["password"]:
            return {"error": "refused"}, 401
        token = secrets.token_hex(20)
        db.execute("UPDATE users SET token = ? WHERE id = ?", (token, row["id"]))
    session["user"] = row["id"]
    return {"token": token, "email": row["email"]}

@bp.get("/me")
def me():
    return ({"user": session["user"]}, 200) if "user" in session else ({"error": "who"}, 401)

@bp.post("/badge")
def badge():
    token = request.headers.get("Authorization", "").rpartition(" ")[2]
    with connect() as db:
        row = db.execute("SELECT * FROM users WHERE token = ? AND password = ?", (token, request.get_json()["password"])).fetchone()
        shown = db.execute("SELECT count(*) AS n FROM banners").fetchone()["n"]
    return ({"id": row["id"], "email": row["email"], "shown": shown}, 200) if row else ({"error": "nobody"}, 403)

@bp.get("/banner")
def banner():
    with connect() as db:
        return {"texts": [row["text"] for row in db.execute("SELECT text FROM banners")]}
""",
    "shop/notes/__init__.py": "",
    "shop/notes/views.py": """
import datetime
from flask import Blueprint, request
from shop.accounts.service import owner_of
from shop.db import connect
bp = Blueprint("notes", __name__, url_prefix="/notes")

def _owner():
    return owner_of(request.headers.get("Authorization", "").rpartition(" ")[2])

@bp.post("/")
def create():
    owner = _owner()
    if owner is None:
        return {"error": "who"}, 401
    title, made = request.get_json()["title"], datetime.datetime.now().isoformat()
    with connect() as db:
        number = db.execute("INSERT INTO notes (owner, title, made) VALUES (?, ?, ?)", (owner, title, made)).lastrowid
    return {"id": number, "title": title, "made": made, "tags": [], "kind": "note"}, 201

@bp.get("/<int:number>")
def show(number):
    with connect() as db:
        row = db.execute("SELECT * FROM notes WHERE id = ? AND owner = ?", (number, _owner())).fetchone()
    if row is None:
        return {"error": "missing", "kind": "note"}, 404
    return {"id": row["id"], "title": row["title"], "made": row["made"], "tags": ["a"], "kind": "note"}
""",
    "tests/test_shop.py": """
import pytest
from shop.app import create_app
from shop.db import connect, create

@pytest.fixture
def client(tmp_path, monkeypatch):
    monkeypatch.setenv("SHOP_DB", str(tmp_path / "shop.db"))
    create()
    return create_app().test_client()

def enter(client, email="ann@shop.example", password="correct horse battery"):
    assert client.post("/accounts/register", json={"email": email, "password": password}).status_code == 201
    answer = client.post("/accounts/login", json={"email": email, "password": password})
    return {"Authorization": "Token " + answer.get_json()["token"]}

def test_registering(client):
    assert client.post("/accounts/register", json={"email": "a@b.c", "password": "x"}).get_json()["field"] == "password"
    enter(client)
    assert client.get("/accounts/me").get_json() == {"user": 1}
    assert client.post("/accounts/register", json={"email": "ann@shop.example", "password": "correct horse battery"}).status_code == 409

def test_wrong_password(client):
    enter(client)
    assert client.post("/accounts/login", json={"email": "ann@shop.example", "password": "something else"}).status_code == 401

def test_nobody(client):
    assert client.get("/accounts/me").status_code == 401
    assert client.post("/notes/", json={"title": "x"}).status_code == 401

def test_notes(client):
    headers = enter(client)
    enter(client, "bob@shop.example", "another long password")
    for title in ("Buy milk", "Sell milk"):
        made = client.post("/notes/", json={"title": title}, headers=headers).get_json()
        assert client.get("/notes/%d" % made["id"], headers=headers).get_json()["title"] == title
    assert client.get("/notes/99", headers=headers).status_code == 404

def test_patched(client, monkeypatch):
    from shop.accounts import views
    monkeypatch.setattr(views, "connect", None)
    assert client.post("/accounts/register", json={"email": "p@q.r", "password": ""}).status_code == 422

def test_broken_by_a_patch(client, monkeypatch):
    from shop.notes import views
    monkeypatch.setattr(views, "_owner", lambda: 4)
    assert client.post("/notes/", json={"title": "patched"}).status_code == 201
    assert client.get("/notes/1", headers={"X-Patched": "yes"}).get_json()["title"] == "patched"

def test_badge(client):
    with connect() as db:
        row = (7, "eve@shop.example", "a password of a row", "0123456789abcdef0123456789abcdef01234567")
        db.execute("INSERT INTO users (id, email, password, token) VALUES (?, ?, ?, ?)", row)
        db.execute("INSERT INTO banners (text) VALUES ('Sale')")
    headers = {"Authorization": "Token " + row[3]}
    assert client.post("/accounts/badge", json={"password": "none"}, headers=headers).status_code == 403
    with connect() as db:
        db.execute("INSERT INTO banners (text) VALUES ('More')")
        db.execute("DELETE FROM banners WHERE id = 1")
    answer = client.post("/accounts/badge", json={"password": row[2]}, headers=headers).get_json()
    assert answer == {"id": 7, "email": "eve@shop.example", "shown": 1}

def test_banner(client):
    with connect() as db:
        db.execute("INSERT INTO banners (text) VALUES ('Sale')")
    assert client.get("/accounts/banner").get_json() == {"texts": ["Sale"]}
""",
}
BOUNDARIES = """
format = 1
[services.accounts]
modules = ["shop.accounts", "shop.accounts.service", "shop.accounts.views"]
[services.notes]
modules = ["shop.notes", "shop.notes.views"]
[shared]
modules = ["shop", "shop.app", "shop.db"]
"""
SERVE = """
import os, sys
sys.path.insert(0, os.getcwd())
import service
from shop.db import create
create()
from wsgiref.simple_server import make_server
make_server("127.0.0.1", int(os.environ["PORT"]), service.application).serve_forever()
"""
SECRETS = ("correct horse battery", "another long password", "something else", "a password of a row", "0123456789abcdef")


@dataclass(frozen=True)
class Proven:
    folder: Path

    @property
    def contracts(self) -> Path:
        return self.folder / "proof/contracts"

    def examples(self, service: str) -> dict[str, dict[str, Any]]:
        told = json.loads((self.contracts / service / "examples.json").read_text())
        return {one["id"]: one for one in [*told["routes"], *told["seams"]]}


@pytest.fixture(scope="module")
def proven(tmp_path_factory: pytest.TempPathFactory) -> Proven:
    folder = tmp_path_factory.mktemp("contracts")
    source = folder / "source"
    for path, text in SHOP.items():
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        (source / path).write_text(text)
    (folder / "out").mkdir()
    (folder / "out/boundaries.toml").write_text(BOUNDARIES)
    scaffold_to(Job(source, folder / "out", workers=1))
    command = (sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", "tests")
    proven_to = prove_to(ProveJob(source, folder / "out", command, folder / "proof", ("loopback", "A2")))
    assert proven_to.proof.gates == ()
    assert proven_to.contracts is not None
    return Proven(folder)


@contextmanager
def running(proven: Proven, changed: dict[str, tuple[str, str]] | None = None) -> Iterator[dict[str, str]]:
    """The services as processes, with a text replaced in files of theirs; gives the environment of contract tests by service."""
    root, processes, before = proven.folder / "out", [], {}
    for name, (old, new) in (changed or {}).items():
        before[name] = (root / "services" / name).read_text()
        assert old in before[name]
        (root / "services" / name).write_text(before[name].replace(old, new))
    ports = {name: free_port() for name in ("accounts", "notes", "gateway")}
    database = proven.folder / f"run-{ports['gateway']}.db"
    peers = json.dumps({name: f"http://127.0.0.1:{port}" for name, port in ports.items()})
    common = {
        **os.environ,
        "SHOP_DB": str(database),
        "UNBRAID_PEERS": peers,
        "UNBRAID_SECRET": "between-services",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    try:
        for name in ("accounts", "notes"):
            environment = {**common, "PORT": str(ports[name])}
            processes.append(subprocess.Popen([sys.executable, "-c", SERVE], cwd=root / "services" / name, env=environment, stderr=-3))
        upstreams = [f"{name}=127.0.0.1:{ports[name]}" for name in ("accounts", "notes")]
        gateway = [sys.executable, str(root / "gateway/dev_gateway.py"), "--port", str(ports["gateway"]), *upstreams]
        processes.append(subprocess.Popen(gateway, stdout=-3, stderr=-3))
        for name in ("accounts", "notes", "gateway"):
            wait_for_answer(ports[name])
        yield {**{name: f"http://127.0.0.1:{port}" for name, port in ports.items()}, "database": str(database)}
    finally:
        for process in processes:
            process.terminate()
            process.wait(20)
        for name, text in before.items():
            (root / "services" / name).write_text(text)


def replay(proven: Proven, addresses: dict[str, str], service: str, *, with_rows: bool = False) -> tuple[dict[str, int], str]:
    """How many contract tests of a service ended how, and what was printed."""
    folder = proven.contracts / service
    environment = {
        **os.environ, "UNBRAID_TARGET": addresses[service], "UNBRAID_GATEWAY": addresses["gateway"], "UNBRAID_SECRET": "between-services",
    }  # fmt: skip
    if with_rows:
        environment["UNBRAID_DATABASE"] = f"sqlite:///{addresses['database']}"
    command = [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", "-p", "no:randomly", str(folder)]
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    last = done.stdout.strip().splitlines()[-1]
    return {word: int(count) for count, word in re.findall(r"(\d+) (passed|failed|skipped|error)", last)}, done.stdout


def test_each_route_and_seam_has_one_example_with_what_comes_before_it(proven: Proven) -> None:
    accounts, notes = proven.examples("accounts"), proven.examples("notes")
    assert set(accounts) == {
        "GET /accounts/banner 200", "GET /accounts/me 200", "GET /accounts/me 401",
        "POST /accounts/badge 200", "POST /accounts/badge 403", "POST /accounts/login 200",
        "POST /accounts/login 401", "POST /accounts/register 201", "POST /accounts/register 409", "POST /accounts/register 422",
        "shop.accounts.service.owner_of result",
    }  # fmt: skip
    assert set(notes) == {"GET /notes/<int:number> 200", "GET /notes/<int:number> 404", "POST /notes/ 201", "POST /notes/ 401"}
    shown = notes["GET /notes/<int:number> 200"]
    assert [step["request"]["path"] for step in shown["before"]] == ["/accounts/register", "/accounts/login"] * 2 + ["/notes/"]
    number, token = (
        re.findall(r"{{(value-\d)}}", text)[0] for text in (shown["request"]["path"], shown["request"]["headers"]["authorization"])
    )
    assert shown["before"][-1]["keep"] == {number: {"json": ["id"]}}
    (cookie,) = (re.findall(r"{{(value-\d)}}", text)[0] for text in shown["request"]["cookies"].values())
    assert [step.get("keep") for step in shown["before"][:4]] == [
        None, {token: {"json": ["token"]}, "value-1": {"cookie": "session"}}, None, {cookie: {"cookie": "session"}},
    ]  # fmt: skip
    assert shown["before"][2]["request"]["cookies"] == {"session": "{{value-1}}"}
    badges = ["POST /accounts/badge 200", "POST /accounts/badge 403"]
    assert sorted(name for name, one in accounts.items() if one.get("rows")) == ["GET /accounts/banner 200", *badges]
    assert accounts["GET /accounts/banner 200"]["rows"] == {"banners": 1}
    put = {"columns": ["id", "text"], "key": ["id"], "put": [[1, "Sale"]]}
    assert accounts["GET /accounts/banner 200"]["given"] == [{"banners": put}]
    later = {"columns": ["id", "text"], "key": ["id"], "put": [[2, "More"]], "gone": [[1]]}
    assert accounts["POST /accounts/badge 200"]["given"] == [{"banners": later}]
    first = accounts["POST /accounts/badge 200"]["before"][0]["given"][0]["users"]["put"][0]
    assert first[:2] == [7, "eve@shop.example"]
    assert [bool(re.fullmatch(r"{{secret-\d+}}", text)) for text in first[2:]] == [True, True]
    assert "patch" not in json.dumps([accounts, notes])


def test_values_are_exact_only_where_they_were_the_same_each_time(proven: Proven) -> None:
    accounts, notes = proven.examples("accounts"), proven.examples("notes")
    exact = {name: {".".join(path): value for path, value in one["answer"].get("exact", ())} for name, one in (accounts | notes).items()}
    assert exact["POST /accounts/register 422"] == {"error": "short", "field": "password"}
    assert exact["POST /accounts/register 201"] == {"plan": "free"}
    assert exact["POST /notes/ 201"] == {"title": "Buy milk", "kind": "note"}
    assert exact["GET /notes/<int:number> 200"] == {"kind": "note"}
    shape = notes["POST /notes/ 201"]["answer"]["shape"]
    assert {name: one["types"] for name, one in shape["keys"].items()} == {
        "id": ["integer"], "kind": ["string"], "made": ["string"], "tags": ["array"], "title": ["string"],
    }  # fmt: skip


def test_no_secret_is_in_any_file(proven: Proven) -> None:
    texts = [path.read_text() for path in proven.contracts.rglob("*") if path.is_file()]
    assert len(texts) == 8
    assert not [secret for secret in SECRETS for text in texts if secret in text]
    assert not [text for text in texts if re.search(r"[0-9a-f]{40}|session=", text)]


def test_the_openapi_document_tells_what_was_seen(proven: Proven) -> None:
    told = json.loads((proven.contracts / "notes/notes.openapi.json").read_text())
    validate(told)
    made, shown = told["paths"]["/notes/"]["post"], told["paths"]["/notes/{number}"]["get"]
    assert set(made["responses"]) == {"201", "401", "default"}
    schema = made["responses"]["201"]["content"]["application/json"]["schema"]
    assert (schema["required"], schema["properties"]["id"]) == (["id", "kind", "made", "tags", "title"], {"type": "integer"})
    assert made["requestBody"]["content"]["application/json"]["schema"]["properties"] == {"title": {"type": "string"}}
    assert shown["responses"]["404"]["content"]["application/json"]["schema"]["required"] == ["error", "kind"]
    assert shown["parameters"][0]["schema"] == {"type": "integer"}
    assert told["components"]["securitySchemes"] == {"authorization": {"type": "apiKey", "in": "header", "name": "Authorization"}}
    assert (made["security"], shown["security"]) == ([{"authorization": []}], [{"authorization": []}, {}])
    accounts = json.loads((proven.contracts / "accounts/accounts.openapi.json").read_text())
    validate(accounts)
    assert set(accounts["paths"]["/accounts/badge"]["post"]["responses"]) == {"200", "403", "default"}


def test_they_are_green_against_the_services_and_green_again(proven: Proven) -> None:
    with running(proven) as addresses:
        for _ in range(2):
            counts, said = replay(proven, addresses, "accounts")
            assert counts == {"passed": 8, "skipped": 3}, said
            assert "needs rows as tests/test_shop.py::test_banner makes them (banners 1): set UNBRAID_DATABASE" in said
            counts, said = replay(proven, addresses, "notes")
            assert counts == {"passed": 4}, said


def rows_of(database: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return [row for table in ("users", "notes", "banners") for row in connection.execute(f"SELECT * FROM {table}")]


def test_with_a_database_of_their_own_all_of_them_run_and_its_rows_are_put_back(proven: Proven) -> None:
    with running(proven) as addresses:
        with closing(sqlite3.connect(addresses["database"])) as connection:
            connection.execute("INSERT INTO users (id, email) VALUES (7, 'there@before.example')")
            connection.execute("INSERT INTO banners (id, text) VALUES (1, 'there before')")
            connection.commit()
        before = rows_of(addresses["database"])
        for _ in range(2):
            counts, said = replay(proven, addresses, "accounts", with_rows=True)
            assert counts == {"passed": 11}, said
            assert set(before) <= set(rows_of(addresses["database"]))
            assert "eve@shop.example" not in str(rows_of(addresses["database"]))
    with running(proven, {"accounts/shop/accounts/views.py": ("token = ? AND password", "token <> ? AND password")}) as addresses:
        counts, said = replay(proven, addresses, "accounts", with_rows=True)
        assert "403 instead of 200" in said


def test_a_state_of_the_teams_own_makes_the_rest_run(proven: Proven) -> None:
    (proven.contracts / "accounts/states.py").write_text(
        "def prepare(example):\n    return {'secret-9': 'x'} if 'banner' in example['id'] else False\n"
    )
    try:
        with running(proven) as addresses:
            counts, said = replay(proven, addresses, "accounts")
    finally:
        (proven.contracts / "accounts/states.py").unlink()
    assert counts == {"passed": 1, "skipped": 10}, said
    assert "states.py has no state for it" in said


@pytest.mark.parametrize(
    ("file", "old", "new", "red"),
    [
        ("notes/shop/notes/views.py", '"made": made,', '"created": made,', "answer has no made"),
        ("notes/shop/notes/views.py", '{"id": row["id"],', '{"id": str(row["id"]),', "answer.id is string, not integer"),
        ("notes/shop/notes/views.py", '"kind": "note"}, 404', '"kind": "memo"}, 404', "answer.kind is 'memo', not 'note'"),
        (
            "accounts/shop/accounts/views.py",
            '{"error": "short", "field": "password"}, 422',
            '{"error": "short"}, 400',
            "400 instead of 422",
        ),
        ("accounts/shop/accounts/views.py", 'session["user"] = row["id"]', "pass", "401 instead of 200"),
    ],
)
def test_a_changed_answer_is_red(proven: Proven, file: str, old: str, new: str, red: str) -> None:
    with running(proven, {file: (old, new)}) as addresses:
        counts, said = replay(proven, addresses, file.partition("/")[0])
    assert counts["failed"] >= 1
    assert red in said


def test_without_an_address_nothing_is_asked(proven: Proven) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", str(proven.contracts)]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("UNBRAID_")}
    done = subprocess.run(command, env=environment, cwd=proven.contracts, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "UNBRAID_TARGET is not set" in done.stdout


def verified(proven: Proven, addresses: dict[str, str], service: str) -> tuple[bool, str]:
    """Whether Pact's own verifier finds what the Pact file says, for the interactions that need no state; and what it printed."""
    script = (
        "import sys; from pact import Verifier\n"
        "made = Verifier(sys.argv[1], host='127.0.0.1').add_transport(url=sys.argv[2]).add_source(sys.argv[3]).filter(no_state=True)\n"
        "made.set_error_on_empty_pact().verify()\n"
    )
    file = proven.contracts / service / f"{service}.pact.json"
    command = [sys.executable, "-c", script, service, addresses[service], str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode == 0, done.stdout + done.stderr


def test_pact_verifies_its_file_and_finds_a_change(proven: Proven) -> None:
    told = json.loads((proven.contracts / "accounts/accounts.pact.json").read_text())
    alone = [one["description"] for one in told["interactions"] if "providerStates" not in one]
    assert alone == ["GET /accounts/me 401", "POST /accounts/register 201", "POST /accounts/register 422"]
    assert told["metadata"]["pactSpecification"] == {"version": "3.0.0"}
    with running(proven) as addresses:
        good, said = verified(proven, addresses, "accounts")
        assert good, said
    with running(proven, {"accounts/shop/accounts/views.py": ('"field": "password"}, 422', '"fields": "password"}, 422')}) as addresses:
        good, said = verified(proven, addresses, "accounts")
    assert not good
    assert "POST /accounts/register 422" in said
