"""What a job found and wrote, as tables on the terminal."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from analyzer.cli.terminal import printable

if TYPE_CHECKING:
    from rich.table import Table

    from analyzer.disk import Written
    from analyzer.model.analysis import Analysis
    from analyzer.report.summary import ServiceLine, Summary

SHOWN_SERVICES = 30


def print_summary(found: "Summary", path: Path, out: Path) -> None:
    """The services of a proposal, the verdict, where the report is, and the next command; to stdout."""
    click.echo(f"\n{printable(found.name)}: {found.files:,} Python files, {found.lines:,} lines, {len(found.problems)} problems")
    _print(_services_table(found.services))
    click.echo(f"Shared kernel: {found.kernel_modules:,} modules, {found.kernel_lines:,} lines.")
    if found.stability is not None:
        click.echo(f"Stability over seeds and perturbed weights: {found.stability:.2f} of 1.")
    click.echo(f"Verdict: {printable(found.verdict)}")
    for reason in found.reasons[:4]:
        click.echo(f"  - {printable(reason)}")
    click.echo(f"\nReport:     {out / 'report.html'}\nBoundaries: {out / 'boundaries.toml'}  (edit it, then run the same command again)")
    if found.services:
        click.echo(f"Next:       unbraid scaffold {_quoted(path)} --out {_quoted(out)}")


def print_plan(written: "Written", out: Path, quiet: bool) -> None:
    """What writing would do with each file that it would not leave as it is, and how many of each kind; to stdout."""
    from analyzer.disk import ActionKind

    for action in written.actions:
        if action.kind is not ActionKind.IDENTICAL and not quiet:
            why = f" ({printable(action.why)})" if action.why else ""
            click.echo(f"{action.kind:9} {printable(action.path)}{why}")
    click.echo(f"{out}: {_counts(written) or 'no files'}; nothing was written")


def print_services(analysis: "Analysis", written: "Written", out: Path) -> None:
    """Where the services are, what became of the files, and how to start them; to stdout."""
    from analyzer.disk import ActionKind

    click.echo(f"\n{len(analysis.plan.services)} services in {out / 'services'}: {_counts(written) or 'no files'}")
    for action in written.actions:
        if action.kind is ActionKind.CONFLICT:
            click.echo(f"  conflict: {printable(action.path)}: {printable(action.why)}")
    for name in _readmes(written)[:SHOWN_SERVICES]:
        click.echo(f"  {out / printable(name)}")
    click.echo(f"Next: read {out / 'README.md'}, then: make -C {_quoted(out)} venvs run-local")


def _readmes(written: "Written") -> list[str]:
    return [
        action.path
        for action in written.actions
        if action.path.startswith("services/") and action.path.count("/") == 2 and action.path.endswith("/README.md")
    ]


def _counts(written: "Written") -> str:
    from analyzer.disk import ActionKind

    counts = {kind: len(written.of(kind)) for kind in ActionKind}
    return ", ".join(f"{count:,} {kind}" for kind, count in counts.items() if count)


def _services_table(services: "tuple[ServiceLine, ...]") -> "Table":
    from dataclasses import astuple

    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("service", no_wrap=True)
    for heading in ("modules", "lines", "tables", "routes", "tasks", "calls out", "calls in", "wave"):
        table.add_column(heading, justify="right")
    table.add_column("risk")
    for service in services[:SHOWN_SERVICES]:
        name, *numbers, risk = astuple(service)
        table.add_row(Text(printable(name)), *(f"{number:,}" for number in numbers), Text(printable(risk)))
    hidden = len(services) - SHOWN_SERVICES
    if hidden > 0:
        table.add_row(Text(f"... and {hidden} more"))
    return table


def _print(table: "Table") -> None:
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=120)
    console.print(table)


def _quoted(path: Path) -> str:
    import shlex

    return shlex.quote(str(path))
