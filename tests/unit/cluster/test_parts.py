"""The steps of a proposal, one by one."""

from dataclasses import replace
from itertools import combinations, permutations
from random import Random
from typing import ClassVar

import pytest

from analyzer.cluster.algorithms import LEIDEN
from analyzer.cluster.apart import kept_apart
from analyzer.cluster.blocks import package_blocks, tree_sums
from analyzer.cluster.consensus import agreement
from analyzer.cluster.cut import Grain, cut, terrain
from analyzer.cluster.hanging import leant, without_data
from analyzer.cluster.kernel import Uses, shared_kernel
from analyzer.cluster.measures import modularity
from analyzer.cluster.merging import merged
from analyzer.cluster.naming import names_for, slug
from analyzer.cluster.published import flows_between, published_measures, structural_modularity
from analyzer.cluster.tidying import tidied
from analyzer.cluster.twins import joined
from analyzer.cluster.weighing import dependency_graph
from analyzer.graphs.communities import components, leiden
from analyzer.graphs.cycles import cyclic
from analyzer.graphs.packages import PackageTree, ancestors, package_tree, rarity, telling_words
from analyzer.graphs.vocabulary import words_of
from analyzer.model.data import Entity
from analyzer.model.graph import DependencyGraph, Edge, Evidence
from analyzer.model.partition import SHARED
from analyzer.model.place import Location, ModuleName, QualName
from tests.unit.cluster.shop import at, code_base, layers, shop


def names(*modules: str) -> tuple[ModuleName, ...]:
    return tuple(ModuleName(module) for module in modules)


def graph(**ties: float) -> DependencyGraph:
    edges = tuple(Edge(ModuleName(pair[0]), ModuleName(pair[1]), weight) for pair, weight in sorted(ties.items()))
    return DependencyGraph(tuple(sorted({end for edge in edges for end in (edge.source, edge.target)})), edges)


def clue(signal: str, source: str, target: str, strength: float) -> Evidence:
    return Evidence(signal, ModuleName(source), ModuleName(target), strength, "because", Location("a.py", 1))


class TestWords:
    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("shop.order_lines", ("shop", "order", "line")),
            ("HTTPServerFactory", ("http", "server", "factory")),
            ("categories", ("category",)),
            ("addresses", ("address",)),
            ("status_2", ("status",)),
            ("boxes", ("box",)),
            ("x", ()),
        ],
    )
    def test_words_of(self, name: str, words: tuple[str, ...]) -> None:
        assert words_of(name) == words

    def test_words_of_the_package_tell_nothing(self) -> None:
        assert telling_words(names("shop.orders.order_rules"))[ModuleName("shop.orders.order_rules")] == frozenset({"rule"})

    def test_words_in_many_names_tell_nothing(self) -> None:
        words = telling_words(names(*(f"shop.d{letter}.models" for letter in "abcdefghijklmnopqrst")))
        assert not any(words.values())


class TestPackages:
    def test_layers_are_told_from_domains(self) -> None:
        assert max(package_tree(layers()).domainness.values()) < 0.3
        assert min(package_tree(shop()).domainness.values()) > 0.9

    def test_slices_below_a_package_make_no_layer_of_it(self) -> None:
        domains = ("apple", "banana", "cherry", "damson", "elder", "fig")
        code = code_base(
            {f"farm.yard.{name}": [f"farm.yard.forms.{name}"] for name in domains} | {f"farm.yard.forms.{name}": [] for name in domains}
        )
        found = package_tree(code).domainness
        assert found["farm.yard"] > 0.9
        assert found["farm.yard.forms"] < 0.3

    @pytest.mark.parametrize("parts", [19, 20, 21, 22])
    def test_one_module_more_turns_no_package_into_a_layer(self, parts: int) -> None:
        """A word that a twentieth of the modules have tells nothing; near that it tells in part."""
        links = {f"app.views.{chr(97 + number)}_api": [f"app.logic.l{chr(97 + number)}_api"] for number in range(parts)}
        inner = {f"app.views.v{chr(97 + number)}x": [f"app.views.w{chr(97 + number)}x"] for number in range(20)}
        rest = {f"app.rest.r{chr(97 + number // 26)}{chr(97 + number % 26)}": [] for number in range(800 - 80)}
        found = [
            package_tree(code_base({**some, **inner, **rest})).domainness["app.views"] for some in (links, dict(list(links.items())[1:]))
        ]
        assert abs(found[0] - found[1]) < 0.15

    def test_members_and_ancestors(self) -> None:
        tree = package_tree(code_base({"a.b.c": [], "a.b": [], "a.d": []}))
        assert tree.members["a.b"] == names("a.b", "a.b.c")
        assert tree.of("a.b") == ("a", "a.b")
        assert ancestors("a") == ()

    def test_rarity(self) -> None:
        assert rarity(1, 100) == pytest.approx(1)
        assert rarity(100, 100) == pytest.approx(0)
        assert rarity(1, 1) == 0


