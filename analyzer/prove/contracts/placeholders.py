"""Names in place of values that a replay cannot repeat: what an earlier answer gave, and what is secret."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

MARK = "{{%s}}"
CHARACTERS = 8
"""Texts at least this long are taken for the same thing wherever they appear."""


@dataclass(slots=True)
class Placeholders:
    """The names of one example. ``captured`` are (value, name) with the step and place that gives it; ``secrets`` what nothing
    gives, ``uniques`` what is made anew each time. A value without a default or a unique text has to be given. ``told`` are the
    secrets that stand in rows of the example, so that another text may stand for each, in the row as in the request."""

    captured: dict[str, str] = field(default_factory=dict)
    sources: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    uniques: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    told: frozenset[str] = frozenset()

    def capture(self, text: str, step: int, place: dict[str, Any]) -> str:
        """The mark of a value that the answer of a step holds at a place."""
        if text not in self.captured:
            name = f"value-{len(self.captured) + 1}"
            self.captured[text] = name
            self.sources[name] = (step, place)
        return MARK % self.captured[text]

    def secret(self, text: str, has_default: bool) -> str:
        """The mark of a secret; one that requests themselves set up (a password) may be any text, so it has a default."""
        if text in self.captured:
            return MARK % self.captured[text]
        has_default = has_default or text in self.told
        if text not in self.secrets:
            name = f"secret-{len(self.secrets) + 1}"
            self.secrets[text] = name
            self.values[name] = {"default": stand_in(text, ())} if has_default else {}
        elif not has_default:
            self.values[self.secrets[text]] = {}
        return MARK % self.secrets[text]

    def unique(self, text: str) -> str:
        """The mark of a text that has to be another each time, as what it names is made anew."""
        if text not in self.uniques:
            self.uniques[text] = f"unique-{len(self.uniques) + 1}"
            self.values[self.uniques[text]] = {"unique": text}
        return MARK % self.uniques[text]

    def variable(self, name: str, text: str) -> str:
        """The mark of a part of the path that stands for rows that no request has made."""
        free = re.sub(r"\W", "_", name) or "part"
        while free in self.values and self.values[free].get("default") != text:
            free += "_"
        self.values[free] = {"default": text}
        return MARK % free

    def decide(self, request: object) -> None:
        """Nothing stands for the number of a card in the request that an example is about: which number it is decides what comes."""
        for text, name in self.secrets.items():
            if is_card(text) and MARK % name in str(request):
                self.values[name] = {}

    @property
    def needed(self) -> list[str]:
        """The names that nothing gives."""
        return sorted(name for name, told in self.values.items() if not told)


@dataclass(slots=True)
class Secrets:
    """The names of the secrets of all examples of one service: one secret has one name."""

    names: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)

    def shared(self, example: dict[str, Any], own: Placeholders) -> dict[str, Any]:
        """The example with the names that its secrets have everywhere."""
        renamed = {name: self.names.setdefault(text, f"secret-{len(self.names) + 1}") for text, name in own.secrets.items()}
        if "values" in example:
            texts = {renamed[name]: text for text, name in own.secrets.items()}
            told = {renamed.get(name, name): value for name, value in example["values"].items()}
            example["values"] = {
                name: {"default": self._default(texts[name])} if name in texts and one else one for name, one in told.items()
            }
        changed = {MARK % name: MARK % new for name, new in renamed.items()}
        pattern = re.compile("|".join(map(re.escape, changed))) if changed else None
        return example if pattern is None else _renamed(example, pattern, changed)

    def _default(self, text: str) -> str:
        """What stands for a secret wherever it appears."""
        if text not in self.defaults:
            self.defaults[text] = stand_in(text, self.defaults.values())
        return self.defaults[text]


def stand_in(text: str, taken: Collection[str]) -> str:
    """Another text of the same length and kinds of characters, so that what is checked of them comes out alike: a number of a
    card has the check digit of one."""
    for shift in range(len(_LETTERS)):
        made = "".join(_other(char, place + shift) for place, char in enumerate(text))
        if is_card(text):
            made = next(one for one in (made[:-1] + digit for digit in "0123456789") if is_card(one))
        if made != text and made not in taken:
            return made
    return made


def is_card(text: str) -> bool:
    """Whether digits (spaces and dashes aside) are as those of a payment card are, by the formula of Luhn."""
    digits = [int(char) for char in reversed(re.sub("[ -]", "", text))] if re.fullmatch(r"\d[\d -]{10,22}\d", text) else []
    doubled = [digit * 2 - 9 * (digit > 4) if place % 2 else digit for place, digit in enumerate(digits)]
    return 12 <= len(digits) <= 19 and sum(doubled) % 10 == 0


_LETTERS, _DIGITS = "unbraidstdvwxyzkjq", "9182736450"


def _other(char: str, place: int) -> str:
    if char.isdigit():
        return _DIGITS[place % len(_DIGITS)]
    letter = _LETTERS[place % len(_LETTERS)]
    return letter.upper() if char.isupper() else letter if char.isalpha() else char


def _renamed(told: Any, pattern: re.Pattern[str], changed: dict[str, str]) -> Any:
    if isinstance(told, str):
        return pattern.sub(lambda found: changed[found.group(0)], told)
    if isinstance(told, dict):
        return {key: _renamed(one, pattern, changed) for key, one in told.items()}
    return [_renamed(one, pattern, changed) for one in told] if isinstance(told, list) else told
