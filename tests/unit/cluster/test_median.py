"""The median of many cuts."""

from random import Random

from analyzer.cluster.consensus import agreement
from analyzer.cluster.cut import Groups, by_least
from analyzer.cluster.median import median
from analyzer.model.place import ModuleName


def cut(text: str) -> Groups:
    """Groups written as words: modules are letters."""
    return by_least({ModuleName(letter): word for word in text.split() for letter in word})


def test_of_equal_cuts_it_is_that_cut() -> None:
    assert median(cut("abc de f"), [cut("abc de f")] * 5) == cut("abc de f")


def test_what_most_cuts_say_of_each_module_is_taken_though_no_cut_says_all_of_it() -> None:
    cuts = [cut("abcx defy"), cut("abcxy def"), cut("abc defxy")]
    assert median(cuts[1], cuts) == cut("abcx defy")


def test_a_module_that_is_nowhere_at_home_is_alone() -> None:
    cuts = [cut("abcx def ghi"), cut("abc defx ghi"), cut("abc def ghix")]
    assert median(cuts[0], cuts) == cut("abc def ghi x")


def test_it_comes_nearer_to_all_cuts_than_the_best_of_them() -> None:
    names = [ModuleName(f"m{number:02}") for number in range(40)]
    for seed in range(20):
        draw = Random(seed)
        cuts = [
            by_least({name: f"{index // 8 if draw.random() < 0.8 else draw.randrange(5)}" for index, name in enumerate(names)})
            for _ in range(9)
        ]
        means = [sum(agreement(one, other) for other in cuts if other is not one) / 8 for one in cuts]
        start = cuts[means.index(max(means))]
        found = median(start, cuts)
        assert sum(agreement(found, other) for other in cuts) / 9 > max(means)
        assert median(found, cuts) == found