class TestWeighing:
    def test_the_mean_tie_of_a_signal_is_its_weight(self) -> None:
        found = dependency_graph(names("a", "b", "c"), [clue("imports", "b", "a", 5.0), clue("imports", "b", "c", 15.0)], {"imports": 2.0})
        assert sum(edge.weight for edge in found.edges) * 2 / 3 == pytest.approx(2.0)
        assert [(edge.source, edge.target) for edge in found.edges] == [("a", "b"), ("b", "c")]

    def test_shares_add_up_to_the_weight(self) -> None:
        evidence = [clue("imports", "a", "b", 1.0), clue("imports", "b", "a", 2.0), clue("names", "a", "b", 9.0)]
        (edge,) = dependency_graph(names("a", "b"), evidence, {"imports": 1.0, "names": 0.5}).edges
        assert edge.shares == (("imports", 1.0), ("names", 0.5))
        assert edge.weight == pytest.approx(1.5)

    def test_sums_do_not_depend_on_the_order_of_evidence(self) -> None:
        evidence = [clue("x", "a", "b", strength) for strength in (0.1, 0.2, 0.3, 1e-9, 7.0)]
        found = {dependency_graph(names("a", "b", "c"), order, {}) for order in permutations([*evidence, clue("x", "a", "c", 0.7)])}
        assert len(found) == 1

    def test_what_is_unknown_or_has_no_strength_is_left_out(self) -> None:
        evidence = [clue("x", "a", "b", 0.0), clue("x", "a", "elsewhere", 1.0), clue("x", "a", "a", 1.0)]
        assert dependency_graph(names("a", "b"), evidence, {}).edges == ()


def blocks(
    modules: tuple[ModuleName, ...], pairs: list[tuple[str, str]], domainness: float = 1.0, resolution: float = 1.0
) -> dict[str, str]:
    packages: dict[str, list[ModuleName]] = {}
    for module in modules:
        for package in ancestors(module):
            packages.setdefault(package, []).append(module)
    tree = PackageTree({name: tuple(found) for name, found in packages.items()}, dict.fromkeys(packages, domainness))
    ties = {(ModuleName(first), ModuleName(second)): 1.0 for first, second in pairs}
    return {str(module): block for module, block in package_blocks(tree_sums(modules, ties, tree), resolution).items()}


