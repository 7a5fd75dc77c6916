"""What every signal obeys."""

import pytest

from analyzer.signals import SIGNALS, Signal, collect_evidence, view_of
from tests.unit.cluster.shop import layers, shop, shuffled
from tests.unit.signals.rich import rich

CODE_BASES = {"shop": shop(), "layers": layers(), "rich": rich()}


@pytest.mark.parametrize("name", CODE_BASES)
@pytest.mark.parametrize("signal", SIGNALS, ids=lambda signal: signal.name)
class TestEverySignal:
    def test_ties_two_different_business_modules_with_a_reason_and_a_place(self, signal: Signal, name: str) -> None:
        codebase = CODE_BASES[name]
        paths = {file.path for file in codebase.files}
        for item in signal.collect(view_of(codebase)):
            assert item.signal == signal.name
            assert item.source != item.target
            assert {item.source, item.target} <= set(codebase.business)
            assert item.strength > 0
            assert item.reason.strip()
            assert item.at.path in paths

    def test_does_not_depend_on_the_order_of_facts(self, signal: Signal, name: str) -> None:
        codebase = CODE_BASES[name]
        assert set(signal.collect(view_of(codebase))) == set(signal.collect(view_of(shuffled(codebase))))

    def test_says_the_same_twice(self, signal: Signal, name: str) -> None:
        codebase = CODE_BASES[name]
        assert list(signal.collect(view_of(codebase))) == list(signal.collect(view_of(codebase)))


def test_every_signal_has_something_to_say_about_a_rich_code_base() -> None:
    silent = {signal.name for signal in SIGNALS if not list(signal.collect(view_of(CODE_BASES["rich"])))}
    assert not silent


def test_names_are_unique_and_in_order() -> None:
    names = [signal.name for signal in SIGNALS]
    assert names == sorted(set(names))


def test_evidence_is_sorted_and_each_once() -> None:
    evidence = collect_evidence(CODE_BASES["rich"])
    assert list(evidence) == sorted(set(evidence))
