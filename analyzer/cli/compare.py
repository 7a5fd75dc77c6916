"""``unbraid compare``: two partitions of one code base, measure by measure."""

from pathlib import Path

import click

from analyzer.cli.answers import answer_options, room, show
from analyzer.cli.terminal import progress_for


@click.command(short_help="Compare two partitions, measure by measure.")
@click.argument("old", type=click.Path(path_type=Path), metavar="FILE")
@click.argument("new", type=click.Path(path_type=Path), metavar="FILE")
@answer_options
def compare(old: Path, new: Path, path: Path, out: Path, format_: str, output: str, quiet: bool, **options: object) -> None:
    """Compare two partitions of the code base at --path: every measure beside the trivial cuts, what moved, how alike they are.

    FILE is a boundaries.toml, a partition.json or a report.json. Nothing is analysed again that has not changed.

    \b
    Examples:
      unbraid compare unbraid-out/boundaries.toml plan-b/boundaries.toml
      unbraid compare old/partition.json new/partition.json --path ~/work/shop --format json
    """
    from analyzer.app.comparing import compare_files, comparison_text
    from analyzer.app.job import Job

    job = Job(path, out, **options)  # type: ignore[arg-type]  # click has checked the options
    show(comparison_text(compare_files(job, old, new, progress_for(quiet)), format_, width=room(output)), output)
