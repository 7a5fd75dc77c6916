"""The boundaries file as a TOML document that knows its lines, and the words in which its problems are told."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analyzer.model.nearest import did_you_mean, nearest
from analyzer.model.place import Location, Problem, Severity
from analyzer.read.toml_places import TomlPlaces


@dataclass(frozen=True, slots=True)
class Document:
    """The parsed file; ``data`` is what TOML holds, ``places`` where it stands."""

    path: str
    data: Mapping[str, object]
    places: TomlPlaces

    def at(self, *keys: str) -> Location:
        """The location of a key."""
        return Location(self.path, self.places.line(*keys))

    def at_text(self, text: str, *keys: str, skip: int = 0) -> Location:
        """The location of a string inside the value of a key."""
        return Location(self.path, self.places.line_of_text(text, self.places.line(*keys), skip))

    def table(self, *keys: str) -> Mapping[str, object]:
        """The table at a path of keys, empty where none is written (or something else: ``misshapen`` tells)."""
        value: object = self.data
        for key in keys:
            value = value.get(key) if isinstance(value, Mapping) else None
        return value if isinstance(value, Mapping) else {}


def parse(text: str, path: str) -> Document | Problem:
    """The document, or the problem that the text is no TOML."""
    try:
        return Document(path, tomllib.loads(text), TomlPlaces(text))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        words = str(error)
        found = words.rpartition("(at line ")[2].partition(",")[0]
        return Problem(
            Location(path, int(found) if found.isdigit() else 0),
            "boundaries-syntax",
            f"not TOML: {words}",
            Severity.ERROR,
            "strings stand in double quotes, lists in [ ], and each entry of a list ends with a comma",
        )


def disobeyed(code: str, message: str, at: Location, hint: str) -> Problem:
    """A problem because of which the file cannot be obeyed."""
    return Problem(at, code, message, Severity.ERROR, hint)


def misshapen(what: str, wanted: str, at: Location) -> Problem:
    """A value of the wrong type."""
    return disobeyed("boundaries-type", f"{what} must be {wanted}", at, f"write {wanted}")


def unknown_keys(document: Document, table: tuple[str, ...], allowed: Iterable[str]) -> Iterable[Problem]:
    """A problem for each key of a table that means nothing here."""
    allowed = sorted(allowed)
    for key in document.table(*table):
        if key not in allowed:
            place = f"[{'.'.join(table)}]" if table else "the file"
            known = f"{place} knows: {', '.join(allowed)}"
            yield disobeyed("boundaries-unknown-key", f"unknown key {key!r}", document.at(*table, key), near_known(key, allowed) or known)


def near_known(word: str, known: Iterable[str]) -> str:
    """A question with the nearest known word, or ``""``. A dotted name whose last part is known elsewhere counts as near."""
    known = list(known)
    last = word.rpartition(".")[2]
    near = nearest(word, known, cutoff=0.75) or [name for name in known if name.rpartition(".")[2] == last][:1]
    return did_you_mean(map(repr, near))
