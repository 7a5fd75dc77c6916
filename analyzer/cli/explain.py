"""``unbraid explain``: why a module is where it is."""

from pathlib import Path

import click

from analyzer.cli.answers import answer_options, room, show
from analyzer.cli.terminal import progress_for
from analyzer.model.errors import UsageError


@click.command(short_help="Say why a module, service or pair is as it is.")
@click.argument("names", nargs=-1, required=True, metavar="NAME [NAME]")
@answer_options
def explain(names: tuple[str, ...], path: Path, out: Path, format_: str, output: str, quiet: bool, **options: object) -> None:
    """Say why: why a module is in its service, what holds a service together, what ties two, what a code means.

    NAME is a module (in full, its end, or its file), a service, "shared", or the code of a finding, problem, signal or seam; two
    names ask what ties them. Where a word is both, write service:NAME, module:NAME or code:NAME. Nothing is analysed again that
    has not changed.

    \b
    Examples:
      unbraid explain shop.orders.views
      unbraid explain orders --path ~/work/shop
      unbraid explain orders billing --format markdown
      unbraid explain import-cycle
    """
    from analyzer.app.explaining import answer_text, explain_names
    from analyzer.app.job import Job

    if len(names) > 2:
        raise UsageError("explain takes one name or two", "give the folder with --path")
    job = Job(path, out, **options)  # type: ignore[arg-type]  # click has checked the options
    answer = explain_names(job, names, progress_for(quiet))
    show(answer_text(answer, format_, room(output)), output)
