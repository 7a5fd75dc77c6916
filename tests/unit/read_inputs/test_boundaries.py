"""The boundaries file: what it says is kept, decisions stand over lists, every mistake is told with its line in one run."""

import pytest

from analyzer.model.partition import SHARED, Constraint, ConstraintKind, Partition, Placement
from analyzer.model.place import Location, ModuleName, Severity
from analyzer.model.plan import ExtractionPlan, ServicePlan
from analyzer.read.boundaries import Boundaries, read_boundaries
from analyzer.report.boundaries import render_boundaries

MODULES = ("shop.orders", "shop.orders.cart", "shop.billing", "shop.billing.tax", "shop.search", "shop.db")


def read(text: str, modules: tuple[str, ...] = MODULES) -> Boundaries:
    return read_boundaries(text, "boundaries.toml", modules)


def told(boundaries: Boundaries) -> list[tuple[str, int]]:
    return [(problem.code, problem.at.line) for problem in boundaries.problems]


def partition(**homes: str) -> Partition:
    """A partition; ``__`` in a name stands for a dot."""
    places = {name.replace("__", "."): home for name, home in homes.items()}
    return Partition(tuple(Placement(ModuleName(name), home, 1.0, "") for name, home in sorted(places.items())), "given")


def plan(**titles: str) -> ExtractionPlan:
    services = tuple(ServicePlan(service, title, (), 0, (), (), (), (), (), (), (), 1, "", "", ()) for service, title in titles.items())
    return ExtractionPlan(services, (), 0, (), (), (), (), (), "", ())


FILE = """\
# ours
format = 1

[services.orders]
title = "Orders"  # agreed in May
modules = [
    "shop.orders",  # the core
    "shop.orders.cart",
]

# money
[services.billing]
title = "Bills"
modules = ["shop.billing", "shop.billing.tax"]

[shared]
modules = ["shop.db"]

# decided in June
[decisions]
pin = { "shop.billing.*" = "billing" }
together = [
    ["shop.orders", "shop.orders.cart"]
]
"""


def test_the_lists_are_the_truth() -> None:
    found = read(FILE)
    assert found.problems == ()
    assert found.is_obeyed
    assert found.homes == {
        "shop.billing": "billing",
        "shop.billing.tax": "billing",
        "shop.db": SHARED,
        "shop.orders": "orders",
        "shop.orders.cart": "orders",
    }
    assert found.titles == {"billing": "Bills", "orders": "Orders"}
    assert found.constraints == (
        Constraint(ConstraintKind.PIN, ("shop.billing.*",), "billing", Location("boundaries.toml", 21)),
        Constraint(ConstraintKind.TOGETHER, ("shop.orders", "shop.orders.cart"), "", Location("boundaries.toml", 23)),
    )


def test_what_is_written_fresh_is_read_back() -> None:
    homes = partition(shop__orders="orders", shop__db=SHARED, shop__search="find-it")
    text = render_boundaries(homes, plan(orders='Orders "new"', **{"find-it": "Search"}), None)
    found = read(text)
    assert told(found) == []
    assert found.homes == homes.homes()
    assert found.titles == {"orders": 'Orders "new"', "find-it": "Search"}
    assert render_boundaries(homes, plan(orders="Other"), text) == text
    assert sum(line.startswith("#") for line in text.splitlines()) == 6


def test_comments_order_titles_and_decisions_stay() -> None:
    homes = partition(
        shop__orders="orders",
        shop__billing="billing",
        shop__orders__new="orders",
        shop__search="search",
        shop__billing__tax="billing",
        shop__db="search",
        shop__zoo=SHARED,
    )
    text = render_boundaries(homes, plan(orders="Generated", search="Search"), FILE)
    assert (
        text
        == """\
# ours
format = 1

[services.orders]
title = "Orders"  # agreed in May
modules = [
    "shop.orders",  # the core
    "shop.orders.new",
]

# money
[services.billing]
title = "Bills"
modules = ["shop.billing", "shop.billing.tax"]

[services.search]
title = "Search"
modules = [
    "shop.db",
    "shop.search",
]

[shared]
modules = ["shop.zoo"]

# decided in June
[decisions]
pin = { "shop.billing.*" = "billing" }
together = [
    ["shop.orders", "shop.orders.cart"]
]
"""
    )
    assert render_boundaries(homes, plan(), text) == text


