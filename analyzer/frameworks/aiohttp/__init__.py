"""aiohttp: routes of applications, route tables, sub-applications, class views."""

from collections.abc import Iterator

from analyzer.frameworks.aiohttp.routes import ADDERS, KINDS, Routes
from analyzer.frameworks.aiohttp.tables import APP, FRAMEWORK
from analyzer.frameworks.applications import applications
from analyzer.frameworks.framework import Framework
from analyzer.frameworks.imported import imports_any
from analyzer.frameworks.objects import Objects
from analyzer.model.codebase import Fact
from analyzer.read.program import Program


def _facts(program: Program) -> Iterator[Fact]:
    if imports_any(program, "aiohttp"):
        objects = Objects(program, KINDS)
        yield from applications(objects, APP, FRAMEWORK)
        yield from Routes(program, objects).endpoints()


AIOHTTP = Framework("aiohttp", frozenset({*ADDERS, "add_routes", "add_subapp", "setup_*", "init_*"}), _facts)
