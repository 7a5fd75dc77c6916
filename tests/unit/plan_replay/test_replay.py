"""History replay: counted by hand, against chance drawn by lot, and laws over random histories."""

import random
import time
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.model.codebase import Codebase
from analyzer.model.history import Commit
from analyzer.model.partition import SHARED
from analyzer.model.place import Location, ModuleName, Problem
from analyzer.model.replay import Replay
from analyzer.model.source import FileKind, SourceFile
from analyzer.plan.replay import replay
from analyzer.plan.replay.chance import Chance, corrected

DAY = 86_400


def history(*commits: str, authors: str = "a", modules: str = "", problems: tuple[Problem, ...] = ()) -> Codebase:
    """A code base of one-letter modules; each commit is a word whose letters are the modules that it touched."""
    names = sorted({*modules, *"".join(commits)})
    files = tuple(SourceFile(ModuleName(name), f"{name}.py", "0", 10, kind=FileKind.CODE) for name in names)
    made = tuple(
        Commit(number * DAY, f"{number:040x}", authors[number % len(authors)], tuple(f"{name}.py" for name in sorted(set(word))))
        for number, word in enumerate(commits)
    )
    return Codebase("x", files, {}, (), made, problems)


def homes(**services: str) -> dict[ModuleName, str]:
    """Service to the letters of its modules, turned round."""
    return {ModuleName(module): service for service, modules in services.items() for module in modules}


def replayed(codebase: Codebase, **services: str) -> Replay:
    return replay(codebase, [("proposal", homes(**services))])


def test_commits_are_counted_by_hand() -> None:
    found = replayed(history("a", "ab", "ac", "as", "cs", "ss", "abcs"), one="ab", two="c", shared="s").cuts[0].whole
    # of several modules: ab (inside), ac (across), as and cs (one service and the kernel), abcs (across)
    assert (found.commits, found.several, found.inside, found.kernel) == (7, 5, 1, 2)
    assert found.share == 0.2
    # services touched: one; one; one, two; one, shared; two, shared; shared; one, two, shared
    assert found.services == pytest.approx((1 + 1 + 2 + 2 + 2 + 1 + 3) / 7)


def test_a_commit_inside_the_kernel_stays_inside_one_unit() -> None:
    assert replayed(history("st", "at"), one="a", shared="st").cuts[0].whole.inside == 1


def test_files_of_other_kinds_and_modules_that_a_cut_does_not_place_do_not_count() -> None:
    codebase = history("ab", "ax")
    found = replay(codebase, [("proposal", homes(one="abx")), ("trivial", homes(one="a", two="b"))])
    assert [cut.whole.several for cut in found.cuts] == [1, 1]
    test = SourceFile(ModuleName("b"), "b.py", "0", 10, kind=FileKind.TEST)
    files = tuple(test if file.module == "b" else file for file in codebase.files)
    assert replayed(Codebase("x", files, {}, (), codebase.history), one="abx").cuts[0].whole.several == 1


def test_large_commits_are_left_out_and_counted() -> None:
    letters = "abcdefghijklmnopqrstuvwxyzABCDE"
    found = replayed(history(letters, letters[:30], "ab"), one=letters)
    assert (found.large, found.commits) == (1, 2)


def test_without_history_it_says_why() -> None:
    why = Problem(Location("."), "no-history", "git cannot be started")
    assert replayed(history(modules="ab"), one="ab").note == "no version history was read"
    assert replayed(history(modules="ab", problems=(why,)), one="ab").note == "git cannot be started"
    moved = replay(history("ab"), [("proposal", homes(one="x"))])
    assert (moved.commits, moved.cuts) == (0, ()) and "no commit" in moved.note


