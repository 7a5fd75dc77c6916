"""Where the keys and strings of a TOML text are; the parsers of TOML do not tell."""

import re
from bisect import bisect_left
from collections.abc import Iterator

HEADER = re.compile(r"^\s*\[{1,2}([^\[\]]+)\]{1,2}\s*(?:#.*)?$")
PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
STRING_OR_COMMENT = re.compile(r"""\"(?:[^"\\]|\\.)*\"|'[^']*'|#.*$""")
QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
KEY = re.compile(rf"^\s*({PART}(?:\s*\.\s*{PART})*)\s*=(?!=)")


class TomlPlaces:
    """Line numbers (from 1) of a TOML text by dotted path of keys, a first come first told for repeated tables."""

    def __init__(self, text: str) -> None:
        lines = text.splitlines()
        self._places: dict[tuple[str, ...], list[int]] = {}
        for path, line in _keys(lines):
            self._places.setdefault(path, []).append(line)
        self._texts: dict[str, list[int]] = {}
        for number, written in enumerate(lines, start=1):
            for double, single in QUOTED.findall(written):
                self._texts.setdefault(double or single, []).append(number)

    def line(self, *path: str) -> int:
        """The line of a key, else that of the nearest enclosing table that is written, else 0."""
        for end in range(len(path), 0, -1):
            found = self._places.get(path[:end])
            if found:
                return found[0]
        return 0

    def lines(self, *path: str) -> tuple[int, ...]:
        """Every line on which a key stands, as in the entries of an array of tables."""
        return tuple(self._places.get(path, ()))

    def line_of_text(self, value: str, start: int, skip: int = 0) -> int:
        """The line from ``start`` on that holds a string, ``skip`` earlier ones passed over; ``start`` where there is none."""
        found = self._texts.get(value, [])
        at = bisect_left(found, start) + skip
        return found[at] if at < len(found) else start


def _keys(lines: list[str]) -> Iterator[tuple[tuple[str, ...], int]]:
    """Every table header and every key that begins a line, the inside of multi-line strings and lists passed over."""
    table: tuple[str, ...] = ()
    fence, depth = "", 0
    for number, line in enumerate(lines, start=1):
        if fence:
            fence = "" if fence in line else fence
            continue
        outside = depth == 0
        depth += _opened(line)
        header = HEADER.match(line) if outside else None
        key = KEY.match(line) if outside else None
        if header:
            table = _split(header[1])
            yield table, number
        elif key:
            path = (*table, *_split(key[1]))
            yield from ((path[: len(table) + depth], number) for depth in range(1, len(path) - len(table) + 1))
        fence = next((mark for mark in ('"""', "'''") if line.count(mark) % 2), "")


def _opened(line: str) -> int:
    """How many more lists a line opens than it closes."""
    bare = STRING_OR_COMMENT.sub("", line)
    return bare.count("[") - bare.count("]")


def _split(dotted: str) -> tuple[str, ...]:
    """The parts of a dotted key, quotes taken off."""
    return tuple(part[1:-1] if part[0] in "\"'" else part for part in re.findall(PART, dotted))
