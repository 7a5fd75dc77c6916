"""Flask: applications, factories, blueprints, routes, class views, resources, commands."""

from collections.abc import Iterator

from analyzer.frameworks.applications import applications
from analyzer.frameworks.flask.commands import commands
from analyzer.frameworks.flask.exposed import exposed
from analyzer.frameworks.flask.forwarded import ADD, FORWARDERS
from analyzer.frameworks.flask.kinds import APP, FRAMEWORK, KINDS, MAKERS
from analyzer.frameworks.flask.mounts import Mounts
from analyzer.frameworks.flask.resources import Resources
from analyzer.frameworks.flask.routes import routes
from analyzer.frameworks.framework import Framework
from analyzer.frameworks.imported import imported_tops
from analyzer.frameworks.objects import Objects
from analyzer.model.codebase import Fact
from analyzer.read.program import Program

RELATIVES = frozenset({"apiflask", "connexion", "quart"})
"""Packages that bring Flask's objects under names that do not begin like it."""


def _facts(program: Program) -> Iterator[Fact]:
    if not any(top.startswith("flask") or top in RELATIVES for top in imported_tops(program)):
        return
    objects = Objects(program, KINDS, MAKERS)
    mounts = Mounts(program, objects)
    yield from applications(objects, APP, FRAMEWORK)
    yield from mounts.blind_spots()
    yield from routes(program, objects, mounts)
    yield from Resources(program, objects, mounts).endpoints()
    yield from exposed(program)
    yield from commands(objects, mounts)


VOCABULARY = frozenset(
    {
        *(
            "add_url_rule",
            ADD,
            FORWARDERS,
            "add_namespace",
            "add_view",
            "add_view_no_menu",
            "add_api",
            "register",
            "register_blueprint",
            "register_api",
            "url_for",
        ),
        *("init_*", "register_*", "setup_*", "configure_*", "mount_*", "attach_*", "install_*"),
    }
)
FLASK = Framework("flask", VOCABULARY, _facts)
