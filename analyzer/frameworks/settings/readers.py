"""Readers of the environment: objects that are called with a key (environs, django-environ, decouple, Starlette's ``Config``), and
classes whose fields are keys (pydantic's ``BaseSettings``)."""

from collections.abc import Iterator

from analyzer.frameworks.imported import importers, modules_deriving, words_for
from analyzer.model.place import Location, ModuleName
from analyzer.model.surface import SettingUse
from analyzer.model.syntax import Assignment, Call, Expr, Text
from analyzer.read.program import Program

MAKERS = frozenset(
    {"environs.Env", "environ.Env", "environ.FileAwareEnv", "starlette.config.Config", "decouple.Config", "decouple.AutoConfig"}
)
BASES = frozenset(
    {"pydantic.BaseSettings", "pydantic_settings.BaseSettings", "pydantic.v1.BaseSettings", "pydantic_settings.main.BaseSettings"}
)
PACKAGES = frozenset(name.partition(".")[0] for name in MAKERS | BASES)


def readers(program: Program) -> frozenset[str]:
    """Full dotted names of module-level variables that hold a reader."""
    return frozenset(
        f"{module}.{one.target}"
        for module in importers(program, PACKAGES)
        for one in program.modules[module].assignments
        if not one.scope and isinstance(one.value, Call) and program.resolve(module, one.value.func) in MAKERS
    )


def fields(program: Program) -> Iterator[SettingUse]:
    """One use for each field of a settings class: its alias, else its name behind the prefix of the class, in capitals."""
    if not importers(program, (name.partition(".")[0] for name in BASES)):
        return
    words = words_for(program, BASES)
    for module in modules_deriving(program, words):
        syntax = program.modules[module]
        for one in syntax.classes:
            name = f"{module}.{one.name}"
            if one.bases and one.name.rpartition(".")[2] in words and not BASES.isdisjoint(program.ancestors(name)):
                prefix = _prefix(program, name)
                for field in program.body(name):
                    if field.annotation is not None and field.target.isidentifier() and field.target != "model_config":
                        key = _alias(field) or prefix + field.target
                        yield SettingUse(key.upper(), "env", ModuleName(module), Location(syntax.path, field.line))


def _prefix(program: Program, name: str) -> str:
    """``env_prefix`` of a class: of its ``model_config``, or of the class ``Config`` inside it."""
    for one in (*program.body(name), *program.body(f"{name}.Config")):
        value = one.value.keyword("env_prefix") if isinstance(one.value, Call) and one.target == "model_config" else None
        value = one.value if one.target == "env_prefix" else value
        if isinstance(value, Text):
            return value.value
    return ""


def _alias(field: Assignment) -> str:
    """The key that ``Field(alias=...)``, ``Field(validation_alias=...)`` or ``Field(env=...)`` gives."""
    given: list[Expr | None] = (
        [field.value.keyword(name) for name in ("validation_alias", "alias", "env")] if isinstance(field.value, Call) else []
    )
    return next((value.value for value in given if isinstance(value, Text)), "")
