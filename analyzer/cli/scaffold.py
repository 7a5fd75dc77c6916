"""``unbraid scaffold``: write the services of the proposal, ready to start."""

from pathlib import Path

import click

from analyzer.cli.choices import OneOf
from analyzer.cli.options import job_options, out_option, path_argument
from analyzer.cli.summary import print_plan, print_services
from analyzer.cli.terminal import DONE, GATE_FAILED, end_progress, progress_for, show_problems, shown


@click.command(short_help="Write the services, ready to start.")
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
    type=OneOf(["closure", "seams"]),
    default="seams",
    show_default=True,
    help="How far to split: closure copies what a service reaches of others, seams calls its owner over HTTP.",
)
@click.option(
    "--kernel",
    type=OneOf(["copy", "library"]),
    default="library",
    show_default=True,
    help="What services share: one library that each is put together with, or a copy in each that needs it.",
)
@click.option(
    "--service",
    "only",
    multiple=True,
    metavar="NAME",
    help="Cut out this service only (again for more); the rest of the monolith becomes a service that calls it.",
)
@click.option(
    "--copy", "copied", multiple=True, metavar="FUNCTION", help="Copy this function, dotted, instead of calling it (again for more)."
)
@click.option(
    "--proof",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="proof.json of unbraid prove: what the recorded run contradicts is copied as well.",
)
@click.option("--dry-run", is_flag=True, help="Write nothing: say what would become of each file.")
@click.option("--diff", is_flag=True, help="Write nothing: print what would change as a unified diff.")
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
def scaffold(
    path: Path,
    out: Path,
    templates: Path | None,
    stage: str,
    kernel: str,
    only: tuple[str, ...],
    copied: tuple[str, ...],
    proof: Path | None,
    dry_run: bool,
    diff: bool,
    quiet: bool,
    **options: object,
) -> int:
    """Write each proposed service of the code base at PATH: code, entry point, requirements, Dockerfile, README, tests.

    The boundaries are those of boundaries.toml (in the output folder, or --boundaries), else a new proposal. A file that
    you have edited is kept; where the generated text changed as well, both are merged, and a conflict is marked in the file:
    the exit code is 1 then.

    \b
    Examples:
      unbraid scaffold .
      unbraid scaffold . --diff                             what generating again would change
      unbraid scaffold . --service billing --out cut        one service, and the monolith that calls it
      unbraid scaffold . --boundaries plan/boundaries.toml --out services-of-shop
      unbraid scaffold . --templates our-templates
    """
    from analyzer import app
    from analyzer.disk import ActionKind

    job = app.Job(path, out, **options)  # type: ignore[arg-type]  # click has checked the options
    cut = app.Cut(stage, only, (*copied, *(app.contradicted(proof) if proof is not None else ())), templates, kernel)
    if dry_run or diff:
        result, lines = app.preview_scaffold(job, cut, progress_for(quiet or diff))
        if diff:
            for line in lines:
                click.echo(shown(line))
        else:
            end_progress()
            print_plan(result.written, out, quiet)
    else:
        result = app.scaffold_to(job, cut, progress_for(quiet))
    if not quiet:
        show_problems(result.problems)
        if not (dry_run or diff):
            print_services(result.analysis, result.written, out)
    return GATE_FAILED if result.written.of(ActionKind.CONFLICT) else DONE