def test_periods_have_as_many_commits_each_and_the_days_of_their_commits() -> None:
    found = replayed(history(*["ab", "ac"] * 50), one="ab", two="c")
    assert [(period.number, period.commits) for period in found.periods] == [(1, 25), (2, 25), (3, 25), (4, 25)]
    assert (found.periods[0].began, found.periods[0].ended) == ("1970-01-01", "1970-01-25")
    assert [tally.commits for tally in found.cuts[0].periods] == [25] * 4
    assert sum(tally.inside for tally in found.cuts[0].periods) == found.cuts[0].whole.inside == 50
    assert len(replayed(history(*["ab"] * 3000), one="ab").periods) == 12


def test_a_time_that_no_calendar_has_is_no_crash() -> None:
    codebase = history("ab")
    strange = (Commit(10**18, "0", "a", ("a.py",)), Commit(-(10**18), "1", "a", ("b.py",)))
    found = replayed(Codebase("x", codebase.files, {}, (), strange), one="ab")
    assert (found.periods[0].began, found.periods[0].ended) == ("?", "?")


def test_services_that_change_together_are_in_lockstep() -> None:
    found = replayed(history(*["ab"] * 6, *["a"] * 3, *["b"] * 11, "bc", "bc", *["c"] * 20), one="a", two="b", three="c").lockstep
    first = found[0]
    assert (first.first, first.second, first.count, first.first_commits, first.second_commits) == ("one", "two", 6, 9, 19)
    assert first.confidence == pytest.approx(6 / 9, abs=1e-4)
    assert first.lift == pytest.approx(6 * 42 / (9 * 19), abs=1e-4)
    assert first.is_lockstep and sum(first.periods) == 6
    assert [(pair.first, pair.second, pair.count) for pair in first.modules] == [("a", "b", 6)]
    assert first.commits == tuple(f"{number:040x}" for number in (5, 4, 3))
    assert [(pair.first, pair.second, pair.is_lockstep) for pair in found[1:]] == [("three", "two", False)]


def test_nobody_is_in_lockstep_with_a_service_that_most_commits_touch() -> None:
    (pair,) = replayed(history(*["ab"] * 6, *["a"] * 3, *["b"] * 11), one="a", two="b").lockstep
    assert (pair.count, pair.confidence) == (6, pytest.approx(6 / 9, abs=1e-4))
    assert pair.lift < 1 and not pair.is_lockstep


def test_authors_who_work_across_services_are_told_from_those_who_do_not() -> None:
    found = replayed(history("a", "b", "a", "c", "a", "b", authors="xy"), one="a", two="b", three="c")
    # x: a a a; y: b c b
    assert [(one.author, one.commits, one.home, one.services, one.foreign) for one in found.authors] == [("y", 3, "two", 2, 0.3333)]
    assert [(one.service, one.commits, one.alone, one.authors, one.main_share) for one in found.services] == [
        ("one", 3, 3, 1, 1.0),
        ("three", 1, 1, 1, 1.0),
        ("two", 2, 2, 1, 1.0),
    ]
    whole = found.cuts[0].whole
    assert (whole.authors_per_service, whole.services_per_author, whole.foreign) == (1.0, 1.5, pytest.approx(1 / 6, abs=1e-6))


def test_an_author_of_few_changes_is_a_minor_one() -> None:
    assert replayed(history(*["a"] * 40, authors="x" * 39 + "y"), one="a").services[0].minor == 1


WEIGHTS = [[1, 1, 5], [2, 2], [9], [1, 3, 3, 1]]


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_chance_is_what_every_possible_draw_gives(size: int) -> None:
    """All sets of distinct modules, each with the product of its weights: the definition, by brute force."""
    modules = [(service, weight) for service, weights in enumerate(WEIGHTS) for weight in weights]
    total = together = 0.0
    for drawn in combinations(modules, size):
        odds = 1.0
        for _, weight in drawn:
            odds *= weight
        total += odds
        together += odds * (len({service for service, _ in drawn}) == 1)
    assert Chance([Counter(weights) for weights in WEIGHTS], 6).of(size) == pytest.approx(together / total)


