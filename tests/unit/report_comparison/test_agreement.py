"""Agreement of partitions, beside the definitions, scikit-learn, and a brute force over all ways to move and join."""

import random
from collections import deque
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score
from sklearn.metrics.cluster import pair_confusion_matrix

from analyzer.report.comparison.agreement import agreement

labels = st.lists(st.sampled_from("abcd"), min_size=2, max_size=12)


def homes(text: str) -> dict[str, str]:
    return {f"m{number}": letter for number, letter in enumerate(text)}


@given(labels, st.randoms())
@settings(max_examples=150, deadline=None)
def test_the_figures_are_those_of_scikit_learn(old: list[str], draw: random.Random) -> None:
    new = [draw.choice("wxyz") for _ in old]
    found = agreement(homes("".join(old)), homes("".join(new)))
    assert found.ari == pytest.approx(adjusted_rand_score(old, new), abs=1e-4)
    (_, false), (missed, both) = pair_confusion_matrix(old, new)
    assert found.f1 == pytest.approx(2 * both / (2 * both + false + missed) if both + false + missed else 1.0, abs=1e-4)


def canonical(text: tuple[int, ...]) -> tuple[int, ...]:
    seen: dict[int, int] = {}
    return tuple(seen.setdefault(one, len(seen)) for one in text)


def neighbours(text: tuple[int, ...]) -> set[tuple[int, ...]]:
    """Every partition that is one move (into an old or a new service) or one join away."""
    found = {canonical((*text[:at], to, *text[at + 1 :])) for at in range(len(text)) for to in range(max(text) + 2)}
    joins = {canonical(tuple(first if one == second else one for one in text)) for first, second in product(set(text), repeat=2)}
    return found | joins


def distances_to(target: tuple[int, ...], everything: set[tuple[int, ...]]) -> dict[tuple[int, ...], int]:
    """The least number of moves and joins from every partition to one of them, by search from each."""
    answers = {}
    for start in everything:
        queue, seen = deque([(start, 0)]), {start}
        while queue:
            current, steps = queue.popleft()
            if current == target:
                answers[start] = steps
                break
            for other in neighbours(current) - seen:
                seen.add(other)
                queue.append((other, steps + 1))
    return answers


@pytest.mark.parametrize("target", [(0, 0, 1, 1, 2), (0, 1, 2, 3, 4), (0, 0, 0, 0, 0), (0, 0, 0, 1, 2)])
def test_mojofm_is_what_the_fewest_moves_and_joins_give(target: tuple[int, ...]) -> None:
    everything = {canonical(one) for one in product(range(5), repeat=5)}
    distances = distances_to(target, everything)
    most = max(distances.values())
    for old, steps in distances.items():
        found = agreement(homes("".join("abcde"[one] for one in old)), homes("".join("abcde"[one] for one in target)))
        assert found.mojofm == pytest.approx(1 - steps / most, abs=1e-4), old


def test_only_modules_that_both_place_count() -> None:
    found = agreement({"a": "x", "b": "x", "c": "y"}, {"a": "p", "b": "p", "d": "q"})
    assert (found.modules, found.ari, found.f1, found.mojofm) == (2, 1.0, 1.0, 1.0)
    nothing = agreement({}, {"a": "b"})
    assert (nothing.modules, nothing.ari, nothing.f1, nothing.mojofm) == (0, 1.0, 1.0, 1.0)


def test_thousands_of_services_take_no_time() -> None:
    draw = random.Random(5)
    old, new = ({f"m{number}": str(draw.randrange(3000)) for number in range(20_000)} for _ in range(2))
    assert 0 < agreement(old, new).mojofm < 1
