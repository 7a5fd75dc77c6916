"""The single values inside JSON: where they stand, and what they are replaced by."""

import re
from collections.abc import Callable, Iterator
from typing import Any

DEPTH = 12
_IDENTITY = re.compile(r"^(?:id|pk|key|uuid|slug|number|code)$|(?:_id|_pk|Id|_uuid|_key|_number|_code)$")
_OWN_NAME = re.compile(r"^(?:user.?name|user|login|e.?mail(?:.?address)?|handle|nick(?:.?name)?|slug|sku)$", re.IGNORECASE)
_SECRET = re.compile(
    r"passw(?:or)?d|passwd|passphrase|secret|token|api.?key|authori[sz]ation|credential|csrf|xsrf|\botp\b|cvv|\bcvc\b|signature|private|session.?id|\bpin\b|"
    r"card.?number|\bcard\b|iban",
    re.IGNORECASE,
)


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """(path, value) of each value that is no object and no array, in their order."""
    if len(path) > DEPTH:
        return
    if isinstance(value, dict):
        for key, one in value.items():
            yield from leaves(one, (*path, str(key)))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from leaves(one, (*path, number))
    else:
        yield path, value


def replaced(value: Any, change: Callable[[tuple[str | int, ...], Any], Any], path: tuple[str | int, ...] = ()) -> Any:
    """The same structure with each single value changed."""
    if isinstance(value, dict):
        return {str(key): replaced(one, change, (*path, str(key))) for key, one in value.items()}
    if isinstance(value, list):
        return [replaced(one, change, (*path, number)) for number, one in enumerate(value)]
    return change(path, value)


def key_of(path: tuple[str | int, ...]) -> str:
    """The last name in a path."""
    return next((part for part in reversed(path) if isinstance(part, str)), "")


def names_identity(key: str) -> bool:
    """Whether a name is that of an identifier, which the answering side makes."""
    return _IDENTITY.search(key) is not None


def names_once(key: str) -> bool:
    """Whether a name is that of a text which only one of a kind may have, so that making a second one with it is refused."""
    return _OWN_NAME.search(key) is not None


def names_secret(key: str) -> bool:
    """Whether a name is that of a password, a token or the like."""
    return _SECRET.search(key.replace("_", " ").replace("-", " ")) is not None or _SECRET.search(key) is not None
