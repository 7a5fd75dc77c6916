"""Which definitions use code from outside of the code base, and which package it is."""

from collections.abc import Iterable, Iterator

from analyzer.model.facts import PackageUse
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.syntax import ModuleSyntax
from analyzer.read.names import NameTable
from analyzer.read.standard_library import STDLIB

REACHES_OUT = frozenset(
    {
        "asyncio", "ctypes", "curses", "fcntl", "ftplib", "getpass", "glob", "http", "imaplib", "io", "mmap", "multiprocessing", "os",
        "pathlib", "poplib", "readline", "resource", "select", "shelve", "shutil", "signal", "smtplib", "socket", "socketserver", "sqlite3",
        "ssl", "subprocess", "sys", "tarfile", "telnetlib", "tempfile", "termios", "threading", "tty", "urllib", "urllib2", "webbrowser",
        "xmlrpc", "zipfile",
    }
)  # fmt: skip
"""Modules of the standard library through which code touches files, processes, the network or the state of its process."""


def link_package_uses(names: NameTable, modules: Iterable[str]) -> Iterator[PackageUse]:
    """One fact per definition and outside package that it uses, first place; the harmless part of the standard library is left out.

    Names are matched by what the module's import statements bind, so that a local variable of the same name counts as a use.
    """
    for module in modules:
        syntax = names.modules[module]
        bound = _bound(syntax, names.tops)
        if not bound and b"open" not in syntax.packed_uses:
            continue
        seen: dict[tuple[str, str], int] = {}
        for use in syntax.uses:
            head = use.chain.partition(".")[0].rstrip("()[]")
            package = bound.get(head, "open" if head == "open" and use.chain.startswith("open") else "")
            if package:
                seen[use.scope, package] = min(use.line, seen.get((use.scope, package), use.line))
        for (scope, package), line in sorted(seen.items()):
            source = QualName(f"{module}.{scope}" if scope else module)
            yield PackageUse(source, ModuleName(module), package, Location(syntax.path, line))


def _bound(syntax: ModuleSyntax, tops: frozenset[str]) -> dict[str, str]:
    """Bound name to the top-level name of the outside package that it comes from."""
    bound: dict[str, str] = {}
    for statement in syntax.imports:
        top = statement.module.partition(".")[0]
        if statement.level == 0 and top and top not in tops and (top in REACHES_OUT or top not in STDLIB):
            for _, alias in statement.names:
                bound.setdefault(alias or top, top)
    return bound