class TestBlocks:
    MODULES = names("r.a.p.x", "r.a.p.y", "r.a.q.x", "r.a.q.y", "r.b.x", "r.b.y", "r.c")

    def test_a_package_that_holds_together_is_a_block(self) -> None:
        pairs = [("r.a.p.x", "r.a.p.y"), ("r.a.p.x", "r.a.q.x"), ("r.a.q.x", "r.a.q.y"), ("r.a.p.y", "r.a.q.y"), ("r.b.x", "r.b.y")]
        found = blocks(self.MODULES, pairs)
        assert {found[name] for name in ("r.a.p.x", "r.a.q.y")} == {"r.a"}
        assert found["r.b.x"] == found["r.b.y"] == "r.b"
        assert found["r.c"] == "r.c"

    def test_packages_inside_are_blocks_where_nothing_ties_them(self) -> None:
        found = blocks(self.MODULES, [("r.a.p.x", "r.a.p.y"), ("r.a.q.x", "r.a.q.y"), ("r.b.x", "r.b.y")])
        assert (found["r.a.p.x"], found["r.a.q.x"]) == ("r.a.p", "r.a.q")

    def test_layers_are_no_blocks(self) -> None:
        assert all(module == block for module, block in blocks(self.MODULES, [("r.b.x", "r.b.y")], domainness=0.1).items())

    def test_the_application_itself_is_no_block(self) -> None:
        found = blocks(names("r.a", "r.b", "r.c"), [("r.a", "r.b"), ("r.b", "r.c"), ("r.a", "r.c")])
        assert set(found.values()) == {"r.a", "r.b", "r.c"}

    def test_a_tree_may_be_deeper_than_the_stack(self) -> None:
        deep = names(*(".".join(["d"] * depth) for depth in range(1, 1500, 40)))
        assert set(blocks(deep, [])) == set(deep)


TWO_SLICES = ("api.orders", "core.orders", "api.users", "core.users")
BLOCKS = {ModuleName(f"{block}.{part}"): block for block in TWO_SLICES for part in ("x", "y")}


class TestTwins:
    def test_slices_that_use_each_other_are_one(self) -> None:
        found = joined(BLOCKS, {(ModuleName("api.orders.x"), ModuleName("core.orders.x")): 1.0})
        assert found[ModuleName("core.orders.y")] == found[ModuleName("api.orders.y")] == "api.orders"
        assert found[ModuleName("core.users.x")] == "core.users"

    def test_slices_with_stronger_ties_elsewhere_stay(self) -> None:
        orders, users = ModuleName("api.orders.x"), ModuleName("core.users.x")
        ties = {(orders, ModuleName("core.orders.x")): 1.0, (orders, users): 20.0, (ModuleName("core.orders.y"), users): 20.0}
        assert joined(BLOCKS, ties) == BLOCKS


def test_domain_packages_stay_apart_and_free_modules_choose() -> None:
    modules = {ModuleName(f"{block}.{part}"): block for block in ("a", "b") for part in ("x", "y", "z")} | {ModuleName("f"): "f"}
    found = kept_apart({"a": 0, "b": 0, "f": 0}, modules, {("a", "b"): 9.0, ("a", "f"): 1.0, ("b", "f"): 2.0})
    assert found["a"] != found["b"] == found["f"]


def test_single_modules_join_where_they_are_bound_most() -> None:
    around = {ModuleName("c"): {ModuleName("a"): 1.0, ModuleName("s"): 9.0}, ModuleName("a"): {}, ModuleName("b"): {}, ModuleName("s"): {}}
    groups = {ModuleName("a"): "a", ModuleName("b"): "a", ModuleName("c"): "c", ModuleName("s"): "shared"}
    assert tidied(groups, around) == {"a": "a", "b": "a", "c": "a", "s": "shared"}


class TestLeaning:
    """Two groups: ``big`` of many modules, and a small one tied to it."""

    def groups(self, inside: float, outside: float, *small: str, owner: str = "", door: str = "") -> set[str]:
        ties = {("b0", "b1"): 9.0, ("b1", "b2"): 9.0, (small[0], small[1]): inside, (small[0], "b0"): outside, (small[1], "s"): 99.0}
        around: dict[ModuleName, dict[ModuleName, float]] = {}
        for (first, second), weight in ties.items():
            around.setdefault(ModuleName(first), {})[ModuleName(second)] = weight
            around.setdefault(ModuleName(second), {})[ModuleName(first)] = weight
        groups = {ModuleName(f"b{number}"): "big" for number in range(30)} | {ModuleName(module): "small" for module in small}
        return set(leant({**groups, ModuleName("s"): SHARED}, around, {ModuleName(owner)}, {ModuleName(door)}).values())

    def test_a_small_group_that_leans_on_another_is_part_of_it(self) -> None:
        assert self.groups(1.0, 2.1, "a", "x") == {"a", SHARED}

    def test_one_that_hangs_together_stays(self) -> None:
        assert self.groups(1.0, 1.9, "a", "x") == {"a", "b0", SHARED}

    def test_one_that_is_about_something_stays(self) -> None:
        assert len(self.groups(1.0, 9.0, "p.kiwi_a", "q.kiwi_b", "r.kiwi_c")) == 3

    def test_one_that_owns_data_and_answers_requests_stays(self) -> None:
        assert self.groups(1.0, 9.0, "a", "x", owner="a", door="x") == {"a", "b0", SHARED}
        assert self.groups(1.0, 9.0, "a", "x", owner="a", door="b0") == {"a", SHARED}


