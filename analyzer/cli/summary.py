"""What a job found and wrote, as tables on the terminal."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analyzer.cli.answers import room
from analyzer.cli.services_table import SHOWN_SERVICES, services_table
from analyzer.cli.terminal import styled, wrapped
from analyzer.model.text import counted, printable

if TYPE_CHECKING:
    from analyzer.disk import Written
    from analyzer.model.analysis import Analysis
    from analyzer.report.summary import Summary

LIBRARY_README = "kernel/README.md"
LEGEND = "Lines are without those of tests; uses others, used: places in the code."
ALONE = " Alone: of the commits that changed a service, those that changed nothing else."
LEAVE = "leave"
"""The verdict after which nothing is to be done next."""


def print_summary(found: "Summary", path: Path, out: Path) -> None:
    """The verdict, the services of a proposal, what is in the way, where the report is, and the next command; to stdout."""
    from analyzer.report.summary import SHOWN_REASONS
    from analyzer.report.wording import verdict_title

    size = f"{counted(found.files, 'Python file')}, {counted(found.lines, 'line')}"
    click.echo(f"\n{printable(found.name)}: {size} {'was' if found.lines == 1 else 'were'} read; none was run.")
    click.echo("\n" + styled(wrapped(printable(verdict_title(found.verdict)), 0, sys.stdout), bold=True))
    for leaning, reason in found.reasons[:SHOWN_REASONS]:
        _say(f"  {leaning:7}  {printable(reason)}" if leaning else f"  {printable(reason)}", 11 if leaning else 2)
    if found.services:
        count = counted(len(found.services), "service")
        proposed = f"{count} {'is' if len(found.services) == 1 else 'are'} proposed, in the order in which to take them out:"
        whole = f"Were it split all the same, the evidence would give {count}:" if len(found.services) > 1 else "It is one part:"
        click.echo(f"\n{whole if found.verdict == LEAVE else proposed}\n")
        table = services_table(found.services, room("-"))
        click.echo("\n".join(table))
        _say(LEGEND + (ALONE if any(" alone" in line for line in table[:2]) else ""), 0)
        kernel = f"{counted(found.kernel_modules, 'module')}, {counted(found.kernel_lines, 'line')}"
        click.echo(f"Shared by all: {kernel}; they become a library." if found.kernel_modules else "Shared by all: nothing.")
    if found.stability is not None:
        click.echo(f"Drawn again under other weights, the boundaries agree to {found.stability:.0%}.")
    for note in found.notes:
        _say(printable(note), 2)
    if found.in_the_way:
        click.echo("\nIn the way:")
        _listed(found.in_the_way)
    if found.effort is not None and found.verdict != LEAVE:
        click.echo(f"\nEffort: {found.effort[0]:,.0f} to {found.effort[1]:,.0f} person-days by a formula that the report shows.")
        _say(f"First:  {printable('; then '.join(found.first_steps))}", 8)
    if found.blind_spots:
        click.echo(f"Not seen: {counted(found.blind_spots, 'place')} that cannot be decided by reading (listed in the report).")
    if found.since:
        _say(f"Since the earlier report: {printable(found.since)}.", 2)
    _print_next(found, path, out)


def _listed(sentences: "tuple[str, ...]") -> None:
    for sentence in sentences:
        _say(f"  - {printable(sentence)}", 4)


def _print_next(found: "Summary", path: Path, out: Path) -> None:
    where, target = _quoted(path), _quoted(out)
    click.echo("")
    _step("Read", str(out / "report.html"), f"or {out / 'report.md'}")
    if not found.services or found.verdict == LEAVE:
        return
    _step("Decide", str(out / "boundaries.toml"), "move modules between services, then run the same command again")
    _step("Guard", f"unbraid export import-linter {where} --out {target} -o contracts.ini", "no new import across a boundary")
    _step("Next", f"unbraid scaffold {where} --out {target}", "write the services, ready to start")


def _say(text: str, hanging: int) -> None:
    click.echo(wrapped(text, hanging, sys.stdout))


def _step(name: str, what: str, why: str) -> None:
    """What can be copied stays in one piece: where a terminal is too narrow, the rest stands below it."""
    line = f"{name:7} {what}   ({why})"
    click.echo(line if "\n" not in wrapped(line, 8, sys.stdout) else f"{name:7} {what}\n        ({why})")


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

    click.echo(f"\n{counted(len(analysis.plan.services), 'service')} in {out / 'services'}: {_counts(written) or 'no files'}")
    for action in written.actions:
        if action.kind is ActionKind.CONFLICT:
            click.echo(f"  conflict: {printable(action.path)}: {printable(action.why)}")
    for name in _readmes(written)[:SHOWN_SERVICES]:
        click.echo(f"  {out / printable(name)}")
    if any(action.path == LIBRARY_README for action in written.actions):
        click.echo(f"What they share is a library: {out / LIBRARY_README}")
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


def _quoted(path: Path) -> str:
    import shlex

    return shlex.quote(str(path))
