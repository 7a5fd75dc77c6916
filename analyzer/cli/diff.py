"""``unbraid diff``: what changed from one analysis to another."""

from pathlib import Path

import click

from analyzer.cli.answers import format_option, output_option, room, show
from analyzer.cli.options import source_url_option


@click.command(short_help="Say what changed between two analyses.")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@format_option
@output_option
@source_url_option
def diff(old: Path, new: Path, format_: str, output: str, source_url: str) -> None:
    """Say what changed from OLD to NEW: services new, gone or renamed, modules moved, owners, findings new or fixed, figures.

    OLD and NEW are each a report.json (or the folder that holds it), or a boundaries.toml or partition.json, of which only
    services and modules are compared. A finding keeps its identity when lines move.

    \b
    Examples:
      unbraid diff last-month/ unbraid-out/
      unbraid diff main/report.json branch/report.json --format markdown -o diff.md
      unbraid diff last-month/ unbraid-out/ --format html -o diff.html
      unbraid diff boundaries.toml proposal/boundaries.toml
    """
    from analyzer.app.comparing import comparison_text, diff_files

    show(comparison_text(diff_files(old, new), format_, source_url, room(output)), output)
