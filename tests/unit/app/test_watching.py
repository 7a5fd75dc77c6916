"""What a stage reads of a code base is noted, and told apart by digests."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from analyzer.app.evidence import EVIDENCE, weighed
from analyzer.app.watching import teller, watched, without_content
from analyzer.model.codebase import Codebase, Fact
from analyzer.model.facts import Import, Reference
from analyzer.model.place import Location
from analyzer.read.cache import NO_CACHE, Cache
from analyzer.read.fact_bytes import PackedFacts, in_bytes_of, pack_facts, pack_rows, unpack_rows
from analyzer.signals import SIGNALS, collect_evidence
from tests.unit.signals.rich import rich


def packed(codebase: Codebase) -> Codebase:
    """The same code base, its facts packed, as reading gives them."""
    return replace(codebase, facts=PackedFacts.joined([pack_facts(fact for group in codebase.facts.values() for fact in group)]))


def moved(codebase: Codebase, kind: type[Fact]) -> Codebase:
    """A code base in which the facts of a kind stand one line below."""
    facts = {known: codebase.of(known) for known in codebase.facts}
    facts[kind] = tuple(_below(fact) for fact in facts[kind])
    return packed(replace(codebase, facts=facts))


def fewer(codebase: Codebase, kind: type[Fact]) -> Codebase:
    """A code base without its first fact of a kind."""
    facts = {known: codebase.of(known) for known in codebase.facts}
    return packed(replace(codebase, facts={**facts, kind: facts[kind][1:]}))


def _below(fact: Fact) -> Fact:
    values = {name: getattr(fact, name) for name in fact.__struct_fields__}
    return type(fact)(**{**values, "at": Location(fact.at.path, fact.at.line + 1)})


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path, "this build")


def test_notes_the_kinds_that_are_asked_for_even_where_there_is_none() -> None:
    seen, asked = watched(Codebase("shop", (), {}))
    assert seen.of(Import) == ()
    assert asked == {"Import"}
    assert not list(seen.facts)
    assert "Reference" in asked


def test_tells_kinds_apart_by_their_facts_alone() -> None:
    codebase, other = packed(rich()), moved(rich(), Import)
    tell, tell_other = teller(codebase), teller(other)
    assert tell and tell_other
    assert tell(["Reference"]) == tell_other(["Reference"])
    assert tell(["Import"]) != tell_other(["Import"])
    assert tell(["Import", "Reference"]) != tell_other(["Import", "Reference"])
    assert teller(rich()) is None


def test_what_is_left_of_a_code_base_tells_it_apart() -> None:
    codebase = packed(rich())
    tell, other = teller(without_content(codebase)), teller(replace(without_content(codebase), files=codebase.files[1:]))
    sizes = replace(codebase, files=tuple(replace(file, lines=file.lines + 1, digest="other") for file in codebase.files))
    same = teller(without_content(sizes))
    assert tell and other and same
    assert tell([]) != other([])
    assert tell([]) == same([])
    without_history = teller(replace(without_content(codebase), history=()))
    assert without_history and tell([]) != without_history([])


def test_facts_that_are_the_same_keep_their_bytes() -> None:
    imports, references = rich().of(Import), rich().of(Reference)
    assert imports and references
    before = pack_facts([*imports, *references])
    after = in_bytes_of(before, pack_facts([*references, *(_below(one) for one in imports)]))
    old, new = PackedFacts.joined([before]), PackedFacts.joined([after])
    assert new.packed["Reference"] == old.packed["Reference"]
    assert new.packed["Import"] != old.packed["Import"]
    assert new[Import] == tuple(_below(one) for one in imports)


def test_evidence_survives_being_packed() -> None:
    evidence = collect_evidence(rich())
    assert tuple(unpack_rows(pack_rows(evidence, type(evidence[0])), type(evidence[0]))) == evidence
    assert unpack_rows(pack_rows((), type(evidence[0])), type(evidence[0])) == []


@pytest.mark.parametrize("edit", [moved, fewer])
@pytest.mark.parametrize("kind", sorted(rich().facts, key=lambda kind: kind.__name__), ids=lambda kind: kind.__name__)
def test_evidence_that_is_remembered_is_that_of_a_first_run_whatever_kind_of_fact_changes(
    kind: type[Fact], edit: Callable[[Codebase, type[Fact]], Codebase], cache: Cache
) -> None:
    first = weighed(packed(rich()), cache)
    assert first.evidence == collect_evidence(rich())
    after = edit(rich(), kind)
    again = weighed(after, cache)
    assert again.evidence == collect_evidence(after) == weighed(after, NO_CACHE).evidence
    assert again.evidence == first.evidence or again.digest != first.digest
    assert weighed(after, cache).digest == again.digest


def test_only_signals_that_asked_for_what_changed_are_asked_again(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    weighed(packed(rich()), cache)
    kept = cache.load(EVIDENCE, "")
    asked: list[str] = []
    monkeypatch.setattr("analyzer.signals.said", lambda signal, view: asked.append(signal.name) or sorted(set(signal.collect(view))))
    weighed(moved(rich(), Reference), cache)
    assert asked == [one.name for one in SIGNALS if "Reference" in kept[one.name][0]]
    assert "references" in asked and "libraries" not in asked
