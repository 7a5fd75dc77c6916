"""``unbraid report``: one format of the report, to a file or to the terminal."""

from pathlib import Path

import click

from analyzer.cli.choices import OneOf
from analyzer.cli.export import deliver, output_option
from analyzer.cli.options import job_options, out_option, path_argument, report_options
from analyzer.cli.terminal import progress_for

FORMATS = ("md", "html", "json", "dot", "svg", "partition")


@click.command(short_help="Print the report in one format.")
@path_argument
@click.option("--format", "format_", type=OneOf(FORMATS), default="md", show_default=True, help="Which format.")
@output_option
@out_option
@job_options
@report_options
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
def report(path: Path, format_: str, output: str, out: Path, quiet: bool, **options: object) -> None:
    """Print the report about the code base at PATH in one format, or write it to a file with -o.

    Follows boundaries.toml in the folder --out, as analyze does. Where nothing has changed since the last analysis, nothing
    is analysed again.

    \b
    Examples:
      unbraid report .                          the report as Markdown
      unbraid report . --format html -o report.html
      unbraid report . --format json | jq .summary
    """
    from analyzer.app.exporting import report_of
    from analyzer.app.job import Job

    job = Job(path, out, **options)  # type: ignore[arg-type]  # click has checked the options
    deliver(report_of(job, format_, None, progress_for(quiet)), output, quiet)
