"""What is proposed for small code bases whose right answer is plain."""

import pytest

from analyzer.cluster import Granularity, Settings
from analyzer.model.partition import SHARED, ConstraintKind
from analyzer.model.place import ModuleName
from analyzer.model.source import FileKind
from tests.unit.cluster.shop import code_base, decision, imports_of, layers, proposed, shop

DOMAINS = ("billing", "catalogue", "orders", "shipping")


def homes(*constraints: object, settings: Settings | None = None) -> dict[ModuleName, str]:
    return proposed(shop(), *constraints, settings=settings).partition.homes()  # type: ignore[arg-type]  # constraints


def test_domain_packages_become_services_under_their_names() -> None:
    found = homes()
    assert proposed(shop()).partition.services == DOMAINS
    assert all(found[ModuleName(f"shop.{domain}.{part}")] == domain for domain in DOMAINS for part in ("models", "views", "store"))


def test_hubs_and_the_composition_root_are_the_kernel() -> None:
    proposal = proposed(shop())
    reasons = {place.module: place.reason for place in proposal.partition.placements if place.service == SHARED}
    assert set(reasons) == {"shop", "shop.app", "shop.base", "shop.log"}
    assert "groups" in reasons[ModuleName("shop.base")]
    assert "puts the application together" in reasons[ModuleName("shop.app")]


def test_domains_are_found_across_layers() -> None:
    partition = proposed(layers()).partition
    assert partition.services == ("apple", "banana", "cherry", "damson", "elder", "fig", "grape", "hazel")
    assert all(len(partition.members(service)) == 4 for service in partition.services)


def test_a_small_package_is_one_service() -> None:
    proposal = proposed(code_base({"tool.read": ["tool.text"], "tool.write": ["tool.text"], "tool.main": ["tool.read", "tool.write"]}))
    assert len(set(proposal.partition.homes().values())) == 1


def test_a_module_named_after_a_package_follows_it() -> None:
    imports = {"shop.admin_shipping": ["shop.orders.models", "shop.shipping.models"], **imports_of(shop())}
    found = proposed(code_base(imports)).partition.homes()
    assert found[ModuleName("shop.admin_shipping")] == "shipping"


def test_followers_go_with_what_they_serve() -> None:
    imports = {"tests.test_orders": ["shop.orders.views", "shop.orders.store"], "tools.load": ["shop.billing.store"], "setup": []}
    imports.update(imports_of(shop()))
    kinds = {"tests.test_orders": FileKind.TEST, "tools.load": FileKind.SCRIPT, "setup": FileKind.CONFIG}
    places = {place.module: place for place in proposed(code_base(imports, kinds)).partition.placements}
    assert places[ModuleName("tests.test_orders")].service == "orders"
    assert places[ModuleName("tools.load")].service == "billing"
    assert places[ModuleName("setup")].by_default
    assert places[ModuleName("setup")].service == SHARED


def test_explanations_name_a_place() -> None:
    place = next(place for place in proposed(shop()).partition.placements if place.module == "shop.orders.views")
    assert "shop/orders/" in place.reason
    assert "the package shop.orders holds together" in place.reason
    assert place.confidence > 0.6


