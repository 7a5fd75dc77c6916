"""Names as a reader may safely see them: names of a hostile code base must not play tricks on the page around them."""

import unicodedata

INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode categories that a reader cannot see, or that move what they can see (bidirectional overrides among them)."""


def visible(text: str) -> str:
    """The text with every invisible or direction-changing character written as ``\\u202e``; ASCII text comes back as it is."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"\\u{ord(c):04x}" if unicodedata.category(c) in INVISIBLE else c for c in text)


def shortened(text: str, size: int) -> str:
    """At most ``size`` visible characters: the middle gives way to an ellipsis, because both ends of a dotted name matter."""
    text = visible(text)
    if len(text) <= size:
        return text
    tail = (size - 1) // 2
    return f"{text[: size - 1 - tail]}…{text[len(text) - tail :]}"
