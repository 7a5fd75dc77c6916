import pytest
from markdown_it import MarkdownIt

from analyzer.report.dot_file import quoted
from analyzer.report.markdown_text import cell, code, plain
from analyzer.report.visible import shortened, visible
from tests.unit.report.fixture import HOSTILE

READ = MarkdownIt("commonmark").enable("table")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("a\u202eb", "a\\u202eb"),
        ("tab\t", "tab\\u0009"),
        ("größe 訂單", "größe 訂單"),
        ("\udc80", "\\udc80"),
        ("\u200b", "\\u200b"),
    ],
)
def test_invisible_characters_are_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_long_names_lose_their_middle() -> None:
    assert shortened("abcdefghij", 7) == "abc…hij"
    assert shortened("abcdefg", 7) == "abcdefg"
    assert all(len(shortened("x" * n, 10)) <= 10 for n in range(30))


@pytest.mark.parametrize("name", [*HOSTILE, "`", "``", "a`b``c", "| a | b |", "*b* _i_ [l](http://x) <i> &amp; #1 @team", "`tick", "end`"])
def test_text_and_code_stay_what_they_are(name: str) -> None:
    rendered = READ.render(f"| a | b |\n| --- | --- |\n| {cell(name)} | {code(name)} |\n")
    assert rendered.count("<td>") == 2
    inside = rendered.split("<tbody>")[1]
    for tag in ("<img", "<b>", "<i>", "<em>", "<strong>", "<a ", "<script"):
        assert tag not in inside
    assert inside.count("<code>") == 1


def test_mentions_and_addresses_do_not_become_links() -> None:
    assert "@team" not in plain("ask @team") and "://" not in plain("http://example.org")


@pytest.mark.parametrize(
    ("text", "string"),
    [('a"b', '"a\\"b"'), ("a\\", '"a\\\\"'), ('\\"', '"\\\\\\""'), ("a\nb", '"a\\\\u000ab"'), ("<b>", '"<b>"')],
)
def test_a_dot_string_cannot_be_ended_by_its_content(text: str, string: str) -> None:
    assert quoted(text) == string
