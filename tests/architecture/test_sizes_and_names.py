"""The house is readable: small modules, small functions, names that say something."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "analyzer").rglob("*.py"))
SAYS_NOTHING = re.compile(r"^(utils?|helpers?|common|base|manager|misc|tools?|stuff|shared)$")


def label(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function of a module with its size in lines."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{label(path)}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_module_is_longer_than_300_lines() -> None:
    assert {label(path): lines(path) for path in MODULES if lines(path) > 300} == {}


def test_no_function_is_longer_than_50_lines() -> None:
    assert {name: size for path in MODULES for name, size in functions(path) if size > 50} == {}


def test_the_median_module_has_at_most_80_lines_and_the_median_function_at_most_10() -> None:
    sizes = [size for path in MODULES for _, size in functions(path)]
    assert median(map(lines, MODULES)) <= 80
    assert median(sizes) <= 10


def test_names_say_something() -> None:
    parts = {label(path): path.relative_to(ROOT / "analyzer").with_suffix("").parts for path in MODULES}
    assert [name for name, words in parts.items() if any(map(SAYS_NOTHING.match, words))] == []


def test_every_module_says_what_it_is() -> None:
    assert [label(path) for path in MODULES if not ast.get_docstring(tree(path))] == []


def test_nothing_is_registered_or_found_behind_the_readers_back() -> None:
    assert [label(path) for path in MODULES if imported(path) & {"pkgutil", "importlib.metadata", "imp"}] == []


def test_only_the_command_line_prints() -> None:
    quiet = [path for path in MODULES if "cli" not in path.parts]
    assert [label(path) for path in quiet if "print" in called(path)] == []


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> set[str]:
    """The full names of the modules that a module imports."""
    nodes = list(ast.walk(tree(path)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


def called(path: Path) -> set[str]:
    """The plain names that a module calls."""
    return {node.func.id for node in ast.walk(tree(path)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
