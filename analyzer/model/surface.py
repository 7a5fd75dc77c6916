"""What an application shows to the world and asks from it: routes, tasks, messages, settings, templates, packages."""

from dataclasses import dataclass, field

from analyzer.model.place import Location, ModuleName, QualName


@dataclass(frozen=True, slots=True, order=True)
class Application:
    """The object that serves: ``module.attribute``, called without arguments first where it is a factory."""

    framework: str
    module: ModuleName
    attribute: str
    is_factory: bool
    required: tuple[str, ...]
    at: Location


@dataclass(frozen=True, slots=True, order=True)
class Endpoint:
    """A route: methods (sorted, upper case; empty for any), URL pattern with prefixes, the handler and its module.

    ``name`` is the name by which the URL is reversed; ``framework`` tells the syntax of the pattern.
    """

    route: str
    methods: tuple[str, ...]
    handler: QualName
    module: ModuleName
    name: str
    framework: str
    at: Location


@dataclass(frozen=True, slots=True, order=True)
class Task:
    """A queue job: its wire name and the function that runs it."""

    name: str
    handler: QualName
    module: ModuleName
    framework: str
    at: Location


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """A signal or event: ``role`` is ``send`` or ``receive``."""

    channel: str
    role: str
    module: ModuleName
    source: QualName
    at: Location


@dataclass(frozen=True, slots=True, order=True)
class SettingUse:
    """A module reads a setting or environment key."""

    key: str
    origin: str
    module: ModuleName
    at: Location


@dataclass(frozen=True, slots=True, order=True)
class ContextUse:
    """The definition ``source`` uses ambient state: something bound to the current request, session, user, task or thread.

    ``what`` is its full dotted name: ``flask.request``, or a module-level context variable of the code base.
    """

    what: str
    module: ModuleName
    source: QualName
    at: Location


@dataclass(frozen=True, slots=True, order=True)
class ExternalCall:
    """A module calls something outside: kind (``http``, ``mail``, ``cloud``, ``cache``, ``file``) and what it calls."""

    kind: str
    what: str
    module: ModuleName
    at: Location


@dataclass(frozen=True, slots=True, order=True)
class TemplateUse:
    """A module renders a template (``module`` set), or a template extends or includes another (``module`` empty)."""

    template: str
    module: ModuleName
    by: str
    relation: str
    at: Location


@dataclass(frozen=True, slots=True, order=True)
class Requirement:
    """A distribution that the code base declares: normalised name, version specifier (PEP 440), whether it is a lock's pin.

    ``extras`` are sorted; ``marker`` is the environment marker as text; ``group`` names the optional set that asks for it
    (``dev``, ``postgres``), ``""`` for what the application always needs.
    """

    name: str
    specifier: str
    is_pin: bool
    at: Location
    extras: tuple[str, ...] = ()
    marker: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Distribution:
    """A distribution as needed by some modules: name, chosen specifier, and the import names that led to it."""

    name: str
    specifier: str
    imports: tuple[str, ...] = field(default=())
