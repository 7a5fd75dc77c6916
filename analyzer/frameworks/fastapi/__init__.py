"""FastAPI and Starlette: applications, routers, path operations, route lists."""

from collections.abc import Iterator

from analyzer.frameworks.applications import applications
from analyzer.frameworks.fastapi.paths import Paths
from analyzer.frameworks.fastapi.routers import APP, FRAMEWORK, KINDS, Routers
from analyzer.frameworks.framework import Framework
from analyzer.frameworks.imported import imports_any
from analyzer.frameworks.objects import Objects
from analyzer.model.codebase import Fact
from analyzer.read.program import Program


def _facts(program: Program) -> Iterator[Fact]:
    if not imports_any(program, *(name.partition(".")[0] for names in KINDS.values() for name in names)):
        return
    objects = Objects(program, KINDS)
    yield from applications(objects, APP, FRAMEWORK)
    yield from Paths(program, objects, Routers(program, objects)).endpoints()


VOCABULARY = frozenset(
    {
        *("include_router", "mount", "add_api_route", "add_route", "add_api_websocket_route", "add_websocket_route"),
        *("init_*", "register_*", "setup_*", "configure_*", "include_*", "mount_*"),
    }
)
FASTAPI = Framework("fastapi", VOCABULARY, _facts)
