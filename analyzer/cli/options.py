"""Arguments and options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from analyzer.cli.choices import OneOf

C = TypeVar("C", bound=Callable[..., object])

path_argument = click.argument("path", type=click.Path(path_type=Path))
out_option = click.option(
    "--out", type=click.Path(path_type=Path), default=Path("unbraid-out"), show_default=True, help="Folder to write to."
)


cache_option = click.option(
    "--cache/--no-cache", "cached", default=True, show_default=True, help="Use what is remembered of files that have not changed."
)


source_url_option = click.option(
    "--source-url",
    default="",
    metavar="TEMPLATE",
    help="Link every place to the repository's web view: https://example.org/shop/blob/main/{path}#L{line}",
)


def report_options(command: C) -> C:
    """The options of every command that writes reports: what changed since an earlier one, and how it is shown."""
    option = click.option(
        "--since",
        type=click.Path(path_type=Path),
        metavar="REPORT",
        help="Tell what changed since an earlier report: its report.json, or the folder that holds it.",
    )
    return option(presenting_options(command))


def presenting_options(command: C) -> C:
    """The options of every command that shows an analysis to others: links to places, names redacted."""
    for option in (
        click.option("--redact", is_flag=True, help="Replace every name of the code base by an invented one, the same everywhere."),
        source_url_option,
    ):
        command = option(command)
    return command


def job_options(command: C) -> C:
    """The options of every command that analyses: boundaries, granularity, seed, workers."""
    for option in (
        cache_option,
        click.option("--workers", type=click.IntRange(1, 64), help="Processes to read with.  [default: one per processor, at most 8]"),
        click.option("--seed", type=int, default=0, show_default=True, help="Seed of the clustering."),
        click.option("--fresh", is_flag=True, help="Propose anew: the lists of boundaries.toml are not followed, its decisions are."),
        click.option("--granularity", type=OneOf(["coarse", "balanced", "fine"]), help="Fewer or more services than by evidence."),
        click.option("--services", type=click.IntRange(1, 1000), help="How many services to propose."),
        click.option(
            "--boundaries",
            type=click.Path(path_type=Path),
            help="Boundaries file to follow.  [default: boundaries.toml in the output folder, if there]",
        ),
    ):
        command = option(command)
    return command
