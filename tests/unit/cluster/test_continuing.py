"""Going on from the last boundaries, and what follows others."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer.cluster import Proposal, Settings, propose
from analyzer.cluster.followers import follow
from analyzer.model.codebase import Codebase
from analyzer.model.data import Entity
from analyzer.model.partition import SHARED, ConstraintKind
from analyzer.model.place import ModuleName, QualName
from analyzer.model.source import FileKind
from analyzer.signals import collect_evidence
from tests.unit.cluster.shop import at, code_base, decision, imports_of, layers, proposed, shop
from tests.unit.signals.rich import rich

Homes = dict[ModuleName, str]


def continued(codebase: Codebase, before: Homes) -> Proposal:
    return propose(codebase, collect_evidence(codebase), (), None, before, with_alternatives=False)


def grown(codebase: Codebase, imports: dict[str, list[str]]) -> Codebase:
    return code_base({**{str(module): [] for module in codebase.modules}, **imports_of(codebase), **imports})


def test_of_unchanged_code_nothing_moves_and_no_cut_is_made() -> None:
    for codebase in (shop(), layers(), rich()):
        before = proposed(codebase).partition.homes()
        found = continued(codebase, before)
        assert found.partition.homes() == before
        assert found.partition.stability is None
        assert found.alternatives == ()


def test_a_new_module_joins_what_it_is_bound_to_and_nothing_else_moves() -> None:
    before = proposed(shop()).partition.homes()
    found = continued(grown(shop(), {"shop.orders.refunds": ["shop.orders.models", "shop.orders.rules"]}), before).partition.homes()
    assert found.pop(ModuleName("shop.orders.refunds")) == before[ModuleName("shop.orders.models")]
    assert {module: found[module] for module in before} == before


def test_new_modules_that_hang_together_are_a_service_of_their_own() -> None:
    before = proposed(shop()).partition.homes()
    new = [f"shop.loyalty.{part}" for part in ("models", "rules", "store", "views")]
    imports = {module: [other for other in new if other < module] for module in new}
    found = continued(grown(shop(), imports), before).partition.homes()
    assert {found[ModuleName(module)] for module in new} == {"loyalty"}
    assert {module: found[module] for module in before} == before


def test_the_name_of_a_new_service_is_not_one_that_is_taken() -> None:
    before = {module: "loyalty" if home == "orders" else home for module, home in proposed(shop()).partition.homes().items()}
    new = [f"shop.loyalty.{part}" for part in ("models", "rules", "store", "views")]
    imports = {module: [other for other in new if other < module] for module in new}
    found = continued(grown(shop(), imports), before).partition.homes()
    assert {found[ModuleName(module)] for module in new} == {"loyalty-2"}


def test_boundaries_of_another_code_base_are_no_start() -> None:
    found = continued(layers(), {ModuleName("elsewhere"): "orders"})
    assert found.partition == proposed(layers()).partition


def test_decisions_hold_over_the_last_boundaries() -> None:
    codebase = shop()
    before = proposed(codebase).partition.homes()
    pin = decision(ConstraintKind.PIN, "shop.orders.rules", value="depot")
    found = propose(codebase, collect_evidence(codebase), (pin,), None, before).partition.homes()
    assert {module for module in found if found[module] != before[module]} == {"shop.orders.rules"}
    assert found[ModuleName("shop.orders.rules")] == "depot"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(["a", "b", "c", SHARED, ""]), min_size=25, max_size=25), st.sampled_from([2, 3, None]))
def test_any_start_places_every_module_once(homes: list[str], number: int | None) -> None:
    codebase = shop()
    before = {module: home for module, home in zip(codebase.modules, homes, strict=False) if home}
    wanted = (decision(ConstraintKind.SERVICES, value=str(number)),) if number else ()
    found = propose(codebase, collect_evidence(codebase), wanted, Settings(runs=1), before, with_alternatives=False)
    assert tuple(place.module for place in found.partition.placements) == codebase.modules
    assert all(place.reason and place.service for place in found.partition.placements)
    assert not number or len(found.partition.services) == number or found.problems


PARTS = ("models", "views", "rules", "store", "tasks")
PLACED: Homes = {ModuleName(f"app.{service}.{part}"): service for service in ("orders", "billing") for part in PARTS}


class TestFollowers:
    def homes_of(self, names: dict[str, FileKind], imports: dict[str, list[str]] | None = None) -> dict[str, str]:
        known = {str(module): list[str]() for module in PLACED}
        codebase = code_base({**known, **{name: [] for name in names}, **(imports or {})}, names)
        return {str(module): place.service for module, place in follow(codebase, PLACED).items()}

    def test_a_test_without_imports_follows_the_service_that_it_is_named_after(self) -> None:
        found = self.homes_of(dict.fromkeys(("tests.test_orders", "tests.test_billing_pages", "tests.test_orders_billing"), FileKind.TEST))
        assert found == {"tests.test_orders": "orders", "tests.test_billing_pages": "billing", "tests.test_orders_billing": SHARED}

    def test_a_chain_of_migrations_stays_together_whatever_its_steps_are_named_after(self) -> None:
        steps = dict.fromkeys(("app.orders.steps.add_billing", "app.orders.steps.first"), FileKind.MIGRATION)
        assert set(self.homes_of(steps).values()) == {"orders"}

    def test_few_modules_of_a_package_do_not_decide_against_all_that_is_around_it(self) -> None:
        steps = dict.fromkeys((f"app.orders.steps.step{number}" for number in range(9)), FileKind.MIGRATION)
        found = self.homes_of(steps, {"app.orders.steps.step0": ["app.billing.models"]})
        assert set(found.values()) == {"orders"}

    def test_a_chain_of_migrations_goes_with_what_it_imports_where_its_package_serves_nobody(self) -> None:
        steps = dict.fromkeys((f"app.steps.step{number}" for number in range(9)), FileKind.MIGRATION)
        imports = {f"app.steps.step{number}": [f"app.billing.{part}"] for number, part in enumerate(("models", "views"))}
        assert set(self.homes_of(steps, imports).values()) == {"billing"}

    def test_a_chain_of_migrations_goes_with_the_tables_that_it_makes_whatever_it_imports(self) -> None:
        steps = dict.fromkeys(("app.steps.first", "app.steps.second", "app.billing.steps", "app.billing.steps.first"), FileKind.MIGRATION)
        tables = [
            Entity(QualName(f"app.{module}.{name}"), ModuleName(f"app.{module}"), name, "x", at(module))
            for module, name in (("orders.models", "A"), ("orders.store", "B"), *(("billing.models", name) for name in "CDEF"))
        ]
        imports = {**{str(module): list[str]() for module in PLACED}, "app.steps.first": ["app.billing.views"]}
        found = follow(code_base({**imports, **{name: [] for name in steps if name not in imports}}, steps, tables), PLACED)
        assert {str(module): place.service for module, place in found.items() if module.startswith("app.steps")} == {
            "app.steps.first": "orders",
            "app.steps.second": "orders",
        }
        assert found[ModuleName("app.billing.steps.first")].reason == "4 of the 4 tables of app.billing.steps are there"

    def test_migrations_in_a_folder_of_their_own_make_the_tables_around_it(self) -> None:
        steps = dict.fromkeys(("app.orders.repo.versions.first", "app.billing.repo.versions.first"), FileKind.MIGRATION)
        tables = [Entity(QualName("app.orders.models.A"), ModuleName("app.orders.models"), "a", "x", at("app"))]
        found = follow(code_base({**{str(module): [] for module in PLACED}, **{name: [] for name in steps}}, steps, tables), PLACED)
        assert found[ModuleName("app.orders.repo.versions.first")].confidence == 1.0
        assert found[ModuleName("app.billing.repo.versions.first")].service == "billing"

    def test_the_file_of_a_package_of_migrations_is_part_of_its_chain_and_not_of_what_is_around(self) -> None:
        steps = dict.fromkeys(("app.orders.steps", "app.orders.steps.first"), FileKind.MIGRATION)
        more = {f"app.billing.part{number}": "billing" for number in range(9)}
        homes = {**PLACED, **{ModuleName(module): home for module, home in more.items()}}
        names = {**{str(module): list[str]() for module in homes}, "app.orders.steps.first": []}
        found = follow(code_base(names, steps, (), ["app.orders.steps"]), homes)
        assert {place.service for place in found.values()} == {"orders"}

    def test_of_two_imports_the_one_that_few_others_have_tells_more(self) -> None:
        crowd = {f"tests.test_more{number}": ["app.billing.models"] for number in range(9)}
        imports = {"tests.test_all": ["app.billing.models", "app.orders.models"], **crowd}
        assert self.homes_of(dict.fromkeys(imports, FileKind.TEST), imports)["tests.test_all"] == "orders"

    def test_two_to_one_of_a_package_is_chance_and_three_to_one_is_not(self) -> None:
        def home(counts: dict[str, int]) -> str:
            homes = {ModuleName(f"tools.{service}{number}"): service for service, count in counts.items() for number in range(count)}
            found = follow(code_base({**{str(module): [] for module in homes}, "tools.x": []}, {"tools.x": FileKind.SCRIPT}), homes)
            return found[ModuleName("tools.x")].service

        assert home({"orders": 2, "billing": 1, "stock": 1}) == SHARED
        assert home({"orders": 4, "billing": 1, "stock": 1, "post": 1, "shops": 1}) == "orders"

    def test_migrations_of_everybody_are_nobodys(self) -> None:
        steps = {"app.steps.first": FileKind.MIGRATION}
        owners = ("app.orders.models", "app.billing.models")
        tables = [Entity(QualName(f"{owner}.A"), ModuleName(owner), owner, "x", at(owner)) for owner in owners]
        found = follow(code_base({**{str(module): [] for module in PLACED}, "app.steps.first": []}, steps, tables), PLACED)
        assert found[ModuleName("app.steps.first")].service == SHARED

    def test_a_test_in_a_package_is_about_it_though_it_imports_a_little_more_of_another(self) -> None:
        inside = {"app.orders.test_all": ["app.orders.models", "app.billing.models", "app.billing.views"]}
        outside = {"tests.test_all": ["app.orders.models", "app.billing.models", "app.billing.views"]}
        assert self.homes_of(dict.fromkeys(inside, FileKind.TEST), inside) == {"app.orders.test_all": "orders"}
        assert self.homes_of(dict.fromkeys(outside, FileKind.TEST), outside) == {"tests.test_all": "billing"}


def test_a_lost_module_moves_no_other() -> None:
    codebase = shop()
    before = proposed(codebase).partition.homes()
    rest = replace(codebase, files=tuple(file for file in codebase.files if file.module != "shop.orders.rules"))
    assert continued(rest, before).partition.homes() == {module: before[module] for module in rest.modules}
