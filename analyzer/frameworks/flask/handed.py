"""Rules that a function adds to what it is handed: ``register(blueprint, ["/a"], Page.as_view("page"))``, once for each of its calls."""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from analyzer.frameworks import arguments
from analyzer.frameworks.arguments import put
from analyzer.frameworks.displays import Displays, Row
from analyzer.model.syntax import Call, CallSite, Expr, Name, Other, Subscript
from analyzer.read.program import Program

RULE = "add_url_rule"


class HandedRules:
    """The functions of a program that add rules to one of their parameters, and what their callers make of them."""

    def __init__(self, program: Program, displays: Displays) -> None:
        self.program = program
        self.displays = displays
        self.inside: dict[str, list[Call]] = {}
        for module in sorted(program.modules):
            for site in program.modules[module].calls:
                if site.scope and site.call.func.endswith(f".{RULE}") and self._is_handed(module, site):
                    self.inside.setdefault(f"{module}.{site.scope}", []).append(site.call)

    def _is_handed(self, module: str, site: CallSite) -> bool:
        """Whether the receiver and the view are parameters of the function around a call."""
        function = self.program.function_syntax(f"{module}.{site.scope}")
        names = {one.name for one in function.parameters} if function is not None else set()
        view = site.call.argument(2, "view_func")
        return site.call.func.partition(".")[0] in names and isinstance(view, Name) and view.dotted in names

    def holds(self, module: str, site: CallSite) -> bool:
        """Whether a call stands in one of those functions and is told by ``rules``."""
        return site.call in self.inside.get(f"{module}.{site.scope}", ())

    def rules(self, module: str, site: CallSite) -> Iterator[Row]:
        """The rules that a call of one of those functions adds."""
        full = self.program.resolve(module, site.call.func, site.scope) if self.inside else ""
        function = self.program.function_syntax(full) if full in self.inside else None
        if function is None:
            return
        given = arguments.given(function, site.call)
        names = {one.name for one in function.parameters if not one.star}
        others = tuple((name, value) for name, value in site.call.keywords if name and name not in names)
        for call in self.inside[full]:
            receiver, _, _ = call.func.rpartition(".")
            holder = given.get(receiver)
            if not isinstance(holder, Name):
                continue
            for pattern in self._patterns(module, site.scope, full, call.argument(0, "rule"), given):
                keywords = tuple((name, put(value, given)) for name, value in call.keywords if name not in ("", "rule"))
                args = (pattern, *(put(value, given) for value in call.args[1:] if getattr(value, "func", "") != "*"))
                func = f"{holder.dotted}.{RULE}"
                yield Row(module, site.scope, replace(site.call, func=func, args=args, keywords=(*keywords, *others)))

    def _patterns(self, module: str, scope: str, full: str, rule: Expr | None, given: Mapping[str, Expr]) -> list[Expr]:
        """The patterns of a rule: an argument, or each item of one."""
        if not isinstance(rule, Name):
            return [] if rule is None else [rule]
        if rule.dotted in given:
            return [given[rule.dotted]]
        loops = [one.value for one in self.program.body(full) if one.target == rule.dotted]
        over = [one.value for one in loops if isinstance(one, Subscript) and isinstance(one.key, Other)]
        found = (given.get(one.dotted) for one in over if isinstance(one, Name))
        return [item.expr for one in found if one is not None for item in self.displays.items(module, scope, one)]