class TestWithoutData:
    AROUND: ClassVar[dict[ModuleName, dict[ModuleName, float]]] = {
        ModuleName("p1"): {ModuleName("p2"): 5.0, ModuleName("big1"): 1.0},
        ModuleName("p2"): {ModuleName("p1"): 5.0, ModuleName("other1"): 2.0, ModuleName("k"): 9.0},
    }

    def homes(self, owners: tuple[ModuleName, ...], answering: str = "", size: int = 2) -> dict[ModuleName, str]:
        groups = {ModuleName(f"{group}{number}"): group for group in ("big", "other") for number in range(8)}
        groups |= {ModuleName(f"p{number}"): "pages" for number in range(1, size + 1)} | {ModuleName("k"): SHARED}
        return without_data(groups, self.AROUND, owners, names(answering))

    def test_a_small_group_that_owns_no_data_is_part_of_the_one_it_is_bound_to_most(self) -> None:
        for size in (2, 5):
            found = self.homes(names("big1", "other1"), size=size)
            assert found[ModuleName("p1")] == found[ModuleName("other1")] != found[ModuleName("big1")]
            assert found[ModuleName("k")] == SHARED

    def test_a_larger_one_one_with_data_and_one_without_a_tie_stay(self) -> None:
        assert len(set(self.homes(names("big1", "other1"), size=6).values())) == 4
        assert len(set(self.homes(names("big1", "p1")).values())) == 4
        groups = {ModuleName("a"): "x", ModuleName("b"): "y"}
        assert len(set(without_data(groups, {}, names("a"), ()).values())) == 2

    def test_where_hardly_any_data_is_known_only_pages_of_two_modules_join(self) -> None:
        assert len(set(self.homes(()).values())) == 4
        five = {ModuleName(f"{group}{number}"): group for group in "cdef" for number in range(8)}
        groups = {**five, **{ModuleName(f"p{number}"): "pages" for number in (1, 2)}}
        around = {ModuleName("p1"): {ModuleName("d1"): 1.0}}
        assert len(set(without_data(groups, around, names("c1"), ()).values())) == 5
        assert len(set(without_data(groups, around, names("c1"), names("p1")).values())) == 4


def test_modules_left_out_of_a_cut_join_those_that_they_are_tied_to() -> None:
    rings = [[ModuleName(f"{side}{number}") for number in range(6)] for side in "ab"]
    edges = [Edge(first, second, 1.0) for ring in rings for first, second in combinations(ring, 2)]
    land = terrain(DependencyGraph(tuple(sorted((*rings[0], *rings[1], ModuleName("z")))), tuple(sorted(edges))), PackageTree({}, {}))
    found = cut(land, LEIDEN, Grain(1.0, 0.2), left_out=names("a0", "a1", "b5", "z"))
    assert sorted(sorted(map(str, group)) for group in _groups(found)) == [*(sorted(map(str, ring)) for ring in rings), ["z"]]


def _groups(homes: dict[ModuleName, str]) -> list[set[ModuleName]]:
    return [{module for module in homes if homes[module] == home} for home in sorted(set(homes.values()))]


def test_the_closest_services_are_joined_first() -> None:
    homes = {ModuleName(name): name for name in "abcd"}
    found = merged(homes, graph(ab=5.0, bc=1.0, cd=4.0), 2)
    assert found[ModuleName("a")] == found[ModuleName("b")] != found[ModuleName("c")] == found[ModuleName("d")]


