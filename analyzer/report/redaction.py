"""Replaces the names of a code base by invented ones: the same name by the same everywhere, in every report file.

What is replaced is told apart by where it stands. A text without spaces is a name, and every word in it that the code base calls something
is replaced. In a sentence, words of this program's own sentences stay, unless they are the name of a service or look like code.
Names of languages, libraries and frameworks stay. Numbers, places in files and the shape of everything stay too: a redacted report says
how a code base is built, and not what it is about.
"""

import builtins
import dataclasses
import hashlib
import keyword
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from analyzer.model.analysis import Analysis
from analyzer.model.data import Entity, EntityLink
from analyzer.model.facts import Definition, PackageImport
from analyzer.model.partition import SHARED
from analyzer.model.plan import ExtractionPlan
from analyzer.model.surface import Endpoint, Message, Requirement, SettingUse, Task
from analyzer.report.plain_words import PLAIN_WORDS

WORD = re.compile(r"[^\W\d_]\w*")
"""A name inside a text, without the underscores before it."""

PARTS = "self cls args kwargs py html htm txt toml ini cfg json yaml yml sql css js sh md lock pip http https path slug uuid pk regex"
KEPT = frozenset({*keyword.kwlist, *dir(builtins), *PARTS.split(), SHARED})
"""Words of Python, of file names and of URL patterns: they say nothing about a code base."""

CODES: Mapping[str, frozenset[str]] = {
    "Finding": frozenset({"kind"}),
    "Evidence": frozenset({"signal"}),
    "Edge": frozenset({"shares"}),
    "BlindSpot": frozenset({"reason"}),
    "Problem": frozenset({"code"}),
    "Measure": frozenset({"name", "meaning"}),
    "Alternative": frozenset({"name"}),
    "CutReplay": frozenset({"name"}),
    "Period": frozenset({"began", "ended"}),
    "Lockstep": frozenset({"commits"}),
    "Provenance": frozenset({"version", "settings"}),
    "Partition": frozenset({"algorithm"}),
    "Seam": frozenset({"kinds"}),
    "Step": frozenset({"risk"}),
    "Prerequisite": frozenset({"kind"}),
    "EffortTerm": frozenset({"name"}),
    "ServicePlan": frozenset({"risk", "packages"}),
    "VersionConflict": frozenset({"name", "fate"}),
    "Requirement": frozenset({"name", "specifier"}),
    "PackageImport": frozenset({"name"}),
    "PackageUse": frozenset({"package"}),
    "Endpoint": frozenset({"methods", "framework"}),
    "Task": frozenset({"framework"}),
    "ExtractionPlan": frozenset({"verdict"}),
    "Weighed": frozenset({"criterion"}),
    "SourceFile": frozenset({"digest"}),
    "Commit": frozenset({"sha", "author"}),
    "AuthorHistory": frozenset({"author"}),
}
"""Fields that hold codes of ours, or names of other people's software: they are left alone."""

SENTENCES = frozenset({"source", "check"})
"""Fields without spaces of steps that are ours all the same: filters, commands."""

SYLLABLES = tuple(f"{consonant}{vowel}" for consonant in "bdfgklmnprstvz" for vowel in "aeiou")


def redacted(analysis: Analysis) -> Analysis:
    """The analysis with every name of the code base replaced; a pure function of it."""
    services = frozenset(word.lower() for service in analysis.partition.services for word in WORD.findall(service)) - {SHARED}
    written = frozenset(word for text in _names(analysis) for word in WORD.findall(text))
    invented = _invented((services | {word.lower() for word in written}) - KEPT - _foreign(analysis))
    made: Analysis = _walked(analysis, _Replacing(invented, services, written))
    return made


def _names(analysis: Analysis) -> Iterator[str]:
    """Every text that names something of the code base."""
    codebase = analysis.codebase
    yield codebase.name
    yield from (text for file in codebase.files for text in (file.module, file.path))
    yield from (asset.path for asset in codebase.assets)
    for definition in codebase.of(Definition):
        yield definition.name
        yield from definition.parameters
    yield from (text for entity in codebase.of(Entity) for text in (entity.name, entity.table))
    yield from (link.field for link in codebase.of(EntityLink))
    yield from (text for endpoint in codebase.of(Endpoint) for text in (endpoint.route, endpoint.name))
    yield from (task.name for task in codebase.of(Task))
    yield from (message.channel for message in codebase.of(Message))
    yield from (setting.key for setting in codebase.of(SettingUse))
    yield from _planned(analysis.plan)
    yield from (text for one in analysis.constraints for text in (*one.modules, one.value))
    yield from (path for commit in codebase.history for path in commit.paths)


