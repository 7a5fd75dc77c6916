"""Groups that serve nobody by themselves: commands, and what stands below services."""

from analyzer.cluster.infrastructure import without_infrastructure
from analyzer.cluster.kernel import uses_in
from analyzer.graphs.slices import NOT_SLICED
from analyzer.model.data import Entity
from analyzer.model.partition import SHARED
from analyzer.model.place import ModuleName, QualName
from analyzer.model.surface import Endpoint, Task
from tests.unit.cluster.shop import at, code_base

DOMAINS = ("orders", "stock", "visits", "couriers")
IMPORTS = {
    **{f"{domain}.views": [f"{domain}.models", "ground.text", "ground.pages"] for domain in DOMAINS},
    "tools.count": ["stock.models", "tools.output"],
    "tools.remind": ["visits.models", "tools.output"],
    "tools.output": [],
    "ground.text": [],
    "ground.pages": ["ground.text"],
}
ENTITIES = [Entity(QualName(f"{domain}.models.Row"), ModuleName(f"{domain}.models"), domain, "x", at(domain)) for domain in DOMAINS]
COMMANDS = [
    Task(name, QualName(f"tools.{name}.run"), ModuleName(f"tools.{name}"), "click", at(f"tools.{name}")) for name in ("count", "remind")
]
HOMES = {ModuleName(module): module.partition(".")[0] for module in [*IMPORTS, *(f"{domain}.models" for domain in DOMAINS)]}
AROUND = {
    ModuleName(module): {ModuleName(other): 1.0 for other in others if not other.startswith("tools")} for module, others in IMPORTS.items()
}


def route(module: str) -> Endpoint:
    return Endpoint("/x", ("GET",), QualName(f"{module}.x"), ModuleName(module), "", "flask", at(module))


def divided(*facts: Entity | Endpoint | Task) -> dict[str, str]:
    uses = uses_in(code_base(IMPORTS, facts=[*ENTITIES, *facts]), HOMES)
    homes, _ = without_infrastructure(HOMES, uses, NOT_SLICED, AROUND)
    return {str(module): home for module, home in homes.items()}


def test_commands_go_where_they_are_bound_to_most_one_by_one() -> None:
    homes = divided(*COMMANDS)
    assert homes["tools.count"] == homes["stock.models"]
    assert homes["tools.remind"] == homes["visits.models"]
    assert homes["tools.output"] == SHARED


def test_commands_beside_a_queue_job_stay_with_it() -> None:
    job = Task("print", QualName("tools.output.run"), ModuleName("tools.output"), "celery", at("tools.output"))
    homes = divided(*COMMANDS, job)
    assert homes["tools.count"] == homes["tools.remind"] == homes["tools.output"]


def test_plugins_that_are_loaded_by_name_neither_run_nor_answer() -> None:
    plugin = Task("x:count", QualName("tools.count.run"), ModuleName("tools.count"), "entry-point", at("tools.count"))
    uses = uses_in(code_base(IMPORTS, facts=[plugin]), HOMES)
    assert not uses.doors
    assert not uses.commands


PARTS = [ModuleName(f"ground.part{number}") for number in range(4)]
USERS = [ModuleName(f"orders.part{number}") for number in range(4)]


def ground(routes: int, away: int) -> tuple[str, str]:
    """Where a package is that all domains use, with so many routes in it and so many imports from it to domains, and why."""
    homes = {**HOMES, **dict.fromkeys(PARTS, "ground"), **dict.fromkeys(USERS, "orders")}
    imports = {**IMPORTS, **{user: [part] for user, part in zip(USERS, PARTS, strict=True)}}
    imports["ground.text"] = [f"{domain}.models" for domain in DOMAINS[:away]]
    facts = [*ENTITIES, *(route(part) for part in PARTS[:routes])]
    found, reasons = without_infrastructure(homes, uses_in(code_base(imports, facts=facts), homes), NOT_SLICED, AROUND)
    return found[ModuleName("ground.text")], reasons.get(ModuleName("ground.text"), "")


