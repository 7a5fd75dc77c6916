"""Names that tell what runs by itself: hooks of frameworks, classes that are data, commands."""

import builtins

HOOKS = frozenset({
    "after_app_request", "after_request", "app_context_processor", "app_errorhandler", "app_template_filter", "app_template_global",
    "app_template_test", "app_url_defaults", "app_url_value_preprocessor", "before_app_request", "before_first_request",
    "before_request", "compiles", "context_processor", "declared_attr", "errorhandler", "exception_handler", "hybrid_method",
    "hybrid_property", "inclusion_tag", "listens_for", "middleware", "overload", "record", "record_once", "request_loader",
    "shell_context_processor", "simple_block_tag", "simple_tag", "teardown_app_request", "teardown_appcontext", "teardown_request",
    "template_filter", "template_global", "template_test", "url_defaults", "url_value_preprocessor", "user_loader", "validates",
})  # fmt: skip
"""Last names of decorators whose function a framework calls on every request, page or row, whichever service answers."""

HOOK_ENDINGS = ("register.filter", "register.tag")
"""Ends of decorators that make a function part of page templates; their last names alone would say too little."""

SIGNALS = frozenset({
    "django.core.signals.got_request_exception", "django.core.signals.request_finished", "django.core.signals.request_started",
    "django.core.signals.setting_changed", "django.db.backends.signals.connection_created",
})  # fmt: skip
"""Signals that Django sends in each process that serves or has a database: who hears them there runs there."""

DATA_BASES = frozenset({
    "ABCMeta", "AppConfig", "BaseConverter", "BaseModel", "BaseSettings", "Choices", "Enum", "EnumMeta", "Flag", "IntEnum", "IntFlag",
    "IntegerChoices", "ModelAdmin", "NamedTuple", "Protocol", "StackedInline", "StrEnum", "Struct", "TabularInline", "TextChoices",
    "TypedDict", "type",
})  # fmt: skip
"""Last names of bases whose subclasses are data, machinery of class creation, or part of what a framework shows of all services."""

DATA_DECORATORS = frozenset({"attributes", "attrs", "dataclass", "define", "frozen", "mutable", "s"})
"""Last names of decorators that make a class a record."""

CONVERTS = frozenset({"to_python", "to_url"})
"""The methods that make a class a converter of URLs: every service has the whole table of URLs."""

COMMANDS = frozenset({"cli", "command", "group"})
"""Last names of decorators that make a function a command of the terminal."""


def is_data_base(last: str) -> bool:
    """Whether the last name of a base says that its subclasses are data, exceptions, or machinery of class creation."""
    builtin = getattr(builtins, last, None)
    is_exception = isinstance(builtin, type) and issubclass(builtin, BaseException)
    return is_exception or last in DATA_BASES or last.endswith(("Error", "Exception", "Warning"))