def test_a_list_in_the_users_order_is_not_sorted() -> None:
    old = '[services.a]\nmodules = ["z", "b"]\n'
    text = render_boundaries(partition(z="a", b="a", c="a"), plan(), old)
    assert text == '[services.a]\nmodules = ["z", "b", "c"]\n'


def test_a_hand_written_file_of_decisions_gets_its_lists() -> None:
    old = "# mine\n[decisions]\nservices = 2\n"
    text = render_boundaries(partition(a="x", b="y"), plan(), old)
    assert text.startswith(old)
    assert read(text, ("a", "b")).homes == {"a": "x", "b": "y"}


def test_an_emptied_service_goes_unless_a_pin_waits_for_it() -> None:
    old = '[services.a]\nmodules = ["m"]\n[services.b]\nmodules = ["n"]\n[services.c]\nmodules = []\n[decisions]\npin = { "k.*" = "c" }\n'
    text = render_boundaries(partition(m="a"), plan(), old)
    assert read(text, ("m", "k")).problems == ()
    assert "services.b" not in text and "services.c" in text


def test_a_text_that_is_no_toml_is_never_overwritten() -> None:
    assert render_boundaries(partition(m="a"), plan(), "[services\n") == "[services\n"


def test_a_renamed_table_takes_its_modules_along() -> None:
    found = read(FILE.replace("services.orders", "services.sales"))
    assert found.homes["shop.orders"] == "sales"
    assert found.titles["sales"] == "Orders"


def test_every_mistake_is_told_in_one_run() -> None:
    text = """\
formt = 1
[services.orders]
title = 3
modules = ["shop.orders", "shop.order.cart", 7]
size = 4
[services.billing]
modules = ["shop.billing", "shop.orders"]
[services."no way"]
modules = []
[services.search]
modules = "shop.search"
[shared]
module = []
[decisions]
pin = { "shop.serch" = "search", "shop.db" = "biling", "shop.search" = 3 }
togehter = []
together = [["shop.db"], 3]
apart = "x"
shared = [1]
services = 0
"""
    found = read(text)
    assert told(found) == [
        ("boundaries-unknown-key", 1),
        ("boundaries-type", 3),
        ("boundaries-module-gone", 4),
        ("boundaries-type", 4),
        ("boundaries-unknown-key", 5),
        ("boundaries-listed-twice", 7),
        ("boundaries-service-id", 8),
        ("boundaries-type", 11),
        ("boundaries-unknown-key", 13),
        ("boundaries-type", 15),
        ("boundaries-unknown-module", 15),
        ("boundaries-unknown-service", 15),
        ("boundaries-unknown-key", 16),
        ("boundaries-type", 17),
        ("boundaries-type", 17),
        ("boundaries-type", 18),
        ("boundaries-type", 19),
        ("boundaries-type", 20),
    ]
    assert not found.is_obeyed
    hints = {problem.code: problem.hint for problem in found.problems}
    assert hints["boundaries-unknown-module"] == "did you mean 'shop.search'?"
    assert hints["boundaries-unknown-service"] == "did you mean 'billing'?"
    assert "did you mean 'shop.orders.cart'?" in hints["boundaries-module-gone"]
    assert hints["boundaries-unknown-key"] == "did you mean 'together'?"


def test_toml_that_does_not_parse() -> None:
    found = read('[services.a]\nmodules = ["x"\ntitle = "y"\n')
    assert [(item.code, item.severity) for item in found.problems] == [("boundaries-syntax", Severity.ERROR)]
    assert found.problems[0].at.line == 3
    assert told(read("format = 9\n")) == [("boundaries-format", 1)]
    assert told(read("services = 3\nshared = 1\ndecisions = 2\n")) == [
        ("boundaries-type", 1),
        ("boundaries-type", 2),
        ("boundaries-type", 3),
    ]


LISTS = '[services.a]\nmodules = ["m.one", "m.two"]\n[services.b]\nmodules = ["m.three"]\n[decisions]\n'
FOUR = ("m.one", "m.two", "m.three", "m.four")


