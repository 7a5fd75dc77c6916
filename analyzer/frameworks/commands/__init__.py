"""Commands: Click and Typer, sub-commands of argparse, Django's management commands, entry points."""

from collections.abc import Iterator

from analyzer.frameworks.commands.arguments import sub_commands
from analyzer.frameworks.commands.click_groups import ADDERS, click_commands
from analyzer.frameworks.commands.entries import LOADERS, entry_points
from analyzer.frameworks.commands.management import management_commands
from analyzer.frameworks.framework import Framework
from analyzer.model.codebase import Fact
from analyzer.read.program import Program


def _facts(program: Program) -> Iterator[Fact]:
    yield from click_commands(program)
    yield from sub_commands(program)
    yield from management_commands(program)
    yield from entry_points(program)


COMMANDS = Framework("commands", ADDERS | LOADERS | {"set_defaults"}, _facts)
