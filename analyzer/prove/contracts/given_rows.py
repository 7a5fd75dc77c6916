"""Rows that a test put into the database, as an example holds them: secrets replaced, hashes of them and moments made anew."""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from analyzer.prove.contracts.exchanges import Exchange
from analyzer.prove.contracts.leaves import key_of, names_secret, replaced
from analyzer.prove.contracts.placeholders import CHARACTERS, Placeholders, stand_in

MOST = 48 * 1024
"""Characters of the rows of one example."""
NOBODY = "the password of somebody who does not log in"
COSTLY = 3_000_000
"""Rounds of slow hashes that are worked out for one example."""
NEAR = timedelta(days=62)
_RANDOM = re.compile(r"^(?=.*\d)[\w.~+=:-]{20,}$")
_UUID = re.compile(r"^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$", re.IGNORECASE)
_MOMENT = re.compile(r"^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?)?(Z|[+-]\d\d:?\d\d)?$")
_HASH = re.compile(r"^(?:(?P<method>[a-z][\w:]*)\$)(?:(?P<rounds>\d+)\$)?(?P<salt>[^$]*)\$(?P<digest>[^$]+)$")
_KNOWN = re.compile(r"^(?:pbkdf2|scrypt):|^pbkdf2_\w+$|^(?:md5|sha1)$")
_DIGESTS = {32: "md5", 40: "sha1", 64: "sha256", 128: "sha512"}


class NotToldError(Exception):
    """The rows of an example cannot be told without their secrets."""


@dataclass(slots=True)
class Rows:
    """The rows of one example. ``texts`` are the secrets that stand in them, ``plain`` all other texts; ``names`` are those of the
    requests."""

    names: Placeholders
    texts: set[str] = field(default_factory=set)
    plain: set[str] = field(default_factory=set)
    rounds: int = 0

    def step(self, one: Exchange, tables: frozenset[str]) -> dict[str, Any]:
        """What a test put into these tables before one request. Raises NotToldError."""
        if one.given is None:
            raise NotToldError
        found = {}
        for table, told in sorted(one.given.items()):
            if table in tables:
                put = [self._row(told["columns"], row, one.moment) for row in told["put"]]
                gone = [self._row(told["key"], row, one.moment) for row in told["gone"]]
                found[table] = {"columns": told["columns"], "key": told["key"], "put": put, **({"gone": gone} if gone else {})}
        return found

    def _row(self, columns: Sequence[str], row: Sequence[Any], moment: float) -> list[Any]:
        return [self._cell(column, value, moment) for column, value in zip(columns, row, strict=True)]

    def _cell(self, column: str, value: Any, moment: float) -> Any:
        if isinstance(value, dict):
            return {"base64": base64.b64encode(bytes(len(base64.b64decode(value["base64"])))).decode()} if names_secret(column) else value
        if not isinstance(value, str):
            return int(stand_in(str(value), ())) if names_secret(column) and type(value) is int and value > 999 else value
        if _MOMENT.match(value):
            return relative(value, moment)
        if names_secret(column) and value:
            return self._hashed(value) or self._secret(value)
        if value in self.names.secrets or (_RANDOM.match(value) and not _UUID.match(value)):
            return self._secret(value)
        return self._inside(value)

    def _secret(self, text: str) -> str:
        self.texts.add(text)
        return self.names.secret(text, has_default=True)

    def _inside(self, text: str) -> str:
        """A text with the secrets inside it replaced; of JSON also those that the names beside them tell."""
        self.plain.add(text)
        if text[:1] in ("{", "["):
            try:
                told = json.loads(text)
            except (ValueError, RecursionError):
                told = None
            hidden = replaced(told, lambda path, leaf: self._leaf(key_of(path), leaf)) if told is not None else None
            text = text if hidden == told else json.dumps(hidden)
        for secret in sorted(self.names.secrets, key=len, reverse=True):
            if len(secret) >= CHARACTERS and secret in text:
                text = text.replace(secret, self._secret(secret))
        return text

    def _leaf(self, key: str, leaf: Any) -> Any:
        secret = isinstance(leaf, str) and leaf and (names_secret(key) or (_RANDOM.match(leaf) and not _MOMENT.match(leaf)))
        return self._secret(leaf) if secret and not _UUID.match(leaf) else leaf

    def _hashed(self, value: str) -> dict[str, Any] | None:
        """How a stored hash is made of a secret that a request holds. Raises NotToldError for one that is made in a way not known."""
        parts = _HASH.match(value)
        passwords = [text for text, name in self.names.secrets.items() if self.names.values.get(name)]
        if parts is not None:
            method = parts["method"] + (f"${parts['rounds']}" if parts["rounds"] else "" if ":" in parts["method"] else "$")
            for text in passwords:
                self.rounds += rounds_of(method)
                if self.rounds <= COSTLY and digest_of(method, parts["salt"], text) == parts["digest"]:
                    return {"hash": method, "of": self.names.secret(text, has_default=True)}
        elif len(value) in _DIGESTS and re.fullmatch("[0-9a-f]+", value):
            for text in self.names.secrets:
                if hashlib.new(_DIGESTS[len(value)], text.encode()).hexdigest() == value:
                    self.texts.add(text)
                    return {"hash": _DIGESTS[len(value)], "of": self.names.secret(text, has_default=True)}
        if parts is not None and _KNOWN.match(parts["method"]) and self.rounds <= COSTLY:
            return {"hash": method, "of": NOBODY}
        if "$" in value and passwords and (parts is None or not _KNOWN.match(parts["method"]) or self.rounds > COSTLY):
            raise NotToldError
        return None


