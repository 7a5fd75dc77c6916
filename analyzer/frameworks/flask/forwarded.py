"""Methods of an API class that add the resource that they are given: ``api.add_public_resource(Orders, "/orders")``."""

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from analyzer.frameworks.arguments import further, given, put
from analyzer.frameworks.flask.kinds import API
from analyzer.frameworks.objects import Held, Objects
from analyzer.model.syntax import Call, CallSite, Expr, FunctionSyntax, Name
from analyzer.read.program import Program

ADD = "add_resource"
FORWARDERS = "add_*_resource"


class Forwarder(NamedTuple):
    """A method and the call of ``self.add_resource`` in it."""

    name: str
    function: FunctionSyntax
    call: Call


class Forwarders:
    """The methods of a program's API classes that hand a resource over, by their last names."""

    def __init__(self, program: Program, objects: Objects) -> None:
        self.program = program
        self.objects = objects
        self.known: dict[str, list[Forwarder]] = {}
        for module in sorted(program.modules):
            for site in program.modules[module].calls:
                owner, _, last = site.scope.rpartition(".")
                if owner and last != ADD and site.call.func in (f"self.{ADD}", f"super().{ADD}"):
                    function = program.function_syntax(f"{module}.{site.scope}")
                    if function is not None and objects.kind_of(f"{module}.{owner}") == API and _is_handed(function, site.call):
                        self.known.setdefault(last, []).append(Forwarder(f"{module}.{site.scope}", function, site.call))

    def calls(self, module: str, site: CallSite) -> Iterator[Call]:
        """The calls of ``add_resource`` that a call stands for, in words of its own place."""
        receiver, _, last = site.call.func.rpartition(".")
        for held in self.objects.chain(module, site.scope, receiver) if last in self.known else ():
            own = self._methods(held, last)
            yield from (_filled(one, site.call, receiver) for one in self.known[last] if one.name in own)

    def _methods(self, held: Held, last: str) -> frozenset[str]:
        class_name = self.program.resolve(held.module, held.call.func, held.scope)
        return frozenset(f"{one}.{last}" for one in (class_name, *self.program.ancestors(class_name)))


def _is_handed(function: FunctionSyntax, call: Call) -> bool:
    names = {one.name for one in function.parameters}
    return bool(call.args) and isinstance(call.args[0], Name) and call.args[0].dotted in names


def _filled(one: Forwarder, call: Call, receiver: str) -> Call:
    """A rule that the method changes before it hands it over is taken as it is given."""
    values = given(one.function, call)
    starred = {each.name for each in one.function.parameters if each.star == "*"}
    args: list[Expr] = []
    for value in one.call.args:
        inner = value.args[0] if isinstance(value, Call) and value.func == "*" and value.args else None
        is_rest = isinstance(inner, Name) and inner.dotted in starred
        args.extend(further(one.function, call) if is_rest else (put(value, values),))
    keywords = (*call.keywords, *((name, put(value, values)) for name, value in one.call.keywords if name))
    return replace(call, func=f"{receiver}.{ADD}", args=tuple(args), keywords=keywords)