def test_a_decision_stands_over_a_list() -> None:
    pinned = read(LISTS + 'pin = { "m.*" = "a", "m.two" = "b" }\n', FOUR)
    assert pinned.homes == {"m.one": "a", "m.two": "b", "m.three": "a"}
    assert told(pinned) == [("boundaries-overruled", 2), ("boundaries-overruled", 4)]
    assert pinned.is_obeyed
    assert read(LISTS + 'shared = ["m.two"]\n', FOUR).homes["m.two"] == SHARED


def test_together_follows_the_first_and_apart_frees_the_later() -> None:
    assert read(LISTS + 'together = [["m.three", "m.one"]]\n', FOUR).homes == {"m.one": "b", "m.two": "a", "m.three": "b"}
    assert read(LISTS + 'together = [["m.three", "m.four"], ["m.four", "m.two"]]\n', FOUR).homes["m.two"] == "b"
    assert read(LISTS + 'apart = [["m.one", "m.two"]]\n', FOUR).homes == {"m.one": "a", "m.three": "b"}
    assert read(LISTS + 'apart = [["m.one", "m.two"]]\npin = { "m.two" = "a" }\n', FOUR).homes == {"m.two": "a", "m.three": "b"}


def test_decisions_that_exclude_each_other() -> None:
    for decisions in (
        'together = [["m.one", "m.two"]]\napart = [["m.two", "m.one"]]\n',
        'together = [["m.one", "m.four"], ["m.four", "m.two"]]\napart = [["m.two", "m.one"]]\n',
        'together = [["m.one", "m.two"]]\npin = { "m.one" = "a", "m.two" = "b" }\n',
        'apart = [["m.one", "m.two"]]\npin = { "m.one" = "a", "m.two" = "a" }\n',
        'apart = [["m.*", "m.two"]]\n',
        'shared = ["m.one"]\npin = { "m.one" = "a" }\n',
        "services = 3\n",
    ):
        found = read(LISTS + decisions, FOUR)
        assert [problem.code for problem in found.problems if problem.severity is Severity.ERROR] == ["boundaries-contradiction"], decisions
        assert all(problem.at.line >= 6 for problem in found.problems if problem.severity is Severity.ERROR)


def test_a_file_for_six_thousand_modules_is_quick() -> None:
    homes = partition(**{f"pkg__m{number:05}": f"s{number % 20}" for number in range(6000)})
    text = render_boundaries(homes, plan(), None)
    found = read(text, tuple(homes.homes()))
    assert found.homes == homes.homes()
    assert found.problems == ()


SETTLED = (
    '[services.a]\nmodules = ["m", "n"]\n',
    '# mine\n[services.a] # here\nmodules = [\n    "n", # first\n    "m",\n]\n[shared]\nmodules = []\n',
    '[services.a]\nmodules = ["m", "n", "n"]\n[services.b]\nmodules = []\n',
    '[services.a]\nmodules = ["m"]\n',
    '[services.a]\nmodules = ["m", "n", "gone"]\n',
    '[services.a]\n[shared]\nmodules = ["m"]\n',
    '[services]\na = 1\n[shared]\nmodules = ["m", "n"]\n',
    "services = [1]\n",
    "[services.a]\nmodules = [\n",
    '[services.a]\nmodules = ["m", "n"]\n[decisions]\npin = { m = "b" }\n[services.b]\nmodules = []\n',
)


@pytest.mark.parametrize("text", SETTLED)
@pytest.mark.parametrize("homes", [{"m": "a", "n": "a"}, {"m": "a", "n": "shared"}, {"m": "a", "n": ""}, {"m": "a", "n": "b"}], ids=str)
def test_a_text_that_is_passed_over_is_what_the_parser_would_have_left_of_it(
    text: str, homes: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = render_boundaries(partition(**homes), plan(), text)
    monkeypatch.setattr("analyzer.report.boundaries._says", lambda *told: False)
    assert found == render_boundaries(partition(**homes), plan(), text)


def test_a_text_that_says_all_of_it_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tomlkit.parse", None)
    assert render_boundaries(partition(m="a", n="a"), plan(), SETTLED[1]) == SETTLED[1]
