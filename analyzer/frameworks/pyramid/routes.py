"""Routes of Pyramid by their names."""

from analyzer.frameworks.constants import text_of
from analyzer.frameworks.displays import Displays
from analyzer.frameworks.pyramid.includes import Includes
from analyzer.frameworks.regex_routes import plain_braces
from analyzer.frameworks.scopes import Bindings
from analyzer.read.program import Program


def routes(program: Program, includes: Includes) -> dict[str, tuple[str, ...]]:
    """Every pattern of each route name, prefixes included; variable parts are ``{name}``."""
    found: dict[str, dict[str, None]] = {}
    displays = Displays(program, Bindings(program))
    for module in sorted(program.modules):
        for site in program.modules[module].calls:
            if not site.call.func.endswith(".add_route"):
                continue
            for row in displays.unrolled(module, site.scope, site.call):
                name = text_of(program, row.module, row.scope, row.call.argument(0, "name"))
                given = row.call.argument(1, "pattern") or row.call.keyword("path")
                pattern = text_of(program, row.module, row.scope, given)
                if name and pattern is not None:
                    for prefix in includes.prefixes(module, site.scope):
                        found.setdefault(name, {})[_pattern(prefix, pattern)] = None
    return {name: tuple(patterns) for name, patterns in found.items()}


def _pattern(prefix: str, pattern: str) -> str:
    head, star, rest = plain_braces(f"{prefix.rstrip('/')}/{pattern.lstrip('/')}").partition("*")
    return f"{head}{{{rest}:path}}" if star and rest.isidentifier() else f"{head}{star}{rest}"
