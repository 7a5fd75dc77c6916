"""What each signal sees, and what it leaves alone."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from msgspec import structs

from analyzer.model.codebase import Codebase
from analyzer.model.facts import Import
from analyzer.model.graph import Evidence
from analyzer.model.history import Commit
from analyzer.model.place import ModuleName
from analyzer.model.syntax import When
from analyzer.signals import SIGNALS, view_of
from analyzer.signals.closeness import import_closeness
from analyzer.signals.endpoints import prefixes
from analyzer.signals.sharing import PARTNERS, pairs_of
from tests.unit.cluster.shop import at, code_base, layers, shop
from tests.unit.signals.rich import rich

COLLECT = {signal.name: lambda codebase, signal=signal: signal.collect(view_of(codebase)) for signal in SIGNALS}


def seen(name: str, codebase: Codebase) -> list[Evidence]:
    return list(COLLECT[name](codebase))


def between(evidence: Iterable[Evidence], first: str, second: str) -> list[Evidence]:
    return [item for item in evidence if {item.source, item.target} == {f"shop.{first}", f"shop.{second}"}]


@pytest.mark.parametrize(
    ("signal", "first", "second", "reason"),
    [
        ("imports", "orders.views", "orders.models", "imports shop.orders.models"),
        ("references", "orders.views", "orders.models", "calls shop.orders.models.run, 5 times in all"),
        ("references", "orders.jobs", "orders.models", "inherits from shop.orders.models.run"),
        ("entities", "orders.models", "stock.models", "Order.item_id points at Item (foreign key)"),
        ("entities", "orders.views", "orders.models", "writes Order"),
        ("entities", "orders.views", "orders.jobs", "both use Order, as do 2 modules in all"),
        ("endpoints", "orders.views", "orders.admin", "both answer below /orders, as do 2 modules in all"),
        ("strings", "stock.views", "stock.jobs", "names shop.stock.jobs.run in a string"),
        ("templates", "stock.views", "stock.admin", "both render stock/, as do 2 modules in all"),
        ("messages", "stock.jobs", "orders.jobs", "both on the channel item-sold, as are 2 modules in all"),
        ("libraries", "stock.jobs", "stock.admin", "both import barcodes, as do 2 modules in all"),
        ("tests", "orders.views", "orders.jobs", "both exercised by shop.tests.test_orders (2 modules)"),
        ("history", "orders.views", "orders.models", "changed together in 3 commits (of 3 and 3)"),
        ("names", "report.order_totals", "report.stock_totals", "both have “total” in the name, as do 2 modules in all"),
        ("names", "report.stock_totals", "stock.views", "is named after the package shop.stock"),
        ("path", "orders.views", "orders.jobs", "both in the package shop.orders (5 modules)"),
    ],
)
def test_reasons(signal: str, first: str, second: str, reason: str) -> None:
    assert reason in [item.reason for item in between(seen(signal, rich()), first, second)]


def test_an_entity_links_nothing_twice_in_one_module() -> None:
    assert not [item for item in seen("entities", rich()) if item.source == item.target]


def test_a_hub_ties_less_than_a_module_that_few_import() -> None:
    strengths = import_closeness(shop()).strengths
    rules, models, base = (ModuleName(f"shop.{name}") for name in ("orders.rules", "orders.models", "base"))
    assert strengths[rules, models] > 2 * strengths[rules, base]


@pytest.mark.parametrize(("when", "factor"), [(When.LAZY, 0.6), (When.GUARDED, 0.7), (When.TYPE_CHECKING, 0.3)])
def test_late_imports_tie_less(when: When, factor: float) -> None:
    codebase = code_base({"shop.a": ["shop.b"]})
    late = tuple(structs.replace(fact, when=when) for fact in codebase.of(Import))
    pair = (ModuleName("shop.a"), ModuleName("shop.b"))
    assert import_closeness(replace(codebase, facts={Import: late})).strengths[pair] == pytest.approx(factor)


def test_a_reexport_ties_to_the_module_that_defines() -> None:
    codebase = code_base({"shop.a": [], "shop.b": [], "shop.c": []})
    fact = Import(ModuleName("shop.a"), ModuleName("shop.b"), ModuleName("shop.c"), ("C",), When.RUN, at("shop.a"))
    evidence = seen("imports", replace(codebase, facts={Import: (fact,)}))
    assert [(item.target, item.reason) for item in evidence] == [("shop.c", "imports C from shop.c")]


def test_a_sweep_over_the_code_says_nothing() -> None:
    codebase = shop()
    sweep = tuple(Commit(when, str(when), "a", tuple(file.path for file in codebase.files)) for when in range(5))
    assert not seen("history", replace(codebase, history=sweep))


def test_one_common_commit_may_be_chance() -> None:
    codebase = rich()
    assert not seen("history", replace(codebase, history=codebase.history[:1]))


def test_layers_give_hardly_any_evidence_by_path() -> None:
    strongest = {name: max(item.strength for item in seen("path", codebase)) for name, codebase in (("a", layers()), ("b", shop()))}
    assert strongest["a"] < 0.05 * strongest["b"]


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        ("/orders/<int:id>", ("/orders",)),
        ("^api/v1/orders/(?P<pk>x)", ("/api", "/api/v1", "/api/v1/orders")),
        ("/", ()),
        ("/{tenant}/orders", ()),
        ("/a/b/c/d", ("/a", "/a/b", "/a/b/c")),
    ],
)
def test_prefixes_end_where_something_is_computed(route: str, expected: tuple[str, ...]) -> None:
    assert prefixes(route) == expected


@pytest.mark.parametrize("count", [2, 5, PARTNERS + 1, PARTNERS + 2, 50, 301])
def test_groups_hang_together_with_few_pairs(count: int) -> None:
    members = tuple(ModuleName(f"m{number}") for number in range(count))
    pairs = list(pairs_of("x", members))
    assert len(pairs) == len(set(pairs)) <= count * PARTNERS / 2
    assert all(first < second for first, second in pairs)
    reached = {members[0]}
    while True:
        more = {end for pair in pairs if reached.intersection(pair) for end in pair} - reached
        if not more:
            break
        reached |= more
    assert reached == set(members)


def test_a_module_less_changes_no_ties_but_its_own_and_its_neighbours() -> None:
    members = tuple(ModuleName(f"m{number}") for number in range(60))
    before, after = set(pairs_of("x", members)), set(pairs_of("x", members[:30] + members[31:]))
    lost, new = before - after, after - before
    assert lost == {pair for pair in before if members[30] in pair}
    beside = {end for pair in lost for end in pair}
    assert len(new) <= PARTNERS / 2 and all(beside.issuperset(pair) for pair in new)


def test_a_rare_word_ties_more_than_a_frequent_one() -> None:
    frequent = [f"shop.d{number}.zebra_{number}" for number in range(6)]
    codebase = code_base(
        {module: [] for module in [*frequent, "shop.e1.quagga_x", "shop.e2.quagga_y", *(f"shop.f.m{n}" for n in range(30))]}
    )
    evidence = seen("names", codebase)
    total = {word: sum(item.strength for item in evidence if word in item.reason) for word in ("zebra", "quagga")}
    assert total["quagga"] / 2 > 1.5 * total["zebra"] / 6


def commits(*touched: tuple[str, str]) -> tuple[Commit, ...]:
    """One commit an entry: author, and the modules that it touched."""
    return tuple(
        Commit(when, f"{when}", author, tuple(f"shop/{name}.py" for name in names.split())) for when, (author, names) in enumerate(touched)
    )


class TestAuthors:
    CODE = code_base({f"shop.m{number}": [] for number in range(40)})

    def pairs(self, *touched: tuple[str, str]) -> set[tuple[str, str]]:
        return {(item.source, item.target) for item in seen("authors", replace(self.CODE, history=commits(*touched)))}

    def test_what_one_person_mostly_wrote_is_tied(self) -> None:
        found = self.pairs(("ann", "m1 m2"), ("ann", "m1 m2"), ("bob", "m2 m3"), ("bob", "m3"))
        assert found == {("shop.m1", "shop.m2")}

    def test_who_owns_much_ties_nobody(self) -> None:
        assert not self.pairs(*[("ann", f"m{number} m{number + 1}") for number in range(30)] * 2)

    def test_sweeps_do_not_count(self) -> None:
        assert not self.pairs(*[("ann", " ".join(f"m{number}" for number in range(20)))] * 3)

    def test_reasons_name_nobody(self) -> None:
        found = seen("authors", replace(self.CODE, history=commits(("ann", "m1 m2"), ("ann", "m1 m2"))))
        assert found
        assert "ann" not in found[0].reason
