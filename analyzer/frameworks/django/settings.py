"""Settings that name code in strings, and the objects that serve the project."""

from collections.abc import Iterator, Mapping

from analyzer.frameworks.bound_values import bound_values
from analyzer.frameworks.django.apps import settings, texts
from analyzer.frameworks.kept_sites import sites_named
from analyzer.frameworks.orm.expressions import last_name, text
from analyzer.model.facts import StringReference
from analyzer.model.place import Location, ModuleName
from analyzer.model.surface import Application
from analyzer.model.syntax import Call
from analyzer.read.program import Program

NAMING = (
    *("APPS", "ROOT_URLCONF", "MIDDLEWARE", "MIDDLEWARE_CLASSES", "WSGI_APPLICATION", "ASGI_APPLICATION", "AUTHENTICATION_BACKENDS"),
    *("TEMPLATES", "CONTEXT_PROCESSORS", "DATABASE_ROUTERS", "PASSWORD_HASHERS", "STORAGES", "_STORAGE", "_ENGINE", "_BACKEND"),
)
MAKERS = {"get_wsgi_application": "wsgi", "get_asgi_application": "asgi", "WSGIHandler": "wsgi", "ProtocolTypeRouter": "asgi"}


def references(program: Program) -> Iterator[StringReference]:
    """One reference for each string in such a setting that names a module or definition of the program; an application's name stands for
    its ``apps`` module as well, and the name of a package of formats for the formats of each language."""
    for module, one, path in settings(program, NAMING[0]):
        values = texts(one.value)
        configured = tuple(f"{value}.apps" for value in values if f"{value}.apps" in program.modules)
        yield from _of(program, module, one.target, (*values, *configured), Location(path, one.line))
    for module, one, path in settings(program, "FORMAT_MODULE_PATH"):
        starts = tuple(f"{value}." for value in texts(one.value))
        formats = tuple(name for name in sorted(program.modules) if starts and name.startswith(starts) and name.endswith(".formats"))
        yield from _of(program, module, one.target, formats, Location(path, one.line))
    for name in NAMING[1:]:
        for module, one, path in settings(program, name):
            yield from _of(program, module, one.target, texts(one.value), Location(path, one.line))


def _of(program: Program, module: str, target: str, values: tuple[str, ...], at: Location) -> Iterator[StringReference]:
    for value in values:
        home = program.defined_in(value)
        if home and home != module and (value == home or "." in value) and _names(program, value, home):
            yield StringReference(ModuleName(module), ModuleName(home), value, target.removesuffix(" +="), at)


def _names(program: Program, value: str, home: str) -> bool:
    """Whether a string names the module itself or something in it, rather than merely beginning like one."""
    return value == home or program.class_syntax(value) is not None or program.function_syntax(value) is not None or home.count(".") > 0


def model_references(program: Program, models: Mapping[str, str]) -> Iterator[StringReference]:
    """One reference for each ``get_model("app.Model")``; ``models`` maps ``app.model`` in lower case to the class."""
    for syntax, site in sites_named(program, ("get_model",)):
        words = [text(one) for one in (*site.call.args, *(value for _, value in site.call.keywords))][:2]
        written = ".".join(word for word in words if word)
        module, home = ModuleName(syntax.module), program.defined_in(models.get(written.lower(), ""))
        if home and home != module:
            yield StringReference(module, ModuleName(home), written, "get_model", Location(syntax.path, site.call.line))


def applications(program: Program) -> Iterator[Application]:
    """The WSGI and ASGI applications of a project: module-level objects that Django makes."""
    held = bound_values(program)
    for module in sorted({module for name in MAKERS for module, _ in held.get(name, ())}):
        syntax = program.modules[module]
        for one in syntax.assignments:
            if not one.scope and isinstance(one.value, Call) and last_name(one.value.func) in MAKERS and one.target.isidentifier():
                resolved = program.resolve(module, one.value.func)
                if resolved.startswith(("django.", "channels.")):
                    yield Application("django", ModuleName(module), one.target, False, (), Location(syntax.path, one.line))


def root_modules(program: Program) -> tuple[str, ...]:
    """The modules that ``ROOT_URLCONF`` names, sorted."""
    found = {text(one.value) for _, one, _ in settings(program, "ROOT_URLCONF")}
    return tuple(sorted(found & set(program.modules)))
