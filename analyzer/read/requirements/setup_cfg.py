"""``setup.cfg`` of setuptools."""

import re
from collections.abc import Iterable

from analyzer.read.requirements.declaration import DeclarationFile, Declared, declare
from analyzer.read.requirements.pip_text import include_of

SECTION = re.compile(r"^\[([^\]]+)\]\s*$")
KEY = re.compile(r"^([A-Za-z0-9_.-]+)\s*[=:]\s*(.*)$")
GROUPS = {"install_requires": "", "tests_require": "test"}


def matches(path: str) -> bool:
    """Whether this is a ``setup.cfg``."""
    return path.rpartition("/")[2] == "setup.cfg"


def read(file: DeclarationFile) -> Iterable[Declared]:
    """What ``[options] install_requires`` and ``[options.extras_require]`` list."""
    section, group = "", None
    for number, line in file.lines():
        header = SECTION.match(line)
        key = KEY.match(line) if not line[:1].isspace() else None
        if header:
            section, group = header[1], None
        elif key:
            group = _group(section, key[1])
            yield from _value(key[2], file, number, group)
        elif line[:1].isspace():
            yield from _value(line, file, number, group)


def _group(section: str, key: str) -> str | None:
    """The group that a key's lines belong to; None where they are no requirements."""
    if section == "options":
        return GROUPS.get(key)
    return key if section == "options.extras_require" else None


def _value(text: str, file: DeclarationFile, number: int, group: str | None) -> Iterable[Declared]:
    text = re.sub(r"(^|\s)[#;](?=\s).*$", "", text).strip()
    if group is None or not text or text.startswith("#"):
        return
    if text.startswith("file:"):
        yield from (include_of(name.strip(), file.at(number), False, group) for name in text[5:].split(","))
    else:
        yield from declare(text, file.at(number), group=group)
