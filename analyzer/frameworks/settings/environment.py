"""Settings that code reads: environment variables, Flask's configuration, Django's settings."""

from collections.abc import Iterator

from analyzer.frameworks.constants import text_of
from analyzer.model.place import Location, ModuleName
from analyzer.model.surface import SettingUse
from analyzer.model.syntax import Call, ModuleSyntax
from analyzer.read.program import Program

ENVIRONMENT = frozenset({"os.environ[]", "os.environ.get", "os.environ.pop", "os.environ.setdefault", "os.getenv", "decouple.config"})
FLASK = ("flask.current_app.config",)
DJANGO = "django.conf.settings."
READS = ("config[]", "config.get", "config.setdefault", "config.pop")


def settings(program: Program) -> Iterator[SettingUse]:
    """A use for each place that reads a setting whose key stands in the source."""
    for module in sorted(program.modules):
        syntax = program.modules[module]
        for site in syntax.calls:
            origin = _origin(program, module, site.scope, site.call)
            key = text_of(program, module, site.scope, site.call.argument(0, "key")) if origin else None
            if key is not None:
                yield SettingUse(key, origin, ModuleName(module), Location(syntax.path, site.call.line))
        yield from _django(program, syntax)


def _origin(program: Program, module: str, scope: str, call: Call) -> str:
    """Where a call takes a setting from (``env`` or ``flask``), or ``""``."""
    if not call.func.endswith(("environ[]", ".get", ".pop", ".setdefault", "getenv", "config[]", "config")):
        return ""
    full = program.resolve(module, call.func, scope)
    if full in ENVIRONMENT:
        return "env"
    return "flask" if _is_flask(program, module, scope, call.func, full) else ""


def _is_flask(program: Program, module: str, scope: str, chain: str, full: str) -> bool:
    """Whether a chain reads the configuration of a Flask application: ``current_app``'s, or that of something named by a parameter,
    attribute or variable in a module that knows Flask."""
    if full.startswith(FLASK):
        return True
    owner, _, last = chain.rpartition(".config")
    if f"config{last}" not in READS or not owner or owner.rpartition(".")[2] not in ("app", "application", "current_app", "flask_app"):
        return False
    return any(one.module.partition(".")[0] == "flask" for one in program.modules[module].imports)


def _django(program: Program, syntax: ModuleSyntax) -> Iterator[SettingUse]:
    seen: set[str] = set()
    for use in syntax.uses:
        if "." in use.chain and use.chain.rpartition(".")[2].strip("[]()").isupper():
            full = program.resolve(syntax.module, use.chain, use.scope)
            key = full.removeprefix(DJANGO).partition(".")[0].rstrip("[]()") if full.startswith(DJANGO) else ""
            if key and key not in seen:
                seen.add(key)
                yield SettingUse(key, "django", ModuleName(syntax.module), Location(syntax.path, use.line))
