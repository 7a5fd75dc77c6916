"""What an application shows to the world and asks from it: routes, tasks, messages, settings, templates, packages."""

from dataclasses import dataclass, field

from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.record import Record


class Application(Record, frozen=True):
    """The object that serves: ``module.attribute``, called without arguments first where it is a factory."""

    framework: str
    module: ModuleName
    attribute: str
    is_factory: bool
    required: tuple[str, ...]
    at: Location


class Endpoint(Record, frozen=True):
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


COMMANDS = frozenset({"argparse", "click", "typer", "django-command", "flask-cli", "script", "entry-point"})
"""The frameworks of tasks that are started from outside, run once and end."""


class Task(Record, frozen=True):
    """A queue job: its wire name and the function that runs it."""

    name: str
    handler: QualName
    module: ModuleName
    framework: str
    at: Location


class Message(Record, frozen=True):
    """A signal or event: ``role`` is ``send`` or ``receive``."""

    channel: str
    role: str
    module: ModuleName
    source: QualName
    at: Location


class SettingUse(Record, frozen=True):
    """A module reads a setting or environment key."""

    key: str
    origin: str
    module: ModuleName
    at: Location


class ContextUse(Record, frozen=True):
    """The definition ``source`` uses ambient state: something bound to the current request, session, user, task or thread.

    ``what`` is its full dotted name: ``flask.request``, or a module-level context variable of the code base.
    """

    what: str
    module: ModuleName
    source: QualName
    at: Location


class ExternalCall(Record, frozen=True):
    """A module calls something outside: kind (``http``, ``mail``, ``cloud``, ``cache``, ``file``) and what it calls."""

    kind: str
    what: str
    module: ModuleName
    at: Location


class TemplateUse(Record, frozen=True):
    """A module renders a template (``module`` set), or a template extends or includes another (``module`` empty)."""

    template: str
    module: ModuleName
    by: str
    relation: str
    at: Location


class UrlUse(Record, frozen=True):
    """The definition ``source`` asks for a URL by the ``name`` of its route, as written (a relative one begins with a dot)."""

    name: str
    module: ModuleName
    source: QualName
    at: Location


class Requirement(Record, frozen=True):
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
