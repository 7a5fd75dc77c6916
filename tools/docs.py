"""Prints the documents that are made from the code: ``python -m tools.docs`` writes them, ``--check`` only compares."""

import ast
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
FLOORS = (
    "cli",
    "app",
    "frameworks",
    "read",
    "signals",
    "cluster",
    "plan",
    "report",
    "extract",
    "prove",
    "explore",
    "graphs",
    "disk",
    "distributions",
    "model",
)
WIDTH = 100
NOTICE = "<!-- Printed by `make docs` from the code; do not edit. -->"


def first_sentence(path: Path) -> str:
    """The first paragraph of a module's docstring, on one line."""
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(doc.partition("\n\n")[0].split())


def tour() -> str:
    """A walk through the package, floor by floor from the top: each module with what its docstring says first."""
    lines = [
        "# A tour of the code",
        "",
        NOTICE,
        "",
        "`repo -> Codebase -> Evidence -> DependencyGraph -> Partition -> ExtractionPlan -> Analysis -> FileSet -> disk`",
        "",
        "Each arrow is a pure function of frozen values; `analyzer/app/analysis.py` holds the job on one page. From the top floor down:",
        "",
    ]
    for floor in FLOORS:
        folder, module = ROOT / "analyzer" / floor, ROOT / "analyzer" / f"{floor}.py"
        if folder.is_dir():
            lines += [f"## `{floor}/`", "", first_sentence(folder / "__init__.py"), "", *_modules(folder), ""]
        elif module.is_file():
            lines += [f"## `{floor}.py`", "", first_sentence(module), ""]
    return "\n".join(lines)


def _modules(folder: Path) -> Iterator[str]:
    """A line for each module below a folder, packages before their members."""
    for path in sorted(folder.rglob("*.py"), key=lambda path: path.relative_to(folder).with_name(path.name.replace("__init__", "")).parts):
        name = path.relative_to(ROOT / "analyzer").as_posix().removesuffix("__init__.py")
        if path.parent != folder or path.name != "__init__.py":
            yield f"* `{name}`: {first_sentence(path)}"


def cli() -> str:
    """The help of every command, as the terminal shows it."""
    from analyzer.cli import COMMANDS
    from analyzer.cli import cli as group

    with group.make_context("unbraid", [], resilient_parsing=True, terminal_width=WIDTH, max_content_width=WIDTH) as top:
        lines = ["# Command line", "", NOTICE, "", *_help(top)]
        for command in COMMANDS:
            with command.make_context(command.name, [], parent=top, resilient_parsing=True) as context:
                lines += [f"## `unbraid {command.name}`", "", *_help(context)]
    lines += ["## Exit codes", "", "0 done, 1 a gate failed, 2 wrong usage, configuration or input, 130 interrupted.", ""]
    return "\n".join(lines)


def _help(context: click.Context) -> list[str]:
    text = [line.rstrip() for line in context.command.get_help(context).splitlines()]
    return ["```text", *text, "```", ""]


PRINTED: dict[str, Callable[[], str]] = {"docs/tour.md": tour, "docs/cli.md": cli}


def main(arguments: list[str]) -> int:
    """Writes or compares every printed document; 1 where one differs."""
    stale = []
    for name, make in PRINTED.items():
        path, text = ROOT / name, make()
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in arguments:
            path.write_text(text, encoding="utf-8")
            print(f"{name} is new")
    if stale and "--check" in arguments:
        print(f"not as the code says: {', '.join(stale)} (run make docs)", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
