import ast
import json
import shlex
import tomllib

import pytest
import yaml

from analyzer.extract.escape import (
    code_markdown,
    quote_compose,
    quote_markdown,
    quote_nginx,
    quote_python,
    quote_shell,
    quote_toml,
    quote_yaml,
)

NASTY = ["plain", "", 'a"b', "a'b", "a\\b", "a\nb", "$x ${y} `z`", "é\u2028\x7f\x00", "- {a: [b]} #c", "{{ x }}", "</x>"]


@pytest.mark.parametrize("text", NASTY)
def test_each_language_reads_back_what_was_written(text: str) -> None:
    assert ast.literal_eval(quote_python(text)) == text
    assert yaml.safe_load(f"a: {quote_yaml(text)}") == {"a": text}
    assert yaml.safe_load(quote_compose(text)) == text.replace("$", "$$")
    assert shlex.split(quote_shell(text)) == [text]
    assert tomllib.loads(f"a = {quote_toml(text)}") == {"a": text}
    assert "\n" not in quote_markdown(text) + code_markdown(text) + quote_nginx(text)


def test_python_literals_of_lists_and_maps() -> None:
    assert ast.literal_eval(quote_python({"a": [1, "x"], "b": True})) == {"a": [1, "x"], "b": True}
    assert json.loads(quote_python(["a", "b"])) == ["a", "b"]


def test_markdown_finds_no_markup_and_no_cell() -> None:
    assert quote_markdown("a|b `c` <d> [e](f) *g* snake_case _h_") == "a\\|b \\`c\\` \\<d\\> \\[e\\](f) \\*g\\* snake_case \\_h\\_"
    assert code_markdown("a`b|c") == "`a'b¦c`"