def rounds_of(method: str) -> int:
    """How much work a hash is, roughly, in rounds."""
    return max([1, *(int(part) for part in re.findall(r"\d+", method.partition(":")[2] or method.partition("$")[2]))])


@lru_cache(maxsize=4096)
def digest_of(method: str, salt: str, text: str) -> str | None:
    """The hash of a password as werkzeug (``pbkdf2:sha256:1000``, ``scrypt:32768:8:1``) and Django (``pbkdf2_sha256$1000``,
    ``md5$``) write it, without method and salt; None for another method."""
    kind, *more = re.split(r"[:$]", method)
    secret, salted = text.encode(), salt.encode()
    try:
        if kind == "pbkdf2" and len(more) == 2:
            return hashlib.pbkdf2_hmac(more[0], secret, salted, int(more[1])).hex()
        if kind == "scrypt" and len(more) == 3:
            n, r, p = (int(one) for one in more)
            return hashlib.scrypt(secret, salt=salted, n=n, r=r, p=p, maxmem=132 * n * r * p).hex()
        if kind.startswith("pbkdf2_") and len(more) == 1:
            return base64.b64encode(hashlib.pbkdf2_hmac(kind.removeprefix("pbkdf2_"), secret, salted, int(more[0]))).decode()
        if kind in ("md5", "sha1") and more == [""]:
            return hashlib.new(kind, salted + secret).hexdigest()
    except (ValueError, binascii.Error, OverflowError, MemoryError):
        return None
    return None


def relative(text: str, moment: float) -> Any:
    """A moment that was made of the time of the test, as its distance from that time; any other as it is. Of a day, those near the test."""
    plain = text.replace("T", " ")
    try:
        told = datetime.fromisoformat(plain.replace("Z", "+00:00"))
    except ValueError:
        return text
    now = datetime.fromtimestamp(moment, UTC)
    away = (told if told.tzinfo else told.replace(tzinfo=UTC)) - now
    if len(text) == len("2026-01-02"):
        days = (told.date() - now.date()).days
        return {"days": days} if abs(days) <= NEAR.days else text
    return {"seconds": round(away.total_seconds(), 6), "like": text} if told.microsecond or abs(away) < timedelta(hours=1) else text


def size_of(steps: Sequence[Mapping[str, Any]]) -> int:
    """Characters of the rows of an example."""
    return sum(len(json.dumps(step)) for step in steps)
