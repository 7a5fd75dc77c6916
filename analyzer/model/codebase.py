"""A code base as facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

from analyzer.model.data import Entity, EntityLink, EntityUse, GenericUse, TableUse, Transaction
from analyzer.model.facts import BlindSpot, Definition, Import, PackageImport, PackageUse, Reference, StringReference
from analyzer.model.history import Commit
from analyzer.model.place import ModuleName, Problem
from analyzer.model.source import Asset, FileKind, SourceFile
from analyzer.model.surface import (
    Application,
    ContextUse,
    Endpoint,
    ExternalCall,
    Message,
    Requirement,
    SettingUse,
    Task,
    TemplateUse,
    UrlUse,
)

Fact = (
    Import
    | PackageImport
    | PackageUse
    | Definition
    | Reference
    | StringReference
    | BlindSpot
    | Entity
    | EntityLink
    | EntityUse
    | GenericUse
    | TableUse
    | Transaction
    | Application
    | Endpoint
    | Task
    | Message
    | SettingUse
    | ContextUse
    | ExternalCall
    | TemplateUse
    | UrlUse
    | Requirement
)

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Codebase:
    """Files, facts, history and problems of one code base. ``facts`` maps each fact type to its facts, sorted."""

    name: str
    files: tuple[SourceFile, ...]
    facts: Mapping[type[Fact], tuple[Fact, ...]]
    assets: tuple[Asset, ...] = ()
    history: tuple[Commit, ...] = ()
    problems: tuple[Problem, ...] = ()

    def of(self, kind: type[F]) -> tuple[F, ...]:
        """All facts of one type, sorted."""
        return cast(tuple[F, ...], self.facts.get(cast(type[Fact], kind), ()))

    def outside_tests(self, kind: type[F]) -> tuple[F, ...]:
        """The facts of one type whose module is no test, sorted: applications that tests make for themselves serve nobody."""
        tests = {file.module for file in self.files if file.kind is FileKind.TEST}
        return tuple(fact for fact in self.of(kind) if getattr(fact, "module", "") not in tests)

    @property
    def modules(self) -> tuple[ModuleName, ...]:
        """Every module name, sorted, each once."""
        return tuple(sorted({file.module for file in self.files}))

    @property
    def business(self) -> tuple[ModuleName, ...]:
        """The modules of kind CODE, sorted: those that boundaries are drawn through."""
        return tuple(sorted({file.module for file in self.files if file.kind is FileKind.CODE}))
