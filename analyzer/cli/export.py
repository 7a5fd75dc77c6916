"""``unbraid export``: the proposal in the words of another tool."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from analyzer.cli.choices import OneOf
from analyzer.cli.options import job_options, out_option, path_argument, presenting_options
from analyzer.cli.terminal import progress_for, show_problems
from analyzer.model.errors import UsageError

if TYPE_CHECKING:
    from analyzer.app.exporting import Made

NAMES = (*("import-linter", "tach", "backlog", "findings", "adr", "structurizr", "plantuml", "mermaid", "backstage", "codeowners"),)
output_option = click.option("-o", "--output", default="-", metavar="FILE", show_default=True, help="File to write to; - is the terminal.")


@click.command(short_help="Say the proposal in the words of another tool.")
@click.argument("name", type=OneOf(NAMES), metavar="NAME")
@path_argument
@output_option
@click.option("--strict", multiple=True, metavar="SERVICE", help="Contracts: forgive no violation of this service. May be repeated.")
@click.option("--owner", multiple=True, metavar="SERVICE=TEAM", help="Who owns a service, for codeowners and backstage. May be repeated.")
@out_option
@job_options
@presenting_options
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
def export(
    name: str, path: Path, output: str, strict: tuple[str, ...], owner: tuple[str, ...], out: Path, quiet: bool, **options: object
) -> None:
    """Say the proposal for the code base at PATH in the words of another tool.

    \b
    import-linter   contracts that keep services apart in the monolith; today's violations are the baseline
    tach            tach.toml, the same for tach
    backlog         CSV: an epic for each step, items with places, remedy and acceptance check
    findings        CSV: every finding
    adr             drafts of decision records (MADR), one for each boundary; -o is a folder
    structurizr     C4 model, Structurizr DSL
    plantuml        C4 container diagram, PlantUML
    mermaid         graph of services, Mermaid
    backstage       catalog-info.yaml
    codeowners      CODEOWNERS, a team for each service

    \b
    Examples:
      unbraid export import-linter . -o contracts.ini && lint-imports --config contracts.ini
      unbraid export tach . -o tach.toml
      unbraid export adr . -o docs/decisions
      unbraid export codeowners . --owner orders=@acme/checkout
    """
    from analyzer.app.exporting import export_of
    from analyzer.app.job import Job
    from analyzer.report.exports.export import Wishes

    job = Job(path, out, **options)  # type: ignore[arg-type]  # click has checked the options
    deliver(export_of(job, name, Wishes(frozenset(strict), _owners(owner)), progress_for(quiet)), output, quiet)


def deliver(made: "Made", output: str, quiet: bool) -> None:
    """Print what was made, or write it to the file (or folder) that was asked for."""
    from analyzer.app.exporting import write_made

    if output == "-" and made.is_folder:
        raise UsageError("this export is several files", "give a folder with -o")
    if not quiet:
        show_problems(made.problems)
    if not made.files:
        raise UsageError("nothing could be written", "mend the problems above")
    if output == "-":
        click.echo(made.files[0].text, nl=False)
    else:
        write_made(made, Path(output))
        if not quiet:
            click.echo(f"wrote {output}" + (f" ({len(made.files)} files)" if made.is_folder else ""), err=True)


def _owners(given: tuple[str, ...]) -> dict[str, str]:
    owners = dict(one.partition("=")[::2] for one in given)
    wrong = [one for one in given if "=" not in one or not owners[one.partition("=")[0]]]
    if wrong:
        raise UsageError(f"--owner {wrong[0]} names no team", "write it as --owner SERVICE=TEAM")
    return owners
