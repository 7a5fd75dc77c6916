"""What a stand-in is made of: leaving out the bodies that go before libcst parses changes no byte of it."""

import argparse
import ast
import sysconfig
from pathlib import Path

import pytest

from analyzer.extract import stub
from analyzer.extract.client_call import RemoteCall
from analyzer.extract.stub import StubRequest, make_stub

LIBRARY = Path(sysconfig.get_paths()["stdlib"])
NASTY = {
    "comments around": 'def f(a):\n    # first\n    x = 1  # on it\n    # last\n\n    # footer\n# outside\ny = 2\n',
    "one line": "def f(a): return 1\ndef g(): pass; x = 1\n",
    "doc and code on one line": 'def f():\n    """d"""; x = 1\n    return x\n',
    "doc of two parts": 'def f():\n    "a" f"{b}"\n    return 1\n',
    "bytes for a doc": 'def f():\n    b"a"\n    return 1\n',
    "two on a line": "def f():\n    x = 1; y = 2;\n    return (x,\n  y)\n",
    "line ends": "def f():\r\n    x = 1\r\n    return x\r\n\r\ndef g():\r\n\ty = 1\r\n\treturn y",
    "no end": "def f():\n    return 1 + \\\n        2",
    "continued": "def f():\n    x = 1\n    return x \\\n\n\nz = 1\n",
    "form feed": "def f():\n\f    x = 1\n    return x\n\f\ndef g():\n    return 1\n",
    "decorated inside": "def f():\n    @a\n    @b(\n      1)\n    def g():\n        return 1\n    return g\n",
    "strings of many lines":
        'def f():\n    x = """\n\n  # no comment\n"""\n    return x\n\n\nclass A:\n    def g(self):\n        return """\n"""\n',
    "tabs":
        "class A:\n\tdef f(self):\n\t\tif 1:\n\t\t\treturn 2\n\t\t\t# deep\n\t\t# less\n\n\t# in the class\n\tdef g(self):\n\t\treturn 3\n",
    "branches": "import os\ntry:\n    def f():\n        return os\nexcept E:\n    def f():\n        return 2\nelse:\n    x = 1\n",
    "async and nested": "import a, b\n\n\nasync def f():\n    def g():\n        return a\n    return b\n\n\nx = b\n",
}  # fmt: skip


def both(source: bytes, request: StubRequest, monkeypatch: pytest.MonkeyPatch) -> tuple[stub.Stub, stub.Stub]:
    made = make_stub(source, request)
    with monkeypatch.context() as patch:
        patch.setattr(stub, "_thinned", lambda text, functions: text)
        return made, make_stub(source, request)


@pytest.mark.parametrize("name", NASTY)
def test_odd_layouts(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for remote in ({}, {"f": RemoteCall("m.f", False, False)}):
        made, whole = both(NASTY[name].encode(), StubRequest("m", "other", remote=remote), monkeypatch)
        assert made == whole
        assert made.replaced
        ast.parse(made.text)


@pytest.mark.parametrize("part", range(4))
def test_modules_of_the_standard_library(part: int, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [path for path in sorted(LIBRARY.glob("*.py")) if path.stat().st_size < 25_000][part::12]
    assert len(paths) > 5
    for path in [*paths, Path(argparse.__file__)][: None if part == 0 else -1]:
        made, whole = both(path.read_bytes(), StubRequest(path.stem, "other"), monkeypatch)
        assert made == whole, path.name
