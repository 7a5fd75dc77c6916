"""The command ``unbraid``: one file a command; the only place that prints."""

import click

from analyzer import __version__
from analyzer.cli.analyze import analyze
from analyzer.cli.compare import compare
from analyzer.cli.diff import diff
from analyzer.cli.explain import explain
from analyzer.cli.export import export
from analyzer.cli.facts import facts
from analyzer.cli.prove import prove
from analyzer.cli.report import report
from analyzer.cli.scaffold import scaffold
from analyzer.cli.schema import schema
from analyzer.cli.terminal import run_guarded

COMMANDS: tuple[click.Command, ...] = (analyze, report, explain, compare, diff, scaffold, prove, export, facts, schema)
"""Every command, in the order of the journey."""


class _Journey(click.Group):
    """A group that lists its commands in the order in which they are used, not of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [command.name or "" for command in COMMANDS]


@click.group(cls=_Journey, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="unbraid")
def cli() -> None:
    """Find the service boundaries of a Python monolith without running it, and cut out services that run.

    \b
    Examples:
      unbraid analyze .                                 read the code base here, write a report
      unbraid explain shop.orders                       why this module is where it is
      unbraid scaffold .                                write the services of the proposal
      unbraid prove . --services unbraid-out -- pytest  run its own tests against them
    """


for _command in COMMANDS:
    cli.add_command(_command)


def main() -> None:
    """The entry point of the installed command."""
    run_guarded(cli)
