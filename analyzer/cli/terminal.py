"""Talking to a person: progress, problems, errors and exit codes."""

import os
import sys
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from analyzer.model.errors import UsageError
from analyzer.model.place import Problem, Severity
from analyzer.model.text import printable

if TYPE_CHECKING:
    from analyzer.read.scan import Progress

DONE, GATE_FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130
SHOWN_PROBLEMS = 8
PLAIN_SECONDS = 10.0
MARKS = {Severity.ERROR: ("error", "red"), Severity.WARNING: ("warning", "yellow"), Severity.INFO: ("note", "blue")}


def run_guarded(command: click.Command) -> None:
    """Run a command and leave with its exit code: 0 done, 1 a gate failed, 2 usage or input error, 130 interrupted."""
    try:
        sys.exit(command.main(standalone_mode=False) or DONE)
    except UsageError as error:
        _show_usage_error(error)
        sys.exit(USAGE)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted: nothing was changed that was not complete", err=True)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output went away: that is its right, and the rest has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(DONE)


def _show_usage_error(error: UsageError) -> None:
    click.secho(f"error: {printable(error.message)}", fg="red", err=True)
    for line in error.printed.strip().splitlines():
        click.echo(f"  | {printable(line)}", err=True)
    show_problems(error.problems, len(error.problems))
    if error.hint:
        click.echo(f"hint: {printable(error.hint)}", err=True)


def show_problems(problems: Iterable[Problem], limit: int = SHOWN_PROBLEMS) -> None:
    """Print problems to stderr, the worst first, at most ``limit`` of them."""
    order = (Severity.ERROR, Severity.WARNING, Severity.INFO)
    ranked = sorted(problems, key=lambda problem: (order.index(problem.severity), problem))
    for problem in ranked[:limit]:
        word, colour = MARKS[problem.severity]
        hint = f" ({printable(problem.hint)})" if problem.hint else ""
        click.echo(
            f"{click.style(word, fg=colour)}: {printable(str(problem.at))}: {printable(problem.message)} [{problem.code}]{hint}", err=True
        )
    if len(ranked) > limit:
        click.echo(f"... and {len(ranked) - limit} more problems, all in report.json", err=True)


def shown(line: str) -> str:
    """A line of generated text: for a terminal without what could steer it, for another program as it is."""
    return "\t".join(map(printable, line.split("\t"))) if sys.stdout.isatty() else line


def progress_for(quiet: bool) -> "Progress | None":
    """A progress reporter: a live line on a terminal, a plain line now and then in CI, none when piped or quiet."""
    if quiet:
        return None
    if sys.stderr.isatty():
        return _live
    return _Plain() if os.environ.get("CI") else None


def _live(stage: str, done: int, total: int) -> None:
    bar = "" if not total else f" {done:,} of {total:,}"
    click.echo(f"\r\x1b[2K{stage}{bar}" if done < total or not total else "\r\x1b[2K", nl=False, err=True)


class _Plain:
    """A line at the first call of each stage, and another one every few seconds."""

    def __init__(self) -> None:
        self._stage = ""
        self._last = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if stage != self._stage or now - self._last > PLAIN_SECONDS:
            self._stage, self._last = stage, now
            click.echo(f"{stage} {done:,}/{total:,}" if total else stage, err=True)
