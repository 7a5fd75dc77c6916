"""``unbraid scaffold``: write the services of the proposal, ready to start."""

from pathlib import Path

import click

from analyzer.cli.options import job_options, out_option, path_argument
from analyzer.cli.summary import print_services
from analyzer.cli.terminal import progress_for, show_problems


@click.command()
@path_argument
@out_option
@job_options
@click.option(
    "--templates",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of templates that win over the built-in ones of the same path.",
)
@click.option(
    "--stage",
    type=click.Choice(["closure", "seams"]),
    default="seams",
    show_default=True,
    help="How far to split: closure copies what a service reaches of others, seams calls its owner over HTTP.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
def scaffold(path: Path, out: Path, templates: Path | None, stage: str, quiet: bool, **options: object) -> None:
    """Write each proposed service of the code base at PATH: code, entry point, requirements, Dockerfile, README, tests.

    The boundaries are those of boundaries.toml (in the output folder, or --boundaries), else a new proposal. A file that
    you have edited is never overwritten: the new text is put beside it and reported.

    \b
    Examples:
      unbraid scaffold .
      unbraid scaffold . --boundaries plan/boundaries.toml --out services-of-shop
      unbraid scaffold . --templates our-templates
    """
    from analyzer import app

    job = app.Job(path, out, **options)  # type: ignore[arg-type]  # click has checked the options
    result = app.scaffold_to(job, templates, progress_for(quiet), stage)
    if not quiet:
        show_problems(result.problems)
        print_services(result.analysis, result.written, out)
