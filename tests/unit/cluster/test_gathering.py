"""Groups gathered at the hub of their domain, and plugins at one place."""

from collections.abc import Iterable
from dataclasses import replace

from analyzer.cluster.domain_hubs import domain_hubs, gathered_at_hubs
from analyzer.cluster.kernel import Uses, uses_in
from analyzer.cluster.plugins import Plugins, _kinds, find_plugins, gathered_plugins
from analyzer.model.codebase import Codebase
from analyzer.model.data import Entity
from analyzer.model.facts import Definition, DefinitionKind, PackageImport
from analyzer.model.place import ModuleName, QualName
from analyzer.model.surface import Endpoint
from analyzer.model.syntax import When
from tests.unit.cluster.shop import at, code_base

CLIENTS = tuple(f"app.{layer}.acme_{what}" for what in ("mail", "disk", "queue") for layer in ("jobs", "hooks"))


def hubs(*, users: Iterable[str] = CLIENTS, name: str = "acme_base") -> tuple[Uses, Codebase]:
    """Modules in two layers that use one client, and thirty that do not."""
    others = {f"app.jobs.part{letter}": ["app.log"] for letter in "abcdefghijklmnopqrstuvwxyzABCD"}
    code = code_base({**{user: [f"app.{name}", "app.log"] for user in users}, **others})
    return uses_in(code, code.modules), code


def names(modules: Iterable[str]) -> set[ModuleName]:
    return {ModuleName(module) for module in modules}


class TestDomainHubs:
    def test_a_hub_whose_users_bear_its_name(self) -> None:
        assert domain_hubs(hubs()[0]) == {"app.acme_base"}

    def test_no_hub_where_the_users_are_named_otherwise(self) -> None:
        assert not domain_hubs(hubs(name="client")[0])

    def test_no_hub_with_few_users(self) -> None:
        assert not domain_hubs(hubs(users=CLIENTS[:5])[0])

    def test_a_word_that_is_a_name_by_itself_is_a_role(self) -> None:
        drivers = tuple(f"app.part{letter}.driver" for letter in "abcdef")
        assert not domain_hubs(hubs(users=drivers, name="base_driver")[0])

    def test_users_of_one_name_bear_a_role(self) -> None:
        handlers = tuple(f"app.part{letter}.signal_handlers" for letter in "abcd")
        assert not domain_hubs(hubs(users=(*handlers, "app.a.clock", "app.b.mail"), name="signals")[0])
        assert domain_hubs(hubs(users=(*handlers, "app.a.signal_log", "app.b.signal_mail"), name="signals")[0])

    def test_groups_that_mostly_use_the_hub_join_it(self) -> None:
        uses, code = hubs()
        groups = {module: module for module in code.modules}
        found = gathered_at_hubs(groups, domain_hubs(uses), uses, ())
        assert {module for module in groups if found[module] == found[ModuleName("app.acme_base")]} == names({*CLIENTS, "app.acme_base"})

    def test_domain_packages_neither_join_nor_are_joined(self) -> None:
        uses, code = hubs()
        groups = {module: module for module in code.modules}
        kept = ModuleName(CLIENTS[0])
        found = gathered_at_hubs(groups, domain_hubs(uses), uses, {kept})
        assert [module for module in groups if found[module] == found[kept]] == [kept]
        assert gathered_at_hubs(groups, domain_hubs(uses), uses, {ModuleName("app.acme_base")}) == groups


def plugged(parts: int = 12, *, equipped: bool = True, base: str = "app.base.Sensor", used: int = 0) -> Codebase:
    """Siblings that extend one class, each with a library; ``used`` of them are used by three others."""
    modules = [f"app.sensors.s{chr(97 + number)}x" for number in range(parts)]
    imports: dict[str, list[str]] = {module: ["app.base"] for module in modules}
    imports |= {"app.one": modules[:used], "app.two": modules[:used], "app.three": modules[:used], "app.base": []}
    facts: list[Definition | PackageImport] = [
        Definition(QualName(f"{module}.Own"), ModuleName(module), DefinitionKind.CLASS, at(module), 3, (base,)) for module in modules
    ]
    if equipped:
        facts += [PackageImport(ModuleName(module), f"lib{module[-2]}", When.RUN, at(module)) for module in modules]
    return code_base(imports, facts=facts)


def found_in(code: Codebase) -> set[str]:
    return set(find_plugins(code, uses_in(code, code.modules)).places)


