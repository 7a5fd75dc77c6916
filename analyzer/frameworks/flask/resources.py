"""Flask-RESTful and Flask-RESTX: resources, namespaces, APIs on applications and blueprints."""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from analyzer.frameworks.constants import text_of
from analyzer.frameworks.displays import Row
from analyzer.frameworks.flask.forwarded import ADD, Forwarders
from analyzer.frameworks.flask.kinds import API, APP, BLUEPRINT, FRAMEWORK, NAMESPACE
from analyzer.frameworks.flask.mounts import Mount, Mounts
from analyzer.frameworks.objects import Held, Objects
from analyzer.frameworks.views import class_methods
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.surface import Endpoint
from analyzer.model.syntax import Call, CallSite, ModuleSyntax, Name
from analyzer.read.program import Program


class Resources:
    """Where APIs and namespaces are mounted, and the endpoints of their resources."""

    def __init__(self, program: Program, objects: Objects, mounts: Mounts) -> None:
        self.program = program
        self.objects = objects
        self.mounts = mounts
        self.hosts: dict[str, list[Held]] = {}
        self.apis: dict[str, list[tuple[Held, str | None]]] = {}
        self.forwarders = Forwarders(program, objects)
        for module in sorted(program.modules):
            for site in program.modules[module].calls:
                self._wire(module, site.scope, site.call)

    def endpoints(self) -> Iterator[Endpoint]:
        """An endpoint for each URL of each resource."""
        for module in sorted(self.program.modules):
            syntax = self.program.modules[module]
            for one in syntax.classes:
                scope, _, _ = one.name.rpartition(".")
                for decorator in one.decorators:
                    if isinstance(decorator, Call) and decorator.func.endswith((".route", ".resource")):
                        row = Row(module, scope, replace(decorator, args=(Name(one.name), *decorator.args)))
                        yield from self._resource(syntax, scope, row)
            for site in syntax.calls:
                for call in self._adding(module, site):
                    for row in self.objects.displays.unrolled(module, site.scope, call) if call.args else ():
                        yield from self._resource(syntax, site.scope, row)

    def _wire(self, module: str, scope: str, call: Call) -> None:
        receiver, _, last = call.func.rpartition(".")
        if last == "add_namespace":
            for row in self.objects.displays.unrolled(module, scope, call):
                path = text_of(self.program, row.module, row.scope, row.call.argument(1, "path"))
                for held in self.objects.of(row.module, row.scope, row.call.argument(0, "ns")):
                    self.apis.setdefault(held.id, []).extend((api, path) for api in self.objects.chain(module, scope, receiver))
        elif last == "init_app":
            for api in self.objects.chain(module, scope, receiver):
                if api.kind == API:
                    self.hosts.setdefault(api.id, []).extend(self.objects.of(module, scope, call.argument(0, "app")))

    def _adding(self, module: str, site: CallSite) -> Iterator[Call]:
        if site.call.func.endswith(f".{ADD}"):
            yield site.call
        yield from self.forwarders.calls(module, site)

    def _resource(self, syntax: ModuleSyntax, scope: str, row: Row) -> Iterator[Endpoint]:
        call, resource = row.call, row.call.args[0]
        full = self.program.resolve(row.module, resource.dotted, row.scope) if isinstance(resource, Name) else ""
        module = self.program.defined_in(full) if full else ""
        if not module:
            return
        methods = class_methods(self.program, full) or ()
        given = text_of(self.program, row.module, row.scope, call.keyword("endpoint"))
        for held in self.objects.chain(syntax.module, scope, call.func.rpartition(".")[0]):
            for mount, prefix in self._places(held):
                name = given or self._name(held, full.rpartition(".")[2])
                for url in call.args[1:]:
                    rule = text_of(self.program, row.module, row.scope, url)
                    if rule is not None:
                        at = Location(syntax.path, call.line)
                        route = mount.route(prefix + rule)
                        yield Endpoint(route, methods, QualName(full), ModuleName(module), mount.endpoint(name), FRAMEWORK, at)

    def _places(self, held: Held) -> Iterator[tuple[Mount, str]]:
        """Mounts of the host and the prefix that is left, for an API or a namespace."""
        if held.kind == NAMESPACE:
            yield from self._namespace(held)
        elif held.kind == API:
            prefix = text_of(self.program, held.module, held.scope, held.call.keyword("prefix")) or ""
            hosts = [*self.objects.of(held.module, held.scope, held.call.argument(0, "app")), *self.hosts.get(held.id, ())]
            mounts = [mount for host in hosts if host.kind in (APP, BLUEPRINT) for mount in self.mounts.of(host)]
            for mount in dict.fromkeys(mounts or [Mount(None, "")]):
                yield mount, prefix
        elif held.kind == BLUEPRINT:
            for mount in self.mounts.of(held):
                yield mount, ""

    def _namespace(self, held: Held) -> Iterator[tuple[Mount, str]]:
        apis = self.apis.get(held.id, []) or [(api, None) for api in self.objects.chain(held.module, held.scope, _receiver(held))]
        for api, path in apis:
            for mount, prefix in self._places(api) if api.kind == API else ():
                yield mount, prefix + (self._own_path(held) if path is None else path.rstrip("/"))
        if not apis:
            yield Mount(None, ""), self._own_path(held)

    def _own_path(self, held: Held) -> str:
        path = text_of(self.program, held.module, held.scope, held.call.keyword("path"))
        return (path or f"/{self._own_name(held)}").rstrip("/")

    def _own_name(self, held: Held) -> str:
        return text_of(self.program, held.module, held.scope, held.call.argument(0, "name")) or held.id.rpartition(".")[2]

    def _name(self, held: Held, class_name: str) -> str:
        """The endpoint name that the libraries choose: Flask-RESTful lower-cases, Flask-RESTX separates words and adds the namespace."""
        if held.call.func and self._is_restful(held):
            return class_name.lower()
        words = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", class_name)).lower()
        return f"{self._own_name(held)}_{words}" if held.kind == NAMESPACE else words

    def _is_restful(self, held: Held) -> bool:
        full = self.program.resolve(held.module, held.call.func, held.scope)
        return any(name.startswith("flask_restful.") for name in (full, *self.program.ancestors(full)))


def _receiver(held: Held) -> str:
    receiver, _, last = held.call.func.rpartition(".")
    return receiver if last == "namespace" else ""
