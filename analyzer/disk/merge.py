"""Two edits of one text brought together, line by line: the three-way merge of ``diff3``.

A line of the base that both sides still have is an anchor. Between two anchors, a side that left the base alone takes the
other's lines, equal edits count once, and different edits are a conflict, shown between marks.
Method: S. Khanna, K. Kunal, B. C. Pierce, A Formal Investigation of Diff3 (2007).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

YOURS, BASE, SPLIT, THEIRS = b"<<<<<<< yours\n", b"||||||| generated before\n", b"=======\n", b">>>>>>> generated now\n"
_LINE = re.compile(rb"[^\n]*\n|[^\n]+")
_THOROUGH = 40_000_000
"""The product of two line counts up to which every line counts in the alignment; beyond, very frequent lines are no anchors."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged text, and how many conflicts are marked in it."""

    text: bytes
    conflicts: int


def merge(base: bytes, yours: bytes, theirs: bytes) -> Merged:
    """Both edits of ``base`` in one text. Line ends follow ``yours`` where the base has them throughout of another kind."""
    if _is_crlf(yours) and not _is_crlf(base):
        base, theirs = (text.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") for text in (base, theirs))
    pieces: list[bytes] = []
    conflicts = 0
    for old, mine, new in _chunks(_lines(base), _lines(yours), _lines(theirs)):
        if mine in (old, new):
            pieces += new
        elif new == old:
            pieces += mine
        else:
            conflicts += 1
            pieces += [YOURS, *_closed(mine), BASE, *_closed(old), SPLIT, *_closed(new), THEIRS]
    return Merged(b"".join(pieces), conflicts)


def has_marks(text: bytes) -> bool:
    """Whether a conflict is still marked in a text."""
    plain = text.replace(b"\r\n", b"\n")
    return any(plain.startswith(mark) or b"\n" + mark in plain for mark in (YOURS, THEIRS))


def _lines(text: bytes) -> list[bytes]:
    return _LINE.findall(text)


def _is_crlf(text: bytes) -> bool:
    return b"\r\n" in text and text.count(b"\r\n") == text.count(b"\n")


def _closed(lines: Sequence[bytes]) -> list[bytes]:
    """The lines with an end of the last one, so that a mark can follow."""
    return [line if line.endswith(b"\n") else line + b"\n" for line in lines]


def _chunks(base: list[bytes], yours: list[bytes], theirs: list[bytes]) -> Iterator[tuple[list[bytes], list[bytes], list[bytes]]]:
    """The texts cut at every anchor: (base, yours, theirs) of each piece, anchors being pieces of their own."""
    to_yours, to_theirs = _alignment(base, yours), _alignment(base, theirs)
    b = y = t = 0
    for line, mine in to_yours.items():
        new = to_theirs.get(line)
        if new is None:
            continue
        if (line, mine, new) != (b, y, t):
            yield base[b:line], yours[y:mine], theirs[t:new]
        yield base[line : line + 1], yours[mine : mine + 1], theirs[new : new + 1]
        b, y, t = line + 1, mine + 1, new + 1
    if (b, y, t) != (len(base), len(yours), len(theirs)):
        yield base[b:], yours[y:], theirs[t:]


def _alignment(base: list[bytes], other: list[bytes]) -> dict[int, int]:
    """The lines of the base that the other text still has, as indexes, both ascending."""
    matcher = SequenceMatcher(None, base, other, autojunk=len(base) * len(other) > _THOROUGH)
    return {block.a + i: block.b + i for block in matcher.get_matching_blocks() for i in range(block.size)}
