"""Tables that are wider than their room: on a terminal, figures stay whole and lines stay inside."""

from dataclasses import replace

import pytest
from click import unstyle

from analyzer.cli.services_table import COLUMNS, services_table
from analyzer.report.sheet import Section, Sheet, as_text
from analyzer.report.summary import ServiceLine, summarise
from tests.unit.exports import webnet

FIGURES = ("measure", *(f"cut number {at} (12)#" for at in range(8)), "better")


def sheet(columns: tuple[str, ...]) -> Sheet:
    rows = tuple((f"name {at}", *(f"{at}.{column}" for column in range(len(columns) - 1))) for at in range(3))
    return Sheet("Title", (Section("Measures", (), columns, rows),))


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_wide_table_of_figures_goes_on_below_with_its_first_column(width: int) -> None:
    lines = as_text(sheet(FIGURES), width).splitlines()
    assert max(map(len, lines)) <= width
    assert sum(line.split()[:1] == ["measure"] for line in lines) == sum(line.split()[:2] == ["name", "2"] for line in lines) > 1
    assert [f"2.{column}" for column in range(9)] == [word for line in lines for word in line.split() if word.startswith("2.")]


def test_a_table_stays_in_one_piece_where_there_is_room_or_text_to_wrap() -> None:
    assert as_text(sheet(FIGURES), 0).count("measure") == as_text(sheet(FIGURES), 300).count("measure") == 1
    assert as_text(sheet(("kind", "state", "place", "what")), 60).count("kind") == 1


def told(name: str, room: int, times: int = 1) -> list[str]:
    """The table of services of that name, each many lines and commits long, as a terminal of that width shows it."""
    return [unstyle(line) for line in services_table(many(name) * times, room)]


def many(name: str) -> tuple[ServiceLine, ...]:
    services = summarise(webnet(), ()).services
    return tuple(replace(one, id=f"{name}-{at}", lines=1_234_567, commits=12_345, commits_alone=10_345) for at, one in enumerate(services))


@pytest.mark.parametrize("room", [60, 80, 100, 120])
@pytest.mark.parametrize("name", ["a", "customer-email-update", "x" * 90])
def test_the_table_of_services_never_cuts_a_figure(room: int, name: str) -> None:
    lines = told(name, room)
    assert max(map(len, lines)) <= room
    assert sum("1,234,567" in line for line in lines) == len(many(name))
    assert sum(line.endswith(("low", "medium", "high")) for line in lines) == len(many(name))


def test_columns_go_one_after_the_other_and_none_where_there_is_room() -> None:
    heads = {room: " ".join(told("name", room)[:2]).split() for room in (0, 90, 76, 60)}
    assert set(heads[0]) == {word for column in COLUMNS for word in column.heading.split()}
    assert len(heads[0]) >= len(heads[90]) >= len(heads[76]) >= len(heads[60])
    assert "commits" not in heads[60] and {"wave", "service", "lines", "tables", "risk"} <= set(heads[60])


def test_the_rest_of_many_services_is_counted() -> None:
    lines = told("a", 0, 8)
    assert lines[-1].strip() == f"... and {8 * len(many('a')) - 30} more"
