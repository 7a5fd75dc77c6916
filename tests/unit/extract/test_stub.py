import ast
import re
import warnings
from pathlib import Path

import pytest

from analyzer.extract.client_call import RemoteCall
from analyzer.extract.source_text import decode
from analyzer.extract.stub import Stub, StubRequest, make_stub

ROOT = Path(__file__).resolve().parents[3]
SPEC = ROOT / "tests/specs/extract/stand-ins.md"
CASE = re.compile(r"^## (.+?)\n+```python before(.*?)\n(.*?)^```\n+```python after\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MODULES = sorted([*(ROOT / "analyzer").rglob("*.py"), *Path(ast.__file__).parent.glob("[c-h]*.py")])


def names(info: str, key: str) -> frozenset[str]:
    found = re.search(rf"{key}=(\S+)", info)
    return frozenset(found[1].split(",")) if found else frozenset()


def remote(info: str) -> dict[str, RemoteCall]:
    """The functions of a case that are called over HTTP."""
    bound, listening = names(info, "bound"), names(info, "listens")
    return {name: RemoteCall(f"billing.invoices.{name}", name in bound, name in listening) for name in names(info, "calls") | listening}


@pytest.mark.parametrize("case", CASE.findall(SPEC.read_text()), ids=lambda case: case[0])
def test_stand_ins_are_those_of_the_spec(case: tuple[str, str, str, str]) -> None:
    _, info, before, after = case
    request = StubRequest("billing.invoices", "billing", names(info, "kept"), names(info, "exported"), remote(info))
    stub = make_stub(before.encode(), request)
    assert stub.text == after
    assert stub.clients == tuple(sorted(f"billing.invoices.{name}" for name in request.remote))
    assert make_stub(after.encode(), request).text == after


def test_the_spec_has_all_of_its_cases() -> None:
    assert len(CASE.findall(SPEC.read_text())) == SPEC.read_text().count("\n## ") == 9


def public(tree: ast.Module) -> set[str]:
    """Names of functions, classes, their members, and assigned names, in compound statements as well."""
    found = set()
    pending: list[tuple[str, ast.AST]] = [("", node) for node in tree.body]
    while pending:
        prefix, node = pending.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(f"{prefix}{node.name}({ast.unparse(node.args)})")
        elif isinstance(node, ast.ClassDef):
            found.add(f"{prefix}{node.name}")
            pending += [(f"{prefix}{node.name}.", child) for child in node.body]
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(prefix + node.id)
        else:
            pending += [(prefix, child) for child in ast.iter_child_nodes(node)]
    return found


def untouched(tree: ast.Module, lines: list[str], stub: Stub) -> list[str]:
    """The lines of code that have to come out as they were: those of no removed body, no import, and no function on one line."""
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    nodes += [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.body[0].lineno == node.lineno
    ]
    spans = [*stub.gone, *((node.lineno, node.end_lineno or 0) for node in nodes)]
    touched = {number for first, last in spans for number in range(first, last + 1)}
    code = [line for number, line in enumerate(lines, 1) if number not in touched]
    return [line for line in code if line.strip() and not line.strip().startswith("#")]


@pytest.mark.parametrize("path", MODULES[1::4], ids=lambda path: path.stem)
def test_laws_of_clients_over_real_modules(path: Path) -> None:
    """Any function may become a client: what comes out is Python, says the same names, and is not rewritten again."""
    source = path.read_bytes()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        functions = [node.name for node in ast.parse(decode(source)).body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
        calls = {name: RemoteCall(f"some.module.{name}", is_bound=False, keeps_decorators=False) for name in functions}
        request = StubRequest("some.module", "some", remote=calls)
        first = make_stub(source, request)
        after = ast.parse(first.text)
    assert public(ast.parse(decode(source))) == public(after)
    assert make_stub(first.text.encode(), request).text == first.text
    bodies = {node.name: node.body[-1] for node in after.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    for name in {client.rpartition(".")[2] for client in first.clients}:
        assert "unbraid_seams.call" in ast.unparse(bodies[name])


@pytest.mark.parametrize("path", MODULES[::3], ids=lambda path: path.stem)
def test_laws_of_stand_ins_over_real_modules(path: Path) -> None:
    source = path.read_bytes()
    request = StubRequest("some.module", "some")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        first = make_stub(source, request)
        before, after = ast.parse(decode(source)), ast.parse(first.text)
    assert public(before) == public(after)
    assert make_stub(first.text.encode(), request).text == first.text
    lines = decode(source).splitlines()
    after_lines = iter(first.text.splitlines())
    assert [line for line in untouched(before, lines, first) if line not in after_lines] == []  # in this order, byte for byte
    gone = sum(last - line + 1 for line, last in first.gone)
    assert len(first.text.splitlines()) <= len(lines) - gone + 2 + 2 * first.replaced + len(first.gone)


def test_what_is_gone_and_what_is_still_imported() -> None:
    source = b"import a.b\nfrom .c import d, e\nfrom . import f\ndef g():\n    import h\n    return e\n\n"
    source += b"try:\n    import i\nexcept ImportError:\n    pass\n"
    stub = make_stub(source, StubRequest("p.m", "s"))
    assert [(one.module, one.level, one.names, one.guarded) for one in stub.imports] == [
        ("a.b", 0, (), False),
        ("c", 1, ("d",), False),
        ("", 1, ("f",), False),
        ("i", 0, (), True),
    ]
    assert [stub.has_line(line) for line in (1, 2, 4, 5, 6, 9)] == [True, True, True, False, False, True]
    assert (stub.replaced, stub.kept) == (1, 0)


def test_a_kept_function_keeps_what_it_imports_inside() -> None:
    stub = make_stub(b"def g():\n    import h\n    return h\n", StubRequest("p.m", "s", frozenset({"g"})))
    assert [one.module for one in stub.imports] == ["h"]
    assert (stub.replaced, stub.kept) == (0, 1)


def test_other_encodings_become_utf_8() -> None:
    stub = make_stub("# -*- coding: latin-1 -*-\nNAME = 'é'\ndef f():\n    return 'ü'\n".encode("latin-1"), StubRequest("m", "s"))
    assert "coding: utf-8" in stub.text
    assert "'é'" in stub.text
    assert make_stub(b"\xef\xbb\xbfdef f():\n    return 1\n", StubRequest("m", "s")).text.startswith("from unbraid")


@pytest.mark.parametrize("source", [b"print 'two'\n", b"def f(:\n", b"\xff\xfe", b"x = 1\0", b"# coding: nonsense\n"])
def test_what_is_no_python_is_an_error_that_callers_know(source: bytes) -> None:
    with pytest.raises((ValueError, SyntaxError)):
        make_stub(source, StubRequest("m", "s"))


def test_names_cannot_break_out_of_the_raised_text() -> None:
    stub = make_stub(b"def f():\n    return 1\n", StubRequest("m", 'a"); import os  #\n'))
    raised = next(node for node in ast.walk(ast.parse(stub.text)) if isinstance(node, ast.Raise))
    assert isinstance(raised.exc, ast.Call)
    assert ast.literal_eval(raised.exc.keywords[0].value) == 'a"); import os  #\n'