class TestPlugins:
    def test_siblings_that_extend_one_class_with_libraries_of_their_own(self) -> None:
        assert found_in(plugged()) == {f"app.sensors.s{chr(97 + number)}x" for number in range(12)}

    def test_none_without_a_common_shape(self) -> None:
        assert not found_in(plugged(base="object"))

    def test_none_without_libraries(self) -> None:
        assert not found_in(plugged(equipped=False))

    def test_none_among_few_siblings(self) -> None:
        assert not found_in(plugged(7))

    def test_what_owns_data_and_answers_requests_is_a_domain_and_no_plugin(self) -> None:
        code, owner = plugged(), ModuleName("app.sensors.sax")
        entity = Entity(QualName(f"{owner}.Row"), owner, "row", "x", at(owner))
        route = Endpoint("/x", ("GET",), QualName(f"{owner}.x"), owner, "", "flask", at(owner))
        assert owner in found_in(replace(code, facts={**code.facts, Entity: (entity,)}))
        assert owner in found_in(replace(code, facts={**code.facts, Endpoint: (route,)}))
        assert owner not in found_in(replace(code, facts={**code.facts, Entity: (entity,), Endpoint: (route,)}))

    def test_a_large_part_with_tables_is_a_domain_and_no_plugin(self) -> None:
        code, owner = plugged(), ModuleName("app.sensors.sax")
        uses = uses_in(code, [*code.modules, ModuleName("app.sensors.sax.one"), ModuleName("app.sensors.sax.two")])
        assert owner in find_plugins(code, uses).places
        assert owner not in find_plugins(code, replace(uses, owners=frozenset({owner}))).places
        assert owner in find_plugins(code, replace(uses, answering=frozenset({owner}))).places, "an integration with pages of its own"

    def test_what_several_use_is_no_plugin(self) -> None:
        assert len(found_in(plugged(used=2))) == 10
        assert not found_in(plugged(used=4))

    def test_groups_of_plugins_are_one(self) -> None:
        code = plugged()
        plugins = find_plugins(code, uses_in(code, code.modules))
        groups = {module: module for module in code.modules}
        found = gathered_plugins(groups, plugins, ())
        assert len({found[module] for module in plugins.places}) == 1
        assert len(set(found.values())) == 5

    def test_packages_of_plugins_are_one_where_a_plugin_of_one_name_is_in_both(self) -> None:
        def kinds(*modules: str) -> int:
            return len(set(_kinds({ModuleName(module): module.rpartition(".")[0] for module in modules}).values()))

        assert kinds("app.sensors.mail", "app.sensors.disk", "app.screens.text") == 2
        assert kinds("app.sensors.mail", "app.sensors.disk", "app.screens.disk") == 1
        assert kinds("app.sensors.mail", "app.sensors.far.disk") == 1, "one lies in the other"

    def test_each_kind_of_plugins_is_one_group(self) -> None:
        modules = [ModuleName(f"app.{place}.{place}{number}") for place in ("sensors", "screens") for number in range(9)]
        places = {module: module.rpartition(".")[0] for module in modules}
        found = gathered_plugins(
            {module: module for module in modules}, Plugins(places, dict.fromkeys(modules, frozenset()), _kinds(places)), ()
        )
        assert len(set(found.values())) == 2

    def test_a_group_about_something_stays(self) -> None:
        about = [ModuleName(f"app.sensors.acme_{part}") for part in ("mail", "disk", "queue")]
        rest = [ModuleName(f"app.sensors.s{letter}x") for letter in "abc"]
        words = {module: frozenset(module.rpartition(".")[2].split("_")) for module in (*about, *rest)}
        plugins = Plugins(dict.fromkeys((*about, *rest), "app.sensors"), words, {"app.sensors": "app.sensors"})
        groups = {**dict.fromkeys(about, about[0]), **{module: module for module in rest}}
        found = gathered_plugins(groups, plugins, ())
        assert {found[module] for module in about} == {about[1]}
        assert len({found[module] for module in rest}) == 1

    def test_plugins_leave_the_domain_package_around_them(self) -> None:
        code = plugged()
        plugins = find_plugins(code, uses_in(code, code.modules))
        inside = ModuleName("app.sensors.sax")
        groups = {module: module for module in code.modules} | {inside: ModuleName("app.one")}
        found = gathered_plugins(groups, plugins, {ModuleName("app.one")})
        assert found[inside] != found[ModuleName("app.one")]