def test_services_without_ties_are_joined_by_size() -> None:
    homes = {ModuleName("a"): "one", ModuleName("b"): "one", ModuleName("c"): "two", ModuleName("d"): "three"}
    assert set(merged(homes, graph(ab=1.0), 2).values()) == {"one", "three"}


def test_modularity_of_two_pairs() -> None:
    found = graph(ab=1.0, cd=1.0)
    assert modularity(found, {ModuleName("a"): "x", ModuleName("b"): "x", ModuleName("c"): "y", ModuleName("d"): "y"}) == pytest.approx(0.5)
    assert modularity(found, dict.fromkeys(found.nodes, "x")) == pytest.approx(0.0)


def test_agreement_of_cuts() -> None:
    first = {ModuleName("a"): "x", ModuleName("b"): "x", ModuleName("c"): "y"}
    assert agreement(first, first) == 1.0
    assert agreement(first, {**first, ModuleName("c"): "x"}) == pytest.approx(1 / 3)


def test_leiden_puts_back_nodes_without_ties() -> None:
    assert leiden(["a", "b", "c"], {("a", "b"): 1.0}, 1.0, 1) == {"a": 0, "b": 0, "c": 1}


def test_leiden_does_not_depend_on_the_order_of_ties() -> None:
    draw = Random(5)
    nodes = [f"n{number}" for number in range(120)]
    ties = {tuple(sorted(draw.sample(nodes, 2))): draw.random() for _ in range(400)}
    expected = leiden(nodes, ties, 1.0, 1)  # type: ignore[arg-type]  # pairs
    for _ in range(10):
        items = list(ties.items())
        draw.shuffle(items)
        assert leiden(nodes, dict(items), 1.0, 1) == expected  # type: ignore[arg-type]  # pairs


def uses(of: dict[str, list[str]]) -> Uses:
    modules = sorted({*of, *(target for targets in of.values() for target in targets)})
    return Uses(
        {ModuleName(name): frozenset(names(*of.get(name, []))) for name in modules},
        {ModuleName(name): frozenset(ModuleName(user) for user in of if name in of[user]) for name in modules},
        frozenset(),
        frozenset(),
    )


class TestKernel:
    """Six domains of two modules that use a group of three, of which each has few users."""

    OF: ClassVar[dict[str, list[str]]] = {
        f"{domain}{part}": [f"k{(index + part) % 3}"] for index, domain in enumerate("abcdef") for part in (0, 1)
    }
    GROUPS: ClassVar[dict[ModuleName, str]] = {ModuleName(name): name[0] for name in [*OF, "k0", "k1", "k2"]}

    def test_a_group_that_most_use_and_that_uses_nobody(self) -> None:
        kernel = shared_kernel(uses(self.OF), self.GROUPS, frozenset(self.GROUPS))
        assert set(kernel) == {"k0", "k1", "k2"}
        assert kernel[ModuleName("k0")] == "its group is used by 6 of 7 groups and uses none of them"

    def test_not_where_it_owns_data(self) -> None:
        owning = replace(uses(self.OF), owners=frozenset(names("k0")))
        assert "k0" not in shared_kernel(owning, self.GROUPS, frozenset(self.GROUPS))

    def test_not_where_it_uses_many(self) -> None:
        busy = uses({**self.OF, "k0": ["a0", "b0"], "k1": ["c0", "d0"], "k2": ["e0", "f0", "a1"]})
        assert not shared_kernel(busy, self.GROUPS, frozenset(self.GROUPS))

    def test_few_groups_have_no_kernel(self) -> None:
        assert not shared_kernel(uses({"a0": ["k0"], "b0": ["k0"]}), {ModuleName(name): name for name in ("a0", "b0", "k0")}, ())


def test_components_and_circles() -> None:
    assert components("abcd", [("b", "a"), ("c", "b")]) == {"a": "a", "b": "a", "c": "a", "d": "d"}
    assert cyclic([("a", "b"), ("b", "a"), ("b", "c")]) == {"a", "b"}


