from dataclasses import replace

from analyzer.model.partition import Measure
from analyzer.model.plan import SeamClass
from analyzer.report.describe import describe
from tests.unit.report.fixture import shop


def test_the_summary_is_what_a_reader_would_count() -> None:
    analysis = shop(hostile=False)
    total = describe(analysis).summary
    plan = analysis.plan
    assert total.modules == len(analysis.codebase.modules) == 62
    assert total.lines == sum(file.lines for file in analysis.codebase.files)
    assert (total.services, total.shared_modules, total.tables) == (7, 4, 7)
    assert total.routes == 29 and total.tasks == 7
    assert total.calls_across == sum(count for service in plan.services for _, count in service.calls)
    assert total.blockers == sum(seam.seam_class is SeamClass.BLOCKER for seam in plan.seams) > 0
    assert sum(total.findings.values()) == len(plan.findings)
    placed = analysis.partition.placements
    assert total.coverage == round(sum(not p.by_default for p in placed) / len(placed), 4) < 1


def test_a_route_that_no_service_owns_is_shown_with_the_shared_kernel() -> None:
    report = describe(shop(hostile=False))
    assert [route.route for route in report.shared.routes] == ["/health"]
    assert report.summary.routes == 1 + sum(len(service.routes) for service in report.services)


def test_a_blocker_counts_for_both_sides() -> None:
    analysis = shop(hostile=False)
    blocked = [seam for seam in analysis.plan.seams if seam.seam_class is SeamClass.BLOCKER]
    for service in describe(analysis).services:
        assert service.blockers == sum(service.id in (seam.caller, seam.callee) for seam in blocked)


def test_blockers_come_first_among_the_crossings() -> None:
    classes = [seam.seam_class for seam in describe(shop()).seams]
    count = classes.count("X")
    assert count and set(classes[:count]) == {"X"}


def test_calls_have_examples_with_places_the_most_used_first() -> None:
    call = next(c for c in describe(shop(hostile=False)).calls if (c.caller, c.callee) == ("orders", "billing"))
    assert call.count == 21
    assert [example.count for example in call.examples] == [4, 3]
    assert call.examples[0].at.path.startswith("shop/orders/") and call.examples[0].at.line


def test_a_pair_without_a_counted_call_counts_its_crossings() -> None:
    analysis = shop(hostile=False)
    silent = tuple(replace(service, calls=()) for service in analysis.plan.services)
    report = describe(replace(analysis, plan=replace(analysis.plan, services=silent)))
    call = next(c for c in report.calls if (c.caller, c.callee) == ("orders", "billing"))
    assert call.count == sum(seam.count for seam in analysis.plan.seams if (seam.caller, seam.callee) == ("orders", "billing"))


def test_tables_that_others_write_come_first() -> None:
    tables = describe(shop(hostile=False)).tables
    foreign = [len({use.service for use in table.writers} - {table.owner}) for table in tables]
    assert foreign == sorted(foreign, reverse=True) and foreign[0] == 1 and foreign[-1] == 0


def test_every_cut_has_a_value_or_a_gap_for_every_measure() -> None:
    report = describe(shop(hostile=False))
    assert [cut.name for cut in report.cuts] == ["proposal", "coarse", "one-service", "top-packages"]
    assert [figure.name for figure in report.measures] == ["modularity", "calls-cut", "coverage", "mean-size"]
    assert report.measures[0].values == (0.52, 0.41, 0.0, 0.38)
    assert report.measures[2].values == (0.97, 0.99, 1.0, None)


def test_a_measure_that_only_an_alternative_has_is_shown() -> None:
    analysis = shop(hostile=False)
    odd = replace(analysis.alternatives[0], measures=(Measure("odd", 3, "an odd figure", None),))
    figure = describe(replace(analysis, alternatives=(odd,))).measures[-1]
    assert (figure.name, figure.meaning, figure.values) == ("odd", "an odd figure", (None, 3.0))


def test_a_module_carries_its_strongest_reasons() -> None:
    modules = {module.name: module for module in describe(shop(hostile=False)).modules}
    middle = modules["shop.orders.part1"]
    assert [tie.module for tie in middle.ties] == ["shop.orders.part0", "shop.orders.part10"]
    assert middle.ties[1].signal == "imports" and "part10" in middle.ties[1].reason
    assert middle.service == "orders" and middle.path == "shop/orders/part1.py"