def test_what_most_services_stand_on_is_kernel_though_it_answers_a_request() -> None:
    home, why = ground(routes=1, away=0)
    assert home == SHARED
    assert why.endswith("12 imports from 4 other groups lead to it, and none away")


def test_what_answers_many_requests_or_uses_services_itself_is_not_below_them() -> None:
    assert ground(routes=1, away=2)[0] == SHARED
    assert ground(routes=1, away=3)[0] != SHARED
    assert ground(routes=2, away=0)[0] != SHARED


def test_a_silent_group_is_below_others_only_where_they_use_enough_of_it() -> None:
    plugins = {f"ground.plugin{number}": ["ground.text"] for number in range(4)}
    homes = {**HOMES, **{ModuleName(module): "ground" for module in plugins}}
    uses = uses_in(code_base({**IMPORTS, **plugins}, facts=ENTITIES), homes)
    found, _ = without_infrastructure(homes, uses, NOT_SLICED, AROUND)
    assert found[ModuleName("ground.text")] != SHARED, "two of six modules are used"
    assert divided()["ground.text"] == SHARED, "two of two are"


def test_what_nobody_uses_and_answers_nobody_belongs_to_what_it_starts() -> None:
    start = {f"start.part{number}": ["orders.views"] for number in range(7)}
    homes = {**HOMES, **{ModuleName(module): "start" for module in start}}
    around = {**AROUND, **{ModuleName(module): {ModuleName("orders.views"): 1.0} for module in start}}
    entry = Task("serve", QualName("start.part0.run"), ModuleName("start.part0"), "click", at("start.part0"))

    def home(*facts: Task | Endpoint) -> str:
        uses = uses_in(code_base({**IMPORTS, **start}, facts=[*ENTITIES, *facts]), homes)
        found, _ = without_infrastructure(homes, uses, NOT_SLICED, around)
        return "same" if found[ModuleName("start.part6")] == found[ModuleName("orders.views")] else "apart"

    assert home(entry) == "same"
    assert home(entry, route("start.part1")) == "apart"


def test_what_nobody_uses_and_what_uses_nobody_stays_where_it_is_large() -> None:
    def home(parts: int) -> str:
        offered = {f"offer.part{number}": ["stock.models"] for number in range(parts)}
        homes = {**HOMES, **{ModuleName(module): "offer" for module in offered}}
        around = {**AROUND, **{ModuleName(module): {ModuleName("orders.views"): 1.0} for module in offered}}
        uses = uses_in(code_base({**IMPORTS, **offered, "orders.views": ["orders.models"]}, facts=ENTITIES), homes)
        found, _ = without_infrastructure(homes, uses, NOT_SLICED, around)
        return "same" if found[ModuleName("offer.part0")] == found[ModuleName("orders.views")] else "apart"

    assert home(5) == "same"
    assert home(6) == "apart", "a name in common is no reason for six modules to be part of orders"


def test_commands_that_only_have_to_do_with_the_kernel_are_kernel() -> None:
    def home(*facts: Task) -> str:
        alone = {f"chores.part{number}": ["ground.text"] for number in range(3)}
        homes = {**HOMES, **{ModuleName(module): "chores" for module in alone}, ModuleName("ground.text"): SHARED}
        uses = uses_in(code_base({**IMPORTS, **alone}, facts=[*ENTITIES, *facts]), homes)
        return without_infrastructure(homes, uses, NOT_SLICED, AROUND)[0][ModuleName("chores.part0")]

    def task(kind: str) -> Task:
        return Task("tidy", QualName("chores.part0.run"), ModuleName("chores.part0"), kind, at("chores.part0"))

    assert home(task("click")) == SHARED
    assert home(task("celery")) != SHARED, "a job of a queue is served"