class TestNames:
    @pytest.mark.parametrize(
        ("text", "expected"), [("API Keys", "api-keys"), ("2fa", "fa"), ("é", ""), ("__x__", "x"), ("a" * 50, "a" * 30)]
    )
    def test_slug(self, text: str, expected: str) -> None:
        assert slug(text) == expected

    def test_names_come_from_entities_too(self) -> None:
        entities = [Entity(QualName(f"app.m{i}.Invoice{i}"), ModuleName(f"app.m{i}"), "", "x", at(f"app.m{i}")) for i in (1, 2)]
        codebase = code_base({"app.m1": [], "app.m2": [], "app.zebra_one": [], "app.zebra_two": []}, facts=entities)
        homes = {ModuleName("app.m1"): "g", ModuleName("app.m2"): "g", ModuleName("app.zebra_one"): "h", ModuleName("app.zebra_two"): "h"}
        assert names_for(codebase, homes, package_tree(codebase)) == {"g": "invoice", "h": "zebra"}

    def test_packages_of_one_name_are_told_apart_by_what_is_around_them(self) -> None:
        modules = [
            f"app.{around}.{inner}.{part}" for around in ("case", "incident") for inner in ("kind", "v2") for part in ("rows", "rules")
        ]
        homes = {ModuleName(module): module.rpartition(".")[0] for module in modules}
        codebase = code_base({module: [] for module in homes})
        found = names_for(codebase, homes, package_tree(codebase))
        assert sorted(found.values()) == ["case-kind", "case-v2", "incident-kind", "incident-v2"]

    def test_words_that_always_stand_together_are_the_name_together(self) -> None:
        modules = [
            "app.a.shopping_list",
            "app.b.shopping_lists",
            "app.c.shopping_list_rules",
            "app.a.order",
            "app.b.orders",
            "app.c.order_rules",
        ]
        homes = {ModuleName(module): "o" if "order" in module else "s" for module in modules}
        codebase = code_base({module: [] for module in homes})
        assert names_for(codebase, homes, package_tree(codebase)) == {"o": "order", "s": "shopping-list"}

    def test_the_name_of_the_application_is_no_name_of_a_service(self) -> None:
        homes = {ModuleName(module): module[5] for module in ("shop.a.x", "shop.a.y", "shop.b.z", "shop.b.w")}
        rows = [Entity(QualName(f"shop.a.x.Shop{name}"), ModuleName("shop.a.x"), "", "x", at("x")) for name in ("Seat", "Row", "Desk")]
        codebase = code_base({module: [] for module in homes}, facts=rows)
        assert "shop" not in names_for(codebase, homes, package_tree(codebase)).values()

    def test_two_groups_never_have_one_name(self) -> None:
        homes = {ModuleName(f"app.p{number}.shared"): f"g{number}" for number in range(5)}
        codebase = code_base({module: [] for module in homes})
        found = names_for(codebase, homes, package_tree(codebase))
        assert len(set(found.values())) == 5
        assert "shared" not in found.values()


class TestPublishedMeasures:
    HOMES: ClassVar[dict[ModuleName, str]] = {
        ModuleName(module): home for module, home in (("a", "x"), ("b", "x"), ("c", "y"), ("d", "y"), ("e", "shared"))
    }

    def test_structural_modularity_by_hand(self) -> None:
        pairs = [(ModuleName(first), ModuleName(second)) for first, second in ("ab", "cd", "dc", "ac", "ae")]
        sizes = {"x": 2, "y": 2}
        assert structural_modularity(flows_between(pairs, self.HOMES), sizes) == pytest.approx((1 / 4 + 2 / 4) / 2 - 1 / 8)

    def test_small_and_large_services_are_extreme(self) -> None:
        homes = {ModuleName(f"m{number}"): "x" if number < 6 else "y" for number in range(8)}
        found = {measure.name: measure.value for measure in published_measures({}, 3, homes)}
        assert found == {"sm": 0.0, "ned": 0.25, "ifn": 1.5}
