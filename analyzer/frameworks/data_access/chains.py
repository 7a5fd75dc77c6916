"""A chain of names taken apart."""

from typing import NamedTuple


class Segment(NamedTuple):
    """One name of a chain, whether it is called, and whether the result is then indexed."""

    name: str
    is_called: bool
    is_indexed: bool


def segments(chain: str) -> tuple[Segment, ...]:
    """``Order.query.all()[]`` as (Order), (query), (all, called, indexed)."""
    return tuple(_segment(part) for part in chain.split(".")) if chain else ()


def _segment(part: str) -> Segment:
    bare = part.rstrip("()[]")
    suffix = part[len(bare) :]
    return Segment(bare, "()" in suffix, "[]" in suffix)


def prefixes(parts: tuple[Segment, ...]) -> list[str]:
    """Plain dotted beginnings of a chain, longest first, up to the first call or index: ``a.b.c``, ``a.b``, ``a``."""
    names: list[str] = []
    for part in parts:
        names.append(part.name)
        if part.is_called or part.is_indexed:
            break
    return [".".join(names[:count]) for count in range(len(names), 0, -1)]


def joined(parts: tuple[Segment, ...]) -> str:
    """The chain of some segments, the call of the last one left out."""
    texts = [part.name + ("()" if part.is_called else "") + ("[]" if part.is_indexed else "") for part in parts[:-1]]
    return ".".join((*texts, parts[-1].name))
