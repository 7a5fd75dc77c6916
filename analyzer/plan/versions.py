"""Whether version specifiers can be satisfied together."""

from collections.abc import Iterable

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version


def specifiers(text: str) -> SpecifierSet | None:
    """The specifiers that a text means (a bare version means ``==``); None where it is empty or not PEP 440."""
    text = text.partition(";")[0].strip()
    if not text:
        return None
    try:
        return SpecifierSet(text if not text[0].isdigit() else f"=={text}")
    except InvalidSpecifier:
        return None


def compatible(first: str, second: str) -> bool:
    """Whether some version satisfies both; true where one of them says nothing that we understand.

    Versions at, just below and just above each bound are tried: an intersection of intervals holds one of them or is empty.
    """
    one, two = specifiers(first), specifiers(second)
    if one is None or two is None:
        return True
    both = one & two
    return any(both.contains(version, prereleases=True) for version in _candidates(both))


def _candidates(both: SpecifierSet) -> Iterable[Version]:
    yield Version("0")
    yield Version("99999")
    for specifier in both:
        try:
            bound = Version(specifier.version.removesuffix(".*"))
        except InvalidVersion:
            continue
        yield bound
        yield from _around(bound)


def _around(bound: Version) -> Iterable[Version]:
    """Versions next to a bound at each of its places: 2.3 gives 2.2.99999, 2.3.0.1, 2.4, 1.99999, 3."""
    release = bound.release
    for place in range(len(release)):
        head, part = release[:place], release[place]
        yield _version((*head, part + 1))
        if part:
            yield _version((*head, part - 1, 99999))
    yield _version((*release, *(0,) * (4 - len(release)), 1))


def _version(parts: tuple[int, ...]) -> Version:
    return Version(".".join(map(str, parts)))
