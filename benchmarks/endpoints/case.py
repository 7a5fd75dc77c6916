"""One application: where it comes from, and how it is built."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Case:
    """A pinned release, its import packages, the code that prepares it, and the application objects to ask.

    ``apps`` are ``module:expression`` (a URL configuration, ``""`` for the root one, for Django). ``root`` is a package
    whose folder is itself on the import path. ``held_out`` marks applications that were
    never looked at while the readers were written; ``note`` tells what the differences come from.
    """

    name: str
    version: str
    framework: str
    packages: tuple[str, ...]
    apps: tuple[str, ...]
    setup: str = ""
    extras: str = ""
    beside: tuple[str, ...] = ()
    root: str = ""
    held_out: bool = False
    note: str = ""

    @property
    def label(self) -> str:
        return f"{self.name}-{self.version}"

    @property
    def requirement(self) -> str:
        return f"{self.name}{self.extras}=={self.version}"