class TestDecisions:
    def test_pin(self) -> None:
        assert homes(decision(ConstraintKind.PIN, "shop.log", value="billing"))[ModuleName("shop.log")] == "billing"

    def test_pin_to_a_new_service(self) -> None:
        assert homes(decision(ConstraintKind.PIN, "shop.orders.tasks", value="jobs"))[ModuleName("shop.orders.tasks")] == "jobs"

    def test_most_of_a_service_pinned_elsewhere_names_it(self) -> None:
        found = homes(decision(ConstraintKind.PIN, "shop.orders.*", value="sales"))
        assert {home for module, home in found.items() if module.startswith("shop.orders")} == {"sales"}

    def test_a_name_decides_over_a_pattern(self) -> None:
        constraints = (
            decision(ConstraintKind.SHARED, "shop.orders.*"),
            decision(ConstraintKind.PIN, "shop.orders.views", value="orders"),
        )
        found = homes(*constraints)
        assert found[ModuleName("shop.orders.views")] == "orders"
        assert found[ModuleName("shop.orders.models")] == SHARED

    def test_together(self) -> None:
        found = homes(decision(ConstraintKind.TOGETHER, "shop.orders.*", "shop.shipping.*"))
        assert len({home for module, home in found.items() if module.startswith(("shop.orders", "shop.shipping"))}) == 1

    def test_apart(self) -> None:
        found = homes(decision(ConstraintKind.APART, "shop.orders.models", "shop.orders.views"))
        assert found[ModuleName("shop.orders.models")] != found[ModuleName("shop.orders.views")]

    def test_name(self) -> None:
        assert "sales" in proposed(shop(), decision(ConstraintKind.NAME, "orders", value="sales")).partition.services

    @pytest.mark.parametrize("number", [1, 2, 3, 4, 6, 9])
    def test_number_of_services(self, number: int) -> None:
        assert len(proposed(shop(), decision(ConstraintKind.SERVICES, value=str(number))).partition.services) == number
        assert len(proposed(shop(), settings=Settings(services=number)).partition.services) == number

    def test_pinned_services_are_not_joined_to_reach_a_number(self) -> None:
        pins = [decision(ConstraintKind.PIN, f"shop.{domain}.*", value=domain) for domain in DOMAINS]
        proposal = proposed(shop(), *pins, settings=Settings(services=2))
        assert proposal.partition.services == DOMAINS
        assert "2 services were asked for, but 4 is what is possible" in proposal.problems[0].message

    def test_more_services_than_modules_is_impossible(self) -> None:
        problems = proposed(shop(), decision(ConstraintKind.SERVICES, value="99", line=7)).problems
        assert [(problem.code, problem.at.line) for problem in problems] == [("impossible-constraint", 7)]
        assert "99 services were asked for" in problems[0].message

    @pytest.mark.parametrize(
        ("constraints", "words"),
        [
            (
                (decision(ConstraintKind.TOGETHER, "shop.log", "shop.base"), decision(ConstraintKind.APART, "shop.log", "shop.base")),
                "shop.log is to be apart from shop.base",
            ),
            (
                (decision(ConstraintKind.PIN, "shop.log", value="a"), decision(ConstraintKind.PIN, "shop.log", value="b", line=2)),
                "shop.log is decided both for a (boundaries.toml:1) and for b (boundaries.toml:2)",
            ),
            (
                (decision(ConstraintKind.PIN, "shop.log", value="a"), decision(ConstraintKind.SHARED, "shop.log")),
                "shop.log is decided both for a",
            ),
            (
                (
                    decision(ConstraintKind.PIN, "shop.log", value="a"),
                    decision(ConstraintKind.PIN, "shop.base", value="b"),
                    decision(ConstraintKind.TOGETHER, "shop.log", "shop.base"),
                ),
                "shop.base and shop.log are to stay together, yet are decided for b",
            ),
            (
                (
                    decision(ConstraintKind.PIN, "shop.log", value="a"),
                    decision(ConstraintKind.PIN, "shop.base", value="a"),
                    decision(ConstraintKind.APART, "shop.log", "shop.base"),
                ),
                "shop.log and shop.base are to be apart, yet both are decided for a",
            ),
            ((decision(ConstraintKind.APART, "shop.orders.*", "shop.orders.views"),), "shop.orders.views is to be apart from itself"),
        ],
    )
    def test_conflicts_are_named(self, constraints: tuple[object, ...], words: str) -> None:
        problems = proposed(shop(), *constraints).problems  # type: ignore[arg-type]  # constraints
        assert {problem.code for problem in problems} == {"impossible-constraint"}
        assert words in problems[0].message

    def test_an_unknown_name_decides_nothing(self) -> None:
        assert homes(decision(ConstraintKind.PIN, "shop.nowhere", value="x")) == homes()


def test_granularity_orders_the_number_of_services() -> None:
    numbers = [len(proposed(shop(), settings=Settings(granularity)).partition.services) for granularity in Granularity]
    assert numbers == sorted(numbers)
    assert numbers[0] < numbers[1]
