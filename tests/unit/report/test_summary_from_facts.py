"""The first page's figures of the sample, worked out again from the facts that ``unbraid facts`` prints and from module to service."""

import json
from collections import defaultdict
from functools import cache
from typing import Any

from analyzer.app import Job, facts_of
from analyzer.app.exporting import report_of
from tests.sample_answer import SAMPLE

JOB = Job(SAMPLE, SAMPLE / "no-such-folder", workers=1, cached=False)
Row = dict[str, Any]


@cache
def facts(kind: str) -> tuple[Row, ...]:
    return tuple(json.loads(facts_of(SAMPLE, kind, workers=1, cached=False)[0])["facts"])


@cache
def written(format_: str) -> Row:
    found: Row = json.loads(report_of(JOB, format_).files[0].text)
    return found


def summary() -> Row:
    found: Row = written("json")["summary"]
    return found


def home(module: str) -> str:
    return str(written("partition").get(module, ""))


def test_sizes_are_those_of_the_files() -> None:
    paths = [
        path
        for path in SAMPLE.rglob("*.py")
        if not any(part.startswith(".") or part == "__pycache__" for part in path.parts[len(SAMPLE.parts) :])
    ]
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in paths)
    assert (summary()["files"], summary()["lines"]) == (len(paths), lines)
    assert summary()["modules"] == len(written("partition"))


def test_services_and_shared_modules_are_those_of_the_partition() -> None:
    homes = written("partition")
    assert summary()["services"] == len(set(homes.values()) - {"shared"})
    assert summary()["shared_modules"] == sum(service == "shared" for service in homes.values())


def lines_of(module: str, paths: dict[str, str]) -> int:
    return len((SAMPLE / paths[module]).read_text(encoding="utf-8").splitlines())


def test_the_sizes_of_services_and_of_the_kernel_are_those_of_their_files() -> None:
    paths = {one["module"]: one["path"] for one in written("json")["files"]}
    for service in written("json")["services"]:
        own = {module for module, where in written("partition").items() if where == service["id"]}
        assert set(service["modules"]) == own
        assert service["lines"] == sum(lines_of(module, paths) for module in own if not paths[module].startswith("tests/")), service["id"]
    shared = [module for module, where in written("partition").items() if where == "shared"]
    code = [module for module in shared if not paths[module].startswith(("tests/", "migrations/"))]
    assert (summary()["kernel_modules"], summary()["kernel_lines"]) == (len(code), sum(lines_of(module, paths) for module in code))
    assert 0 < summary()["kernel_lines"] < summary()["shared_lines"]


def test_what_services_own_is_all_that_there_is_and_each_route_and_task_a_fact() -> None:
    homes = [*written("json")["services"], written("json")["shared"]]
    for part, kind in (("routes", "endpoints"), ("tasks", "tasks")):
        places = sorted((one["at"]["path"], one["at"]["line"]) for home_ in homes for one in home_[part])
        assert places and places == sorted((row["path"], row["line"]) for row in facts(kind)), part
    owned = sorted(entity for home_ in homes for entity in home_["entities"])
    assert owned == sorted(row["name"] for row in facts("entities") if row["type"] == "Entity")


def test_uses_and_blockers_of_a_service_are_the_seams_that_name_it() -> None:
    seams = written("json")["seams"]
    for service in written("json")["services"]:
        for part, here, there in (("calls", "caller", "callee"), ("called_by", "callee", "caller")):
            uses: dict[str, int] = defaultdict(int)
            for seam in seams:
                if seam[here] == service["id"] and seam[there] != "shared":
                    uses[seam[there]] += seam["count"]
            assert {one["service"]: one["count"] for one in service[part] if one["service"] != "shared"} == uses, (service["id"], part)
        blocking = [seam for seam in seams if seam["seam_class"] == "X" and service["id"] in (seam["caller"], seam["callee"])]
        assert service["blockers"] == len(blocking)
        assert service["findings"] == sum(service["id"] in finding["services"] for finding in written("json")["findings"])


def test_who_writes_and_reads_a_table_is_counted_in_the_facts() -> None:
    running = [row for row in facts("data") if row["type"] == "EntityUse" and not row["path"].startswith(("tests/", "migrations/"))]
    for table in written("json")["tables"]:
        for part, mode in (("writers", "write"), ("readers", "read")):
            counts: dict[str, int] = defaultdict(int)
            for row in running:
                if row["entity"] == table["entity"] and row["mode"] == mode and home(row["module"]):
                    counts[home(row["module"])] += row["count"]
            for row in facts("references") if mode == "read" else ():
                is_use = row["target"] == table["entity"] and row["kind"] in ("call", "read")
                if is_use and home(row["source_module"]) and not row["path"].startswith(("tests/", "migrations/")):
                    counts[home(row["source_module"])] += row["count"]
            assert {one["service"]: one["count"] for one in table[part]} == counts, (table["entity"], part)


