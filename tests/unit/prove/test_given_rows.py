"""Rows of contract examples: nothing secret stands in them, and what depends on the clock or on a password can be made again."""

import importlib.util
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from werkzeug.security import check_password_hash, generate_password_hash

from analyzer.prove.contracts.exchanges import Exchange
from analyzer.prove.contracts.given_rows import NOBODY, NotToldError, Rows, digest_of, relative
from analyzer.prove.contracts.placeholders import Placeholders, is_card, stand_in

NOW = datetime(2026, 3, 4, 5, 6, 7, 250000, UTC).timestamp()
TOKEN = "0123456789abcdef0123456789abcdef01234567"
RUNNER = Path(__file__).resolve().parents[3] / "templates/contracts/test_contracts.py"


def runner(tmp_path: Path) -> Any:
    """The generated test as a module, without examples."""
    (tmp_path / "examples.json").write_text('{"routes": [], "seams": []}')
    (tmp_path / "test_contracts.py").write_text(RUNNER.read_text())
    spec = importlib.util.spec_from_file_location("contracts_of_nothing", tmp_path / "test_contracts.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def told(names: Placeholders, columns: list[str], *rows: list[Any]) -> list[list[Any]]:
    given = {"users": {"columns": columns, "key": columns[:1], "put": list(rows), "gone": []}}
    one = Exchange("http", "t", 0, "GET", "/", (), "", 200, (), "", given=given, moment=NOW)
    found: list[list[Any]] = Rows(names).step(one, frozenset({"users"}))["users"]["put"]
    return found


def names_of(*passwords: str) -> Placeholders:
    names = Placeholders()
    for text in passwords:
        names.secret(text, has_default=True)
    return names


@pytest.mark.parametrize("method", ["pbkdf2:sha256:1000", "scrypt:1024:8:1"])
def test_a_hash_of_werkzeug_is_made_anew_for_the_text_that_stands_for_the_password(method: str, tmp_path: Path) -> None:
    stored = generate_password_hash("correct horse", method=method)
    (row,) = told(names_of("other", "correct horse"), ["id", "password_hash"], [1, stored])
    assert row == [1, {"hash": method, "of": "{{secret-2}}"}]
    assert check_password_hash(runner(tmp_path).cell(row[1], {"secret-2": "unbraid"}), "unbraid")


@pytest.mark.parametrize("kind", ["PBKDF2PasswordHasher", "MD5PasswordHasher"])
def test_a_hash_of_django_is_made_anew(kind: str, tmp_path: Path) -> None:
    if not settings.configured:
        settings.configure()
    from django.contrib.auth import hashers

    hasher = getattr(hashers, kind)()
    stored = hasher.encode("correct horse", "salty") if kind.startswith("MD5") else hasher.encode("correct horse", "salty", 1000)
    (row,) = told(names_of("correct horse"), ["id", "password"], [1, stored])
    assert row[1]["of"] == "{{secret-1}}"
    assert hasher.verify("unbraid", runner(tmp_path).cell(row[1], {"secret-1": "unbraid"}))


def test_hashes_of_nobodys_password_stay_hashes_and_unknown_ones_are_not_told() -> None:
    stored = generate_password_hash("not asked", method="pbkdf2:sha256:1000")
    assert told(names_of("correct horse"), ["id", "password"], [1, stored]) == [[1, {"hash": "pbkdf2:sha256:1000", "of": NOBODY}]]
    with pytest.raises(NotToldError):
        told(names_of("correct horse"), ["id", "password"], [1, "$2b$12$abcdefghijklmnopqrstuv"])
    assert digest_of("bcrypt", "x", "y") is None


def test_tokens_are_other_texts_in_rows_as_in_requests_and_identifiers_stay() -> None:
    names = names_of("correct horse")
    (row,) = told(names, ["id", "key", "note", "data"], [7, TOKEN, "says correct horse", '{"api_key": "k-1", "size": 3}'])
    assert row[:2] == [7, "{{secret-2}}"]
    assert "correct horse" not in str(row) and "k-1" not in str(row) and '"size": 3' in row[3]
    uuid = "8f14e45f-ceea-4672-a3f1-7d2c9d1c5b3a"
    assert told(names, ["id", "name"], [uuid, "thing-sku-52"]) == [[uuid, "thing-sku-52"]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-03-04 05:06:05.250000", {"seconds": -2.0, "like": "2026-03-04 05:06:05.250000"}),
        ("2026-03-04T06:06:07.250000+01:00", {"seconds": 0.0, "like": "2026-03-04T06:06:07.250000+01:00"}),
        ("2026-03-04 05:00:07", {"seconds": -360.25, "like": "2026-03-04 05:00:07"}),
        ("2024-01-01 12:00:00", "2024-01-01 12:00:00"),
        ("2026-03-11", {"days": 7}),
        ("1999-12-31", "1999-12-31"),
        ("2026-99-99", "2026-99-99"),
    ],
)
def test_times_of_the_clock_are_told_by_their_distance(text: str, found: object, tmp_path: Path) -> None:
    assert relative(text, NOW) == found
    if isinstance(found, dict) and "like" in found:
        again = runner(tmp_path).like(text, datetime.fromtimestamp(NOW + found["seconds"], UTC))
        assert again == text


def test_a_card_stays_a_card() -> None:
    made = stand_in("4242 4242 4242 4242", ())
    assert is_card("4242 4242 4242 4242") and is_card(made) and made != "4242 4242 4242 4242"
    assert not is_card("4242 4242 4242 4243") and not is_card("2026-01-02")
