"""Quoting for the languages that templates write: whatever the analysed code calls its things, text stays text."""

import json
import re
import shlex
from collections.abc import Callable, Mapping

from analyzer.model.text import toml_string

_MARKUP = re.compile(r"[\\`*\[\]<>|#]|(?<!\w)_|_(?!\w)")


def quote_python(value: object) -> str:
    """A Python literal with double quotes for strings, in ASCII."""
    if isinstance(value, str):
        return json.dumps(value).replace("\x7f", "\\x7f")
    if isinstance(value, list | tuple):
        return "[" + ", ".join(quote_python(item) for item in value) + "]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{quote_python(key)}: {quote_python(item)}" for key, item in value.items()) + "}"
    return repr(value)


def quote_yaml(value: str) -> str:
    """A double-quoted YAML string."""
    return json.dumps(value)


def quote_compose(value: str) -> str:
    """A YAML string in which Compose finds no variable."""
    return json.dumps(value).replace("$", "$$")


def quote_toml(value: str) -> str:
    """A TOML basic string."""
    return toml_string(value)


def quote_json(value: object) -> str:
    """JSON in ASCII, keys in their own order."""
    return json.dumps(value)


def quote_nginx(value: str) -> str:
    """A quoted nginx parameter; line ends, which no URL holds, are dropped."""
    plain = value.replace("\r", "").replace("\n", "")
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def quote_sql(value: str) -> str:
    """An SQL string literal of standard conforming strings."""
    return "'" + value.replace("\0", "").replace("'", "''") + "'"


def quote_sql_name(value: str) -> str:
    """An SQL identifier; what stands before a dot is its schema."""
    return ".".join('"' + part.replace("\0", "").replace('"', '""') + '"' for part in value.split("."))


def comment_line(value: str) -> str:
    """Text on one line of a comment: no line end of any kind."""
    return " ".join(value.split())


def quote_shell(value: str) -> str:
    """One word of a POSIX shell."""
    return shlex.quote(value)


def quote_markdown(value: str) -> str:
    """Text of one line in which Markdown finds no markup, inside a table as well."""
    return _MARKUP.sub(r"\\\g<0>", " ".join(value.split()))


def code_markdown(value: str) -> str:
    """A code span of one line; a backtick or bar of the text becomes a look-alike, since neither can be escaped in a table."""
    return "`" + " ".join(value.split()).replace("`", "'").replace("|", "¦") + "`"


FILTERS: dict[str, Callable[..., str]] = {
    "python": quote_python,
    "yaml": quote_yaml,
    "compose": quote_compose,
    "toml": quote_toml,
    "json": quote_json,
    "nginx": quote_nginx,
    "sql": quote_sql,
    "sqlname": quote_sql_name,
    "comment": comment_line,
    "shell": quote_shell,
    "markdown": quote_markdown,
    "code": code_markdown,
}
"""The filters of the templates."""