def test_uses_between_modules_are_references_strings_and_imports() -> None:
    told: dict[tuple[str, str], int] = defaultdict(int)
    for row in facts("references"):
        if row["kind"] != "annotate":
            told[row["source_module"], row["target_module"]] += row["count"]
    for row in facts("strings"):
        told[row["source_module"], row["target_module"]] += 1
    imported: dict[tuple[str, str], int] = defaultdict(int)
    for row in facts("imports"):
        if row["when"] != "type_checking":
            imported[row["importer"], row["resolved"]] += 1
    expected = {**{pair: count for pair, count in imported.items() if pair not in told}, **told}
    found = {(use["source"], use["target"]): use["count"] for use in written("json")["uses"]}
    assert found == {pair: count for pair, count in expected.items() if pair[0] != pair[1]}


def test_coverage_and_effort_are_sums_of_what_is_listed() -> None:
    report, total = written("json"), summary()
    assert total["coverage"] == round(1 - sum(one["by_default"] for one in report["modules"]) / len(report["modules"]), 4)
    low, likely, high = (round(sum(step["effort"][name] for step in report["steps"]), 1) for name in ("low", "likely", "high"))
    assert total["effort"] == [low, likely, high]


def test_routes_tasks_tables_and_blind_spots_are_facts() -> None:
    assert summary()["routes"] == len(facts("endpoints"))
    assert summary()["tasks"] == len(facts("tasks"))
    assert summary()["tables"] == sum(row["type"] == "Entity" for row in facts("entities"))
    assert summary()["blind_spots"] == len(facts("blindspots"))
    assert summary()["commits"] == len(facts("history"))


def test_tests_are_functions_named_so_in_test_files() -> None:
    import ast

    count = 0
    for path in (SAMPLE / "tests").rglob("*.py"):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        count += sum(isinstance(node, ast.FunctionDef) and node.name.startswith("test") for node in nodes)
    assert summary()["tests"] == count


def test_what_the_report_counts_it_lists() -> None:
    report, total = written("json"), summary()
    for name in ("services", "tables", "seams", "data_ties", "circles", "dead_modules", "conflicts", "problems", "blind_spots", "files"):
        assert total[name] == len(report[name]), name
    assert total["blockers"] == sum(seam["seam_class"] == "X" for seam in report["seams"])
    assert total["chatty"] == sum(seam["in_loop"] for seam in report["seams"])
    assert total["calls_across"] == sum(seam["count"] for seam in report["seams"]) == sum(call["count"] for call in report["calls"])
    assert total["tests_across"] == sum(test["tests"] for test in report["tests"] if not test["service"])
    assert total["conflicts_removed"] == sum(conflict["fate"] == "removed" for conflict in report["conflicts"])
    assert sum(total["findings"].values()) == len(report["findings"])


def test_tables_written_by_strangers_are_those_of_the_facts() -> None:
    owner = {table["entity"]: table["owner"] for table in written("json")["tables"]}
    strangers: dict[tuple[str, str], int] = defaultdict(int)
    running = [row for row in facts("data") if not row["path"].startswith(("tests/", "migrations/"))]
    for row in running:
        if row["type"] == "EntityUse" and row["mode"] == "write" and home(row["module"]) not in ("", "shared", owner[row["entity"]]):
            strangers[row["entity"], home(row["module"])] += row["count"]
    ties = [tie for tie in written("json")["data_ties"] if tie["kind"] == "shared-write"]
    assert strangers and strangers == {(tie["subject"], (set(tie["services"]) - {tie["owner"]}).pop()): tie["count"] for tie in ties}


def test_foreign_keys_across_services_are_those_of_the_facts() -> None:
    owner = {table["entity"]: table["owner"] for table in written("json")["tables"]}
    links = [row for row in facts("entities") if row["type"] == "EntityLink"]
    crossing = {
        (row["source"], row["target"], row["field"]) for row in links if len({owner[row["source"]], owner[row["target"]]} - {"shared"}) == 2
    }
    assert crossing == {(link["source"], link["target"], link["field"]) for link in written("json")["links"]}


def test_every_use_across_services_has_its_line_in_the_code() -> None:
    for seam in written("json")["seams"]:
        name = seam["target"].rpartition(".")[2]
        assert seam["sites"]
        for site in seam["sites"]:
            text = (SAMPLE / site["path"]).read_text(encoding="utf-8").splitlines()
            assert 1 <= site["line"] <= len(text)
        if seam["kinds"] == ["call"]:
            assert any(
                name in line for site in seam["sites"] for line in (SAMPLE / site["path"]).read_text(encoding="utf-8").splitlines()
            ), seam
