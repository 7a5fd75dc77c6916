"""What the commands that answer a question share: where the code base is, the format, and where the answer goes."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from analyzer.cli.choices import OneOf
from analyzer.cli.options import job_options, out_option
from analyzer.cli.terminal import end_progress
from analyzer.model.errors import UsageError

C = TypeVar("C", bound=Callable[..., object])

place_option = click.option("--path", type=click.Path(path_type=Path), default=Path(), show_default="here", help="Folder of the code base.")
format_option = click.option(
    "--format", "format_", type=OneOf(["text", "json", "markdown", "html"]), default="text", show_default=True, help="How to answer."
)
output_option = click.option("-o", "--output", default="-", show_default="stdout", help="File to write the answer to, - for stdout.")


def answer_options(command: C) -> C:
    """The options of every command that answers about an analysis: where the code base is, how it is analysed, how to answer."""
    quiet_option = click.option("-q", "--quiet", is_flag=True, help="No progress.")
    for option in (quiet_option, output_option, format_option, job_options, out_option, place_option):
        command = option(command)
    return command


def room(output: str) -> int:
    """The width that an answer has: that of the terminal; 0 (any) where it goes to a file or another program."""
    import shutil

    return max(60, shutil.get_terminal_size().columns) if output == "-" and sys.stdout.isatty() else 0


def show(text: str, output: str) -> None:
    """Print an answer, or write it to a file; raises UsageError where that cannot be written."""
    end_progress()
    if output == "-":
        click.echo(text, nl=False)
        return
    try:
        Path(output).write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise UsageError(f"cannot write {output}: {error}", "give another file with -o") from error
