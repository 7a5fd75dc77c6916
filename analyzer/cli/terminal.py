"""Talking to a person: progress, problems, errors and exit codes."""

import os
import sys
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TextIO

import click

from analyzer.model.errors import UsageError
from analyzer.model.place import Problem, Severity
from analyzer.model.text import counted, printable

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
        end_progress()
        click.echo("interrupted: nothing was changed that was not complete", err=True)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output went away: that is its right, and the rest has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(DONE)


def _show_usage_error(error: UsageError) -> None:
    end_progress()
    click.echo(styled(wrapped(f"error: {printable(error.message)}", 7, sys.stderr), fg="red"), err=True)
    for line in error.printed.strip().splitlines():
        click.echo(f"  | {printable(line)}", err=True)
    if error.hint:
        click.echo(wrapped(f"hint: {printable(error.hint)}", 6, sys.stderr), err=True)
    show_problems(error.problems, len(error.problems))


def show_problems(problems: Iterable[Problem], limit: int = SHOWN_PROBLEMS) -> None:
    """Print problems to stderr, the worst first, at most ``limit`` of them."""
    end_progress()
    order = (Severity.ERROR, Severity.WARNING, Severity.INFO)
    ranked = sorted(problems, key=lambda problem: (order.index(problem.severity), problem))
    for problem in ranked[:limit]:
        word, colour = MARKS[problem.severity]
        hint = f" ({printable(problem.hint)})" if problem.hint else ""
        place = "" if problem.at.path == "." else f"{printable(str(problem.at))}: "
        text = wrapped(f"{word}: {place}{printable(problem.message)} [{problem.code}]{hint}", 2, sys.stderr)
        click.echo(f"{styled(word, fg=colour)}{text.removeprefix(word)}", err=True)
    if len(ranked) > limit:
        click.echo(f"... and {counted(len(ranked) - limit, 'more problem')}, all in report.json", err=True)


def styled(text: str, **look: Any) -> str:
    """A text with that look; plain where ``NO_COLOR`` is set (https://no-color.org). What is no terminal gets plain text in any case."""
    return text if os.environ.get("NO_COLOR") else click.style(text, **look)


def wrapped(text: str, hanging: int, stream: TextIO) -> str:
    """A sentence for people: on a terminal broken between words, further lines indented; for another program one line, as it is."""
    if not stream.isatty():
        return text
    import shutil
    import textwrap

    wide = max(40, shutil.get_terminal_size().columns)
    return "\n".join(textwrap.wrap(text, wide, subsequent_indent=" " * hanging, break_long_words=False, break_on_hyphens=False))


def shown(line: str) -> str:
    """A line of generated text: for a terminal without what could steer it, for another program as it is."""
    return "\t".join(map(printable, line.split("\t"))) if sys.stdout.isatty() else line


def progress_for(quiet: bool) -> "Progress | None":
    """A progress reporter: a live line on a terminal, a plain line now and then in CI, none when piped or quiet."""
    if quiet:
        return None
    if sys.stderr.isatty():
        return _LIVE
    return _Plain() if os.environ.get("CI") else None


def end_progress() -> None:
    """Takes the live line away, so that what is said next has a line of its own."""
    _LIVE.end()


class _Live:
    """One line that is written over again and again."""

    def __init__(self) -> None:
        self._is_there = False

    def __call__(self, stage: str, done: int, total: int) -> None:
        bar = "" if not total else f" {done:,} of {total:,}"
        click.echo(f"\r\x1b[2K{stage}{bar}", nl=False, err=True)
        self._is_there = True

    def end(self) -> None:
        if self._is_there:
            click.echo("\r\x1b[2K", nl=False, err=True)
            self._is_there = False


_LIVE = _Live()


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
