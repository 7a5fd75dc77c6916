"""What is known about code: imports, definitions, references between them, and what could not be seen."""

from enum import StrEnum

from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.record import Record
from analyzer.model.syntax import UseKind, When


class Import(Record, frozen=True):
    """One module imports another module of the code base.

    ``target`` is the module that the statement names, ``resolved`` the module that defines what is imported (re-exports
    followed); ``names`` are the imported names that end there (empty for a plain ``import``, ``*`` for a star).
    """

    importer: ModuleName
    target: ModuleName
    resolved: ModuleName
    names: tuple[str, ...]
    when: When
    at: Location


class PackageImport(Record, frozen=True):
    """A module imports something that is not part of the code base nor of the standard library; ``name`` as imported."""

    importer: ModuleName
    name: str
    when: When
    at: Location


class PackageUse(Record, frozen=True):
    """A definition (or a module, for code at module level) uses code from outside of the code base: the top-level name of a third
    party's package, of a module of the standard library that reaches out of the process, or ``open``."""

    source: QualName
    module: ModuleName
    package: str
    at: Location


class DefinitionKind(StrEnum):
    """What a definition is."""

    CLASS = "class"
    FUNCTION = "function"
    METHOD = "method"
    VARIABLE = "variable"


class Definition(Record, frozen=True):
    """A class, function, method or module-level variable. ``bases`` are resolved dotted names where they resolve.

    ``parameters`` are written ``name``, ``*args`` or ``**kwargs``; ``annotations`` has one entry for each of them, and ``returns`` is
    the return annotation, both as written (``""`` for none; ``None`` where nothing is ever returned).
    ``is_exported`` tells that the module's ``__all__`` lists it.
    """

    name: QualName
    module: ModuleName
    kind: DefinitionKind
    at: Location
    end_line: int
    bases: tuple[str, ...] = ()
    decorators: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    annotations: tuple[str, ...] = ()
    returns: str = ""
    is_generator: bool = False
    is_exported: bool = False


class Reference(Record, frozen=True):
    """``source`` (a definition, or a module for code at module level) uses ``target``, a definition of the code base.

    Aggregated per (source, target, kind): ``count`` uses, the first at ``at``; ``in_loop`` when any of them is in a loop.
    """

    source: QualName
    source_module: ModuleName
    target: QualName
    target_module: ModuleName
    kind: UseKind
    count: int
    in_loop: bool
    at: Location


class StringReference(Record, frozen=True):
    """A string that names a module or definition of the code base; ``via`` is the call or setting that holds it."""

    source_module: ModuleName
    target_module: ModuleName
    text: str
    via: str
    at: Location


class BlindSpot(Record, frozen=True):
    """Something that reading cannot see; ``reason`` is a code such as ``dynamic-import``."""

    module: ModuleName
    reason: str
    at: Location