def test_chance_is_what_a_lottery_gives() -> None:
    draw = random.Random(7)
    modules = [(service, weight) for service, weights in enumerate(WEIGHTS) for weight in weights]
    weights = [weight for _, weight in modules]
    drawn = [draw.choices(range(len(modules)), weights, k=2) for _ in range(40_000)]
    differ = [pair for pair in drawn if pair[0] != pair[1]]
    share = sum(modules[left][0] == modules[right][0] for left, right in differ) / len(differ)
    assert Chance([Counter(weights) for weights in WEIGHTS], 2).of(2) == pytest.approx(share, abs=0.01)


def test_homes_drawn_by_lot_are_worth_nothing() -> None:
    """A history without any structure, and boundaries that know nothing of it: beyond chance there is nothing."""
    draw = random.Random(3)
    letters = [chr(97 + number) for number in range(26)]
    codebase = history(*("".join(draw.sample(letters, 3)) for _ in range(3000)), modules="".join(letters))
    whole = replayed(codebase, one="".join(letters[:16]), two="".join(letters[16:])).cuts[0].whole
    assert whole.share is not None and whole.share > 0.2
    assert whole.corrected == pytest.approx(0.0, abs=0.03)


def test_the_trivial_ends_of_the_scale_say_nothing() -> None:
    codebase = history("ab", "bc", "a")
    cuts = [("one-service", homes(one="abc")), ("singletons", homes(a="a", b="b", c="c"))]
    one, singles = (cut.whole for cut in replay(codebase, cuts).cuts)
    assert (one.share, one.expected, one.corrected) == (1.0, 1.0, None)
    assert (singles.share, singles.expected, singles.corrected) == (0.0, 0.0, 0.0)
    assert corrected(1.0, 0.2) == 1.0


words = st.lists(st.text("abcdefs", min_size=1, max_size=5), max_size=30)


@given(words, st.randoms())
@settings(max_examples=60, deadline=None)
def test_laws_over_random_histories(commits: list[str], draw: random.Random) -> None:
    codebase = history(*commits, authors="xyz", modules="abcdefs")
    cut = homes(one="ab", two="cd", three="ef", shared="s")
    found = replay(codebase, [("proposal", cut)])
    shuffled = list(codebase.history)
    draw.shuffle(shuffled)
    assert replay(Codebase("x", codebase.files, {}, (), tuple(shuffled)), [("proposal", cut)]) == found
    renamed = {module: {"one": "m1", "two": "m2", "three": "m3"}.get(home, home) for module, home in cut.items()}
    merged = {module: "one" if home == "two" else home for module, home in cut.items()}
    same, joined = (replay(codebase, [("proposal", other)]) for other in (renamed, merged))
    for before, after in zip(found.cuts, same.cuts, strict=True):
        assert before.whole == after.whole, "the names of services do not matter"
    for before, after in zip(found.cuts, joined.cuts, strict=True):
        assert before.whole.inside <= after.whole.inside, "merging services never takes a commit out of one"
    for tallies in (cut.periods for cut in found.cuts):
        assert sum(tally.several for tally in tallies) == sum(len(set(word)) > 1 for word in commits)


def test_a_hundred_thousand_commits_take_seconds() -> None:
    draw = random.Random(1)
    modules = [ModuleName(f"m{number}") for number in range(3000)]
    files = tuple(SourceFile(module, f"{module}.py", "0", 10, kind=FileKind.CODE) for module in modules)
    paths = [file.path for file in files]
    weights = [1 / (1 + number) for number in range(len(paths))]
    drawn = draw.choices(paths, weights, k=300_000)
    commits = tuple(
        Commit(number, f"{number:x}", f"a{number % 300}", tuple(set(drawn[3 * number : 3 * number + 1 + number % 3])))
        for number in range(100_000)
    )
    cuts = [(f"cut{count}", {module: f"s{number % count}" for number, module in enumerate(modules)}) for count in (20, 8, 60, 1, 3000)]
    started = time.process_time()
    found = replay(Codebase("x", files, {}, (), commits), cuts)
    assert time.process_time() - started < 20
    assert found.commits == 100_000 and len(found.lockstep) == 60 and SHARED not in {one.service for one in found.services}
