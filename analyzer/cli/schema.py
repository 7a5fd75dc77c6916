"""``unbraid schema``: the shape of what other programs read."""

import click

from analyzer.cli.choices import OneOf


@click.command(short_help="Print the JSON Schema of what is written.")
@click.option("--of", "what", type=OneOf(["report", "facts"]), default="report", show_default=True, help="report.json, or facts.")
def schema(what: str) -> None:
    """Print the JSON Schema of report.json, or of what "unbraid facts --format json" prints.

    \b
    Examples:
      unbraid schema > report.schema.json
      unbraid schema --of facts
    """
    from analyzer.app.schemas import schema_text

    click.echo(schema_text(what), nl=False)
