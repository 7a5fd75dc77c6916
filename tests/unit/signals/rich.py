"""A code base in which every kind of coupling occurs."""

from dataclasses import replace

from analyzer.model.codebase import Codebase, Fact
from analyzer.model.data import Entity, EntityLink, EntityUse, LinkKind, Mode, Transaction
from analyzer.model.facts import PackageImport, Reference, StringReference
from analyzer.model.history import Commit
from analyzer.model.place import ModuleName, QualName
from analyzer.model.source import FileKind
from analyzer.model.surface import Endpoint, Message, TemplateUse
from analyzer.model.syntax import UseKind, When
from tests.unit.cluster.shop import at, code_base

ORDER, ITEM = QualName("shop.orders.models.Order"), QualName("shop.stock.models.Item")


def module(name: str) -> ModuleName:
    return ModuleName(f"shop.{name}")


def call(source: str, target: str, count: int = 1, kind: UseKind = UseKind.CALL) -> Reference:
    here, there = module(source), module(target)
    return Reference(QualName(f"{here}.run"), here, QualName(f"{there}.run"), there, kind, count, False, at(here, 3))


def endpoint(name: str, route: str) -> Endpoint:
    return Endpoint(route, ("GET",), QualName(f"shop.{name}.run"), module(name), name, "flask", at(f"shop.{name}", 5))


def use(name: str, entity: QualName, mode: Mode) -> EntityUse:
    return EntityUse(module(name), entity, mode, QualName(f"shop.{name}.run"), 1, at(f"shop.{name}", 6))


FACTS: tuple[Fact, ...] = (
    Entity(ORDER, module("orders.models"), "orders", "sqlalchemy", at("shop.orders.models", 3)),
    Entity(ITEM, module("stock.models"), "items", "sqlalchemy", at("shop.stock.models", 3)),
    EntityLink(ORDER, ITEM, LinkKind.FOREIGN_KEY, "item_id", at("shop.orders.models", 4)),
    use("orders.views", ORDER, Mode.WRITE),
    use("orders.jobs", ORDER, Mode.READ),
    Transaction(QualName("shop.orders.views.run"), module("orders.views"), (ORDER, ITEM), at("shop.orders.views", 8)),
    endpoint("orders.views", "/orders/<int:number>"),
    endpoint("orders.admin", "/orders/all"),
    endpoint("stock.views", "/stock"),
    call("orders.views", "orders.models", 5),
    call("orders.jobs", "orders.models", 1, UseKind.SUBCLASS),
    StringReference(module("stock.views"), module("stock.jobs"), "shop.stock.jobs.run", "enqueue", at("shop.stock.views", 9)),
    TemplateUse("stock/list.html", module("stock.views"), "run", "render", at("shop.stock.views", 4)),
    TemplateUse("stock/item.html", module("stock.admin"), "run", "render", at("shop.stock.admin", 4)),
    Message("item-sold", "send", module("stock.jobs"), QualName("shop.stock.jobs.run"), at("shop.stock.jobs", 4)),
    Message("item-sold", "receive", module("orders.jobs"), QualName("shop.orders.jobs.run"), at("shop.orders.jobs", 4)),
    PackageImport(module("stock.jobs"), "barcodes.scan", When.RUN, at("shop.stock.jobs", 1)),
    PackageImport(module("stock.admin"), "barcodes", When.LAZY, at("shop.stock.admin", 2)),
)


def rich() -> Codebase:
    codebase = code_base(
        {
            "shop.orders.views": ["shop.orders.models"],
            "shop.orders.jobs": ["shop.orders.models"],
            "shop.orders.admin": ["shop.orders.models"],
            "shop.stock.views": ["shop.stock.models"],
            "shop.stock.jobs": ["shop.stock.models"],
            "shop.stock.admin": ["shop.stock.models"],
            "shop.tests.test_orders": ["shop.orders.views", "shop.orders.jobs"],
            "shop.report.order_totals": [],
            "shop.report.stock_totals": [],
            "shop.main": [],
        },
        kinds={"shop.tests.test_orders": FileKind.TEST},
        facts=FACTS,
        packages=("shop", "shop.orders"),
    )
    touched = (at("shop.orders.views").path, at("shop.orders.models").path)
    return replace(codebase, history=tuple(Commit(when, f"{when}", "a", touched) for when in range(3)))
