"""``unbraid facts``: what reading found out, fact by fact, for other programs and for doubters."""

from pathlib import Path

import click

from analyzer.cli.choices import OneOf
from analyzer.cli.options import cache_option, path_argument
from analyzer.cli.terminal import progress_for, show_problems
from analyzer.model.errors import UsageError

KINDS = (
    *("blindspots", "calls", "data", "endpoints", "entities", "history", "imports", "outside"),
    *("packages", "references", "settings", "strings", "tasks", "urls"),
)


@click.command(short_help="Print the facts of one kind, with their places.")
@path_argument
@click.option("--kind", type=OneOf(KINDS), required=True, help="Which facts to print.")
@click.option("--entry", type=click.Path(path_type=Path), help="With calls: the call graph from this file, {caller: [callees]} as JSON.")
@click.option("--format", "format_", type=OneOf(["table", "json"]), default="table", show_default=True, help="How to print them.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes to read with.  [default: one per processor, at most 8]")
@cache_option
@click.option("-q", "--quiet", is_flag=True, help="Do not tell problems.")
def facts(path: Path, kind: str, entry: Path | None, format_: str, workers: int | None, cached: bool, quiet: bool) -> None:
    """Print the facts of one kind about the code base at PATH, each with its place.

    \b
    Examples:
      unbraid facts . --kind endpoints
      unbraid facts . --kind imports --format json > imports.json
      unbraid facts shop --kind blindspots
      unbraid facts shop --kind calls --entry shop/__main__.py
    """
    from analyzer import app

    if entry is not None and kind != "calls":
        raise UsageError(f"--entry does not go with --kind {kind}", "use it with --kind calls")
    if entry is not None:
        graph, problems = app.calls_of(path, entry)
        text = graph.encode(errors="replace")
    else:
        text, problems = app.facts_of(path, kind, format_, workers, progress_for(quiet), cached)
    if not quiet:
        show_problems(problems)
    # As bytes: in a text of a hundred megabytes, click would look for terminal codes.
    click.echo(text, nl=False)
