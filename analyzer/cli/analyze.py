"""``unbraid analyze``: read a code base, propose boundaries, write the report."""

from pathlib import Path

import click

from analyzer.cli.options import job_options, out_option, path_argument, report_options
from analyzer.cli.summary import print_summary
from analyzer.cli.terminal import progress_for, show_problems


@click.command(short_help="Read a code base, propose services, write the report.")
@path_argument
@out_option
@job_options
@report_options
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
def analyze(path: Path, out: Path, quiet: bool, **options: object) -> None:
    """Read the Python code base at PATH, propose services, write a report.

    Nothing of the code base is imported or run. Writes report.html, report.md, report.json, partition.json, graph.dot,
    graph.svg and boundaries.toml; edit boundaries.toml and run the command again: your decisions stay.

    \b
    Examples:
      unbraid analyze .
      unbraid analyze ~/work/shop --out /tmp/shop-report
      unbraid analyze . --services 6 --workers 2
    """
    from analyzer import app

    job = app.Job(path, out, **options)  # type: ignore[arg-type]  # click has checked the options
    result = app.analyze_to(job, progress_for(quiet))
    if not quiet:
        show_problems(result.problems)
        print_summary(result.summary, path, out)
