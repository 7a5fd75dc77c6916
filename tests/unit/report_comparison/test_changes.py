"""What became of services: renamed only where most of the old one is most of the new one."""

from analyzer.report.comparison.changes import moved, names_of, service_changes


def homes(**services: str) -> dict[str, str]:
    return {letter: service for service, letters in services.items() for letter in letters}


def changes(old: dict[str, str], new: dict[str, str]) -> set[tuple[str, str, str]]:
    return {(one.change, one.old, one.new) for one in service_changes(old, new)}


def test_a_new_name_for_the_same_modules_is_a_rename_and_moves_nothing() -> None:
    old, new = homes(billing="abcd", orders="efg"), homes(payment="abc", orders="defg")
    assert changes(old, new) == {("renamed", "billing", "payment"), ("kept", "orders", "orders")}
    names = names_of(service_changes(old, new))
    assert [(one.module, one.old, one.new) for one in moved(old, new, names)] == [("d", "billing", "orders")]


def test_a_service_in_two_halves_is_gone_and_its_halves_are_new() -> None:
    assert changes(homes(shop="abcd"), homes(cart="ab", stock="cd")) == {("gone", "shop", ""), ("new", "", "cart"), ("new", "", "stock")}


def test_two_services_in_one_are_gone_where_neither_is_most_of_it() -> None:
    found = changes(homes(cart="ab", stock="cd"), homes(shop="abcd"))
    assert found == {("gone", "cart", ""), ("gone", "stock", ""), ("new", "", "shop")}


def test_a_service_that_keeps_its_name_is_never_a_renamed_one() -> None:
    old, new = homes(a="uvw", b="xyz"), homes(a="xyz", b="uvw")
    assert changes(old, new) == {("kept", "a", "a"), ("kept", "b", "b")}
    assert len(moved(old, new, {})) == 6


def test_the_kernel_is_never_renamed_and_modules_that_came_do_not_count() -> None:
    assert ("renamed", "a", "shared") not in changes(homes(a="xyz"), homes(shared="xyz"))
    assert changes(homes(a="xy"), homes(b="xymnopq")) == {("renamed", "a", "b")}
