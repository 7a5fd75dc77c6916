"""``environment.yml`` of conda: the ``dependencies`` list, read line by line."""

import re
from collections.abc import Iterable

from analyzer.read.requirements.declaration import DeclarationFile, Declared, declare

ITEM = re.compile(r"^(\s*)-\s*(.+?)\s*(?:#.*)?$")
NOT_PYTHON = frozenset({"python", "pip", "setuptools", "wheel", "nodejs", "gcc", "make", "conda"})


def matches(path: str) -> bool:
    """Whether this is a conda environment."""
    return re.search(r"(?:^|/)environment[\w.-]*\.ya?ml$", path) is not None


def read(file: DeclarationFile) -> Iterable[Declared]:
    """The packages, those of the nested ``pip`` list included; conda's build numbers are dropped."""
    inside, pip_indent = False, -1
    for number, line in file.lines():
        item = ITEM.match(line)
        if re.match(r"^\S.*:", line):
            inside, pip_indent = line.startswith("dependencies:"), -1
        elif inside and item:
            indent, text = len(item[1]), item[2].strip("\"'")
            if text == "pip:":
                pip_indent = indent
            elif 0 <= pip_indent < indent:
                if not text.startswith("-"):
                    yield from declare(text, file.at(number))
            else:
                pip_indent = -1
                yield from _conda(text, file, number)


def _conda(text: str, file: DeclarationFile, number: int) -> Iterable[Declared]:
    """A conda match specification; ``name=1.2=build`` pins loosely, which PEP 440 writes ``==1.2.*``."""
    parts = re.match(r"^(?:[\w-]+::)?([A-Za-z0-9._-]+)\s*(?:=\s*([\w.]+)(?:=.*)?|([<>!=~][^\s]*))?$", text)
    if not parts or parts[1].lower() in NOT_PYTHON:
        return
    version = f"=={parts[2]}.*" if parts[2] and not parts[2].endswith("*") else parts[3] or ""
    yield from declare(f"{parts[1]}{version}", file.at(number))
