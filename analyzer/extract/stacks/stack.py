"""What a kind of service is made of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stack:
    """A way to serve: the frameworks whose applications it serves (as in ``Application.framework``), the distributions that
    serve, what Python is started with (``{entry}`` is the entry module), and the framework's own exceptions that may travel between
    services (``module:Name``). Templates: ``templates/service/<name>/``."""

    name: str
    title: str
    frameworks: frozenset[str]
    serving: tuple[str, ...]
    command: tuple[str, ...]
    exceptions: tuple[str, ...] = ()
