"""Reading forms and JSON bodies: one small set of checked fields."""

import re

from flask import request

from webnet.errors import Invalid
from webnet.utils import parse_money

EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")


class Fields:
    """Reads named values, collects what is wrong, complains once."""

    def __init__(self, values):
        self.values = values
        self.problems: dict[str, str] = {}

    @classmethod
    def from_request(cls):
        if request.is_json:
            body = request.get_json(silent=True)
            if not isinstance(body, dict):
                raise Invalid("the body must be a JSON object")
            return cls(body)
        return cls(request.form)

    def _raw(self, name):
        value = self.values.get(name)
        return value.strip() if isinstance(value, str) else value

    def has(self, name: str) -> bool:
        return self._raw(name) not in (None, "")

    def text(self, name, required=True, default="", max_length=255):
        value = self._raw(name)
        if value in (None, ""):
            if required:
                self.problems[name] = "is required"
            return default
        value = str(value)
        if len(value) > max_length:
            self.problems[name] = f"is longer than {max_length} characters"
        return value

    def email(self, name):
        value = self.text(name).lower()
        if value and not EMAIL.match(value):
            self.problems[name] = "is not an e-mail address"
        return value

    def integer(self, name, required=True, default=0, minimum=None, maximum=None):
        raw = self._raw(name)
        if raw in (None, ""):
            if required:
                self.problems[name] = "is required"
            return default
        try:
            value = int(raw)
        except (TypeError, ValueError):
            self.problems[name] = "is not a whole number"
            return default
        if minimum is not None and value < minimum:
            self.problems[name] = f"must be at least {minimum}"
        if maximum is not None and value > maximum:
            self.problems[name] = f"must be at most {maximum}"
        return value

    def money(self, name, required=True, default=0):
        raw = self._raw(name)
        if raw in (None, ""):
            if required:
                self.problems[name] = "is required"
            return default
        try:
            value = parse_money(str(raw))
        except ValueError:
            self.problems[name] = "is not an amount"
            return default
        if value < 0:
            self.problems[name] = "must not be negative"
        return value

    def flag(self, name, default=False):
        raw = self._raw(name)
        if raw is None:
            return default
        if isinstance(raw, bool):
            return raw
        return str(raw).lower() in {"1", "true", "yes", "on"}

    def choice(self, name, options, default=None):
        value = self._raw(name) or default
        if value not in options:
            self.problems[name] = "must be one of " + ", ".join(sorted(options))
        return value

    def complain(self, name, message):
        self.problems[name] = message

    def check(self):
        """Raise one error for everything that was wrong."""
        if self.problems:
            what = "; ".join(f"{key} {why}" for key, why in self.problems.items())
            raise Invalid(what, **self.problems)
        return self
