import ast
import gc

import pytest

from analyzer.read.parse import MAX_BYTES, parse


@pytest.mark.parametrize(
    ("raw", "code", "line"),
    [
        (b"x = 1\ny =\n", "syntax-error", 2),
        (b"x = 1\n\xff\xfe = 2\n", "wrong-encoding", 1),
        (b"# coding: no-such-code\nx = 1\n", "wrong-encoding", 1),
        (b"x = 1\ny = '\0'\n", "null-bytes", 2),
        (b"#" * (MAX_BYTES + 1), "too-large", 0),
        (b"x = " + b"(" * 5_000 + b")" * 5_000, "too-deep", 0),
    ],
)
def test_what_cannot_be_read_is_a_problem_with_a_place_and_a_hint(raw: bytes, code: str, line: int) -> None:
    parsed = parse(raw, "a/b.py")
    assert parsed.tree is None
    assert parsed.problem is not None
    assert parsed.problem.at.path == "a/b.py"
    assert parsed.problem.hint
    if code != "too-deep":  # how deep is too deep differs between releases of Python: a syntax error, or a memory error
        assert (parsed.problem.code, parsed.problem.at.line) == (code, line)


@pytest.mark.parametrize("raw", [b"print 'a', b\n", b"class C[T]: pass\n", b"x =\n"])
def test_a_file_that_was_parsed_twice_leaves_nothing_for_the_collector(raw: bytes) -> None:
    # While millions of values are made, the collector is paused: a tree that only it could free would stay.
    parse(raw, "a.py")
    gc.collect()
    gc.disable()
    try:
        parse(raw, "a.py")
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_declared_encodings_and_byte_order_marks_are_followed() -> None:
    assert parse("# -*- coding: latin-1 -*-\nx = 'é'\n".encode("latin-1"), "a.py").problem is None
    assert parse(b"\xef\xbb\xbfx = 1\n", "a.py").problem is None


@pytest.mark.parametrize(
    "source",
    [
        "print 'a', b\n",
        "print\n",
        "if x: print 'y'\n",
        "print >>sys.stderr, 'a %s' % b\n",
        "print 'a', \\\n   'b'\n",
        "print '''a\nb'''\n",
        "try:\n    pass\nexcept (A, B), e:\n    pass\n",
        "raise E, 'text'\n",
        "raise E, ('a'\n   'b')\n",
        "exec code in scope\n",
        "x = 0777\n",
        "x = 10L\n",
        "x = ur'a'\n",
        "x = `a`\n",
        "x = a <> b\n",
        "def f(a, (b, c)): pass\n",
        "f = lambda (a, b): a\n",
        "try:\n    pass\nexcept (A,\n        B), e:\n    pass\n",
        "print a\ntry:\n    pass\nexcept OSError as (number, text):\n    pass\n",
    ],
)
def test_python_2_is_read_and_keeps_its_lines(source: str) -> None:
    parsed = parse((source + "last = 1\n").encode(), "old.py")
    assert parsed.problem is None
    assert parsed.is_python2 or source in ("print\n", "print >>sys.stderr, 'a %s' % b\n")
    assert parsed.tree is not None
    last = parsed.tree.body[-1]
    assert isinstance(last, ast.Assign)
    assert last.lineno == source.count("\n") + 1


@pytest.mark.parametrize(
    "source",
    [
        "def first[T](items: list[T]) -> T: ...\n",
        "async def first[T: (int, str), *Ts](\n    items: list[T],\n) -> T: ...\n",
        "class Box[\n    T,\n]: ...\n",
        "type Number = int | float\n",
        "type Pair[A, B] = tuple[A, B]\n",
        'x = f"{a["b"]} {c(1)} {{not}} {f"{e}"}"\n',
        "# it's\nx = (f'{f(\n    1,\n)}', 'y')\n",
        'x = f"{"\\n".join(names)} {a}"\n',
        "x = f'- \"{'\"\\n- \"'.join(names)}\"'\n",
        'x = f"""{"\\n".join(\n  names)}"""\n',
        "x = t\"{a} {b!r:>{c}}\" + T'{a}'\n",
        "try: pass\nexcept KeyError, module.ValueError: pass\n",
        "try: pass\nexcept A, B, C:\n    pass\n",
        "lazy import json\nlazy from os import path\n",
        "class Box[T = int](Base): ...\n",
        "class Outer:\n    type Inner = int\n    def get[T](self) -> T: ...\n",
    ],
)
def test_newer_syntax_is_read_on_any_interpreter(source: str) -> None:
    parsed = parse((source + "last = 1\n").encode(), "new.py")
    assert parsed.problem is None
    assert not parsed.is_python2
    assert parsed.tree is not None
    assert parsed.tree.body[-1].lineno == source.count("\n") + 1


def test_two_exceptions_without_brackets_are_caught_both_and_an_old_handler_binds_a_name() -> None:
    newer = parse(b"try: pass\nexcept KeyError, OSError: pass\n", "new.py").tree
    older = parse(b"try: pass\nexcept KeyError, error: print error\n", "old.py").tree
    assert newer is not None and older is not None
    assert "except (KeyError, OSError):" in ast.unparse(newer)
    assert "except KeyError as error:" in ast.unparse(older)


def test_a_line_that_cannot_be_mended_costs_no_endless_rounds() -> None:
    source = b"print self.a, self.b\n" + b"x = 1\n" * 3 + b"this is no code at all\n"
    assert parse(source, "old.py").tree is None