def _planned(plan: ExtractionPlan) -> Iterator[str]:
    """The names that the plan speaks of."""
    for service in plan.services:
        yield from (service.id, service.title, *service.modules, *service.entities)
        yield from (text for endpoint in service.endpoints for text in (endpoint.route, endpoint.handler, endpoint.name))
        yield from (text for task in service.tasks for text in (task.name, task.handler))
    yield from (text for owned in plan.ownership for text in (owned.entity, owned.table))
    yield from (seam.target for seam in plan.seams)
    yield from (text for tie in plan.data_ties for text in (tie.subject, *tie.others))


def _foreign(analysis: Analysis) -> frozenset[str]:
    """The names of other people's packages, as they are imported and as they are required."""
    imported = {found.name.partition(".")[0] for found in analysis.codebase.of(PackageImport)}
    required = {found.name for found in analysis.codebase.of(Requirement)}
    own = {part for file in analysis.codebase.files for part in file.module.split(".")}
    return frozenset(word.lower() for name in (imported | required) - own for word in WORD.findall(name))


def _invented(names: frozenset[str]) -> dict[str, str]:
    """Names to words of two syllables or more that are none of them; in an order that tells nothing about the alphabet."""
    ordered = sorted(names, key=lambda name: hashlib.sha256(name.encode(errors="surrogateescape")).digest())
    fresh = (word for word in _words() if word not in names and word not in KEPT and word not in PLAIN_WORDS)
    return dict(zip(ordered, fresh, strict=False))


def _words() -> Iterator[str]:
    size, number = len(SYLLABLES), len(SYLLABLES)
    while True:
        word, rest = "", number
        while rest:
            rest, syllable = divmod(rest, size)
            word = SYLLABLES[syllable] + word
        yield word
        number += 1


class _Replacing:
    """Replaces names in texts, and remembers what became of each text."""

    def __init__(self, invented: Mapping[str, str], services: frozenset[str], written: frozenset[str]) -> None:
        self.invented = invented
        self.services = services
        self.classes = frozenset(word for word in written if word[0].isupper())
        self.known: dict[str, str] = {}

    def name(self, text: str) -> str:
        """A text all of whose words may be names, unless it reads like a sentence."""
        if text not in self.known:
            replace = self._in_sentence(text) if " " in text else self._word
            self.known[text] = WORD.sub(replace, text)
        return self.known[text]

    def sentence(self, text: str) -> str:
        """A text of ours that may hold names."""
        return WORD.sub(self._in_sentence(text), text)

    def _word(self, found: re.Match[str]) -> str:
        word = found[0]
        other = self.invented.get(word.lower())
        if other is None:
            return word
        return other.upper() if word.isupper() and len(word) > 1 else other.capitalize() if word[0].isupper() else other

    def _in_sentence(self, text: str) -> Callable[[re.Match[str]], str]:
        def replace(found: re.Match[str]) -> str:
            word, before, after = found[0], text[max(0, found.start() - 1) : found.start()], text[found.end() : found.end() + 2]
            is_code = before in tuple("./_`'\"") or after[:1] in tuple("/_`") or (after[:1] == "." and after[1:2].isalnum())
            is_plain = word.lower() in PLAIN_WORDS and word not in self.classes
            return word if is_plain and not is_code and word.lower() not in self.services else self._word(found)

        return replace


def _walked(value: Any, replacing: _Replacing) -> Any:
    """A value with its texts replaced, built of the same types."""
    kind = type(value)
    if kind is str:
        return replacing.name(value)
    if kind is tuple:
        return tuple(_walked(item, replacing) for item in value)
    if kind is frozenset:
        return frozenset(_walked(item, replacing) for item in value)
    fields = _fields(kind)
    if fields:
        codes = CODES.get(kind.__name__, frozenset())
        return kind(*(_field(name, getattr(value, name), codes, replacing) for name in fields))
    if isinstance(value, Mapping):
        return {_walked(key, replacing) if type(key) is str else key: _walked(item, replacing) for key, item in value.items()}
    return value


def _field(name: str, value: Any, codes: frozenset[str], replacing: _Replacing) -> Any:
    if name in codes:
        return value
    if name in SENTENCES and type(value) is str and ("?" in value or value.startswith("unbraid ")):
        return replacing.sentence(value)
    return _walked(value, replacing)


def _fields(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass or a record, in the order in which it is made; none for other types."""
    if dataclasses.is_dataclass(kind):
        return tuple(field.name for field in dataclasses.fields(kind))
    if issubclass(kind, msgspec.Struct):
        return tuple(kind.__struct_fields__)
    return ()
