"""Flask: applications, factories, blueprints, routes, class views, resources, commands."""

from collections.abc import Iterator

from analyzer.frameworks.applications import applications
from analyzer.frameworks.flask.commands import commands
from analyzer.frameworks.flask.kinds import APP, FRAMEWORK, KINDS
from analyzer.frameworks.flask.mounts import Mounts
from analyzer.frameworks.flask.resources import Resources
from analyzer.frameworks.flask.routes import routes
from analyzer.frameworks.framework import Framework
from analyzer.frameworks.objects import Objects
from analyzer.model.codebase import Fact
from analyzer.read.program import Program


def _facts(program: Program) -> Iterator[Fact]:
    objects = Objects(program, KINDS)
    mounts = Mounts(program, objects)
    yield from applications(objects, APP, FRAMEWORK)
    yield from routes(program, objects, mounts)
    yield from Resources(program, objects, mounts).endpoints()
    yield from commands(objects, mounts)


FLASK = Framework("flask", frozenset({"add_url_rule", "register_blueprint", "add_resource", "add_namespace", "init_app"}), _facts)
