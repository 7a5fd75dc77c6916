"""Settings that code reads: environment variables, Flask's configuration, Django's settings, fields of settings classes."""

from collections.abc import Iterable, Iterator

from analyzer.frameworks.bound_names import bound_names
from analyzer.frameworks.constants import text_of
from analyzer.frameworks.kept_sites import last_names, sites_named
from analyzer.frameworks.settings.readers import readers
from analyzer.model.place import Location, ModuleName
from analyzer.model.surface import SettingUse
from analyzer.model.syntax import Call, CallSite, ModuleSyntax, Use
from analyzer.read.program import Program

ENVIRONMENT = frozenset({"os.environ[]", "os.environ.get", "os.environ.pop", "os.environ.setdefault", "os.getenv", "decouple.config"})
NAMED = ("environ[]", "getenv", "config[]", "config")
METHODS = ("get", "pop", "setdefault")
ENDS = (*NAMED, *(f".{name}" for name in METHODS))
FLASK = ("flask.current_app.config",)
DJANGO = "django.conf.settings."
READS = ("config[]", "config.get", "config.setdefault", "config.pop")


def settings(program: Program) -> Iterator[SettingUse]:
    """A use for each call that reads a setting whose key stands in the source."""
    known = readers(program)
    for syntax, site in _candidates(program, bool(known)):
        origin = _origin(program, syntax.module, site.scope, site.call, known)
        key = text_of(program, syntax.module, site.scope, site.call.argument(0, "key")) if origin else None
        if key is not None:
            yield SettingUse(key, origin, ModuleName(syntax.module), Location(syntax.path, site.call.line))


def _candidates(program: Program, has_readers: bool) -> Iterator[tuple[ModuleSyntax, CallSite]]:
    """The kept calls that may read a setting, judged by their text: any, where the program has readers of its own."""
    if has_readers:
        yield from sites_named(program, last_names(program))
        return
    yield from sites_named(program, (name for name in last_names(program) if name.endswith(NAMED)))
    holders = {"environ", "config", *(name for _, name in bound_names(program).get("os.environ", ()))}
    yield from sites_named(program, METHODS, lambda func: any(holder in func for holder in holders))


def _origin(program: Program, module: str, scope: str, call: Call, known: frozenset[str]) -> str:
    """Where a call takes a setting from (``env`` or ``flask``), or ``""``."""
    if known and call.func.partition(".")[0] and _of_reader(program, module, scope, call.func, known):
        return "env"
    if not call.func.endswith(ENDS):
        return ""
    full = program.resolve(module, call.func, scope)
    if full in ENVIRONMENT:
        return "env"
    return "flask" if _is_flask(program, module, scope, call.func, full) else ""


def _of_reader(program: Program, module: str, scope: str, chain: str, known: frozenset[str]) -> bool:
    """Whether a chain calls a reader of the environment, or a method of one (``env("KEY")``, ``env.bool("KEY")``)."""
    full = program.resolve(module, chain, scope)
    return full in known or full.rpartition(".")[0] in known


def _is_flask(program: Program, module: str, scope: str, chain: str, full: str) -> bool:
    """Whether a chain reads the configuration of a Flask application: ``current_app``'s, or that of something named by a parameter,
    attribute or variable in a module that knows Flask."""
    if full.startswith(FLASK):
        return True
    owner, _, last = chain.rpartition(".config")
    if f"config{last}" not in READS or not owner or owner.rpartition(".")[2] not in ("app", "application", "current_app", "flask_app"):
        return False
    return any(one.module.partition(".")[0] == "flask" for one in program.modules[module].imports)


def django_settings(program: Program, syntax: ModuleSyntax, uses: Iterable[Use]) -> Iterator[SettingUse]:
    """A use for each of Django's settings that a module reads, first place."""
    seen: set[str] = set()
    for use in uses:
        if "." in use.chain and use.chain.rpartition(".")[2].strip("[]()").isupper():
            full = program.resolve(syntax.module, use.chain, use.scope)
            key = full.removeprefix(DJANGO).partition(".")[0].rstrip("[]()") if full.startswith(DJANGO) else ""
            if key and key not in seen:
                seen.add(key)
                yield SettingUse(key, "django", ModuleName(syntax.module), Location(syntax.path, use.line))
