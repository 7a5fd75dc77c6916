"""What the history says, in sentences and in ``report.md``."""

from dataclasses import replace

from analyzer.model.analysis import PROPOSAL, YOURS, Alternative
from analyzer.model.drift import Drift, Settled
from analyzer.model.partition import Measure
from analyzer.model.place import ModuleName
from analyzer.model.replay import CutReplay, Lockstep, ModulePair, Period, Replay, Tally
from analyzer.report.describe import describe
from analyzer.report.markdown_page import markdown
from analyzer.report.notes import notes
from tests.unit.report.fixture import shop


def tally(corrected: float | None) -> Tally:
    return Tally(300, 120, 60, 9, 0.5, 0.2, corrected, 1.4, 3.0, 1.8, 0.25)


PAIR = Lockstep("billing", "ord<ers|", 14, 30, 40, 0.4667, 2.1, True, (9, 5), (ModulePair("shop.billing.a", "shop.`x`", 6),), ("abc",))
REPLAY = Replay(
    300,
    2,
    "",
    (Period(1, 150, "2024-01-02", "2024-06-01"), Period(2, 150, "2024-06-02", "2025-01-01")),
    (
        CutReplay("proposal", 7, tally(0.375), (tally(0.5), tally(None))),
        CutReplay("top-packages", 8, tally(0.2), (tally(0.1), tally(0.2))),
    ),
    (PAIR, replace(PAIR, second="search", is_lockstep=False)),
    (),
    (),
)


def test_the_page_shows_every_cut_the_curve_and_who_changes_together() -> None:
    page = markdown(describe(replace(shop(hostile=False), replay=REPLAY)))
    assert "| proposal | 7 | 60 of 120 | 0.38 | 1.40 | 3.00 |" in page
    assert "Over time, beyond chance: 2024-01-02 0.50, 2024-06-02 -." in page
    assert "| billing and ord\\<ers\\| | 14 | 47% | `shop.billing.a` with `` shop.`x` `` |" in page
    assert "billing and search" not in page
    assert "History: 60 of 120 commits of several modules would have stayed inside one service, 38% beyond chance" in page
    assert "(along today's packages 20%)" in notes(replace(shop(hostile=False), replay=REPLAY))[0]


def test_without_a_history_the_page_says_why() -> None:
    empty = Replay(0, 0, "git cannot be started", (), (), (), (), ())
    assert "No commits were replayed: git cannot be started." in markdown(describe(replace(shop(hostile=False), replay=empty)))
    assert notes(replace(shop(hostile=False), replay=empty)) == ()


def test_your_boundaries_stand_beside_the_proposal_that_they_overrule() -> None:
    analysis = shop(hostile=False)
    homes = {**analysis.partition.homes()}
    first = next(module for module in homes if homes[module] != "billing")
    proposal = Alternative(PROPOSAL, 7, (Measure("modularity", 0.5, "", True),), {**homes, first: "billing"})
    yours = replace(analysis, name=YOURS, alternatives=(proposal, *analysis.alternatives))
    assert notes(yours)[0].startswith("Your boundaries differ from the proposal in 1 module; yours (the proposal's): modularity 0.")
    report = describe(yours)
    assert [(cut.name, cut.kind) for cut in report.cuts[:2]] == [("your-boundaries", "proposal"), ("proposal", "alternative")]
    assert {cut.kind for cut in report.cuts if cut.name in ("one-service", "top-packages")} == {"trivial"}


def test_what_came_and_went_is_told_with_a_few_names() -> None:
    new = tuple(Settled(ModuleName(f"shop.new{number}"), "orders") for number in range(5))
    found = notes(replace(shop(hostile=False), drift=Drift(new, new[:1])))
    assert found == (
        "New since the boundaries were written: shop.new0 (to orders), shop.new1 (to orders), shop.new2 (to orders) and 2 more.",
        "Gone since the boundaries were written: shop.new0 (from orders).",
    )
